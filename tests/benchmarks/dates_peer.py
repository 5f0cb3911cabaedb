"""dateparser reading dates, as a worker in an environment of its own: a JSON list of [text, language] in, values and seconds out.

    python dates_peer.py < asked.json

Set up as well as its documentation allows for Swedish forms: the languages named, days before months, the future
and the first of a month preferred. What is told is processor time for each text, which other work does not lengthen.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from importlib import import_module
from time import process_time


def main() -> None:
    """Read all once unmeasured, then measured, in the order given."""
    dateparser = import_module("dateparser")  # it is there only in the environment this runs in
    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "PREFER_DAY_OF_MONTH": "first",
        "RELATIVE_BASE": datetime(2026, 11, 22, 12, 0),  # noqa: DTZ001  dateparser's own way: no zone
    }
    answers = []
    asked = json.load(sys.stdin)
    for rounds in range(2):
        for text, language in asked:
            start = process_time()
            found = dateparser.parse(text, languages=[language], settings=settings)
            taken = process_time() - start
            if rounds:
                answers.append([found.date().isoformat() if found else None, taken])
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
