"""What is told of a case and of a finding, beside the list of findings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from wizard.desk.judged import Group
from wizard.desk.matters import GROUPS
from wizard.i18n import Translator, msg
from wizard.screening.words import OUTCOMES
from wizard.tui.deskfaces import GROUP_STYLES, ruling_words, stage_words, who_words
from wizard.tui.judging import LEVELS
from wizard.tui.sourcing import source_lines
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import NOTHING, Content, lines, paragraphs, plain, said, spaced

if TYPE_CHECKING:
    from wizard.desk.judged import Judged
    from wizard.desk.matters import Matter

__all__ = ["finding_words", "group_face", "heading_of", "name_of_case", "subheading_of"]


def name_of_case(matter: Matter) -> str:
    """What a case is called: by its applicant, else by its file."""
    return matter.filed.applicant or matter.filed.name


def heading_of(matter: Matter, tr: Translator) -> Ends:
    """Who applies, and how it stands."""
    unit = plain(f" · {matter.filed.unit}", "$quiet") if matter.filed.unit else NOTHING
    return Ends(plain(name_of_case(matter), "bold") + unit, stage_words(matter.stage, tr))


def subheading_of(matter: Matter, tr: Translator) -> Ends:
    """The case's number, errand and version; and who has it."""
    filed, holder = matter.filed, matter.holder
    errand = said(filed.errand, tr) if filed.errand is not None else plain(filed.name)
    version = said(msg("rules {version}", version=filed.flow_version), tr) if filed.flow_version else NOTHING
    left = Content(" · ").join([part for part in (plain(filed.number, "$mark"), errand, version) if part])
    if holder is None:
        return Ends(left)
    return Ends(
        left, spaced(said(msg("With"), tr), who_words(holder.decision.who, tr).stylize("$mark"), by=" ")
    )


def group_face(group: Group, count: int, tr: Translator, *, fold: bool | None) -> Content:
    """The heading of a group; `fold` says of one that can be folded whether it is."""
    sign = "" if fold is None else "▸ " if fold else "▾ "
    _, style = GROUP_STYLES[group]
    return plain(sign, "$mark") + said(GROUPS[group], tr, f"bold {style}") + plain(f"  {count}", "$quiet")


def finding_words(judged: Judged, now: datetime, tr: Translator) -> Content:
    """Everything that is known of a finding: what was decided, what the rules say, where, what to do, the source."""
    finding, where = judged.finding, judged.finding.where
    rulings = [plain("→ ", "$mark") + ruling_words(ruling, now, tr) for ruling in judged.rulings]
    verdict = spaced(
        said(OUTCOMES[finding.outcome], tr, "bold"), said(LEVELS[finding.level], tr, "$quiet"), by=" · "
    )
    page = tr(msg("page {page}", page=where.page)) if where.page is not None else ""
    facts = [
        plain(f"{tr(msg('The rules'))}: ", "$quiet") + verdict,
        said(msg("In the application: {expected}", expected=finding.expected), tr)
        if finding.expected
        else NOTHING,
        said(msg("What we saw: {seen}", seen=finding.seen), tr) if finding.seen else NOTHING,
        plain(", ".join(filter(None, (where.file, page, where.field))), "$mark") if where.file else NOTHING,
    ]
    fix = said(finding.fix, tr) if finding.fix is not None else NOTHING
    sources = source_lines(finding.sources, tr) if finding.sources else NOTHING
    rule = plain(f"{tr(msg('Rule'))}: {judged.of.key}", "$quiet")
    return paragraphs([lines(rulings), lines(facts), fix, lines([sources, rule])])
