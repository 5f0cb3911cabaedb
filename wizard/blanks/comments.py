"""A person's own comments in a map, kept when the map is written anew.

A comment belongs to the line it stands behind, or to the next line below it. Lines are known again by the section
they stand in and their key; what belonged to a line that is gone stands at the end. What must stay true: every
comment of a person is still there; comments of ours (how sure a proposal is, fields without a question) are not
taken for a person's; only comments are carried over, never values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["with_comments_of"]

_BEHIND: Final = re.compile(r'^((?:[^"\'#]|"(?:[^"\\]|\\.)*"|\'[^\']*\'|(?<=\S)#)*?)(?:\s+(#.*))?$')
_OURS: Final = re.compile(
    r"#\? |#   |# \d\.\d\d\b|# Proposed by `lov forms add`|# Proposed, and looked at by nobody"
    r"|# Lines that begin with #\?|# No question (?:was found|is about) |# These fields are gone|# Nobody has said yet "
)
_Key = tuple[str, str, str]


class _Line(NamedTuple):
    """A line that is no comment: section, group and key by which it is known, what stands in it and behind it."""

    key: _Key
    text: str
    behind: str
    above: tuple[str, ...]


_NOTHING: Final = _Line(("", "", ""), "", "", ())


def with_comments_of(old: str, new: str) -> str:
    """The map `new` with the comments that a person wrote into `old`."""
    known = {line.key: line for line in _lines(old)}
    written: list[str] = []
    for line in _lines(new):
        before = known.pop(line.key, _NOTHING)
        behind = _own(before.behind) or line.behind
        written += [*filter(_own, before.above), *line.above]
        written.append(f"{line.text}  {behind}" if behind else line.text)
    homeless = [text for line in known.values() for text in (*line.above, line.behind) if _own(text)]
    return "\n".join([*written, *homeless]).strip("\n") + "\n"


def _own(comment: str) -> str:
    """A comment, if a person wrote it."""
    return "" if _OURS.match(comment.lstrip()) else comment


def _lines(text: str) -> Iterator[_Line]:
    """The lines of a map; comments at its end stand above a last, empty one."""
    section = group = ""
    above: list[str] = []
    for row in text.splitlines():
        if not row.strip() or row.lstrip().startswith("#"):
            above += [row] if row.strip() else []
            continue
        match = _BEHIND.match(row)
        body, behind = (match[1].rstrip(), match[2] or "") if match else (row, "")
        indent = len(body) - len(body.lstrip())
        key = body.strip().partition(": ")[0].rstrip(":").strip("\"'")
        if indent == 0 and not body.startswith("-"):
            section, group = key, ""
        elif indent == 2:
            group = key
        yield _Line((section, group, key), body, behind, tuple(above))
        above = []
    yield _Line(("", "", ""), "", "", tuple(above))
