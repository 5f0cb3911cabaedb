"""Reading PDFs that may come from anyone, so that none of them can take this process down or hold it up.

    with Guard() as guard:
        values = guard.read(data)

The file is opened in a helper process (`guarded`) by a child that has a fixed amount of memory and time. What
comes back is JSON, checked for its shape here. What must stay true: every call returns or raises `PdfError`
within the budget, whatever the file is; `Unsafe` says that the limits were reached.
"""

from __future__ import annotations

import atexit
import json
from collections.abc import Mapping
from functools import cache
from threading import RLock
from typing import Any, Final, NamedTuple

from wizard.confined import Bounds as Budget
from wizard.confined import Closing, Helper
from wizard.i18n import msg
from wizard.pdf import errors
from wizard.pdf.errors import PdfError, TooLarge, Unsafe
from wizard.pdf.labels import Survey
from wizard.pdf.limits import FORMS
from wizard.pdf.printed import PrintedLine, PrintedPage
from wizard.pdf.values import Value

__all__ = ["Budget", "Guard", "Reading", "shared_guard"]

_GRACE: Final = 5.0
"""How much longer than its child the helper may take, to start and to tell."""


class Reading(NamedTuple):
    """The values of a form. `proven`: it begins with the template's bytes and changes its values alone."""

    values: dict[str, Value]
    proven: bool


class Guard(Closing):
    """A helper process, started when first needed and again if it ended; it serves one call at a time."""

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self._lock = RLock()
        self._helper = Helper("wizard.pdf.guarded")

    def close(self) -> None:
        """End the helper."""
        with self._lock:
            self._helper.end()

    def inspect(self, data: bytes, password: str | None = None) -> dict[str, Any]:
        """As `inspect(...).to_json()`. Raises `PdfError`."""
        found = self._ask("inspect", data, password)["found"]
        if not isinstance(found, dict):
            raise Unsafe
        return found

    def survey(self, data: bytes, password: str | None = None) -> Survey:
        """As `survey`. Raises `PdfError`."""
        found = self._ask("survey", data, password)["found"]
        try:
            return Survey(**found)
        except TypeError:
            raise Unsafe from None

    def look(
        self, data: bytes, password: str | None = None
    ) -> tuple[dict[str, Any], tuple[PrintedPage, ...]]:
        """What `inspect` and `printed_pages` find, in one go. Raises `PdfError`."""
        found = self._ask("look", data, password)["found"]
        if not isinstance(found, dict) or not isinstance(found.get("form"), dict):
            raise Unsafe
        return found["form"], tuple(_printed(page) for page in _list(found.get("pages")))

    def read(self, data: bytes, password: str | None = None, *, template: bytes | None = None) -> Reading:
        """As `read`, or, with the bytes of a trusted `template`, as `read_increment` where that is possible."""
        answer = self._ask("read", data, password, template or b"")
        return Reading(_values(answer["found"]), answer.get("proven") is True)

    def _ask(self, task: str, data: bytes, password: str | None, template: bytes = b"") -> dict[str, Any]:
        if len(data) > FORMS.file_bytes:
            raise TooLarge
        budget = self.budget
        job = {
            "task": task,
            "password": password,
            "seconds": budget.seconds,
            "cpu": budget.cpu,
            "memory": budget.memory,
            "answer": budget.answer,
        }
        with self._lock:
            raw = self._exchange(json.dumps(job).encode(), data, template)
        return _answer(raw)

    def _exchange(self, *frames: bytes) -> bytes:
        """What the helper answers. It is ended, and the file to blame, when it does not in time."""
        try:
            return self._helper.ask(*frames, most=self.budget.answer, seconds=self.budget.seconds + _GRACE)
        except EOFError:
            raise Unsafe from None


@cache
def shared_guard() -> Guard:
    """The guard of this process, ended with it."""
    guard = Guard()
    atexit.register(guard.close)
    return guard


def _answer(raw: bytes) -> dict[str, Any]:
    """What was found; or the error that was met, raised."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unsafe from None
    if isinstance(answer, dict) and "found" in answer:
        return answer
    raise _error(answer if isinstance(answer, dict) else {})


def _error(answer: Mapping[str, Any]) -> PdfError:
    kind = getattr(errors, str(answer.get("error")), None)
    sentence, params = answer.get("sentence"), answer.get("params")
    if not (isinstance(kind, type) and issubclass(kind, PdfError)) or kind is errors.Unfillable:
        return Unsafe()
    if not isinstance(sentence, str) or not isinstance(params, dict):
        return kind()
    return kind(msg(sentence, **params))


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise Unsafe
    return found


def _printed(found: Any) -> PrintedPage:
    try:
        (left, bottom, right, top), rotate, lines = found
        box = (float(left), float(bottom), float(right), float(top))
        printed = tuple(
            PrintedLine(float(x), float(y), float(size), str(words)) for x, y, size, words in lines
        )
        return PrintedPage(box, int(rotate), printed)
    except (TypeError, ValueError):
        raise Unsafe from None


def _values(found: Any) -> dict[str, Value]:
    if not isinstance(found, dict):
        raise Unsafe
    for value in found.values():
        texts = value if isinstance(value, list) else []
        if not isinstance(value, str | bool | list) or not all(isinstance(text, str) for text in texts):
            raise Unsafe
    return found
