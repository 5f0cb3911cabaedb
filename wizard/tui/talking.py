"""What was said beside the questions of a draft: it lasts as long as the app runs, and is kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wizard.i18n import Translator, msg
from wizard.tui.words import Content, lines, paragraphs, plain

if TYPE_CHECKING:
    from wizard.assistant.facts.finding import Fact
    from wizard.assistant.knowledge.answering import Knowledge
    from wizard.flow.content import Content as Flows

__all__ = ["SAYS", "Talk", "Talks"]

SAYS: Final = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
"""Stands before what a person says."""
_MOST: Final = 60
"""Turns that are kept."""


@dataclass(slots=True)
class Talk:
    """The turns, the first of those said at the question at hand, and what stands on the line.

    `facts` are answers that were understood and are kept when that is agreed to.
    """

    turns: list[Content] = field(default_factory=list)
    since: int = 0
    at: str = ""
    typed: str = ""
    facts: tuple[Fact, ...] = ()
    prompt: str = ""
    """How to agree to them; told while they wait."""
    losses: int = 0
    """How often in a row nothing could be made of a line."""

    def come_to(self, question: str) -> None:
        """Another question is at hand: what was understood at the one before is not waited for any longer."""
        if question != self.at:
            self.at, self.since, self.facts, self.losses = question, len(self.turns), (), 0

    def add(self, heard: str, told: Iterable[str], tr: Translator) -> None:
        """One more turn: what the person wrote, and what was said to it; sources with less weight."""
        source = tr(msg("Source: {source}", source=""))
        words = [plain(line, "$quiet" if line.startswith(source) else "") for line in told]
        self.turns.append(lines([plain(f"{SAYS}{heard}", "$quiet"), *words]))
        over = len(self.turns) - _MOST
        if over > 0:
            del self.turns[:over]
            self.since = max(0, self.since - over)

    def settle(self, tr: Translator) -> None:
        """What was understood last is kept."""
        self.facts = ()
        if self.turns:
            self.turns[-1] = lines([self.turns[-1], plain(f"✓ {tr(msg('Saved'))}", "$good")])

    @property
    def before(self) -> Content:
        """What was said at the questions before this one."""
        return paragraphs(self.turns[: self.since])

    @property
    def here(self) -> tuple[Content, ...]:
        """What was said at this question."""
        return tuple(self.turns[self.since :])


class Talks:
    """The talks of one run of the app, and what lov knows, read when it is first asked."""

    def __init__(self) -> None:
        self._of: dict[str, Talk] = {}
        self._knowledge: Knowledge | None = None

    def of(self, draft: str) -> Talk:
        """What was said beside the questions of a draft."""
        return self._of.setdefault(draft, Talk())

    def knowledge(self, flows: Flows) -> Knowledge:
        """What lov knows; blocks for a moment when first called."""
        from wizard.assistant.knowledge.answering import Knowledge  # noqa: PLC0415  only where somebody asks

        if self._knowledge is None:
            self._knowledge = Knowledge(flows)
        return self._knowledge
