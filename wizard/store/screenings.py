"""Packages that were screened: what was found in each, and what officers decided.

A screening and its findings are written at once and never change; decisions are added, never changed, and the
latest on a finding counts. What findings mean is the screening's own matter: here they are JSON.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, Table, delete, func, insert, select
from sqlmodel import SQLModel

from wizard.i18n import msg
from wizard.store import tables
from wizard.store.audit import Act, owner_of
from wizard.store.errors import StoreError
from wizard.store.ground import Ground, whole
from wizard.store.jsontext import from_text, to_text
from wizard.store.records import Decision, Finding, Screening

if TYPE_CHECKING:
    from wizard.store.rows import Rows
    from wizard.values.base import Value

__all__ = ["NoSuchScreening", "Screenings", "decision_text", "screening_text"]

_META: Final = SQLModel.metadata.tables
_SCREENING: Final[Table] = _META[str(tables.ScreeningRow.__tablename__)]
_FINDING: Final[Table] = _META[str(tables.FindingRow.__tablename__)]
_DECISION: Final[Table] = _META[str(tables.DecisionRow.__tablename__)]

_ALL: Final[Select[Any]] = select(*_SCREENING.c).order_by(_SCREENING.c.number)
_NEXT: Final[Select[Any]] = select(func.coalesce(func.max(_SCREENING.c.number), 0) + 1)


class NoSuchScreening(StoreError):  # noqa: N818  as in `errors`
    """No screening has the id, or it has no such finding."""

    default = msg("There is no screening or finding with that number. It may have been deleted.")


class Screenings:
    """See the module. Raises `StoreUnavailable`, and `NoSuchScreening` for an id that is none."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def add(  # noqa: PLR0913  each is a fact of its own
        self,
        package_sha256: str,
        outcome: str,
        findings: Sequence[Finding],
        *,
        label: str = "",
        area: str | None = None,
        kind: str | None = None,
        flow_version: str | None = None,
        details: Mapping[str, Value] | None = None,
    ) -> Screening:
        """Keep a screening with all it found; it is on the disk when this returns."""
        ground = self._ground
        found = Screening(
            secrets.token_hex(4),
            0,
            package_sha256,
            whole(label),
            area,
            kind,
            flow_version,
            outcome,
            ground.now(),
            ground.who,
            dict(details or {}),
        )
        with ground.database.writing() as rows:
            found = replace(found, number=int(rows.connection.execute(_NEXT).scalar_one()))
            rows.connection.execute(
                insert(_SCREENING).values({**asdict(found), "details": to_text(found.details)})
            )
            if findings:
                rows.connection.execute(insert(_FINDING), [_row(found.id, finding) for finding in findings])
            text = screening_text(found, findings)
            rows.note(Act.SCREENED, found.made_at, owner=_owner(found.id), text=text, who=ground.who)
        return found

    def all(self) -> tuple[Screening, ...]:
        """All screenings, the oldest first."""
        with self._ground.database.reading() as rows:
            return tuple(_screening(row) for row in rows.connection.execute(_ALL))

    def of_package(self, sha256: str) -> tuple[Screening, ...]:
        """The screenings of one package."""
        with self._ground.database.reading() as rows:
            found = rows.connection.execute(_ALL.where(_SCREENING.c.package_sha256 == sha256))
            return tuple(_screening(row) for row in found)

    def findings(self, screening_id: str) -> tuple[Finding, ...]:
        """What was found, in the report's order."""
        with self._ground.database.reading() as rows:
            self._require(rows, screening_id)
            return self._findings(rows, screening_id)

    def decide(self, screening_id: str, verdict: str, reason: str, *, finding: int | None = None) -> Decision:
        """Keep what an officer decides, of one finding or of the whole."""
        ground, now = self._ground, self._ground.now()
        with ground.database.writing() as rows:
            self._require(rows, screening_id)
            numbers = {each.number for each in self._findings(rows, screening_id)}
            if finding is not None and finding not in numbers:
                raise NoSuchScreening
            said = {"finding": finding, "verdict": verdict, "reason": whole(reason)}
            statement = insert(_DECISION).values(screening=screening_id, at=now, who=ground.who, **said)
            (seq,) = rows.connection.execute(statement).inserted_primary_key or (0,)
            decision = Decision(seq, screening_id, finding, verdict, whole(reason), now, ground.who)
            rows.note(
                Act.DECIDED,
                now,
                owner=_owner(screening_id),
                ref=seq,
                text=decision_text(decision),
                who=ground.who,
            )
        return decision

    def decisions(self, screening_id: str) -> tuple[Decision, ...]:
        """Every decision, the first one first."""
        with self._ground.database.reading() as rows:
            self._require(rows, screening_id)
            statement = select(_DECISION).where(_DECISION.c.screening == screening_id)
            return tuple(
                Decision(*row) for row in rows.connection.execute(statement.order_by(_DECISION.c.seq))
            )

    def delete(self, screening_id: str) -> bool:
        """Delete a screening with its findings and decisions, in backups too. True when no trace is left within reach."""
        from wizard.store.backups import without  # noqa: PLC0415  seldom needed
        from wizard.store.erasure import wipe_traces  # noqa: PLC0415  as above

        with self._ground.database.deleting() as rows:
            self._require(rows, screening_id)
            self._delete(rows, screening_id)
        is_wiped = wipe_traces(self._ground)
        _, failed = without(self._ground, [_owner(screening_id)])
        return is_wiped and not failed

    def delete_owned(self, owners: Collection[str]) -> int:
        """Delete those screenings that are among `owners`, as the audit chain names them; how many there were."""
        there = [each.id for each in self.all() if _owner(each.id) in owners]
        if there:
            with self._ground.database.deleting() as rows:
                for screening_id in there:
                    self._delete(rows, screening_id)
        return len(there)

    def _delete(self, rows: Rows, screening_id: str) -> None:
        rows.connection.execute(delete(_SCREENING).where(_SCREENING.c.id == screening_id))
        rows.delete_key(_owner(screening_id))
        rows.note(Act.DELETED, self._ground.now(), owner=_owner(screening_id), who=self._ground.who)

    def _findings(self, rows: Rows, screening_id: str) -> tuple[Finding, ...]:
        columns = [_FINDING.c[name] for name in ("number", "code", "severity", "place", "details")]
        statement = select(*columns).where(_FINDING.c.screening == screening_id).order_by(_FINDING.c.number)
        return tuple(
            Finding(number, code, severity, place, from_text(text))
            for number, code, severity, place, text in rows.connection.execute(statement)
        )

    def _require(self, rows: Rows, screening_id: str) -> None:
        if rows.connection.execute(_ALL.where(_SCREENING.c.id == screening_id)).one_or_none() is None:
            raise NoSuchScreening


def screening_text(screening: Screening, findings: Sequence[Finding]) -> str:
    """What the audit chain signs of a screening: all of it."""
    told = asdict(screening) | {"made_at": screening.made_at.isoformat(timespec="microseconds")}
    return to_text([told, [asdict(finding) for finding in findings]])


def decision_text(decision: Decision) -> str:
    """What the audit chain signs of a decision: all of it."""
    return to_text(asdict(decision) | {"at": decision.at.isoformat(timespec="microseconds")})


def _row(screening_id: str, finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "screening": screening_id, "details": to_text(finding.details)}


def _screening(row: Any) -> Screening:
    return replace(Screening(*row), details=from_text(row.details))


def _owner(screening_id: str) -> str:
    return owner_of("screening", screening_id)
