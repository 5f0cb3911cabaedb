"""ToUnicode maps, read and written: which text each code of a font stands for (ISO 32000-1, 9.10.3).

Read, they say which codes of a template's font can draw a character; written, they let every viewer copy out
what we drew. Only codes that stand for a single character are of use here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["parse_to_unicode", "write_to_unicode"]

_SECTION: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR: Final = re.compile(rb"<\s*([0-9A-Fa-f\s]+)>\s*<\s*([0-9A-Fa-f\s]+)>")
_RANGE: Final = re.compile(
    rb"<\s*([0-9A-Fa-f\s]+)>\s*<\s*([0-9A-Fa-f\s]+)>\s*(?:<\s*([0-9A-Fa-f\s]+)>|\[([^\]]*)\])"
)
_ITEM: Final = re.compile(rb"<\s*([0-9A-Fa-f\s]+)>")
_MOST_CODES: Final = 65536
_PER_SECTION: Final = 100


def parse_to_unicode(cmap: bytes, *, code_bytes: int) -> dict[int, str]:
    """The characters that codes of `code_bytes` bytes stand for; what is malformed is left out."""
    found: dict[int, str] = {}
    for section in _SECTION.finditer(cmap):
        if section[1] == b"bfchar":
            for code, text in _CHAR.findall(section[2]):
                _note(found, _code(code, code_bytes), _text(text), 0)
        else:
            for first, last, text, items in _RANGE.findall(section[2]):
                start, end = _code(first, code_bytes), _code(last, code_bytes)
                if not 0 <= start <= end or end - start >= _MOST_CODES or len(found) > _MOST_CODES:
                    continue
                if items:
                    for offset, item in enumerate(_ITEM.findall(items)[: end - start + 1]):
                        _note(found, start + offset, _text(item), 0)
                else:
                    for offset in range(end - start + 1):
                        _note(found, start + offset, _text(text), offset)
    return found


def write_to_unicode(meanings: Mapping[int, str]) -> bytes:
    """A map for two-byte codes."""
    rows = [
        b"<%04X> <%b>" % (code, text.encode("utf-16-be").hex().upper().encode())
        for code, text in meanings.items()
    ]
    return b"\n".join((_HEAD, *_sections(rows), _TAIL))


def _sections(rows: Sequence[bytes]) -> list[bytes]:
    parts = [rows[i : i + _PER_SECTION] for i in range(0, len(rows), _PER_SECTION)]
    return [b"%d beginbfchar\n%b\nendbfchar" % (len(part), b"\n".join(part)) for part in parts]


def _note(found: dict[int, str], code: int, text: str, offset: int) -> None:
    if code >= 0 and len(text) == 1 and ord(text) + offset < 0x110000:
        found.setdefault(code, chr(ord(text) + offset))


def _code(digits: bytes, code_bytes: int) -> int:
    """The code, or -1 where it is not one of `code_bytes` bytes."""
    plain = b"".join(digits.split())
    return int(plain, 16) if 0 < len(plain) <= 2 * code_bytes else -1


def _text(digits: bytes) -> str:
    plain = b"".join(digits.split())
    raw = bytes.fromhex(plain[: len(plain) // 2 * 2].decode())
    return chr(raw[0]) if len(raw) == 1 else raw.decode("utf-16-be", "ignore")


_HEAD: Final = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_TAIL: Final = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
