"""Words that rows in prose are held together by: numbers of some, of all and of the rest, and those that say nothing."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "AND",
    "BEING",
    "BOTH",
    "COMPANY",
    "DOING",
    "JOINING",
    "LONGEST_CELL",
    "LONGEST_NAME",
    "MANY",
    "MOST_ROWS",
    "MOST_WORDS",
    "MYSELF",
    "NAME",
    "NOUNS",
    "OF_WHOM",
    "PARTICLES",
    "REST",
    "RESTING",
    "SHORTEST_HEAD",
    "SIGNS",
    "SINGLE",
    "SMALL",
    "UNITS",
    "WORD",
]

WORD: Final = re.compile(r"[^\W_]+(?:[-'.:/&][^\W_]+)*\.?|[,;\n()%+]|\S")
LONGEST_CELL: Final = 7
LONGEST_NAME: Final = 7
MOST_WORDS: Final = 160
MOST_ROWS: Final = 60
SIGNS: Final = frozenset(",;\n()+.-:")
AND: Final = frozenset({"och", "and", "samt", "plus", "o", "&"})
BOTH: Final = frozenset(
    ["bada", "bagge", "alla", "samtliga", "allihop", "allihopa", "both", "all", "vardera", "each"]
)
MYSELF: Final = frozenset({"me", "jag", "i", "mig", "sjalv", "min", "my"})
BEING: Final = frozenset({"ar", "blir", "is", "are", "som", "who"})
MANY: Final = ("or", "orna", "er", "erna", "ar", "arna", "s", "lakare", "lakarna")
"""How a noun for several people ends."""
OF_WHOM: Final = frozenset(["varav", "darav"])
REST: Final = frozenset(
    {
        "resten",
        "ovriga",
        "resterande",
        "den andra halvan",
        "de andra",
        "de ovriga",
        "the rest",
        "the others",
        "others",
    }
)
RESTING: Final = frozenset({"resten", "ovriga", "resterande", "de", "den", "the", "varav", "darav"})
SINGLE: Final = frozenset(
    f"{article} {which}"
    for article, which in (
        *(("den", w) for w in ("ena", "ene", "andra", "andre", "forsta", "tredje", "fjarde")),
        *(("the", w) for w in ("first", "second", "third", "other", "one")),
    )
)
UNITS: Final = frozenset({"procent", "percent", "tim", "timmar", "h", "hours"})
DOING: Final = re.compile(
    r"(?:som |who |which )?(?:står för|sköter|gör|utför|ansvarar för|tar hand om|har hand om|ska göra|kommer att göra|does|do|handles|provides|will do|för att|eftersom|because|for|för)\s+",
    re.IGNORECASE,
)
SMALL: Final = frozenset(
    [
        "pa",
        "i",
        "med",
        "och",
        "samt",
        "som",
        "ar",
        "heter",
        "jobbar",
        "arbetar",
        "tjanst",
        "tjanstgor",
        "st",
        "stycken",
        "pers",
        "personer",
        "person",
        "hon",
        "han",
        "vi",
        "har",
        "det",
        "finns",
        "ska",
        "kommer",
        "for",
        "att",
        "blir",
        "till",
        "plats",
        "specialister",
        "sig",
        "by",
        "and",
        "with",
        "who",
        "is",
        "are",
        "on",
        "at",
        "works",
        "working",
        "work",
        "i'm",
        "the",
        "of",
        "in",
        "a",
        "plus",
        "dessutom",
        "ocksa",
        "aven",
        "var",
        "dvs",
        "inom",
        "gar",
        "jag",
        "till",
        "ytterligare",
        "sen",
        "sedan",
        "sa",
        "bara",
        "just",
        "me",
        "sjalv",
        "min",
        "fru",
        "wife",
        "husband",
        "my",
        "tva",
        "ihop",
        "tillsammans",
        "nu",
        "sta",
        "star",
        "in",
        "vid",
        "hos",
        "oss",
        "ni",
        "en",
        "specialist",
        "anstalld",
        "den",
        "de",
        "borjar",
        "starts",
        "starting",
        "has",
        "have",
        "are",
        "an",
    ]
)
NAME: Final = re.compile(r"[A-ZÅÄÖÉÜ][\w'-]*\.?")
PARTICLES: Final = frozenset({"von", "af", "de", "la", "van", "der", "den"})
COMPANY: Final = frozenset({"ab", "hb", "kb", "as", "ltd", "inc"})
SHORTEST_HEAD: Final = 5

JOINING: Final = frozenset(
    {"i", "pa", "och", "of", "the", "av", "for", "vid", "fran", "&", "and", "de", "la"}
)
"""Small words within the name of a company."""
NOUNS: Final = frozenset({"specialist", "specialister", "person", "personer", "pers", "people", "persons"})
"""Nouns for people that tell nothing of their profession."""
