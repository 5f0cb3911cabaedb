"""Where the content is: `flows/`, `forms/` and `locales/`.

In a checkout they stand beside the package, in an installed wheel inside it (`wizard/_data`), and `--content`
names any other folder of the same shape. The choice is made once, before anything is read.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["content_root", "use_content"]

_PACKAGE = Path(__file__).parent
_chosen: Path | None = None


def content_root() -> Path:
    """The folder that holds `flows/`, `forms/` and `locales/`."""
    if _chosen is not None:
        return _chosen
    shipped = _PACKAGE / "_data"
    return shipped if shipped.is_dir() else _PACKAGE.parent


def use_content(folder: str | os.PathLike[str] | None) -> None:
    """Take the content from `folder` from now on; `None` goes back to what is shipped."""
    global _chosen  # noqa: PLW0603  one choice a process, made by the door
    _chosen = None if folder is None else Path(folder).resolve()
