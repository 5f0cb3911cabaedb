"""Writing `map.yaml`: for a form that was just taken in, and for a new edition of a known one.

Comments say what a person should look at: how sure a line is and which label was seen; what is unsure is written
but commented out, and fields without a question are listed. What must stay true: what is written can be read by
`load_blanks`, whatever the names of the form's fields are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.blanks.load import MapFile
from wizard.blanks.propose import Guess, Proposal
from wizard.blanks.rows import row_field, row_pattern
from wizard.text import safe_text

__all__ = ["UNSURE", "Head", "map_text", "note", "open_fields_text", "renamed_map_text"]

UNSURE: Final = 0.6
"""Below this, a proposal is written as a comment."""

_PLAIN: Final = re.compile(r"[A-Za-zÅÄÖåäö_][\wåäöÅÄÖ.-]*")
_WORDS: Final = frozenset({"true", "false", "null"})
_ABOUT: Final = (
    "# Proposed by `lov forms add`. Behind each line: how sure it is, from 0 to 1, and the label that was seen.\n"
    "# Lines that begin with #? are too unsure to be used as they are. Read all of it against the form.\n"
)
_UNUSED: Final = "No question is about these fields."
_UNCONFIRMED: Final = "Proposed, and looked at by nobody yet: lov forms confirm goes through them."


@dataclass(frozen=True, slots=True)
class Head:
    """What a map says of its blank. `flows` are pairs of area and kind."""

    blank: str
    title: str
    edition: str
    flows: tuple[tuple[str, str], ...]
    published: str | None = None


def map_text(head: Head, proposal: Proposal) -> str:
    """A proposed map, as the text of `map.yaml`."""
    lines = [*_head(head)]
    lines += _section("fields", _fields(proposal.fields))
    lines += _section("ticks", _groups(proposal.ticks))
    lines += _section("hours", _groups(proposal.hours))
    lines += _section("tables", _tables(proposal.tables))
    attached = ((f"  {_scalar(guess.answer)}: {_scalar(guess.field)}", guess) for guess in proposal.attached)
    lines += _section("attached", (_noted(line, guess) for line, guess in attached))
    lines += _listed("unconfirmed", _in_use(proposal), _UNCONFIRMED)
    if proposal.left:
        lines.append("# No question was found for these fields:")
        lines += [f"#   {_scalar(name)}  {_comment(seen)}".rstrip() for name, seen in proposal.left]
    return _ABOUT + "\n".join(lines) + "\n"


def open_fields_text(fields: Iterable[tuple[str, str, str]]) -> str:
    """Comments on fields that nobody has said anything of: name, what may be asked there, what was seen."""
    lines = [
        f"#   {_scalar(name)}{f': {_scalar(answer)}?' if answer else ''}  {_comment(seen)}".rstrip() + "\n"
        for name, answer, seen in fields
    ]
    return "".join(["# Nobody has said yet what these fields are for:\n", *lines]) if lines else ""


def _in_use(proposal: Proposal) -> Iterator[str]:
    """Fields and patterns whose line is written as one that counts."""
    single = [*proposal.fields, *proposal.attached]
    yield from (guess.field for guess in single if guess.confidence >= UNSURE)
    for groups in (proposal.ticks, proposal.hours):
        yield from (guess.field for group in groups.values() for guess in group.values())
    yield from (guess.field for _, columns in proposal.tables.values() for guess in columns.values())


def renamed_map_text(
    old: MapFile,
    edition: str,
    renamed: Mapping[str, str],
    gone: Iterable[str],
    notes: Mapping[str, str] | None = None,
) -> str:
    """A map for a new edition: fields under their new names, those that are gone left out and told.

    `notes` are comments to stand behind the lines of fields and patterns, by their old names.
    """
    carrier = _Carrier(renamed, frozenset(gone), notes or {})
    flows = tuple((flow.area, flow.kind) for flow in old.flows)
    head = Head(old.blank, old.title, edition, flows, old.published)
    lines = [
        *_head(head),
        *_section("fields", carrier.fields(old)),
        *_section("ticks", carrier.groups(old.ticks)),
        *_section("hours", carrier.groups(old.hours)),
        *_section("tables", carrier.tables(old)),
        *_section("verdicts", carrier.verdicts(old)),
        *_section("attached", carrier.attached(old)),
        *_listed("unused", carrier.names(old.unused), _UNUSED),
        *_listed("unconfirmed", carrier.names(old.unconfirmed), _UNCONFIRMED),
    ]
    if carrier.told:
        lines += ["# These fields are gone in the new edition:", *carrier.told]
    return "\n".join(lines) + "\n"


class _Carrier:
    """Puts the sections of a map under the new names; `told` are comments on what could not be carried."""

    def __init__(self, renamed: Mapping[str, str], gone: frozenset[str], notes: Mapping[str, str]) -> None:
        self.renamed = renamed
        self.gone = gone
        self.notes = notes
        self.told: list[str] = []

    def fields(self, old: MapFile) -> Iterator[str]:
        for name, entry in old.fields.items():
            if (new := self._now(name, entry.answer)) is not None:
                first, *rest = _entry(new, entry.answer, entry.options)
                yield from (self._noted(first, name), *rest)

    def groups(self, groups: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
        for question, group in groups.items():
            kept = [
                self._noted(f"    {_scalar(key)}: {_scalar(new)}", name)
                for key, name in group.items()
                if (new := self._now(name, question)) is not None
            ]
            if kept:
                yield from (f"  {_scalar(question)}:", *kept)

    def tables(self, old: MapFile) -> Iterator[str]:
        for question, table in old.tables.items():
            kept = []
            for column, pattern in table.columns.items():
                new = _pattern(pattern, table.rows, self.renamed, self.gone)
                if new is None:
                    self._tell(pattern, question)
                else:
                    kept.append(self._noted(f"      {_scalar(column)}: {_scalar(new)}", pattern))
            if kept:
                yield from (f"  {_scalar(question)}:", f"    rows: {table.rows}", "    columns:", *kept)

    def verdicts(self, old: MapFile) -> Iterator[str]:
        for rule, shown in old.verdicts.items():
            if (new := self._now(shown.field, rule)) is not None:
                yield from (
                    f"  {_scalar(rule)}:",
                    f"    field: {_scalar(new)}",
                    f"    options: {_flow(shown.options)}",
                )

    def attached(self, old: MapFile) -> Iterator[str]:
        for question, name in old.attached.items():
            if (new := self._now(name, question)) is not None:
                yield self._noted(f"  {_scalar(question)}: {_scalar(new)}", name)

    def names(self, names: Iterable[str]) -> Iterator[str]:
        """Fields that are still there, under their new names; patterns as they are."""
        return (self.renamed.get(name, name) for name in names if name not in self.gone)

    def _noted(self, line: str, name: str) -> str:
        return f"{line}  {self.notes[name]}" if name in self.notes else line

    def _now(self, name: str, about: str) -> str | None:
        if name not in self.gone:
            return self.renamed.get(name, name)
        self._tell(name, about)
        return None

    def _tell(self, name: str, about: str) -> None:
        self.told.append(f"#   {_scalar(name)}  {_comment(about)}")


def _pattern(pattern: str, rows: int, renamed: Mapping[str, str], lost: frozenset[str]) -> str | None:
    """A table's pattern under its new name, if no row is lost."""
    names = [row_field(pattern, row) for row in range(1, rows + 1)]
    if lost.intersection(names):
        return None
    if not any(name in renamed for name in names):
        return pattern
    return row_pattern([renamed.get(name, name) for name in names])


def _head(head: Head) -> Iterator[str]:
    yield f"blank: {_scalar(head.blank)}"
    yield f"title: {_scalar(head.title)}"
    yield f"edition: {_quoted(head.edition)}"
    if head.published is not None:
        yield f"published: {_quoted(head.published)}"
    yield "flows:"
    yield from (f"- {{area: {_scalar(area)}, kind: {_scalar(kind)}}}" for area, kind in head.flows)


def _section(name: str, lines: Iterable[str]) -> list[str]:
    """A section; one of comments alone is a comment itself, for an empty one would not be a mapping."""
    found = list(lines)
    if not found:
        return []
    used = any(not line.lstrip().startswith("#") for line in found)
    return [f"{name}:" if used else f"#? {name}:", *found]


def _listed(name: str, items: Iterable[str], about: str) -> list[str]:
    """A section that is a list, under a comment that says what it is; nothing where the list is empty."""
    found = [f"- {_scalar(item)}" for item in items]
    return [f"# {about}", f"{name}:", *found] if found else []


def _fields(guesses: Iterable[Guess]) -> Iterator[str]:
    for guess in guesses:
        entry = _entry(guess.field, guess.answer, guess.options)
        unsure = "#? " if guess.confidence < UNSURE else ""
        yield f"{unsure}{entry[0]}  {note(guess)}"
        yield from (f"{unsure}{line}" for line in entry[1:])


def _entry(name: str, answer: str, options: Mapping[str, str] | None) -> list[str]:
    if options is None:
        return [f"  {_scalar(name)}: {{answer: {_scalar(answer)}}}"]
    return [f"  {_scalar(name)}:", f"    answer: {_scalar(answer)}", f"    options: {_flow(options)}"]


def _groups(groups: Mapping[str, Mapping[str, Guess]]) -> Iterator[str]:
    for question, group in groups.items():
        yield f"  {_scalar(question)}:"
        yield from (
            f"    {_scalar(key)}: {_scalar(guess.field)}  {note(guess)}" for key, guess in group.items()
        )


def _tables(tables: Mapping[str, tuple[int, Mapping[str, Guess]]]) -> Iterator[str]:
    for question, (rows, columns) in tables.items():
        yield f"  {_scalar(question)}:"
        yield f"    rows: {rows}"
        yield "    columns:"
        yield from (
            f"      {_scalar(column)}: {_scalar(guess.field)}  {note(guess)}"
            for column, guess in columns.items()
        )


def _noted(line: str, guess: Guess) -> str:
    return f"{'#? ' if guess.confidence < UNSURE else ''}{line}  {note(guess)}"


def note(guess: Guess) -> str:
    """How sure a guess is and what was seen, as a comment."""
    return f"# {guess.confidence:.2f} {_comment(guess.seen)}".rstrip()


def _comment(text: str) -> str:
    """A text in quotation marks that cannot end the comment it stands in."""
    plain = " ".join(safe_text(text).split())
    return f'"{plain}"' if plain else ""


def _flow(items: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {_scalar(value)}" for key, value in items.items()) + "}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS else _quoted(text)


def _quoted(text: str) -> str:
    """A text in double quotes, with YAML's own escapes."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in {'"', "\\"}:
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08x}"
