"""A font for Chinese, Japanese and Korean, if this computer has one; such fonts are too large to ship.

The usual folders are searched for the files of fonts that are free to embed, Noto and Source Han first, and a
few that come with the operating system. What must stay true: only a font whose maker allows embedding is used,
and the same folders give the same choice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from wizard.pdf.harfbuzz import Typeface

__all__ = ["cjk_typeface", "usual_folders"]

_FILES: Final = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJK-Regular.otf.ttc", "NotoSansCJK.ttc",
    "NotoSansCJKsc-Regular.otf", "NotoSansCJKtc-Regular.otf", "NotoSansCJKjp-Regular.otf", "NotoSansCJKkr-Regular.otf",
    "SourceHanSans.ttc", "SourceHanSans-Regular.ttc", "SourceHanSansSC-Regular.otf", "SourceHanSansJP-Regular.otf",
    "SourceHanSansKR-Regular.otf", "NotoSansSC-Regular.otf", "NotoSansJP-Regular.otf", "NotoSansKR-Regular.otf",
    "NotoSansTC-Regular.otf", "NotoSansSC-Regular.ttf", "NotoSansJP-Regular.ttf", "NotoSansKR-Regular.ttf",
    "NotoSerifCJK-Regular.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc",
    "ipaexg.ttf", "ipag.ttf", "TakaoGothic.ttf", "NanumGothic.ttf", "uming.ttc",
    "msyh.ttc", "YuGothR.ttc", "malgun.ttf", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc", "Arial Unicode.ttf",
)  # fmt: skip
"""By preference. The last row comes with Windows and macOS."""

_DEEPEST: Final = 5
_LARGEST: Final = 100_000_000
_PROBE: Final = "\u4e00\u3042\ud55c"
"""Han, kana, hangul: of equally good files the one with more of these is taken."""


def usual_folders() -> tuple[Path, ...]:
    """Where this operating system keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return windows / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"


@cache
def cjk_typeface(folders: tuple[Path, ...] | None = None) -> Typeface | None:
    """The best font for Chinese, Japanese and Korean in `folders` (or the usual ones); None without one."""
    found = _found(usual_folders() if folders is None else folders)
    usable: list[tuple[int, int, Typeface]] = []
    for path in found:
        face = _opened(path)
        if face is not None:
            lacking = sum(not face.glyph(char) for char in _PROBE)
            usable.append((lacking, len(usable), face))
            if not lacking:
                break
    return min(usable)[2] if usable and min(usable)[0] < len(_PROBE) else None


def _found(folders: Sequence[Path]) -> list[Path]:
    """The known files below `folders`, by preference."""
    order = {name: rank for rank, name in enumerate(_FILES)}
    paths: list[Path] = []
    for folder in folders:
        depth = len(folder.parts)
        for where, below, names in os.walk(folder):
            below.sort()
            if len(Path(where).parts) - depth >= _DEEPEST:
                below.clear()
            paths += [Path(where, name) for name in sorted(names) if name in order]
    return sorted(paths, key=lambda path: (order[path.name], str(path)))


def _opened(path: Path) -> Typeface | None:
    """The font in a file; None for one that cannot be read or may not be embedded."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        face = Typeface("SystemCJK", path.read_bytes())
    except (OSError, ValueError):
        return None
    return face if face.may_be_embedded and face.is_static else None
