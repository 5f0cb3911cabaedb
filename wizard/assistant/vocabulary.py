"""The words that each type's grammar knows, for mending what was misspelled."""

from __future__ import annotations

from typing import Final

from wizard.assistant.mending import number_words
from wizard.values.characters import fold
from wizard.values.date_words import MONTHS, OFFSETS, ORDINALS, PERIODS, WEEKDAYS

__all__ = ["vocabulary"]


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


_NUMERIC: Final = frozenset(
    {"integer", "decimal", "fte", "percent", "amount", "measure", "timespan", "opening_hours"}
)
_LENGTHS: Final = _set(
    "millimeter centimeter decimeter meter kilometer kilogram kilo gram grader procent kvadratmeter metre metres"
)
_SHARES: Final = _set(
    "heltid halvtid deltid kvartstid heltidstjänst halvtidstjänst heltidstjänster årsarbetare procent tjänst tjänster "
    "procents procentig varav full-time half-time percent"
)
_CALENDAR: Final = frozenset(
    word
    for table in (MONTHS, WEEKDAYS, ORDINALS, OFFSETS, PERIODS)
    for phrase in table
    for word in phrase.split()
    if len(word) > 2 and word.isalpha()
) | _set(
    "nästa förra kommande sista vecka veckan år från framåt sedan midsommarafton midsommardagen julafton juldagen nyårsafton "
    "nyårsdagen påskdagen påskafton långfredagen annandag trettondagen valborg kristi himmelsfärdsdag pingstdagen pingst "
    "nationaldagen skärtorsdagen vardagen före efter innan imorrn imorn"
)
_MONEY: Final = _set("kronor krona miljoner miljon tusen miljarder svenska")
_WEEK: Final = frozenset(w for w in WEEKDAYS if len(w) > 3) | _set(
    "vardagar helger dagligen stängt lunchstängt öppet lunch varje dagar alla utom"
)


def vocabulary(type_name: str) -> dict[str, object]:
    """All words of a type's grammar that may be meant by a misspelled one, with what sets their meanings apart."""
    known: dict[str, object] = {}
    if type_name in _NUMERIC or type_name == "date":
        known |= {word: word for word in number_words()}
    match type_name:
        case "date":
            known |= {word: word for word in _CALENDAR}
            for name, table in (("weekday", WEEKDAYS), ("month", MONTHS), ("ordinal", ORDINALS)):
                known |= {
                    word: (name, meaning)
                    for word, meaning in table.items()
                    if word.isalpha() and len(word) > 2
                }
        case "measure":
            known |= {word: word for word in _LENGTHS}
        case "fte" | "percent":
            known |= {word: word for word in _SHARES}
        case "amount":
            known |= {word: word for word in _MONEY}
        case "opening_hours" | "timespan":
            known |= {word: word for word in _WEEK} | {
                word: WEEKDAYS[word] for word in _WEEK if word in WEEKDAYS
            }
        case _:
            pass
    return known
