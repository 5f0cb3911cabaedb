"""What a command is given to work on: an answers file by path, or a draft by its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wizard.cli.door import Door
from wizard.flow.explain import migration_report
from wizard.flow.interview import Interview
from wizard.flow.migrate import Migrated
from wizard.i18n import Message, msg

__all__ = ["Case", "NoSuchCaseError", "open_case"]


class NoSuchCaseError(Exception):
    """There is neither a file nor a draft of that name."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True, slots=True)
class Case:
    """Answers to work on, wherever they lie. `read` gives an attached file by its SHA-256."""

    interview: Interview
    read: Callable[[str], bytes]
    draft_id: str | None = None
    migrated: Migrated | None = None
    """What was carried over, where the answers were given under an earlier version."""

    def report(self, door: Door) -> None:
        """Tell what was carried over, where something was."""
        if self.migrated is not None and self.migrated.is_changed:
            for line in migration_report(self.interview.flow, self.migrated):
                door.say(line)


def open_case(name: str, door: Door) -> Case:
    """Open the answers file at `name`, or the draft whose id begins with it.

    Raises `AnswersFileError`, `StoreError`, `ContentError` or `NoSuchCaseError`.
    """
    path = Path(name)
    if path.is_file():
        from wizard.drafts.answers_file import read_answers_file  # noqa: PLC0415  heavy

        file = read_answers_file(path, door.content, door.today)
        case = Case(file.interview, file.read, migrated=file.migrated)
        case.report(door)
        return case
    if path.suffix or "/" in name:
        raise NoSuchCaseError(msg("There is no file {name}.", name=name))
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy

    session = DraftSession.open(door.store, door.content, name, door.today)
    case = Case(session.interview, door.store.read_file, session.draft.id, session.migrated)
    case.report(door)
    return case
