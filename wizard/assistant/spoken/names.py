"""Names and addresses in sentences, and questions that are none.

A line of text can hold anything, so only what plainly leads up to a name is set aside: `vi heter Rörelsekraft AB`.
What must stay true: a question a person asks is never stored as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Final

from wizard.assistant.said import Said, said
from wizard.i18n import msg
from wizard.values import Reading, Status, ValueType
from wizard.values.base import Context
from wizard.values.characters import fold, tidy

__all__ = ["as_name", "has_town", "is_question", "read_line_of_text"]

_PRONOUN: Final = "vi|jag|hon|han|hen|de|den|det|we|i|she|he|it|they"
_OWNER: Final = "mitt|hennes|hans|deras|vårt|dess|det fullständiga|fullständigt|my|our|her|his|its|the"


@dataclass(frozen=True)
class _Leads:
    """What plainly leads up to a name or a street, in the words of one content folder."""

    to_name: re.Pattern[str]
    to_street: re.Pattern[str]
    more_than_a_name: re.Pattern[str]
    role: re.Pattern[str]


def _leads() -> _Leads:
    return _leads_of(said())


@cache
def _leads_of(known: Said) -> _Leads:
    def any_of(*names: str) -> str:
        phrases = [p for name in names for p in known.phrases.get(name, ())]
        return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or "(?!)"

    who = rf"(?:{_PRONOUN}|{any_of('who')})"
    name_is = rf"(?:{_OWNER}|{any_of('whose')})? ?(?:fullständiga )?(?:{any_of('name')})"
    to_name = (
        r"(?:(?:hej|hallå|hello|hi)[,!.]? )?(?:ja, |jo, )?(?:"
        rf"{who} (?:heter|kallas|kallar sig|kallar oss|kallar vi|ska heta|kommer att heta|is called|are called|am called)"
        rf"|{name_is} (?:är|blir|ska vara|is|are|will be)"
        r"|(?:det är|det blir|det ska vara|det heter|it is|it's|that is|that's)"
        r"|(?:namn|name|svar|answer) ?:"
        r"|(?:vi|jag|we|i) (?:använder|kör|har valt|ska använda|ska ha|kommer att använda|use|are using|will use)(?: oss av)?"
        r"|(?:hon|han|hen|he|she) (?:är|is)|(?:hon|han|hen|den|de) som heter"
        r"|(?:vår|min|our|my) \w+(?= [A-ZÅÄÖ])"
        r"|i(?= [A-ZÅÄÖ]\w+$)|in(?= [A-ZÅÄÖ]\w+$)"
        r") (?P<rest>\S.*)"
    )
    to_street = (
        r"(?:(?:hej|hallå|hello|hi)[,!.]? )?(?:ja, |jo, )?(?:"
        rf"(?:(?:(?:vi|den|det|jag|{any_of('what_lies')}) )?(?:{any_of('lies')})(?: på| vid| i)?)"
        rf"|(?:(?:vår|min|our|my|the|ny|vår nya|postadress|besöks|{any_of('whose')})? ?"
        rf"(?:{any_of('street')}) ?(?:är|blir|heter|is called|is|:))"
        r"|(?:vi är på|det är|det blir|det ska vara|it is|it's|we are at|we're at|we are located|we're located at|located at|on|at)"
        r"|på(?= \S+.* \d)"
        r") (?P<rest>\S.*)"
    )
    house = rf"(?:(?:ekonomisk|ideell) )?[a-zåäö]*(?:{any_of('house')})(?:en|et|n)?$"
    more = rf"(?:[A-ZÅÄÖ][\w'-]+ ){{2,3}}(?!och |and |af |von |de |av |& |{house})[a-zåäö]+(?: .*)?"
    role = rf"(?:undertecknad|någon(?: annan)?(?: .*)?|en av .*|nån .*|samtliga|someone.*|somebody.*|undersigned|{any_of('role')})"
    return _Leads(
        re.compile(to_name, re.IGNORECASE),
        re.compile(to_street, re.IGNORECASE),
        re.compile(more),
        re.compile(role, re.IGNORECASE),
    )


_HEDGED: Final = re.compile(
    r"(?:ungefär|cirka|ca|about|around|kanske|troligen|förmodligen|möjligen|eventuellt|typ|maybe|perhaps|probably) .+|.+,? (?:tror jag|tror vi|kanske|förmodligen|troligen|typ|i think|i guess|maybe|probably)|.+ / .+",
    re.IGNORECASE,
)
_WE_ARE: Final = re.compile(r"(?:[Vv]i är|[Jj]ag är|[Ww]e are|[Ii] am|[Ii]'m) (?P<rest>[A-ZÅÄÖ]\S*(?: .*)?)")
_TOWN_BEHIND: Final = re.compile(
    r"(?: i [A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)?|\d ?[A-Za-z]?,? [A-ZÅÄÖ][a-zåäö]{2,}(?: [A-ZÅÄÖ]\w+)?|,(?: \d ?tr\.?,)? [A-ZÅÄÖ][a-zåäö]{2,})$"
)
_TAIL: Final = re.compile(r"[,.]? (?:tack|tack!|thanks|thank you|please)[.!]*$", re.IGNORECASE)

_SURELY_ASKING: Final = re.compile(
    r"(?:(?:men|du|hej|ursäkta|förlåt|och|but|so|excuse me),? )*(?:"
    r"(?:vad|vem|vilka|vilken|vilket|när|hur|varför|var|vart) (?:är|menas|menar|betyder|innebär|händer|gör|gäller|kostar|krävs|ska|skall|får|kan|måste|behöver|lång|länge|många|mycket|ofta|stor|frågar|vill|räknas|kommer|skickar|hittar|finns|ligger)\b"
    r"|(?:får|kan|måste|behöver|ska|bör) (?:vi|jag|man|ni|det|de)\b"
    r"|(?:what|who|why|when|where|how|which) (?:is|are|do|does|long|many|much|happens|can|should|must|if|will)\b"
    r"|(?:can|may|must|should|do|does|could) (?:i|we|you|one|it|they)\b"
    r"|är det (?!så)\S|varför\b|why\b|förklara\b|explain\b|berätta om\b|tell me\b"
    r").*",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether a person asks something here, rather than answers."""
    line = " ".join(tidy(text).split())
    if not line or len(line) > 400:
        return False
    if line.endswith("?"):
        return len(line.split()) > 1 or fold(line.rstrip("?")) in _SINGLE
    return _SURELY_ASKING.fullmatch(line) is not None and len(line.split()) >= 3


_SINGLE: Final = frozenset({"varfor", "why", "vad", "what", "hur", "how", "va", "jasa"})


def read_line_of_text(
    kind: ValueType, text: str, ctx: Context, about: AbstractSet[str] = frozenset()
) -> Reading:
    """A name or another line of text, without what plainly leads up to it."""
    whole = kind.read(text, ctx)
    if whole.status is not Status.ACCEPTED:
        return whole
    if is_question(text):
        reason = msg(
            "This sounds like a question of yours, so it is not taken as the answer. Write the answer itself."
        )
        return Reading.ambiguous(reason, *([] if whole.value is None else [whole.value]))
    if _is_no_name(kind, str(whole.value), about):
        reason = msg("This does not look like what is asked for. Write only the answer itself.")
        return Reading.ambiguous(reason, *([] if whole.value is None else [whole.value]))
    inner = _inner(kind, str(whole.value), about)
    if inner == whole.value:
        return whole
    found = kind.read(inner, ctx)
    if found.status is not Status.ACCEPTED or is_question(inner):
        reason = msg("Write only what is asked for, without a sentence round it.")
        return Reading.ambiguous(reason, *([] if whole.value is None else [whole.value]))
    return found


_NO_NAME: Final = re.compile(
    r"(?:hej|hallå|hejsan|hello|hi|test|asdf|samma|same|likadant|dito|ditto)(?:[ ,.!].*)?|(?:jag|vi|me|i|mig)(?: själv| själva| också)?[.!]?|myself|ourselves|ingen alls"
    r"|(?:vill|vågar|tänker|kan) (?:inte|ej) .+|(?:i )?(?:won't|will not|can't|cannot) .+|inte .+|not .+|.+ (?:eller|or) .+|samma .+|same .+"
    r"|(?:det )?(?:har jag|har vi|har) redan .+|see above|se ovan.*|enligt ovan.*",
    re.IGNORECASE,
)
_REFERRING: Final = re.compile(
    r"\b(?:se bilaga|bifogad|bifogat|enligt (?:ovan|bilaga)|som ovan|samma som|ovanstående|see (?:above|attached)|same as|as above)\b",
    re.IGNORECASE,
)
_POSTCODE_FIRST: Final = re.compile(r"\d{3} ?\d{2} \D+")
_PLAIN: Final = frozenset(
    {"ja", "nej", "yes", "no", "japp", "jo", "ok", "okej", "nja", "inget", "ingen", "inga", "none", "nothing"}
)
_NOT_KNOWN: Final = re.compile(
    r"(?:(?:jag|vi|i|we)(?:'m| am| are|'re)? )?(?:vet (?:inte|ej)|är (?:inte|ej) (?:säker|säkra)|är osäk\w+|not sure|don't know|do not know|no idea|"
    r"ingen aning|minns (?:inte|ej)|osäker på|oklart)\b",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"\b(?:nånting|någonting|något|nåt|-?talet|typ|ungefär|cirka|somewhere|something|eller)\b|\?",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"(?P<lead>[^\W\d_]+(?: [^\W\d_]+){0,2}) ?: ?(?P<rest>\S.*)")
_CALLED: Final = re.compile(
    r"[a-zåäö]\w*(?: \w+){0,3} (?:heter|kallas|is called|is named) (?P<rest>[A-ZÅÄÖ\d].*)"
)
_NUMBER_WORD: Final = re.compile(r",? (?:nummer|nr\.?|number|no\.) ?(?=\d)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"[\d\s.,:+/()-]+")


def _is_no_name(kind: ValueType, text: str, about: AbstractSet[str]) -> bool:
    """Whether a short line can hardly be a name or an address: a greeting, a refusal, one of two, a bare number."""
    if kind.name == "longtext" or len(text) > 120:
        return False
    if _NOT_KNOWN.match(text) or (kind.name == "address" and _VAGUE.search(text)):
        return True
    if "@" in text or (
        kind.name == "text" and (text.endswith("?") or _REFERRING.search(text) or _POSTCODE_FIRST.match(text))
    ):
        return True
    if _NUMBERED.fullmatch(text):
        return not any(
            word.startswith(("numm", "numb", "nr")) or word.endswith(("nummer", "number")) for word in about
        )
    if _HEDGED.fullmatch(text) or fold(text).strip(" .!") in _PLAIN:
        return True
    if kind.name == "address" and not any(c.isdigit() for c in text):
        return True
    return _NO_NAME.fullmatch(text) is not None and not text.endswith((" AB", " HB", " KB", " Ltd", " Inc"))


def _inner(kind: ValueType, text: str, about: AbstractSet[str]) -> str:
    """The text without its leads, however many; and without thanks. Words of the question may lead up to it too."""
    if kind.name not in ("address", "text"):
        return text
    known = _leads()
    if kind.name == "address":
        text = _NUMBER_WORD.sub(" ", text)
    else:
        labelled = _LABELLED.fullmatch(text)
        if labelled is not None and _is_label(labelled["lead"]):
            text = labelled["rest"]
        called = _CALLED.fullmatch(text)
        text = called["rest"] if called is not None else text
    leads = (known.to_street,) if kind.name == "address" else (known.to_name, _WE_ARE)
    while True:
        match = next((m for lead in leads if (m := lead.fullmatch(text))), None) or _repeating(text, about)
        shorter = _TAIL.sub("", match["rest"] if match else text).strip(" ,")
        if match is not None:
            shorter = (
                shorter.rstrip(".!") if not shorter.lower().endswith((" co.", " inc.", " ltd.")) else shorter
            )
        if not shorter or shorter == text:
            return text
        text = shorter


def _is_label(lead: str) -> bool:
    """Whether the words before a colon say that a name comes: `Firma:`, `Bolagets namn:`."""
    phrases = said().phrases
    words = {
        fold(word)
        for key in ("name", "whose", "who")
        for phrase in phrases.get(key, ())
        for word in phrase.split()
    }
    return all(fold(word) in words for word in lead.split())


def _repeating(text: str, about: AbstractSet[str]) -> re.Match[str] | None:
    """`firmatecknaren är Anna Svensson`, where the question asked for the firmatecknare."""
    match = _IS.fullmatch(text)
    if match is None:
        return None
    stems = {word[:_STEM] for word in about if len(word) >= _STEM}
    lead = [fold(word) for word in match["lead"].split()]
    known = all(word in _SMALL or word[:_STEM] in stems for word in lead)
    return match if known and any(word not in _SMALL for word in lead) else None


_IS: Final = re.compile(
    r"(?P<lead>\w+(?: \w+){0,3})(?: (?:är|heter|blir|is|ska vara|ska heta) | ?: )(?P<rest>\S.*)",
    re.IGNORECASE,
)
_SMALL: Final = frozenset(
    {"var", "vart", "min", "mitt", "den", "det", "the", "our", "my", "hos", "oss", "for"}
)
_STEM: Final = 6


def has_town(text: str) -> bool:
    """Whether a street line goes on with a town, as in `Storgatan 1 i Solna`."""
    return _TOWN_BEHIND.search(text) is not None and any(c.isdigit() for c in text)


def as_name(reading: Reading) -> Reading:
    """A whole sentence, a word for somebody, or a name with more after it is no name."""
    name, known = str(reading.value), _leads()
    ways = (_SENTENCE, _SOMEBODY, known.more_than_a_name, _POSTCODE_IN_IT, _TOLD, _WITH_MORE, known.role)
    if not any(way.fullmatch(name) for way in ways):
        return reading
    reason = msg("This does not look like what is asked for. Write only the answer itself.")
    return Reading.ambiguous(reason, *([] if reading.value is None else [reading.value]))


_SENTENCE: Final = re.compile(
    r"(?:vi|jag|man|det|de|we|i|it|they|there) [a-zåäö]+ .*|(?:ingen|inga|nobody|none)(?: .*)?", re.IGNORECASE
)
_SOMEBODY: Final = re.compile(
    r"(?:alla |båda |den |en |ett |all |both |the )?[a-zåäö]+(?:en|n|na|arna|erna|or|et)|VD:n|vd:n|(?:alla|båda|all|both) .+|(?:the|our|vår|vårt|min) [a-z].*"
)
_TOLD: Final = re.compile(r"[a-zåäö]\S*(?: \S+){3,}")
_POSTCODE_IN_IT: Final = re.compile(r"\d{3} ?\d{2} \D+")
_WITH_MORE: Final = re.compile(r".+[,(;+=].+|.*\d{5,}.*|.*\d{3,}[ -]\d{2,}.*")
