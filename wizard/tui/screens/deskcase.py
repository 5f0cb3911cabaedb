"""A case on the officer's table: what was found to the left, the paper it stands on to the right.

The findings stand in groups: what is lacking, what has to be judged, what is met, and what is only to be known.
The paper follows the finding, to its page and its field. Every decision is on the disk before it is shown, beside
the rules' own verdict; what other officers decide comes in by itself. On narrow terminals the paper takes the
place of the list when it is asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.css.query import NoMatches

from wizard.desk.judged import Group, Judged
from wizard.desk.matters import GROUPS, Stage
from wizard.desk.verdicts import Say, Step
from wizard.i18n import Message, msg
from wizard.screening.signatures import SignatureState
from wizard.screening.words import SIGNATURES
from wizard.tui.deskfaces import GROUP_STYLES, finding_face, ruling_words, stage_words, who_words
from wizard.tui.deskhost import desk_of
from wizard.tui.desktaking import name_of, step, take
from wizard.tui.host import host
from wizard.tui.judging import LEVELS, OUTCOMES
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.sourcing import source_lines
from wizard.tui.standing import Standing
from wizard.tui.widgets.formview import FormView
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say as Words
from wizard.tui.words import NOTHING, Content, lines, paragraphs, plain, said, spaced

if TYPE_CHECKING:
    from wizard.desk.papers import Paper
    from wizard.desk.room import OpenCase
    from wizard.screening import Where
    from wizard.tui.deskdeciding import Saying

__all__ = ["CaseScreen"]

_FOLDED: Final = frozenset({Group.MET, Group.ASIDE})
"""Groups that nobody has to look at: shut until they are opened."""


class Findings(Menu):
    """The findings; enter decides."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", msg("Decide"), name="case.decide")]


class CaseScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#findings"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("m", "say('met')", msg("Met"), name="case.met"),
        key("n", "say('not_met')", msg("Not met"), name="case.not_met"),
        key("a", "say('accepted')", msg("Accept"), name="case.accept"),
        key("u", "say('withdrawn')", msg("Take a decision back"), name="case.withdraw", show=False),
        key("f3", "paper", msg("Paper"), name="case.paper"),
        key("l", "letter", msg("Letter"), name="case.letter"),
        key("d", "done", msg("Done"), name="case.done"),
        key("t", "take", msg("Take or give back"), name="case.take"),
        key("c", "note", msg("Note on the finding"), name="case.note", show=False),
        key("w", "case_note", msg("Note on the case"), name="case.case_note", show=False),
        key("h", "history", msg("History"), name="case.history"),
        key("right_square_bracket", "file(1)", msg("Next file"), name="case.next_file", show=False),
        key("left_square_bracket", "file(-1)", msg("Previous file"), name="case.previous_file", show=False),
        key("full_stop", "page(1)", msg("Next page"), name="case.next_page", show=False),
        key("comma", "page(-1)", msg("Previous page"), name="case.previous_page", show=False),
    ]

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self._opened = opened
        self._open_groups: frozenset[Group] = frozenset() if opened.matter.open else frozenset({Group.MET})
        self._at = ""
        """The finding where the keyboard is, by its key."""
        self._papers: dict[str, Paper] = {}
        self._file = ""
        self._notice: Content = NOTHING
        self._is_paper_shown = False
        self._seen = len(opened.matter.rulings)

    def body(self) -> ComposeResult:
        """The heading; the list, and beside it or in its place the paper."""
        self.set_class(self._is_paper_shown, "-paper")
        with Vertical(id="case"):
            yield Words(self._heading(), id="heading")
            yield Words(self._subheading(), id="subheading", classes="hint")
            yield Words(self._notice, id="notice", classes="fault")
            with Horizontal(id="table"):
                with Vertical(id="left"):
                    yield Findings(self._items(), id="findings")
                    with VerticalScroll(id="about", can_focus=False):
                        yield Words(self._about(), id="told")
                with Vertical(id="right"):
                    yield Words(NOTHING, id="paper-title", classes="title")
                    yield FormView(id="shown")

    def on_mount(self) -> None:
        """Follow what others decide, and show the first finding's paper."""
        app = desk_of(self)
        app.standing = Standing(label=app.inbox.resolve().name, area=Message(self._called()))
        self.watch(app, "pulse", self._follow, init=False)
        self._go(self._at or self._first())

    async def redraw(self) -> None:
        """As every screen; in another language the case is screened again, because findings quote in words."""
        await super().redraw()
        desk = desk_of(self)
        if desk.room is not None and self._language != self.tr.language:
            self._language = self.tr.language
            self.read_again()
        self._go(self._at)

    _language = ""

    @work(exclusive=True, group="rereading")
    async def read_again(self) -> None:
        """Screen the case anew, in a thread."""
        room = desk_of(self).room
        if room is not None:
            self._opened = await asyncio.to_thread(room.open, self._opened.matter.filed)
            self._show()

    # What is shown -------------------------------------------------------------------------------------

    def _called(self) -> str:
        filed = self._opened.matter.filed
        return filed.applicant or filed.name

    def _heading(self) -> Ends:
        matter = self._opened.matter
        unit = plain(f" · {matter.filed.unit}", "$quiet") if matter.filed.unit else NOTHING
        return Ends(plain(self._called(), "bold") + unit, stage_words(matter.stage, self.tr))

    def _subheading(self) -> Ends:
        matter, tr = self._opened.matter, self.tr
        filed = matter.filed
        errand = said(filed.errand, tr) if filed.errand is not None else plain(filed.name)
        version = (
            said(msg("rules {version}", version=filed.flow_version), tr) if filed.flow_version else NOTHING
        )
        parts = [plain(filed.number, "$mark"), errand, version]
        holder = matter.holder
        with_ = (
            spaced(said(msg("With"), tr), who_words(holder.decision.who, tr).stylize("$mark"), by=" ")
            if holder is not None
            else NOTHING
        )
        return Ends(Content(" · ").join([part for part in parts if part]), with_)

    def _items(self) -> Iterator[Item]:
        tr, now = self.tr, host(self).clock()
        counts = self._opened.matter.counts
        if self._opened.case.refused is not None:
            why = plain("! ", "$fault") + said(self._opened.case.refused, tr)
            yield Item("-refused", why, is_heading=True)
        shown: Group | None = None
        for number, judged in enumerate(self._opened.matter.judged):
            group = judged.group
            if group is not shown:
                shown = group
                is_open = group not in _FOLDED or group in self._open_groups
                yield Item(
                    f"-{group}",
                    self._group_face(group, counts[group], is_open=is_open),
                    is_heading=group not in _FOLDED,
                )
            if self._is_listed(judged):
                yield Item(f"finding-{number}", finding_face(judged, now, tr))

    def _is_listed(self, judged: Judged) -> bool:
        """What officers have said something of is in sight, in whichever group it stands."""
        return judged.group not in _FOLDED or judged.group in self._open_groups or bool(judged.rulings)

    def _group_face(self, group: Group, count: int, *, is_open: bool) -> Content:
        _, style = GROUP_STYLES[group]
        sign = "" if group not in _FOLDED else "▾ " if is_open else "▸ "
        return (
            plain(sign, "$mark") + self.said(GROUPS[group], f"bold {style}") + plain(f"  {count}", "$quiet")
        )

    def _first(self) -> str:
        judged = self._opened.matter.judged
        return judged[0].of.key if judged else ""

    @property
    def at_hand(self) -> Judged | None:
        """The finding where the keyboard is."""
        return next((j for j in self._opened.matter.judged if j.of.key == self._at), None)

    def _about(self) -> Content:
        judged = self.at_hand
        if judged is None:
            return NOTHING
        tr, finding = self.tr, judged.finding
        verdict = spaced(
            said(OUTCOMES[finding.outcome], tr, "bold"), said(LEVELS[finding.level], tr, "$quiet"), by=" · "
        )
        facts = [plain(f"{tr(msg('The rules'))}: ", "$quiet") + verdict]
        facts += (
            [said(msg("In the application: {expected}", expected=finding.expected), tr)]
            if finding.expected
            else []
        )
        facts += [said(msg("What we saw: {seen}", seen=finding.seen), tr)] if finding.seen else []
        facts += [self._where(judged)] if finding.where.file else []
        now = host(self).clock()
        rulings = [plain("→ ", "$mark") + ruling_words(ruling, now, tr) for ruling in judged.rulings]
        fix = said(finding.fix, tr) if finding.fix is not None else NOTHING
        sources = source_lines(finding.sources, tr) if finding.sources else NOTHING
        rule = plain(f"{tr(msg('Rule'))}: {judged.of.key}", "$quiet")
        return paragraphs([lines(rulings), lines(facts), fix, lines([sources, rule])])

    def _where(self, judged: Judged) -> Content:
        where = judged.finding.where
        page = self.tr(msg("page {page}", page=where.page)) if where.page is not None else ""
        return plain(", ".join(filter(None, (where.file, page, where.field))), "$mark")

    def _show(self) -> None:
        """Everything, after a change."""
        with suppress(NoMatches):  # while it is composed anew
            self.query_one("#heading", Words).say(self._heading())
            self.query_one("#subheading", Words).say(self._subheading())
            self.query_one("#notice", Words).say(self._notice)
            self.query_one(Findings).fill(self._items(), at=self._line(self._at))
            self.query_one("#told", Words).say(self._about())

    def _line(self, at: str) -> str | None:
        judged = self._opened.matter.judged
        number = next((n for n, each in enumerate(judged) if each.of.key == at), None)
        if number is None or not self._is_listed(judged[number]):
            return None
        return f"finding-{number}"

    def _go(self, at: str) -> None:
        """Put the keyboard at a finding, with its paper beside it."""
        self._at = at
        self._show()
        self._show_paper()

    @on(Menu.Moved, "#findings")
    def _moved(self, event: Menu.Moved) -> None:
        judged = self._judged(event.item)
        if judged is not None and judged.of.key != self._at:
            self._at = judged.of.key
            self.query_one("#told", Words).say(self._about())
            self.query_one("#about", VerticalScroll).scroll_home(animate=False)
            self._show_paper()

    def _judged(self, item: str) -> Judged | None:
        number = item.partition("finding-")[2]
        judged = self._opened.matter.judged
        return judged[int(number)] if number.isdigit() and int(number) < len(judged) else None

    # The paper -----------------------------------------------------------------------------------------

    @property
    def _files(self) -> list[str]:
        return sorted(self._opened.parcel.files)

    def _show_paper(self) -> None:
        judged = self.at_hand
        file = judged.finding.where.file if judged is not None else ""
        if file in self._opened.parcel.files:
            self._file = file
        elif not self._file:
            self._file = next(iter(self._files), "")
        self.lay_out()

    @work(exclusive=True, group="paper")
    async def lay_out(self) -> None:
        """Open the file, in a thread, and show it at the finding's place."""
        name = self._file
        if not name:
            self._tell_paper()
            return
        if name not in self._papers:
            from wizard.desk.papers import nothing_to_show, open_paper  # noqa: PLC0415  loads what reads PDFs

            self._tell_paper(self.said(msg("Reading the paper …"), "$quiet"))
            with suppress(NoMatches):  # what stood there is another file
                self.query_one(FormView).show(nothing_to_show(name))
            data = self._opened.parcel.files[name]
            self._papers[name] = await asyncio.to_thread(open_paper, name, data)
        if name == self._file:
            self._draw_paper(self._papers[name])

    def _draw_paper(self, paper: Paper) -> None:
        judged = self.at_hand
        where = judged.finding.where if judged is not None else None
        fields = self._fields_of(where) if where is not None and where.file == paper.name else frozenset()
        with suppress(NoMatches):  # while it is composed anew
            view = self.query_one(FormView)
            view.show(paper, fields)
            self._tell_paper()
            if where is not None and where.file == paper.name and where.page is not None and not fields:
                self.call_after_refresh(self._to_page, where.page)

    def _fields_of(self, where: Where) -> frozenset[str]:
        """The fields that a finding hangs on: its own, and those of its question."""
        document = next((d for d in self._opened.case.documents if d.name == where.file), None)
        blank = document.blank if document is not None else None
        found = (
            {field for path, field in blank.map.field_names() if where.question in path}
            if blank and where.question
            else set()
        )
        if blank is not None:
            found |= {name for name, entry in blank.map.fields.items() if entry.answer == where.question}
        return frozenset(found | ({where.field} if where.field else set()))

    def _to_page(self, page: int) -> None:
        with suppress(NoMatches):
            view = self.query_one(FormView)
            text = view.text
            if text is not None and 0 < page <= len(text.pages):
                view.scroll_to(y=text.pages[page - 1], animate=False)

    def _tell_paper(self, instead: Content = NOTHING) -> None:
        files = self._files
        paper = self._papers.get(self._file)
        count = (
            plain(f"{files.index(self._file) + 1}/{len(files)} ", "$quiet")
            if self._file in files
            else NOTHING
        )
        why = said(paper.why, self.tr, "$warn") if paper is not None and paper.why is not None else NOTHING
        with suppress(NoMatches):
            title = self.query_one("#paper-title", Words)
            title.say(lines([count + plain(self._file, "bold $mark"), *self._seals(), instead or why]))

    def _seals(self) -> Iterator[Content]:
        """Who signed the file, and whether that still holds."""
        for document in self._opened.case.documents:
            if document.name == self._file:
                for signed in document.signatures:
                    is_good = signed.state is SignatureState.TRUSTED
                    who = plain(", ".join(filter(None, (signed.signer, signed.on))), "bold")
                    state = self.said(SIGNATURES[signed.state], "$good" if is_good else "$warn")
                    yield plain("✓ " if is_good else "! ", "$good" if is_good else "$warn") + spaced(
                        who, state, by=": "
                    )

    def action_file(self, by: int) -> None:
        """Another file of the case."""
        files = self._files
        if files:
            at = files.index(self._file) if self._file in files else 0
            self._file = files[(at + by) % len(files)]
            self.lay_out()

    def action_page(self, by: int) -> None:
        """Another page of the file."""
        self.query_one(FormView).turn(by)

    def action_paper(self) -> None:
        """To the paper, and back to the findings."""
        self._is_paper_shown = not self._is_paper_shown
        self.set_class(self._is_paper_shown, "-paper")
        (self.query_one(FormView) if self._is_paper_shown else self.query_one(Findings)).focus()
        if self._is_paper_shown:
            self.call_after_refresh(self.lay_out)

    # What is decided -----------------------------------------------------------------------------------

    @on(Menu.Chosen, "#findings")
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item.startswith("-"):
            group = Group(event.item[1:])
            self._open_groups = self._open_groups ^ {group}
            self._show()
            self.query_one(Findings).go(event.item)
        elif self.at_hand is not None:
            self.decide(self.at_hand, None)

    def action_say(self, verdict: str) -> None:
        """Decide the finding where the keyboard is."""
        judged = self.at_hand
        if judged is not None and not (verdict == Say.WITHDRAWN and judged.said is None):
            self.decide(judged, Say(verdict))

    @work(group="saving")
    async def decide(self, judged: Judged, wanted: Say | None) -> None:
        """Ask for verdict and reason, and keep them."""
        from wizard.tui.deskdeciding import Decide  # noqa: PLC0415  seldom needed to draw

        room = desk_of(self).room
        if room is None:
            return
        package = self._opened.matter.filed.sha256
        slip = await asyncio.to_thread(room.slip, package, judged.of.key)
        saying = await self.app.push_screen_wait(Decide(package, judged, wanted, slip))
        if saying is not None:
            await self._say(judged, saying, seen=judged.seen)

    def action_note(self) -> None:
        """Write a note on the finding."""
        if self.at_hand is not None:
            self.write_note(self.at_hand)

    def action_case_note(self) -> None:
        """Write a note on the case."""
        self.write_note(None)

    @work(group="saving")
    async def write_note(self, judged: Judged | None) -> None:
        """Ask for the note, and keep it."""
        from wizard.tui.deskdeciding import CASE, NoteDialog  # noqa: PLC0415  as above

        room = desk_of(self).room
        if room is None:
            return
        package = self._opened.matter.filed.sha256
        about = f"note {judged.of.key}" if judged is not None else CASE
        slip = await asyncio.to_thread(room.slip, package, about)
        saying = await self.app.push_screen_wait(NoteDialog(package, judged, about, slip))
        if saying is None:
            return
        if judged is not None:
            await self._say(judged, saying, seen=None, about=about)
        else:
            await self._step(Step.NOTE, saying.reason)
            await asyncio.to_thread(room.keep_slip, package, about, "")

    async def _say(self, judged: Judged, saying: Saying, *, seen: int | None, about: str = "") -> None:
        """Keep what was said; where somebody was faster, show both and ask again."""
        from wizard.store.screenings import DecidedMeanwhile  # noqa: PLC0415  SQLAlchemy is loaded by now
        from wizard.tui.deskdeciding import Both  # noqa: PLC0415  as above

        room = desk_of(self).room
        if room is None:
            return
        matter, following = self._opened.matter, self._next_open(judged)
        try:
            await asyncio.to_thread(room.ledger.judge, matter, judged, saying.say, saying.reason, seen=seen)
        except DecidedMeanwhile as error:
            await desk_of(self).refresh_ledger()
            self._stand()
            is_mine_too = await self.app.push_screen_wait(Both(judged, error.theirs, saying))
            if is_mine_too:
                await self._say(judged, saying, seen=error.theirs[-1].decision.seq)
                return
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self._tell(self.said(reason), is_refused=True)
            return
        else:
            self._tell(NOTHING)
            await asyncio.to_thread(room.keep_slip, matter.filed.sha256, about or judged.of.key, "")
        await desk_of(self).refresh_ledger()
        self._stand()
        self._go(following)

    def _next_open(self, judged: Judged) -> str:
        """Where the keyboard goes after a decision: the next finding that is to be looked at, else where it is."""
        order = self._opened.matter.judged
        here = order.index(judged) if judged in order else 0
        later = (each for each in order[here + 1 :] if each.group not in _FOLDED)
        return next((each.of.key for each in later), judged.of.key)

    def _tell(self, words: Content, *, is_refused: bool = False) -> None:
        app = desk_of(self)
        self._notice = words
        saved = None if is_refused else app.clock()
        app.standing = Standing(app.standing.label, app.standing.area, saved, is_refused)
        self._show()

    # The case as a whole -------------------------------------------------------------------------------

    def _stand(self) -> None:
        room = desk_of(self).room
        if room is not None:
            self._opened = room.stand(self._opened)
            self._seen = len(self._opened.matter.rulings)

    def _follow(self) -> None:
        """Something has changed: where others decided of this case, it is shown and told."""
        room = desk_of(self).room
        if room is None:
            return
        before = self._seen
        self._stand()
        new = self._opened.matter.rulings[before:]
        theirs = [r for r in new if r.decision.who != room.ledger.who]
        if theirs:
            self._notice = self.said(
                msg("{who} has just worked at this case.", who=name_of(theirs[-1])), "$warn"
            )
        if new:
            self._show()

    async def _step(self, what: Step, text: str = "") -> None:
        told = await step(self, self._opened.matter, what, text)
        self._stand()
        self._notice = told
        self._show()

    def action_take(self) -> None:
        """Take the case, or give it back."""
        self.take()

    @work(group="saving")
    async def take(self) -> None:
        """See `desktaking`."""
        told = await take(self, self._opened.matter)
        self._stand()
        self._notice = told
        self._show()

    def action_done(self) -> None:
        """Say that the case is done, or take it up again."""
        self.finish()

    @work(group="saving")
    async def finish(self) -> None:
        """What is still open is told before."""
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        matter = self._opened.matter
        if matter.stage is Stage.DONE:
            await self._step(Step.REOPENED)
            return
        if matter.open:
            question = Confirm(
                title=msg("Is the case done?"),
                text=msg("{n} findings are neither met nor accepted. They stay as they are.", n=matter.open),
                yes=msg("It is done"),
                no=msg("Not yet"),
            )
            if not await self.app.push_screen_wait(question):
                return
        await self._step(Step.DONE)

    def action_letter(self) -> None:
        """The letter that asks for what is lacking."""
        from wizard.tui.screens.deskletter import LetterScreen  # noqa: PLC0415  as above

        self.app.push_screen(LetterScreen(self._opened), lambda _: self._refresh())

    def action_history(self) -> None:
        """What was done with this case."""
        from wizard.tui.screens.desklog import LogScreen  # noqa: PLC0415  as above

        self.app.push_screen(LogScreen(self._opened.matter.filed))

    def _refresh(self) -> None:
        self._stand()
        self._show()

    def action_back(self) -> None:
        """From the paper to the findings, from there to the queue."""
        if self._is_paper_shown:
            self.action_paper()
        else:
            desk_of(self).standing = Standing(label=desk_of(self).inbox.resolve().name)
            self.dismiss()
