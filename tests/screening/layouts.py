"""The same register extract, laid out in many ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.screening.printer import Words

__all__ = ["FACTS", "HELD_BACK", "LAYOUTS", "Facts", "Layout"]

Facts = Mapping[str, str]
Layout = Callable[[Facts], list[list[Words]]]

FACTS: Final[Facts] = {
    "provider": "Rörelsekraft Fysioterapi AB",
    "orgnr": "559987-6546",
    "unit": "Rörelsekraft Odenplan",
    "address": "Norrtullsgatan 914, 113 45 Stockholm",
    "head": "Karin Lindqvist",
    "start": "2027-05-24",
    "notified": "2026-10-05",
    "printed": "2026-11-09",
}
DATES: Final = ("start", "notified", "printed")
MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
TITLE: Final = Words(60, 780, "Utdrag ur vårdgivarregistret", 16)


def rows(
    *pairs: tuple[str, str], top: float = 740, left: float = 60, to: float = 150, step: float = 18
) -> list[Words]:
    """Labels with their values to the right; a label without a value is a heading."""
    found = []
    for i, (label, value) in enumerate(pairs):
        found.append(Words(left, top - i * step, label))
        if value:
            found.append(Words(left + to, top - i * step, value))
    return found


def two_columns_of_words(f: Facts) -> list[list[Words]]:
    """A table: label and value as texts of their own, under headings."""
    return [
        [
            TITLE,
            *rows(
                ("Vårdgivare", ""),
                ("Namn", f["provider"]),
                ("Organisationsnummer", f["orgnr"]),
                ("Anmälan inkom", f["notified"]),
                ("Verksamhet", ""),
                ("Namn", f["unit"]),
                ("Besöksadress", f["address"]),
                ("Startdatum", f["start"]),
                ("Verksamhetschef", f["head"]),
                ("Utskrivet", f["printed"]),
            ),
        ]
    ]


def with_colons(f: Facts) -> list[list[Words]]:
    """One text a line, with colons."""
    lines = (
        f"Vårdgivare: {f['provider']}",
        f"Org.nr: {f['orgnr']}",
        f"Anmäld: {f['notified']}",
        f"Verksamhetens namn: {f['unit']}",
        f"Besöksadress: {f['address']}",
        f"Startdatum: {f['start']}",
        f"Verksamhetschef: {f['head']}",
        f"Utskrivet: {f['printed']}",
    )
    return [[TITLE, *(Words(60, 740 - 16 * i, line) for i, line in enumerate(lines))]]


def labels_above(f: Facts) -> list[list[Words]]:
    """Small labels above their values, as forms have them."""
    pairs = (
        ("Vårdgivarens namn", f["provider"]),
        ("Organisationsnummer", f["orgnr"]),
        ("Datum för anmälan", f["notified"]),
        ("Verksamhetens namn", f["unit"]),
        ("Besöksadress", f["address"]),
        ("Startdatum för verksamheten", f["start"]),
        ("Verksamhetschef", f["head"]),
        ("Utskriftsdatum", f["printed"]),
    )
    found = [TITLE]
    for i, (label, value) in enumerate(pairs):
        found += [Words(60, 740 - 34 * i, label, 7), Words(60, 728 - 34 * i, value, 10)]
    return [found]


def above_in_two_columns(f: Facts) -> list[list[Words]]:
    """The same, two to a line."""
    pairs = (
        ("Vårdgivarens namn", f["provider"]),
        ("Organisationsnummer", f["orgnr"]),
        ("Verksamhetens namn", f["unit"]),
        ("Anmälningsdatum", f["notified"]),
        ("Besöksadress", f["address"]),
        ("Planerad start", f["start"]),
        ("Verksamhetschef", f["head"]),
        ("Utdragsdatum", f["printed"]),
    )
    found = [TITLE]
    for i, (label, value) in enumerate(pairs):
        x, y = 60 + 260 * (i % 2), 740 - 40 * (i // 2)
        found += [Words(x, y, label, 8), Words(x, y - 13, value, 10)]
    return [found]


def two_blocks(f: Facts) -> list[list[Words]]:
    """The provider to the left, the unit to the right."""
    left = rows(
        ("Vårdgivare", ""), ("Namn", f["provider"]), ("Orgnr", f["orgnr"]), ("Inkom", f["notified"]), to=70
    )
    right = rows(
        ("Verksamhet", ""),
        ("Namn", f["unit"]),
        ("Startdatum", f["start"]),
        ("Verksamhetschef", f["head"]),
        left=310,
        to=100,
    )
    below = rows(("Besöksadress", f["address"]), ("Utskrivet", f["printed"]), top=600)
    return [[TITLE, *left, *right, *below]]


def numbered(f: Facts) -> list[list[Words]]:
    """Numbered points."""
    pairs = (
        ("1. Vårdgivarens namn", f["provider"]),
        ("2. Organisationsnummer", f["orgnr"]),
        ("3. Anmälningsdatum", f["notified"]),
        ("4. Verksamhetens namn", f["unit"]),
        ("5. Besöksadress", f["address"]),
        ("6. Startdatum", f["start"]),
        ("7. Verksamhetschef", f["head"]),
        ("8. Utskriftsdatum", f["printed"]),
    )
    return [[TITLE, *rows(*pairs, to=180)]]


def two_pages(f: Facts) -> list[list[Words]]:
    """The provider on the first page, the unit on the second."""
    first = rows(
        ("Vårdgivaruppgifter", ""),
        ("Namn", f["provider"]),
        ("Organisationsnummer", f["orgnr"]),
        ("Ankomstdatum", f["notified"]),
    )
    second = rows(
        ("Verksamhetsuppgifter", ""),
        ("Namn", f["unit"]),
        ("Adress", f["address"]),
        ("Verksamheten startar", f["start"]),
        ("Verksamhetschef", f["head"]),
        ("Datum för utskrift", f["printed"]),
    )
    return [[TITLE, *first], second]


def in_words(day: str) -> str:
    """`2027-05-24` as `24 maj 2027`."""
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def dates_in_words(f: Facts) -> list[list[Words]]:
    """Dates as people write them, numbers without the hyphen."""
    said = {name: in_words(value) if name in DATES else value for name, value in f.items()}
    return two_columns_of_words({**said, "orgnr": f["orgnr"].replace("-", "")})


def broken_address(f: Facts) -> list[list[Words]]:
    """The address in two lines below its label."""
    street, _, town = f["address"].partition(", ")
    pages = labels_above({**f, "address": street})
    (page,) = pages
    label = next(w for w in page if w.text == "Besöksadress")
    return [[*page, Words(label.x, label.y - 24, town, 10)]]


def header_line(f: Facts) -> list[list[Words]]:
    """The day of printing in a line with others at the top."""
    head = Words(
        60, 800, f"Inspektionen för vård och omsorg · Vårdgivarregistret · Utskrivet {f['printed']}", 8
    )
    (page,) = two_columns_of_words(f)
    return [[head, *(w for w in page if w.text not in ("Utskrivet", f["printed"]))]]


def words_run_on(f: Facts) -> list[list[Words]]:
    """Label and value in one text with nothing between them but a space."""
    lines = (
        f"Vårdgivarens namn {f['provider']}",
        f"Organisationsnummer {f['orgnr']}",
        f"Anmälan inkom {f['notified']}",
        f"Verksamhetens namn {f['unit']}",
        f"Besöksadress {f['address']}",
        f"Startdatum {f['start']}",
        f"Verksamhetschef {f['head']}",
        f"Utskrivet {f['printed']}",
    )
    return [[TITLE, *(Words(60, 740 - 16 * i, line) for i, line in enumerate(lines))]]


def values_in_pieces(f: Facts) -> list[list[Words]]:
    """Values word by word, as many programs place them."""
    found = []
    for words in two_columns_of_words(f)[0]:
        if words.x < 100:
            found.append(words)
            continue
        x = words.x
        for word in words.text.split():
            found.append(Words(x, words.y, word))
            x += 5.2 * (len(word) + 1)
    return [found]


def upper_case(f: Facts) -> list[list[Words]]:
    """Labels in capitals, with the signs of a form round them. Not looked at while the reader was written."""
    pairs = (
        ("VÅRDGIVARENS NAMN", f["provider"]),
        ("ORG.NR.", f["orgnr"]),
        ("ANMÄLAN INKOM:", f["notified"]),
        ("VERKSAMHETENS NAMN:", f["unit"]),
        ("BESÖKSADRESS:", f["address"]),
        ("STARTDATUM:", f["start"]),
        ("VERKSAMHETSCHEF:", f["head"]),
        ("UTSKRIVET:", f["printed"]),
    )
    return [[TITLE, *rows(*pairs, to=200, step=22)]]


def table_across(f: Facts) -> list[list[Words]]:
    """A table with its labels in one row and the values in the next. As above."""
    (page,) = labels_above(f)
    across = [w for w in page if w.text in ("Organisationsnummer", "Verksamhetschef", f["orgnr"], f["head"])]
    rest = [w for w in page if w not in across]
    heads = [Words(60, 420, "Organisationsnummer", 8), Words(220, 420, "Verksamhetschef", 8)]
    return [[*rest, *heads, Words(60, 406, f["orgnr"]), Words(220, 406, f["head"])]]


LAYOUTS: Final[tuple[Layout, ...]] = (
    two_columns_of_words,
    with_colons,
    labels_above,
    above_in_two_columns,
    two_blocks,
    numbered,
    two_pages,
    dates_in_words,
    broken_address,
    header_line,
    words_run_on,
    values_in_pieces,
)

HELD_BACK: Final[tuple[Layout, ...]] = (upper_case, table_across)
"""Written after the reader, and not for it."""
