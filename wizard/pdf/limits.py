"""How large a form may be. Hostile files are met with numbers, not with patience.

Every walk over a document counts against these, so that a small file that unfolds into a huge one, a cycle or
an endless nesting ends in `TooLarge` after milliseconds. The figures are several times what the largest
official forms at hand need (13 MB, 7 pages, 236 fields, four levels).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["FORMS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one document.

    `file_bytes` is the file itself, `stream_bytes` what one stream may unfold to, `nesting` the depth of
    arrays and dictionaries inside one object, `levels` the depth of the page tree and of the field tree.
    """

    file_bytes: int = 64_000_000
    stream_bytes: int = 16_000_000
    pages: int = 2_000
    fields: int = 10_000
    nesting: int = 64
    levels: int = 40


FORMS: Final = Limits()
"""What every door uses unless it has a reason."""
