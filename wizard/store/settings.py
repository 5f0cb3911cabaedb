"""What was chosen for this store: a name and JSON data each, the same for all who share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store.audit import Act
from wizard.store.ground import Ground
from wizard.store.jsontext import from_text, to_text

if TYPE_CHECKING:  # all answer types come with it
    from wizard.values.base import Value

__all__ = ["Settings"]


class Settings:
    """See the module. Raises `StoreUnavailable`, and `Unstorable` for what is no JSON data."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def get(self, name: str) -> Value | None:
        """What was chosen; None where nothing was."""
        with self._ground.database.reading() as rows:
            text = rows.setting(name)
        return None if text is None else from_text(text)

    def put(self, name: str, value: Value | None) -> None:
        """Choose `value`; None takes the choice back."""
        text = None if value is None else to_text(value)
        with self._ground.database.writing() as rows:
            rows.put_setting(name, text)
            rows.note(Act.SET, self._ground.now(), subject=name, who=self._ground.who)
