"""What keeps one from going on, in one place above the question: the same sentences as at the fields.

The keyboard is put at the first of the fields; a click on a line leads to its field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message as Event

from wizard.i18n import Message, Translator, nmsg
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, lines, plain, said

__all__ = ["Problems"]


class Problems(Say):
    """Takes no room while all is well."""

    @dataclass
    class Chosen(Event):
        """A line was clicked: the problem of that number, from 0."""

        number: int

    _told: tuple[Content, ...] = ()

    def tell(
        self,
        reasons: Sequence[tuple[Message | None, Message]],
        tr: Translator,
        *,
        advice: Message | None = None,
    ) -> None:
        """Show (label, reason) of each problem, and what else one can do."""
        if not reasons:
            self._told = ()
            self.say(NOTHING)
            return
        count = nmsg("There is a problem", "There are {count} problems", len(reasons))
        head = plain(f"✗ {tr(count)}", "bold $fault")
        self._told = tuple(_line(label, reason, tr) for label, reason in reasons)
        self.say(lines([head, *self._told, said(advice, tr, "$quiet") if advice is not None else NOTHING]))

    def on_click(self, event: events.Click) -> None:
        """Lead to the field of the problem under the mouse."""
        at = event.get_content_offset(self)
        line = 1  # below the heading
        for number, words in enumerate(self._told):
            height = words.get_height({}, self.content_size.width)
            if at is not None and line <= at.y < line + height:
                self.post_message(self.Chosen(number))
            line += height


def _line(label: Message | None, reason: Message, tr: Translator) -> Content:
    words = said(reason, tr)
    return words if label is None else Content(": ").join([said(label, tr), words])
