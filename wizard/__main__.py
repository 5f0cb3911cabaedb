"""The way in: `lov`, or `python -m wizard`.

Runs the command line, and hands it the full-screen app to open where no command is given. The two doors know
nothing of each other; only this module knows both, and imports each when it is needed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.blanks.confirm import Confirming
    from wizard.cli.door import Door

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run `lov` with `arguments` and return its exit code."""
    from wizard.cli.run import run  # noqa: PLC0415  keeps the import of this module empty

    return run(arguments, open_app=_open_app, open_map=_open_map, open_desk=_open_desk)


def _open_app(door: Door) -> int:
    from wizard.tui import run_app  # noqa: PLC0415  heavy

    # A function, so that the first screen is drawn before the content is read.
    return run_app(
        content=lambda: door.content,
        folder=door.folder,
        language=door.language,
        today=door.today,
        is_language_given=door.is_language_given,
    )


def _open_map(door: Door, confirming: Confirming) -> int:
    from wizard.tui import run_map_app  # noqa: PLC0415  heavy

    return run_map_app(
        confirming, content=door.content, folder=door.folder, language=door.language, today=door.today
    )


def _open_desk(door: Door, inbox: Path) -> int:
    from wizard.tui import run_desk_app  # noqa: PLC0415  heavy

    return run_desk_app(
        inbox,
        content=lambda: door.content,
        folder=door.folder,
        language=door.language,
        today=door.today,
        is_language_given=door.is_language_given,
    )


if __name__ == "__main__":
    sys.exit(main())
