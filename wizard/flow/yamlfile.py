"""Reading YAML strictly: the useful part of YAML 1.2, with the place of every value.

PyYAML composes the file into nodes; we turn the nodes into plain data ourselves, so that

- `no`, `on`, `2027-03-01` and `1:30` stay the words they look like (only `true`, `false`, `null` and numbers
  written in the plain way are anything else);
- a key given twice is a fault instead of a silent loss;
- aliases, tags and keys that are no text are faults, as are files too large or too deep to be content;
- the place of every key and item is known afterwards: `document.place(("questions", 3, "when"))`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from wizard.flow.problems import Place, Problem
from wizard.i18n import msg

__all__ = ["Document", "Path_", "parse_yaml", "read_yaml"]

Path_: TypeAlias = tuple[str | int, ...]
"""The way to a value inside a document: keys and indexes from the top."""

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 20

_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "": None}
_QUOTED: Final = frozenset({"'", '"', "|", ">"})
_PLAIN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: the same nodes, more slowly
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


@dataclass(slots=True)
class Document:
    """One YAML file as plain data, with places and faults."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    _places: dict[Path_, Place] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """Where the value at `path` stands; for a path that does not exist, where its nearest parent does."""
        while path:
            if path in self._places:
                return self._places[path]
            path = path[:-1]
        return self._places.get((), Place(self.file, 1, 1))

    def value_place(self, path: Path_) -> Place:
        """Where the value itself begins (after its key), for faults inside a text."""
        return self._places.get((*path, "="), self.place(path))


def read_yaml(path: Path, name: str) -> Document:
    """Read the file at `path`, called `name` in messages. Never raises: faults are in the document."""
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            return _failed(
                name,
                Problem(Place(name), "too-large", msg("The file is larger than {n} bytes.", n=MAX_BYTES)),
            )
        return parse_yaml(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _failed(
            name,
            Problem(
                Place(name), "encoding", msg("The file is not written in UTF-8."), msg("Save it as UTF-8.")
            ),
        )
    except OSError as error:
        return _failed(
            name,
            Problem(
                Place(name), "unreadable", msg("The file cannot be read: {why}.", why=error.strerror or "")
            ),
        )


def parse_yaml(text: str, name: str) -> Document:
    """Parse `text` as one YAML document called `name`. Never raises."""
    document = Document(name)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        return _failed(
            name, Problem(place, "yaml", msg("This is not readable as YAML: {why}.", why=error.problem or ""))
        )
    except (yaml.YAMLError, RecursionError) as error:
        return _failed(
            name,
            Problem(
                Place(name), "yaml", msg("This is not readable as YAML: {why}.", why=type(error).__name__)
            ),
        )
    if node is not None:
        document.data = _Builder(document).build(node, ())
    return document


def _failed(name: str, problem: Problem) -> Document:
    return Document(name, problems=[problem])


class _Builder:
    """Turns nodes into data while noting places and faults."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path_) -> Any:
        place = self._place_of(node)
        self.document._places.setdefault(path, place)  # noqa: SLF001  the builder fills the document
        is_quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
        self.document._places[(*path, "=")] = place.right(1) if is_quoted else place  # noqa: SLF001  as above
        if len(path) > MAX_DEPTH:
            return self._fault(place, "too-deep", msg("The nesting is deeper than {n} levels.", n=MAX_DEPTH))
        if id(node) in self._seen:
            return self._fault(place, "alias", msg("Aliases (*name) are not used here: write the value out."))
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        return dict(self._pairs(node, path))

    def _pairs(self, node: yaml.Node, path: Path_) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            place = self._place_of(key_node)
            key = key_node.value
            if not isinstance(key, str):
                self._fault(place, "key", msg("A key must be a word."))
                continue
            if key in seen:
                self._fault(place, "duplicate-key", msg("The key {key} stands here twice.", key=key))
                continue
            seen.add(key)
            self.document._places[(*path, key)] = place  # noqa: SLF001  as above
            yield key, self.build(value_node, (*path, key))

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        text: str = node.value
        if node.tag not in _PLAIN_TAGS:
            return self._fault(place, "tag", msg("Tags such as {tag} are not used here.", tag=node.tag))
        if node.style in _QUOTED:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text) and len(text) < 19:
            return int(text)
        if _FLOAT.fullmatch(text) and len(text) < 30:
            return float(text)
        return text

    def _place_of(self, node: yaml.Node) -> Place:
        return Place(self.document.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _fault(self, place: Place, code: str, what: Any) -> None:
        self.document.problems.append(Problem(place, code, what))
