"""Taking an answers file into the store: as a new draft, or over one that is there."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.drafts.answers_file import AnswersFile
from wizard.i18n import Message, msg
from wizard.store import Draft, Store, StoreError

__all__ = ["Imported", "OtherErrandError", "import_answers"]

_DOOR = "import"


class OtherErrandError(Exception):
    """The file is about another errand than the draft."""

    def __init__(self) -> None:
        self.message: Message = msg(
            "The file is about another area or errand than the draft. Leave --into out, and it becomes a new draft."
        )
        super().__init__(str(self.message))


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft, and how many of its answers are new or changed."""

    draft: Draft
    changed: int
    files: int


def import_answers(store: Store, file: AnswersFile, into: str | None = None) -> Imported:
    """Record all answers of `file`, all of them or none. Raises `StoreError` and `OtherErrandError`."""
    flow = file.interview.flow
    found = store.get(into) if into is not None else None
    if found is not None and (found.area, found.kind) != (flow.area.id, flow.kind):
        raise OtherErrandError
    for path in file.files.values():
        store.add_file(path)
    draft = found or store.create(flow.area.id, flow.kind, flow.version)
    there = store.answers(draft.id)
    changed = {name: value for name, value in file.interview.stored.items() if there.get(name) != value}
    try:
        store.record_all(draft.id, changed, door=_DOOR, why=file.path.name)
    except StoreError:
        if found is None:
            store.delete(draft.id)
        raise
    names = (file.interview.value(name) for name in flow.name_from)
    label = next((name for name in names if isinstance(name, str) and name), "")
    if label:
        store.rename(draft.id, label)
    return Imported(store.get(draft.id), len(changed), len(file.files))
