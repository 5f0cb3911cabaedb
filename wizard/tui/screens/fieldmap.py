"""Confirming the map of a form: its fields, the page's text around each, and what is proposed for it.

One line a field. Enter takes what is proposed and goes on to the next field that nobody has looked at; another
question, or none, is a key away. Every step is on the disk before the screen shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from wizard.blanks.confirm import ConfirmError, Confirming, Entry
from wizard.blanks.confirm import Standing as Progress
from wizard.i18n import msg, nmsg
from wizard.pdf import FIELD_MARK
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.standing import Standing
from wizard.tui.uses import use_in_words
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain

if TYPE_CHECKING:
    from wizard.blanks.uses import Use

__all__ = ["FieldMapScreen"]

_MARKS: Final = {
    Progress.OPEN: ("○", "$warn"),
    Progress.PROPOSED: ("◐", "$warn"),
    Progress.CONFIRMED: ("✓", "$good"),
    Progress.UNUSED: ("\N{EN DASH}", "$quiet"),
}
_WORDS: Final = {
    Progress.OPEN: msg("Not decided."),
    Progress.PROPOSED: msg("Proposed; in the map, and looked at by nobody yet."),
    Progress.CONFIRMED: msg("Confirmed."),
    Progress.UNUSED: msg("No question is about this field."),
}
_BEFORE: Final = 36
"""How many letters of a line are shown before the field in it."""

_UNDECIDED: Final = frozenset({Progress.OPEN, Progress.PROPOSED})
_KINDS: Final = {
    "text": msg("text field"),
    "checkbox": msg("tick box"),
    "radio": msg("radio buttons"),
    "combo": msg("drop-down list"),
    "list": msg("list box"),
}


class _FieldList(Menu):
    """The fields; enter takes what is proposed."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", msg("Accept"), name="map.accept")]


class FieldMapScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("o", "other", msg("Another question"), name="map.other"),
        key("n", "none", msg("No question"), name="map.none"),
        key("escape", "app.quit", msg("Quit"), name="map.quit"),
    ]

    def __init__(self, confirming: Confirming) -> None:
        super().__init__()
        self.confirming = confirming
        self._entries = {entry.name: entry for entry in confirming.entries()}

    def body(self) -> ComposeResult:
        """The list, and what is known of the field where the keyboard is."""
        with Horizontal(classes="split"):
            with Vertical(classes="page"):
                yield Say(self._heading(), id="heading", classes="heading")
                yield Say(id="notice", classes="fault")
                yield _FieldList(self._items(), id="fields")
            with VerticalScroll(classes="aside", can_focus=False):
                yield Say(id="about")
                yield Say(id="around")

    def on_mount(self) -> None:
        """Begin at the first field that nobody has looked at."""
        host(self).standing = Standing(label=self.confirming.map.title)
        first = self._next_undecided(None)
        if first is not None:
            self.query_one(Menu).go(first)
        self._tell()

    async def redraw(self) -> None:
        """As every screen, with the keyboard at the field where it was."""
        at = self.query_one(Menu).item
        await super().redraw()
        self.query_one(Menu).fill(self._items(), at=at)
        self._tell()

    # What is shown -------------------------------------------------------------------------------------

    def _heading(self) -> Content:
        left = sum(entry.standing in _UNDECIDED for entry in self._entries.values())
        if not left:
            return self.said(msg("Every field has been looked at. The map is done."), "$good")
        return self.said(
            nmsg("{count} field left to look at", "{count} fields left to look at", left), "bold"
        )

    def _items(self) -> Iterator[Item]:
        for entry in self._entries.values():
            mark, style = _MARKS[entry.standing]
            name = plain(f"{mark} ", style) + plain(entry.label or entry.name)
            yield Item(entry.name, Ends(name, self._right(entry)))

    def _right(self, entry: Entry) -> Content:
        if entry.standing is Progress.UNUSED or entry.offered is None:
            return plain("")
        style = "$quiet" if entry.standing is Progress.CONFIRMED else "$mark"
        sure = f"  {entry.guess.confidence:.2f}" if entry.guess and entry.standing in _UNDECIDED else ""
        return plain(self._words(entry.offered) + sure, style)

    def _words(self, use: Use) -> str:
        return use_in_words(use, self.confirming.flow, self.tr)

    def _tell(self) -> None:
        entry = self._entries.get(self.query_one(Menu).item or "")
        nothing = plain("")
        about = lines([self._where(entry), self._proposal(entry)]) if entry is not None else nothing
        self.query_one("#about", Say).say(about)
        around = lines(map(_line, entry.around)) if entry is not None else nothing
        self.query_one("#around", Say).say(around)

    def _where(self, entry: Entry) -> Content:
        kind = self.tr(_KINDS[entry.kind]) if entry.kind in _KINDS else entry.kind
        facts = [kind, entry.name]
        if entry.page is not None:
            facts.insert(0, self.tr(msg("page {number}", number=entry.page)))
        if len(entry.fields) > 1:
            facts.append(self.tr(nmsg("{count} row", "{count} rows", len(entry.fields))))
        name = plain(entry.label or entry.name, "bold")
        return lines([name, plain(" · ".join(facts), "$quiet")])

    def _proposal(self, entry: Entry) -> Content:
        mark, style = _MARKS[entry.standing]
        said = [plain(f"{mark} ", style) + self.said(_WORDS[entry.standing], style)]
        if entry.standing is not Progress.UNUSED and entry.offered is not None:
            said.append(plain(self._words(entry.offered), "bold"))
            question = self.confirming.flow.questions.get(entry.offered.answer)
            if question is not None:
                said.append(self.said(question.ask))
        if entry.guess is not None and entry.guessed is not None and entry.standing is not Progress.CONFIRMED:
            sure = msg(
                'How sure: {share} of 1. Seen: "{label}".',
                share=f"{entry.guess.confidence:.2f}",
                label=entry.guess.seen,
            )
            said.append(self.said(sure, "$quiet"))
        elif entry.standing is Progress.OPEN:
            said.append(self.said(msg("Nothing is proposed. Choose a question, or none."), "$quiet"))
        return lines(said)

    # What is done --------------------------------------------------------------------------------------

    @on(Menu.Moved)
    def _moved(self) -> None:
        self._tell()

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        entry = self._entries[event.item]
        if entry.offered is None or entry.standing is Progress.UNUSED:
            self.action_other()
        else:
            self._do(entry.name, lambda: self.confirming.accept(entry.name))

    def action_other(self) -> None:
        """Search for the question that the field is about."""
        from wizard.tui.dialogs.choose_use import ChooseUse  # noqa: PLC0415  as other dialogs

        entry = self._entries.get(self.query_one(Menu).item or "")
        if entry is None:
            return

        def chosen(use: Use | None) -> None:
            if use is not None:
                self._do(entry.name, lambda: self.confirming.choose(entry.name, use))

        self.app.push_screen(ChooseUse(entry, self.confirming), chosen)

    def action_none(self) -> None:
        """Say that no question is about the field."""
        name = self.query_one(Menu).item
        if name is not None:
            self._do(name, lambda: self.confirming.leave(name))

    def _do(self, name: str, change: Callable[[], str | None]) -> None:
        """Change the map, show it, and go on; a refusal is told and changes nothing."""
        notice = self.query_one("#notice", Say)
        app = host(self)
        try:
            before = change()
        except (ConfirmError, OSError) as error:
            reason = reason_of(error)
            notice.say(self.said(reason) if reason is not None else plain(""))
            app.standing = Standing(label=self.confirming.map.title, is_refused=True)
            return
        app.standing = Standing(label=self.confirming.map.title, saved_at=app.clock())
        taken = msg("The question was at the field {name}, which has none now.", name=before or "")
        notice.say(self.said(taken) if before is not None else plain(""))
        self._entries = {entry.name: entry for entry in self.confirming.entries()}
        self.query_one("#heading", Say).say(self._heading())
        self.query_one(Menu).fill(self._items(), at=self._next_undecided(name) or name)
        self._tell()

    def _next_undecided(self, after: str | None) -> str | None:
        """The next field that nobody has looked at, from the top again at the end."""
        names = list(self._entries)
        start = names.index(after) + 1 if after in self._entries else 0
        order = [*names[start:], *names[:start]]
        return next((name for name in order if self._entries[name].standing in _UNDECIDED), None)


def _line(text: str) -> Content:
    """A line of the page, begun late enough for the field in it to be seen."""
    before, mark, behind = text.partition(FIELD_MARK)
    if len(before) > _BEFORE:
        before = f"… {before[-_BEFORE:]}"
    return plain(before, "$quiet") + plain(mark, "bold $mark") + plain(behind, "$quiet")
