"""Points of a checklist, written short in content and spelled out here as questions and rules.

A point such as "the entrance door is at least 0.80 m wide" always brings the same things with it: the measure
itself, a date by which a shortfall is mended, a comment, a rule that the limit holds and a rule that a
shortfall is mended in time. Content writes the point once; this module, a function from sources to sources,
writes the rest. The engine knows questions and rules only.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.flow.source import ChecklistSource, MeasureSource, QuestionSource, RuleSource, ShortfallSource

__all__ = ["questions_of", "rules_of"]


def questions_of(point: ChecklistSource, shortfall: ShortfallSource) -> Iterator[QuestionSource]:
    """The questions of one point: the answer, the measures, and what to say of a shortfall."""
    if point.ask is not None:
        yield _primary(point, type="yesno", label=point.label, ask=point.ask, hint=point.hint)
    for i, measure in enumerate(point.measures):
        if measure.key is None:
            yield _primary(
                point,
                type=measure.type,
                unit=measure.unit,
                label=measure.label,
                ask=measure.ask,
                hint=measure.hint,
            )
        else:
            yield _further(point, measure, with_limits=point.ask is not None and i == 0)
    yield QuestionSource(
        id=f"{point.id}.fix_by",
        type="date",
        label=shortfall.fix_by_label,
        ask=shortfall.fix_by_ask,
        hint=shortfall.fix_by_hint,
        when=_and(point.when, _falls_short(point)),
        source=shortfall.source,
        point=point.number,
    )
    yield QuestionSource(
        id=f"{point.id}.comment",
        type="longtext",
        label=shortfall.comment_label,
        ask=shortfall.comment_ask,
        hint=shortfall.comment_hint,
        optional=True,
        max_length=600,
        when=_and(point.when, _falls_short(point)),
        source=shortfall.source,
        point=point.number,
    )


def rules_of(point: ChecklistSource, shortfall: ShortfallSource) -> Iterator[RuleSource]:
    """The rules of one point: it holds; where it does not, it is mended in time."""
    yield RuleSource(
        id=point.id,
        label=point.label,
        level="warning",
        when=_and(point.when, f"applies({point.id})" if point.not_applicable else None),
        needs=_holds(point),
        text=point.requirement,
        fix=shortfall.fix,
        about=[point.id],
        source=point.source,
    )
    yield RuleSource(
        id=f"{point.id}.in_time",
        label=point.label,
        level="blocker",
        when=_and(point.when, _falls_short(point)),
        needs=f"{point.id}.fix_by <= {shortfall.before}",
        text=shortfall.before_text,
        fix=shortfall.before_fix,
        about=[f"{point.id}.fix_by"],
        source=shortfall.source,
    )


def _primary(point: ChecklistSource, **answer: object) -> QuestionSource:
    return QuestionSource.model_validate(
        {
            "id": point.id,
            "help": point.how,
            "why": point.why,
            "when": point.when,
            "unknown": True,
            "not_applicable": point.not_applicable,
            "limits": point.limits,
            "point": point.number,
            "source": point.source,
            **answer,
        }
    )


def _further(point: ChecklistSource, measure: MeasureSource, *, with_limits: bool) -> QuestionSource:
    asked_when = (
        point.id if point.ask is not None else f"applies({point.id})" if point.not_applicable else None
    )
    return QuestionSource(
        id=f"{point.id}.{measure.key}",
        type=measure.type,
        unit=measure.unit,
        label=measure.label,
        ask=measure.ask,
        hint=measure.hint,
        help=point.how,
        why=point.why,
        when=_and(point.when, asked_when),
        unknown=True,
        not_applicable=measure.not_applicable,
        limits=point.limits if with_limits else [],
        point=point.number,
        source=point.source,
    )


def _holds(point: ChecklistSource) -> str:
    """The condition that the point holds: answered yes, every measure within its limits."""
    if point.holds is not None:
        return point.holds
    parts = [point.id] if point.ask is not None else []
    for measure in point.measures:
        name = point.id if measure.key is None else f"{point.id}.{measure.key}"
        limits = [f"{name} >= {measure.min}"] if measure.min is not None else []
        limits += [f"{name} <= {measure.max}"] if measure.max is not None else []
        if measure.not_applicable and limits:
            limits = [f"(not applies({name}) or ({' and '.join(limits)}))"]
        parts += limits
    return " and ".join(parts) or "true"


def _falls_short(point: ChecklistSource) -> str:
    shortfall = f"not ({_holds(point)})"
    return f"applies({point.id}) and {shortfall}" if point.not_applicable else shortfall


def _and(*parts: str | None) -> str | None:
    present = [p for p in parts if p is not None]
    return present[0] if len(present) == 1 else " and ".join(f"({p})" for p in present) or None
