"""What stands behind the screens: the content and the store of drafts, on one day.

Opening them loads pydantic, SQLModel and all of `flows/`, so it is done in a thread after the first screen is
drawn. Everything here may block on the disk; screens call it through `asyncio.to_thread`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.tui.preferences import Preferences, keep, read_preferences

if TYPE_CHECKING:
    from wizard.drafts.session import DraftSession
    from wizard.flow.content import Content
    from wizard.flow.interview import Interview
    from wizard.flow.model import Area, Question
    from wizard.package.contents import Package
    from wizard.store import Draft, Store
    from wizard.tui.summaries import DraftSummary
    from wizard.values.base import Value

__all__ = ["DOOR", "Built", "Services"]

DOOR: Final = "wizard"
"""What the store calls this door in a draft's history."""

APPLICATION: Final = "application"
"""The errand that needs an area one can apply in."""


@dataclass(frozen=True, slots=True)
class Built:
    """A package on the disk: where, and what is in it."""

    path: Path
    package: Package


@dataclass(frozen=True, slots=True)
class Services:
    """See the module. Every method raises `StoreError` or another error that `reason_of` has a sentence for."""

    content: Content
    store: Store
    today: date

    @classmethod
    def open(cls, content: Content | Callable[[], Content], folder: Path, today: date) -> Services:
        """Open the store in `folder`, and read the content where that has not been done."""
        from wizard.store import Store  # noqa: PLC0415  heavy, see the module

        return cls(content() if callable(content) else content, Store.open_for(folder, os.environ), today)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def preferences(self) -> Preferences:
        """What was chosen for the app; nothing where that cannot be read, for the app works without."""
        from wizard.store import StoreError  # noqa: PLC0415  heavy, see the module

        try:
            return read_preferences(self.store)
        except StoreError:
            return Preferences()

    def keep_preference(self, name: str, value: Value) -> None:
        """Keep a choice; where that is refused it holds for this time."""
        from wizard.store import StoreError  # noqa: PLC0415  heavy, see the module

        with suppress(StoreError):
            keep(self.store, name, value)

    def areas(self) -> tuple[Area, ...]:
        """All known areas: those one can apply in first."""
        return tuple(self.content.areas.values())

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the one worked on last first."""
        return self.store.drafts()

    def summary(self, draft: Draft) -> DraftSummary:
        """How far a draft has come."""
        from wizard.tui.summaries import summarise  # noqa: PLC0415  heavy, see the module

        return summarise(draft, self.content, self.store, self.today)

    def errands(self, area: Area) -> tuple[str, ...]:
        """The kinds of errand that can be begun in `area`: an application only where one can apply."""
        return tuple(kind for kind in area.kinds if kind != APPLICATION or area.can_apply)

    def begin(self, area: Area, kind: str) -> DraftSession:
        """A new, empty draft of an errand in `area`, opened."""
        flow = self.content.flow(area.id, kind)
        return self.resume(self.store.create(flow.area.id, flow.kind, flow.version).id)

    def resume(self, draft_id: str) -> DraftSession:
        """A draft, opened."""
        from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy, see the module

        return DraftSession.open(self.store, self.content, draft_id, self.today, door=DOOR)

    def questions(self, names: tuple[str, ...]) -> tuple[dict[str, Question], Interview | None]:
        """The questions of these ids, in the order of the first flow that asks each; and an interview of one."""
        from wizard.flow.interview import Interview  # noqa: PLC0415  heavy, see the module

        found: dict[str, Question] = {}
        interview = None
        for area in self.content.areas.values():
            for kind in area.kinds:
                if all(name in found for name in names):
                    return found, interview
                flow = self.content.flow(area.id, kind)
                interview = interview or Interview.start(flow, self.today)
                new = {n: q for n, q in flow.questions.items() if n in names and n not in found}
                found |= new
        return found, interview

    def last_folder(self, session: DraftSession) -> Path:
        """Where the draft's last package was put; for the first one, `lov-paket` in the home folder."""
        packages = self.store.packages(session.draft.id)
        return packages[-1].path.parent if packages else Path.home() / "lov-paket"

    def print_board(self, session: DraftSession, folder: Path) -> Path:
        """Print the preparations before a start with the self-assessment, in `folder`."""
        from wizard.drafts.boardsheet import board_pdf  # noqa: PLC0415  loads the PDF engine
        from wizard.files import write_atomically  # noqa: PLC0415  as above
        from wizard.timeline import plan_of  # noqa: PLC0415  as above
        from wizard.timeline.board import board_of  # noqa: PLC0415  as above

        interview = session.interview
        data = board_pdf(board_of(plan_of(self.content.timetable, interview)), interview)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{session.flow.area.id}-{session.flow.kind}-{session.draft.id[:8]}.pdf"
        write_atomically(target, data)
        return target

    def build(self, session: DraftSession, folder: Path, on_step: Callable[[str], None]) -> Built:
        """Build the package of a draft and put it in `folder`; `on_step` hears the name of each file."""
        from wizard import resources  # noqa: PLC0415  loads the PDF engine with the rest
        from wizard.blanks import blanks_for, load_blanks  # noqa: PLC0415  as above
        from wizard.drafts.packaging import write_package  # noqa: PLC0415  as above
        from wizard.package.contents import build_package  # noqa: PLC0415  as above

        blanks = blanks_for(session.flow, load_blanks(resources.content_root()))
        package = build_package(session.interview, blanks, self.store.read_file, on_step=on_step)
        path = write_package(package, folder)
        self.store.record_package(
            session.draft.id,
            sha256=package.sha256,
            path=path,
            complete=package.complete,
            flow_version=session.flow.version,
        )
        return Built(path, package)
