"""Text from outside, made safe to show.

Names, form values and file names may come from anyone. Control characters in them can move the cursor, set
the clipboard or hide letters, so every Unicode control (C*), line (Zl) and paragraph separator (Zp) becomes
U+FFFD before a text is shown (the rule of Dangerzone's `replace_control_chars`). Line feed and tab may stay
where the place they are shown in has lines.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["safe_text"]

_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_text(text: str, *, lines: bool = False) -> str:
    """Return `text` with every character that could steer a terminal replaced by U+FFFD; total."""
    if text.isascii() and text.isprintable():
        return text
    keep = "\n\t" if lines else ""
    return "".join(c if c in keep or unicodedata.category(c) not in _UNSAFE else "\ufffd" for c in text)
