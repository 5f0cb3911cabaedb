"""Carrying drafts from one version of a flow to the next, without losing an answer.

A draft remembers the version it was answered under. When the content has moved on, its answers walk the chain
of `migrations` in the area's file: renamed, split, merged, recoded, or asked again. Nothing is ever removed:
what a question was called before stays stored under its old id, and an answer that is asked again is kept as
`id@version`. The person is told what changed and which answers to look at.

Pure: answers in, answers and a report out. A draft of a version that no chain leads from keeps all its answers
and is told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wizard.flow.source import ChangeSource, MigrationSource
from wizard.i18n import Message, content, msg
from wizard.values.base import Value

__all__ = ["Change", "Migrated", "earlier_answers", "former_ids", "migrate", "migration_chain"]

LONGEST: Final = 4_000
"""Texts longer than this are not split; they are asked again."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a migration did to one answer: `kept` under its new id, `look` at the outcome, or asked `again`."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    because: Message | None = None


@dataclass(frozen=True, slots=True)
class Migrated:
    """Answers under the version they now have, and the report for the person."""

    answers: Mapping[str, Value]
    version: str
    says: tuple[Message, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.says or self.changes)


def migration_chain(
    migrations: Sequence[MigrationSource], since: str, to: str
) -> list[MigrationSource] | None:
    """The migrations that lead from version `since` to version `to`, in order; None where none do."""
    chain: list[MigrationSource] = []
    at = since
    while at != to:
        following = next((m for m in migrations if m.since == at and m not in chain), None)
        if following is None:
            return None
        chain.append(following)
        at = following.to
    return chain


def migrate(
    answers: Mapping[str, Value], since: str, to: str, migrations: Sequence[MigrationSource]
) -> Migrated:
    """`answers` given under version `since`, as answers under version `to`. Total."""
    chain = migration_chain(migrations, since, to)
    if chain is None:
        lost = msg(
            "These answers were given under version {since}, which lov cannot carry over by itself. "
            "All are kept; look through them.",
            since=since,
        )
        return Migrated(dict(answers), to, (lost,))
    walk = _Walk(dict(answers))
    for migration in chain:
        for change in migration.changes:
            walk.apply(change, migration.since)
    return Migrated(walk.answers, to, tuple(content(m.says) for m in chain), tuple(walk.report))


def former_ids(migrations: Sequence[MigrationSource]) -> frozenset[str]:
    """Ids that questions once had, or that were answered under another meaning."""
    changes = [change for migration in migrations for change in migration.changes]
    single = [
        name for c in changes for name in (c.rename, c.split, c.recode, c.ask_again) if name is not None
    ]
    return frozenset(single).union(*(c.merge or () for c in changes))


def earlier_answers(answers: Mapping[str, Value], question_id: str) -> Iterator[tuple[str, Value]]:
    """(version, answer) for each time `question_id` was answered before it was asked again."""
    for name, value in answers.items():
        base, _, version = name.partition("@")
        if base == question_id and version:
            yield version, value


@dataclass(slots=True)
class _Walk:
    answers: dict[str, Value]
    report: list[Change] = field(default_factory=list)

    def apply(self, change: ChangeSource, since: str) -> None:
        because = content(change.because) if change.because else None
        if change.rename is not None and change.to is not None:
            self._rename(change.rename, change.to, because)
        elif change.split is not None:
            self._split(change, since, because)
        elif change.merge is not None and change.to is not None:
            self._merge(change, since, because)
        elif change.recode is not None:
            self._recode(change.recode, change.options, since, because)
        elif change.ask_again is not None:
            self._ask_again(change.ask_again, since, because)

    def _rename(self, old: str, new: str, because: Message | None) -> None:
        if old in self.answers and new not in self.answers:
            self.answers[new] = self.answers[old]
            self.report.append(Change("kept", (old,), (new,), because))

    def _split(self, change: ChangeSource, since: str, because: Message | None) -> None:
        old = change.split or ""
        text = self.answers.get(old)
        if text is None:
            return
        short = text if isinstance(text, str) and len(text) <= LONGEST else ""
        match = re.fullmatch(change.pattern or "", short, re.DOTALL)
        if match is None or len(match.groups()) != len(change.into):
            self.report.append(Change("again", (old,), tuple(change.into), because))
            return
        for new, part in zip(change.into, match.groups(), strict=True):
            if part and new not in self.answers:
                self.answers[new] = part.strip()
        if old in change.into:
            self._keep(old, since)
            self.answers[old] = (match.group(change.into.index(old) + 1) or "").strip()
        self.report.append(Change("look", (old,), tuple(change.into), because))

    def _merge(self, change: ChangeSource, since: str, because: Message | None) -> None:
        old, new = change.merge or [], change.to or ""
        parts = [self.answers[name] for name in old if name in self.answers]
        if not parts or (new in self.answers and new not in old):
            return
        self._keep(new, since)
        self.answers[new] = _joined(parts, change.joint)
        self.report.append(Change("look", tuple(old), (new,), because))

    def _recode(self, name: str, options: Mapping[str, str], since: str, because: Message | None) -> None:
        value = self.answers.get(name)
        if value is None:
            return
        recoded: Value
        if isinstance(value, list | tuple):
            recoded = [options.get(item, item) if isinstance(item, str) else item for item in value]
        else:
            recoded = options.get(value, value) if isinstance(value, str) else value
        if recoded != value:
            self._keep(name, since)
            self.answers[name] = recoded
            self.report.append(Change("kept", (name,), (name,), because))

    def _ask_again(self, name: str, since: str, because: Message | None) -> None:
        if name in self.answers:
            self.answers[f"{name}@{since}"] = self.answers.pop(name)
            self.report.append(Change("again", (name,), (name,), because))

    def _keep(self, name: str, since: str) -> None:
        """Keep what `name` was answered before it is given another value."""
        if name in self.answers:
            self.answers.setdefault(f"{name}@{since}", self.answers[name])


def _joined(parts: Sequence[Value], joint: str) -> Value:
    """Several answers as one: lists united, everything else as text."""
    if all(isinstance(part, list | tuple) for part in parts):
        return list(
            dict.fromkeys(str(item) for part in parts if isinstance(part, list | tuple) for item in part)
        )
    return joint.join(str(part) for part in parts if isinstance(part, str | int | float) and part != "")
