"""Care providers: what one of them answers the same way in every application.

A profile holds answers by question, such as the organisation number and who signs; which questions those are,
the doors decide by the flow. A draft belongs to at most one profile. Deleting a profile leaves its drafts.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, Table, delete, insert, select, update
from sqlmodel import SQLModel

from wizard.i18n import msg
from wizard.store import tables
from wizard.store.audit import Act, owner_of
from wizard.store.errors import Conflict, NoSuchDraft, StoreError
from wizard.store.ground import Ground, owned, whole
from wizard.store.jsontext import from_text, to_text
from wizard.store.records import Answer, Profile

if TYPE_CHECKING:
    from wizard.store.rows import Rows
    from wizard.values.base import Value

__all__ = ["NoSuchProfile", "Profiles"]

_META: Final = SQLModel.metadata.tables
_PROFILE: Final[Table] = _META[str(tables.ProfileRow.__tablename__)]
_ANSWER: Final[Table] = _META[str(tables.ProfileAnswerRow.__tablename__)]
_CHOSEN: Final[Table] = _META[str(tables.DraftProfileRow.__tablename__)]

_ALL: Final[Select[Any]] = select(
    _PROFILE.c.id, _PROFILE.c.label, _PROFILE.c.created_at, _PROFILE.c.updated_at
).order_by(_PROFILE.c.label, _PROFILE.c.id)


class NoSuchProfile(StoreError):  # noqa: N818  as in `errors`
    """No profile has the id."""

    default = msg("There is no provider with that id. It may have been deleted.")


class Profiles:
    """See the module. Raises `StoreUnavailable`, and `NoSuchProfile` for an id that is none."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def all(self) -> tuple[Profile, ...]:
        """All providers, by name."""
        with self._ground.database.reading() as rows:
            return tuple(Profile(*row) for row in rows.connection.execute(_ALL))

    def create(self, label: str) -> Profile:
        """A new provider without answers."""
        now = self._ground.now()
        profile = Profile(secrets.token_hex(4), whole(label), now, now)
        with self._ground.database.writing() as rows:
            rows.connection.execute(
                insert(_PROFILE).values(id=profile.id, label=profile.label, created_at=now, updated_at=now)
            )
            self._note(rows, Act.PROFILE_KEPT, profile.id, None, profile.label)
        return profile

    def answers(self, profile_id: str) -> dict[str, Answer]:
        """What the provider answers, by question."""
        with self._ground.database.reading() as rows:
            self._require(rows, profile_id)
            return self._answers(rows, profile_id)

    def keep(
        self, profile_id: str, answers: Mapping[str, Value], *, seen: Mapping[str, int] | None = None
    ) -> None:
        """Keep answers for the applications to come.

        `seen` are the revs that the caller has read: what someone else changed since is not overwritten, but a
        `Conflict`, and nothing is kept then.
        """
        now, who = self._ground.now(), self._ground.who
        with self._ground.database.writing() as rows:
            self._require(rows, profile_id)
            there = self._answers(rows, profile_id)
            for name, value in answers.items():
                held, text = there.get(name), to_text(value)
                rev = held.rev if held else 0
                if seen is not None and seen.get(name, 0) != rev:
                    raise Conflict(value, held, name)
                this = (_ANSWER.c.profile == profile_id) & (_ANSWER.c.question_id == name)
                rows.connection.execute(delete(_ANSWER).where(this))
                rows.connection.execute(
                    insert(_ANSWER).values(
                        profile=profile_id, question_id=name, value=text, rev=rev + 1, at=now, who=who
                    )
                )
                self._note(rows, Act.PROFILE_KEPT, profile_id, name, text)
            rows.connection.execute(
                update(_PROFILE).where(_PROFILE.c.id == profile_id).values(updated_at=now)
            )

    def choose(self, draft_id: str, profile_id: str) -> None:
        """Say whose application a draft is."""
        with self._ground.database.writing() as rows:
            self._require(rows, profile_id)
            if rows.draft(draft_id) is None:
                raise NoSuchDraft
            rows.connection.execute(delete(_CHOSEN).where(_CHOSEN.c.draft == draft_id))
            rows.connection.execute(insert(_CHOSEN).values(draft=draft_id, profile=profile_id))
            rows.note(
                Act.PROFILE_CHOSEN,
                self._ground.now(),
                owner=owned(draft_id),
                text=profile_id,
                who=self._ground.who,
            )

    def of(self, draft_id: str) -> Profile | None:
        """Whose application a draft is; None where nobody said."""
        statement = _ALL.join(_CHOSEN, _CHOSEN.c.profile == _PROFILE.c.id).where(_CHOSEN.c.draft == draft_id)
        with self._ground.database.reading() as rows:
            row = rows.connection.execute(statement).one_or_none()
        return Profile(*row) if row else None

    def delete(self, profile_id: str) -> bool:
        """Delete a provider's answers, in backups too; its drafts stay. True when no trace is left within reach."""
        from wizard.store.backups import without  # noqa: PLC0415  seldom needed
        from wizard.store.erasure import wipe_traces  # noqa: PLC0415  as above

        with self._ground.database.deleting() as rows:
            self._require(rows, profile_id)
            self._delete(rows, profile_id)
        is_wiped = wipe_traces(self._ground)
        _, failed = without(self._ground, [_owner(profile_id)])
        return is_wiped and not failed

    def delete_owned(self, owners: Collection[str]) -> int:
        """Delete those providers that are among `owners`, as the audit chain names them; how many there were."""
        there = [each.id for each in self.all() if _owner(each.id) in owners]
        if there:
            with self._ground.database.deleting() as rows:
                for profile_id in there:
                    self._delete(rows, profile_id)
        return len(there)

    def _delete(self, rows: Rows, profile_id: str) -> None:
        rows.connection.execute(delete(_PROFILE).where(_PROFILE.c.id == profile_id))
        rows.delete_key(_owner(profile_id))
        rows.note(Act.DELETED, self._ground.now(), owner=_owner(profile_id), who=self._ground.who)

    def _answers(self, rows: Rows, profile_id: str) -> dict[str, Answer]:
        columns = [_ANSWER.c[name] for name in ("question_id", "value", "rev", "at", "who")]
        statement = select(*columns).where(_ANSWER.c.profile == profile_id).order_by(_ANSWER.c.question_id)
        return {
            name: Answer(name, from_text(text), rev, at, "profile", who)
            for name, text, rev, at, who in rows.connection.execute(statement)
        }

    def _require(self, rows: Rows, profile_id: str) -> None:
        if rows.connection.execute(_ALL.where(_PROFILE.c.id == profile_id)).one_or_none() is None:
            raise NoSuchProfile

    def _note(self, rows: Rows, act: Act, profile_id: str, name: str | None, text: str) -> None:
        owner = _owner(profile_id)
        rows.note(act, self._ground.now(), owner=owner, subject=name, text=text, who=self._ground.who)


def _owner(profile_id: str) -> str:
    return owner_of("profile", profile_id)
