"""Packages that were screened: what was found in each, and what officers decided.

A screening and its findings are written at once and never change; decisions are added, never changed, and the
latest on a finding counts. What findings mean is the screening's own matter: here they are JSON. Several officers
may each have screened the same package; what one of them decided of a finding holds for the finding of the same
code and place in all those screenings (`rulings`), so that nobody's decision depends on who came first.

A slip is what somebody has typed and not decided yet. It is no act, so the audit chain tells nothing of it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, Table, delete, func, insert, select
from sqlmodel import SQLModel

from wizard.i18n import msg
from wizard.store import tables
from wizard.store.audit import Act, Entry, owner_of
from wizard.store.errors import StoreError
from wizard.store.ground import Ground, whole
from wizard.store.jsontext import from_text, to_text
from wizard.store.records import Decision, Finding, Screening

if TYPE_CHECKING:
    from wizard.store.rows import Rows
    from wizard.values.base import Value

__all__ = ["DecidedMeanwhile", "NoSuchScreening", "Ruling", "Screenings", "decision_text", "screening_text"]

_META: Final = SQLModel.metadata.tables
_SCREENING: Final[Table] = _META[str(tables.ScreeningRow.__tablename__)]
_FINDING: Final[Table] = _META[str(tables.FindingRow.__tablename__)]
_DECISION: Final[Table] = _META[str(tables.DecisionRow.__tablename__)]

_ALL: Final[Select[Any]] = select(*_SCREENING.c).order_by(_SCREENING.c.number)
_NEXT: Final[Select[Any]] = select(func.coalesce(func.max(_SCREENING.c.number), 0) + 1)
_SLIP: Final = "slip"
_RULINGS: Final[Select[Any]] = (
    select(*_DECISION.c, _SCREENING.c.package_sha256, _FINDING.c.code, _FINDING.c.place)
    .select_from(_DECISION)
    .join(_SCREENING, _SCREENING.c.id == _DECISION.c.screening)
    .outerjoin(
        _FINDING, (_FINDING.c.screening == _DECISION.c.screening) & (_FINDING.c.number == _DECISION.c.finding)
    )
    .order_by(_DECISION.c.seq)
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, and what it is of: a finding of a package, or, where `code` is None, the package."""

    decision: Decision
    package_sha256: str
    code: str | None
    place: str | None


class NoSuchScreening(StoreError):  # noqa: N818  as in `errors`
    """No screening has the id, or it has no such finding."""

    default = msg("There is no screening or finding with that number. It may have been deleted.")


class DecidedMeanwhile(StoreError):  # noqa: N818  as in `errors`
    """Others have decided of the same since it was looked at; `theirs` are their decisions. Nothing was written."""

    default = msg(
        "Somebody else has decided this meanwhile. Nothing was overwritten: look at both, and choose."
    )

    def __init__(self, theirs: Sequence[Ruling]) -> None:
        self.theirs = tuple(theirs)
        super().__init__()


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
        once: bool = False,
    ) -> Screening:
        """Keep a screening with all it found; it is on the disk when this returns.

        With `once`, the one that is there already is given, where the package was screened before and the same
        was found under the same version.
        """
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
            before = self._same(rows, found, findings) if once else None
            if before is not None:
                return before
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

    def decide(  # noqa: PLR0913  what, of what, why, and what was known: each is a fact of its own
        self,
        screening_id: str,
        verdict: str,
        reason: str,
        *,
        finding: int | None = None,
        seen: int | None = None,
        rivals: Collection[str] = (),
    ) -> Decision:
        """Keep what an officer decides, of one finding or of the whole.

        With `seen`, the number of the last decision that the officer knows of, what was decided of the same
        since with one of the verdicts `rivals` is not passed over: `DecidedMeanwhile`, and nothing is written.
        """
        ground, now = self._ground, self._ground.now()
        with ground.database.writing() as rows:
            screening = self._require(rows, screening_id)
            found = {each.number: each for each in self._findings(rows, screening_id)}
            if finding is not None and finding not in found:
                raise NoSuchScreening
            if seen is not None:
                of = found[finding] if finding is not None else None
                self._require_known(rows, screening.package_sha256, of, seen, rivals)
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

    def rulings(self, *, since: int = 0, package: str | None = None) -> tuple[Ruling, ...]:
        """Every decision after the one numbered `since`, of one package or of all, the first one first.

        Who decides holds the one write lock, so numbers come in the order in which decisions are there to be read.
        """
        with self._ground.database.reading() as rows:
            return self._rulings(rows, since, package)

    def log(self) -> tuple[Entry, ...]:
        """What the audit chain tells of screenings."""
        with self._ground.database.reading() as rows:
            return tuple(e for e in rows.entries() if (e.owner or "").startswith(_owner("")))

    def slip(self, package: str, of: str) -> str:
        """What this officer has typed and not decided, about `of` in a package; empty where nothing is."""
        with self._ground.database.reading() as rows:
            text = rows.setting(self._slip_name(package, of))
        return str(from_text(text)) if text is not None else ""

    def put_slip(self, package: str, of: str, text: str) -> None:
        """Keep what is typed, on the disk when this returns; an empty text takes the slip away."""
        kept = to_text(whole(text)) if text else None
        with self._ground.database.writing() as rows:
            rows.put_setting(self._slip_name(package, of), kept)

    def _slip_name(self, package: str, of: str) -> str:
        """Nothing of what was typed about stands in the name but its package."""
        about = hashlib.sha256(of.encode(errors="replace")).hexdigest()[:16]
        return f"{_SLIP}:{package}:{about}@{self._ground.who or ''}"

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
        package = self._require(rows, screening_id).package_sha256
        for name in rows.settings():
            if name.startswith(f"{_SLIP}:{package}:"):
                rows.put_setting(name, None)
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

    def _require(self, rows: Rows, screening_id: str) -> Screening:
        row = rows.connection.execute(_ALL.where(_SCREENING.c.id == screening_id)).one_or_none()
        if row is None:
            raise NoSuchScreening
        return _screening(row)

    def _same(self, rows: Rows, wanted: Screening, findings: Sequence[Finding]) -> Screening | None:
        """The latest screening of the package, where it says what `wanted` does."""
        of_package = _ALL.where(_SCREENING.c.package_sha256 == wanted.package_sha256)
        there = [_screening(row) for row in rows.connection.execute(of_package)]
        if not there:
            return None
        last = there[-1]
        again = replace(wanted, id=last.id, number=last.number, made_at=last.made_at, who=last.who)
        is_same = screening_text(again, findings) == screening_text(last, self._findings(rows, last.id))
        return last if is_same else None

    def _rulings(self, rows: Rows, since: int, package: str | None) -> tuple[Ruling, ...]:
        wanted = _RULINGS.where(_DECISION.c.seq > since)
        if package is not None:
            wanted = wanted.where(_SCREENING.c.package_sha256 == package)
        found = rows.connection.execute(wanted)
        return tuple(Ruling(Decision(*row[:-3]), *row[-3:]) for row in found)

    def _require_known(
        self, rows: Rows, package: str, of: Finding | None, seen: int, rivals: Collection[str]
    ) -> None:
        what = (of.code, of.place) if of is not None else (None, None)
        since = self._rulings(rows, seen, package)
        theirs = [r for r in since if (r.code, r.place) == what and r.decision.verdict in rivals]
        if theirs:
            raise DecidedMeanwhile(theirs)


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
