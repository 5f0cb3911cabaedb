"""The app of a form keeper: confirming the map of one form. It needs no drafts, so it opens none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from wizard.i18n import Message, msg
from wizard.tui.app import LovApp
from wizard.tui.screens.fieldmap import FieldMapScreen

if TYPE_CHECKING:
    from wizard.blanks.confirm import Confirming
    from wizard.flow.content import Content
    from wizard.tui.screens.base import LovScreen

__all__ = ["MapApp"]


class MapApp(LovApp):
    """The frame of `LovApp` around one screen."""

    ASSURANCE: ClassVar[Message] = msg(
        "What you confirm is in the map at once. The form itself is not changed."
    )

    def __init__(  # noqa: PLR0913  as LovApp
        self,
        confirming: Confirming,
        *,
        content: Content,
        folder: Path,
        language: str,
        today: date,
        on_terminal: bool = False,
    ) -> None:
        super().__init__(
            content=content, folder=folder, language=language, today=today, on_terminal=on_terminal
        )
        self.confirming = confirming

    def get_default_screen(self) -> LovScreen[None]:
        """The list of fields."""
        return FieldMapScreen(self.confirming)

    def begin(self) -> None:
        """Nothing is slow here: the map has been read already."""
