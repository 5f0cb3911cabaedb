"""Checking a whole file: every row judged, every fault kept with its place, and the tally."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wizard.batch.faults import Kind
from wizard.batch.judging import Judge, Judged
from wizard.batch.opening import Intake
from wizard.flow.content import Content
from wizard.i18n import Message, Translator, msg

__all__ = ["STANDINGS", "Standing", "Tally", "check_all", "judge_of", "standing_of"]


class Standing(StrEnum):
    """Where an application stands."""

    READY = "ready"
    """It can be handed in."""
    NOT_READY = "not_ready"
    """All can be read, and something is missing or does not hold."""
    REFUSED = "refused"
    """Something in its row cannot be read."""


STANDINGS = {
    Standing.READY: msg("Ready to be handed in"),
    Standing.NOT_READY: msg("Not ready yet"),
    Standing.REFUSED: msg("Cannot be read"),
}
"""Where an application stands, in words."""


@dataclass(slots=True)
class Tally:
    """How many rows there are of each standing, and how many faults of each kind."""

    ready: int = 0
    not_ready: int = 0
    refused: int = 0
    wrong: int = 0
    missing: int = 0
    rules: int = 0

    @property
    def rows(self) -> int:
        """How many applications there are."""
        return self.ready + self.not_ready + self.refused

    @property
    def is_clean(self) -> bool:
        """Whether everything can be handed in."""
        return self.rows > 0 and not (self.not_ready or self.refused or self.wrong)

    def add(self, standing: Standing) -> None:
        """Count one application."""
        setattr(self, standing.value, getattr(self, standing.value) + 1)

    def message(self) -> Message:
        """The tally in a sentence."""
        return msg(
            "Rows: {rows}. Ready: {ready}. Not ready: {not_ready}. Cannot be read: {refused}.",
            rows=self.rows,
            ready=self.ready,
            not_ready=self.not_ready,
            refused=self.refused,
        )


def judge_of(intake: Intake, content: Content, today: date, tr: Translator) -> Judge:
    """The judge for the units of `intake`."""
    flow = intake.flow
    return Judge(flow, today, tr, intake.places, intake.since, tuple(content.migrations(flow.area.id)))


def standing_of(judged: Judged) -> Standing:
    """Where a judged unit stands."""
    if not judged.is_sound:
        return Standing.REFUSED
    return Standing.READY if judged.assessment.is_ready else Standing.NOT_READY


def check_all(
    intake: Intake, judge: Judge, on_row: Callable[[str, int, Standing], None] = lambda *_: None
) -> Tally:
    """Judge every unit. The faults are in the spool of `intake` afterwards; `on_row` hears of each client."""
    tally = Tally()
    for unit, judged in judge.judge_all(intake.units()):
        standing = standing_of(judged)
        tally.add(standing)
        for fault in judged.faults:
            intake.spool.note(fault)
        on_row(unit.client, unit.row, standing)
    settle(tally, intake)
    return tally


def settle(tally: Tally, intake: Intake) -> None:
    """Count the faults, once all are known."""
    tally.wrong = intake.spool.count(Kind.WRONG)
    tally.missing = intake.spool.count(Kind.MISSING)
    tally.rules = intake.spool.count(Kind.RULE)
