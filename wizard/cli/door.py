"""What every command needs from the world: the settings of the call, its language, its two streams.

Data goes to stdout, words about the work to stderr. With `--json`, stdout holds one JSON document and nothing
else. Everything that comes from a file or a person passes `safe_text` before it reaches the terminal.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard import resources
from wizard.i18n import DEFAULT_LANGUAGE, Message, Translator, available_languages
from wizard.text import safe_text

if TYPE_CHECKING:
    from wizard.blanks.confirm import Confirming
    from wizard.flow.content import Content
    from wizard.store import Store

__all__ = ["Door", "language_of"]


def language_of(environment: Mapping[str, str]) -> str:
    """The language the environment asks for, if we speak it: LOV_LANG, then the locale; else Swedish."""
    known = available_languages()
    for name in ("LOV_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        word = environment.get(name, "")[:2].lower()
        if word in known:
            return word
    return DEFAULT_LANGUAGE


@dataclass
class Door:
    """The settings of one call, and its streams. Made once by the main command."""

    as_json: bool = False
    language: str = DEFAULT_LANGUAGE
    is_language_given: bool = False
    """Whether it was asked for with the command: then no choice made elsewhere goes before it."""
    plain: bool = False
    data_dir: Path | None = None
    today_given: date | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    open_app: Callable[[Door], int] | None = None
    """Opens the full-screen app. Given by the entry point, because the two doors know nothing of each other."""
    open_map: Callable[[Door, Confirming], int] | None = None
    """Opens the screen on which a form's map is confirmed; given as above."""
    open_desk: Callable[[Door, Path], int] | None = None
    """Opens the officer's app over an inbox; given as above."""
    on_close: list[Callable[[], None]] = field(default_factory=list)

    @cached_property
    def tr(self) -> Translator:
        """Words in the language of this call."""
        return Translator.of(self.language)

    @property
    def today(self) -> date:
        """The day it is: the one given, else the clock's."""
        return self.today_given or date.today()  # noqa: DTZ011  the user's own calendar day

    @cached_property
    def content(self) -> Content:
        """Everything in `flows/`."""
        from wizard.flow.content import load  # noqa: PLC0415  heavy

        return load(resources.content_root())

    @cached_property
    def folder(self) -> Path:
        """Where drafts are kept: `--data-dir`, LOV_DATA_DIR, or the user's own data folder."""
        given = self.data_dir or self.environment.get("LOV_DATA_DIR")
        if given:
            return Path(given).expanduser().resolve()
        from platformdirs import user_data_path  # noqa: PLC0415  seldom needed

        return user_data_path("lov", appauthor=False)

    @cached_property
    def store(self) -> Store:
        """The drafts. Opened when first asked for."""
        from wizard.store import Store  # noqa: PLC0415  heavy
        from wizard.store.doctor import place_remarks  # noqa: PLC0415  as above

        if not self.database_url:
            for remark in place_remarks(self.folder):
                self.say(remark.message)
        store = Store.open_for(self.folder, self.environment, clock=self.clock)
        self.on_close.append(store.close)
        return store

    @property
    def database_url(self) -> str | None:
        """The address of a team's database, if there is one."""
        return self.environment.get("LOV_DATABASE_URL") or None

    def clock(self) -> datetime:
        """The time now, on the day it is said to be."""
        now = datetime.now(UTC)
        return datetime.combine(self.today_given, now.timetz()) if self.today_given else now

    def close(self) -> None:
        """Let go of what was opened."""
        while self.on_close:
            self.on_close.pop()()

    def print(self, words: Message | str = "") -> None:
        """A line for the reader, on stdout; on stderr where stdout is kept for JSON."""
        text = self.tr(words) if isinstance(words, Message) else words
        print(safe_text(text, lines=True), file=sys.stderr if self.as_json else sys.stdout)

    def say(self, words: Message | str) -> None:
        """A line about the work, on stderr."""
        text = self.tr(words) if isinstance(words, Message) else words
        print(safe_text(text, lines=True), file=sys.stderr)  # noqa: T201  as above

    def give(self, document: object) -> None:
        """The JSON document of this call, where JSON is asked for."""
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False, indent=2, default=self._plain))  # noqa: T201  as above

    def give_pieces(self, pieces: Iterable[str]) -> None:
        """The same of a document that comes in pieces, because it may be large."""
        if self.as_json:
            for piece in pieces:
                sys.stdout.write(piece)
            sys.stdout.write("\n")

    def _plain(self, value: object) -> Any:
        return self.tr(value) if isinstance(value, Message) else str(value)
