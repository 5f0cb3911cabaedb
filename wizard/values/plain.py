"""A look at a whole column of texts at once: whether each is already as it would be kept.

Most cells of a large file are names and sentences in plain letters. All of them together are looked at in a few
passes over their bytes, which costs less than one look at each. What must stay true: a text that passes is one
that `Scalar.read` and `read_line` leave as it is; what is in doubt does not pass, and is read in full.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from wizard.values.characters import clean, fold, tidy
from wizard.values.scalar import special_wordings

__all__ = ["PART", "all_of", "are_plain", "joined"]

PART: Final = "\x1f"
"""What parts the texts when they are looked at together; no text that can be kept holds it."""
_PART: Final = PART.encode()


def _is_inert(character: str) -> bool:
    """Whether a character stays as it is, and counts as one when texts are compared."""
    return (
        unicodedata.category(character)[0] != "C"
        and clean(character) == character
        and len(fold(tidy(character))) == 1
    )


_WESTERN: Final = [bytes([n]).decode("cp1252", "replace") for n in range(0x80, 0xA0)]
_INERT: Final = " " + "".join(
    c for c in (*map(chr, range(0x21, 0x100)), *_WESTERN) if c != "\ufffd" and _is_inert(c)
)
_KNOWN: Final = {name: f"{_INERT}\n".encode(name, "ignore") for name in ("latin-1", "cp1252")}
"""The bytes of plain letters, digits and signs: of Latin 1, and with the dashes and quotation marks of Windows."""


def joined(texts: Sequence[str]) -> str:
    """All `texts`, each with the sign behind it; the sign alone where one holds it. `TypeError` where one is no text."""
    whole = f"{PART.join(texts)}{PART}" if texts else ""
    return whole if whole.count(PART) == len(texts) else PART


def all_of(pattern: str) -> re.Pattern[str]:
    """What matches joined texts that are each, in full, of `pattern`; what matched one of them is not tried again."""
    return re.compile(f"(?>(?:{pattern}){PART})*+")


def are_plain(texts: Sequence[str], most: int, *, is_line: bool) -> bool:
    """Whether all `texts` are plain ones of at most `most` characters, each a single line if `is_line`.

    Raises `TypeError` where one is no text.
    """
    if not texts:
        return True
    whole = f"{PART}{PART.join(texts)}{PART}"
    if _rest(whole) != _PART * (len(texts) + 1) or PART * 2 in whole:
        return False
    if f"{PART} " in whole or f" {PART}" in whole or max(map(len, texts)) > most:
        return False
    if is_line:
        if "\n" in whole or "  " in whole:
            return False
    elif "\n" in whole and (" \n" in whole or f"{PART}\n" in whole or f"\n{PART}" in whole):
        return False
    return _specials().search(whole) is None


def _rest(whole: str) -> bytes:
    """What is left of a text without its plain characters; the sign between texts is none of them."""
    for encoding, known in _KNOWN.items():
        try:
            return whole.encode(encoding).translate(None, known)
        except UnicodeEncodeError:
            continue
    return b""


@cache
def _specials() -> re.Pattern[str]:
    """What finds a text that says `vet inte`, `ej aktuellt` or the like, or is nothing but signs."""
    alike: dict[str, str] = {}
    for character in _INERT:
        folded = fold(tidy(character)) or " "
        alike[folded] = alike.get(folded, "") + character
    classes = {folded: f"[{re.escape(same)}]" for folded, same in alike.items()} | {" ": "[ \n]+"}
    tree: _Tree = {}
    for wording in special_wordings():
        node = tree
        for character in wording:
            node = node.setdefault(classes.get(character, re.escape(character)), {})
        node[""] = {}
    signs = f"(?:{classes['?']}|{classes['-']}|[ \n])+"
    return re.compile(f"{PART}(?:{signs}|{_alternatives(tree)}[ .!?\n]*){PART}")


_Tree = dict[str, "_Tree"]


def _alternatives(tree: _Tree) -> str:
    """The pattern for all the wordings in a tree of their letters."""
    if not tree:
        return ""
    branches = [f"{letter}{_alternatives(rest)}" for letter, rest in tree.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
