"""What keeps one from going on, in one place above the question: the same sentences as at the fields."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.i18n import Message, Translator, nmsg
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, lines, plain, said

__all__ = ["Problems"]


class Problems(Say):
    """Takes no room while all is well."""

    def tell(
        self,
        reasons: Sequence[tuple[Message | None, Message]],
        tr: Translator,
        *,
        advice: Message | None = None,
    ) -> None:
        """Show (label, reason) of each problem, and what else one can do."""
        if not reasons:
            self.say(NOTHING)
            return
        count = nmsg("There is {count} problem", "There are {count} problems", len(reasons))
        head = plain(f"✗ {tr(count)}", "bold $fault")
        told = [_line(label, reason, tr) for label, reason in reasons]
        self.say(lines([head, *told, said(advice, tr, "$quiet") if advice is not None else NOTHING]))


def _line(label: Message | None, reason: Message, tr: Translator) -> Content:
    words = said(reason, tr)
    return words if label is None else Content(": ").join([said(label, tr), words])
