"""What a register says of an organisation, beside the answers: which of it is to be an answer?

What is not answered yet is marked beforehand; what the person has answered otherwise is not, so that a mark is needed
to change it.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult

from wizard.flow.registers import Comparison
from wizard.i18n import Message, msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.fields.choices import MarkList
from wizard.tui.lookups import Facts
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Columns
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain

__all__ = ["RegisterDialog"]

_SHARE = 34


class RegisterDialog(Dialog[frozenset[str] | None]):
    """Gives back the questions whose facts are to be taken over, None for none."""

    AUTO_FOCUS = "MarkList"

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def heading(self) -> Content:
        """Who it is."""
        return plain(self._facts.found.company.name or self._facts.found.number, "bold")

    def body(self) -> ComposeResult:
        """How it stands, the facts that differ, and where they come from."""
        yield Say(lines(self._standing()), classes="hint")
        if self._facts.differing:
            yield Say(
                self.said(msg("What is marked becomes answers. You can change it later.")), classes="hint"
            )
            marked = {one.fill.question for one in self._facts.differing if one.mine is None}
            yield MarkList(list(self._items()), marked)
        else:
            yield Say(self.said(msg("Your answers say the same.")), classes="hint")
        yield Say(lines(self._source()))

    def _standing(self) -> Iterator[Content]:
        company = self._facts.found.company
        if company.form_label:
            yield plain(company.form_label)
        if company.registered is not None:
            yield self.said(msg("Registered: {day}", day=company.registered))
        labels = {one.code: one for one in company.procedures}
        for one in self._facts.stands:
            if one.is_met is True:
                continue
            about = Message(", ".join(labels[code].label for code in one.codes if code in labels))
            yield self.said(one.sentence(), "$fault" if one.is_amiss else "$warn") + plain(
                f" ({self.tr(about)})" if about.id else ""
            )

    def _items(self) -> Iterator[Item]:
        for one in self._facts.differing:
            mine = (
                self.said(msg("now: {value}", value=self._shown(one)), "$quiet")
                if one.mine is not None
                else None
            )
            theirs = one.question.type.show(one.theirs, self.tr) if one.question.type is not None else ""
            words = lines([plain(theirs, "bold"), *([mine] if mine is not None else [])])
            label = self.tr(one.question.label)
            yield Item(one.fill.question, Columns(plain(label), words, _SHARE), label)

    def _shown(self, one: Comparison) -> str:
        kind = one.question.type
        return kind.show(one.mine, self.tr) if kind is not None and one.mine is not None else ""

    def _source(self) -> Iterator[Content]:
        from wizard.registers.bolagsverket import SOURCE  # noqa: PLC0415  loaded by the look-up

        reply = self._facts.found.reply
        when = f"{reply.fetched.astimezone():%Y-%m-%d %H:%M}"
        yield self.said(msg("Source: {source}, looked up {when}.", source=SOURCE, when=when), "$quiet")
        if reply.trouble is not None:
            yield self.said(
                msg("This is what is kept of an earlier look-up. {why}", why=reply.trouble), "$warn"
            )

    def presses(self) -> ComposeResult:
        """Take over, or leave all as it is."""
        if self._facts.differing:
            yield Press(self.said(msg("Take over")), id="take", main=True)
        yield Press(self.said(msg("Leave as it is")), id="close", main=not self._facts.differing)

    @on(Menu.Chosen)
    @on(Press.Pressed, "#take")
    def _taken(self) -> None:
        self.dismiss(frozenset(self.query_one(MarkList).marked))
