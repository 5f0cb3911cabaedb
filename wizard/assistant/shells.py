"""What people put round an answer, taken off: `Hej! Vi skriver 3,5, tack. Mvh Anna` is 3,5.

Greetings and signatures, bullets and quotation marks, the name of what is asked for (`Telefon: …`), words that say
that an answer comes (`då tar vi …`, `… blir det`). What must stay true: nothing here makes a value less certain, so no
hedge, no negation and no condition is a shell; and what is left must be read whole by the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from wizard.assistant.said import Said, said
from wizard.values.characters import tidy

__all__ = ["Bare", "cores", "without_frame"]

_MOST_ROUNDS: Final = 6
_LONGEST: Final = 600

# The frame of a letter ------------------------------------------------------------------------------------

_GREETING: Final = re.compile(
    r"(?:hej ?san|hejhej|hej hej|hej|hallå|hallo|tjena|tja|god ?(?:morgon|dag|kväll|middag)|hello|hi|hey|dear|good (?:morning|day|afternoon|evening))"
    r"(?: igen| alla| där| there| again| på (?:er|dig))?(?: (?-i:[A-ZÅÄÖ])[\w-]+(?= ?[,!\n]))?(?: ?[,!.:]+ ?\n*| ?\n+| (?-i:(?=[\d@a-zåäö(])))",
    re.IGNORECASE,
)
_CLOSING: Final = (
    r"(?:(?:med )?(?:vänlig|vänliga|bästa|varm|varma|många|kind|best|warm)\w* (?:hälsning\w*|regards|wishes)|m\.?v\.?h\.?|b\.?v\.?h\.?|"
    r"v\.?h\.?|hälsningar|hälsar|vänligen|sincerely|regards|cheers|allt gott|trevlig helg|ha det (?:bra|gott|fint)|tack på förhand)"
)
_SIGNED: Final = re.compile(
    rf"[\s,.!]+{_CLOSING}[,.!]?(?:\s+(?:/ ?)?[A-ZÅÄÖ][^\d@\n:]{{1,40}}){{0,3}}$|\s+/(?-i:[A-ZÅÄÖ])[\w-]+$",
    re.IGNORECASE,
)
_PAINT: Final = re.compile(r"(?:\s*(?:[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+|[:;]-?[)D]|<3))+$")
_BULLET: Final = re.compile(r"(?:[-*•·>»▪●o]|->|=>|\.{2,}|…)\s+(?=\S)|[•·▪●…]\s*(?=\S)|\.{3,}\s*(?=\S)")
_PAIRS: Final = {
    '"': '"', "'": "'", "(": ")", "[": "]", "{": "}", "<": ">", "`": "`", "_": "_", "*": "*",
    "\u201d": "\u201d", "\u201c": "\u201d", "\u201e": "\u201d", "\u00ab": "\u00bb", "\u00bb": "\u00ab", "\u2018": "\u2019", "\u2019": "\u2019",
}  # fmt: skip

# Words that say that an answer comes -----------------------------------------------------------------------

_VERB: Final = (
    r"(?:skriv(?:er|a)?|svara(?:r)?|ange(?:r)?|säg(?:er|a)?|ta(?:r)?|sätt(?:er|a)?|notera(?:r)?|registrera(?:r)?|fyll(?:er|a)? i|"
    r"lägg(?:er|a)? (?:in|till)|välj(?:er|a)?|kör(?:a)?(?: på)?|put(?: down)?|write|enter|answer|say|take|choose|pick|note|register|fill in|go with|set|use)"
    r"(?: in| ner| upp| down)?"
)
_WHO: Final = r"(?:vi|jag|ni|du|man|i|we|you)"
_MAY: Final = r"(?:kan|vill|ska|får|tänker|vill gärna|can|may|will|want to|would like to|shall)"
_FRAMES: Final = (
    rf"(?:då |så |och )?{_WHO} (?:{_MAY} )?(?:bara )?{_VERB}(?: att det är| att vi har| svaret)?",
    rf"(?:då|så|här) (?:{_VERB}|{_MAY}) {_WHO}(?: {_VERB})?",
    rf"(?:{_MAY} (?:du|ni|vi|you) (?:please )?)?(?:please )?{_VERB}(?: då| bara| gärna)?",
    r"(?:och )?det (?:är|blir|ska vara|skall vara|står|ska stå|skall stå|gäller)(?: då| ju| alltså| nog inte annat än)?",
    r"(?:då|så|här) (?:är|blir|står) det",
    r"(?:för|hos) (?:oss|vår del|mig|min del)(?: (?:är|blir|gäller)(?: det)?)?",
    r"(?:(?:mitt|vårt|rätt|det rätta|korrekt|my|our|the|the right|the correct) )?(?:svar|svaret|answer)(?: på frågan)?(?: (?:är|blir|is))?",
    r"(?:den|det) här(?: är(?: det)?)?|här (?:är|kommer)(?: (?:det|den|svaret|vårt|vår|uppgiften|numret))?|så ?här|som följer|följande|namely|as follows|here (?:it is|you go|is)",
    r"(?:it|that|this) (?:is|will be|should be|says)|it's|that's|for us(?: it is| it's)?|with us",
    r"varsågod|varsegod",
    r"(?:vi|jag|we|i) (?:har|have)(?=[ :]+(?-i:[A-ZÅÄÖ\d]))",
)
_INTERJECTION: Final = (
    r"(?:okej|okey|ok|oki|okidoki|okay|jaha|jaså|jadå|jodå|jajamän|jajamensan|javisst|visst|absolut|självklart|givetvis|naturligtvis|ja|jo|japp|jepp|"
    r"hmm+|hm|mm+|öh+|öhm|eh+m?|äh|um+|uh+|alltså|nämligen|precis|exakt|just det|tack|nåväl|bra|toppen|perfekt|fint|gärna|helt enkelt|"
    r"yes|yeah|yep|sure|right|well|great|fine|of course|certainly|absolutely|thanks|thank you|ah|oh|oj|aha|okej då|ok då|okej tack)"
)
_MERE_VERB: Final = re.compile(
    r"(?:take|use|set|note|pick|enter|put|say|go with|ta|sätt|säg|välj|så|här|följande)\s+", re.IGNORECASE
)
"""Verbs that a name may begin with: `Take Care`."""
_BEHIND_LEAD: Final = r" ?(?::|,|=|->|\.\.\.)?\s+(?=\S)"
_AGREED: Final = re.compile(rf"{_INTERJECTION}(?: ?[,:;-]+| ?\.+|…)\s+(?=\S)", re.IGNORECASE)
_LOOSE: Final = re.compile(rf"{_INTERJECTION} (?=\S)", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"[,.]? ?(?:(?<=[ ,.])(?:tack(?: så mycket| snälla)?|thanks(?: a lot| so much)?|thank you|please|snälla|är (?:du|ni) (?:snäll|snälla|vänlig|vänliga)|alltså|"
    r"helt enkelt|hos oss|hos mig|för oss|för vår del|i vårt fall|for us|with us|in our case|exakt|precis|exactly|simply|that's all|det var allt|såklart|givetvis|självklart|förstås|naturligtvis|of course|blankt|jämnt|prick|menar jag|menade jag|i mean|"
    r"(?:är|blir|heter|står|gäller) det|(?:säger|tar|skriver|svarar|anger|väljer|kör) (?:vi|jag)|blir bra|är rätt|är korrekt|stämmer|är svaret|it is|is right|"
    r"is correct|will do|(?:det )?vet (?:jag|vi)|ska det (?:vara|stå)|blir det bra))[.!?]*$",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"(?<!\b(?:co|st|jr|nr|tr))(?<!\bltd)(?<!\binc)(?<=\w\w)\.$", re.IGNORECASE)
_MARKS: Final = re.compile(r"\s*[;!]+$")
_SEPARATOR: Final = r"\s*(?:[:=;\n\t|]|->|=>|→|\s-\s)\s*|\s+(?:är|blir|heter|ska vara|is|will be)\s+"


@dataclass(frozen=True, slots=True)
class Bare:
    """What is left; `sure` where the shell cannot have been part of the answer, even of a name."""

    text: str
    sure: bool = True


def without_frame(text: str) -> str:
    """A letter without its greeting and its signature, where that leaves something."""
    found = _GREETING.match(text)
    body = text[found.end() :].strip() if found else text
    body = body or text
    signed = _SIGNED.search(body)
    if signed is not None and body[: signed.start()].strip(" ,.!\n"):
        body = body[: signed.start()].rstrip()
    return body


def cores(text: str, labels: Sequence[str], *, agreeing: bool = True) -> Iterator[Bare]:
    """The text with more and more shells taken off. `labels` are the names of what is asked for.

    With `agreeing` unset, words of agreement are left alone: they may be the answer.
    """
    line = tidy(text)
    if not 1 < len(line) <= _LONGEST:
        return
    known = said()
    labelled = _label_pattern(known, tuple(labels)) if labels else None
    is_sure = True
    for _ in range(_MOST_ROUNDS):
        before = line
        line = _plain(line)
        line = without_frame(line)
        if agreeing:
            shorter = _AGREED.sub("", line, count=1) if _AGREED.match(line) else line
            if shorter == line and (loose := _LOOSE.match(line)) is not None:
                is_sure = is_sure and (line[0].islower() and not line[loose.end()].islower())
                shorter = line[loose.end() :]
            line = shorter
        lead = _lead(known).match(line)
        if lead is not None:
            is_sure = is_sure and _MERE_VERB.fullmatch(lead[0]) is None
            line = line[lead.end() :]
        line = _TAIL.sub("", line).rstrip() if _TAIL.search(line) else line
        if labelled is not None:
            line, is_set_off = _unlabelled(line, labelled)
            is_sure = is_sure and is_set_off
        line = re.sub(r"^,\s+", "", line.strip()).rstrip(" ,")
        if line == before or not line:
            return
        yield Bare(line, is_sure)


def _plain(line: str) -> str:
    """Without bullets, quotation marks and paint."""
    bullet = _BULLET.match(line)
    is_minus = (
        bullet is not None and line[0] == "-" and re.match(r"\d{1,5}(?!\d|-\d{4})", line[bullet.end() :])
    )
    if bullet is not None and not is_minus:
        line = line[bullet.end() :]
    line = _PAINT.sub("", line)
    while len(line) > 2 and _PAIRS.get(line[0]) == line[-1]:
        line = line[1:-1].strip()
    return _STOP.sub("", _MARKS.sub("", line))


def _unlabelled(line: str, pattern: tuple[re.Pattern[str], ...]) -> tuple[str, bool]:
    """A line without the label in front of it or behind it, and whether a sign or a verb sets it off."""
    front, back, beside = pattern
    lead = front.match(line)
    if lead is not None and line[lead.end() :].strip():
        return line[lead.end() :], True
    tail = back.search(line)
    if tail is not None and line[: tail.start()].strip():
        return line[: tail.start()], True
    close = beside.match(line)
    return (line[close.end() :], False) if close is not None else (line, True)


@cache
def _lead(known: Said) -> re.Pattern[str]:
    papers = "|".join(map(re.escape, known.phrases.get("papers", ()))) or "(?!)"
    by_paper = rf"enligt (?:{papers})(?: (?:är|står|blir|heter)(?: det)?)?"
    return re.compile(rf"(?:{'|'.join(_FRAMES)}|{by_paper}){_BEHIND_LEAD}", re.IGNORECASE)


@lru_cache(maxsize=512)
def _label_pattern(known: Said, labels: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """A label in front of an answer, set off from it; one behind it, in brackets or after `är`; one close before it."""
    names = "|".join(
        re.escape(name) + (r"\w{0,3}" if name[-1:].isalpha() else "")
        for name in sorted({" ".join(tidy(n).split()) for n in labels if n.strip()}, key=len, reverse=True)
    )
    owner = "|".join(map(re.escape, known.phrases.get("whose", ())))
    whose = rf"(?:(?:vårt?|våra|min|mitt|mina|den|det|som|our|my|the|{owner}) )?"
    return (
        re.compile(rf"{whose}(?:{names})(?:{_SEPARATOR})", re.IGNORECASE),
        re.compile(rf"\s*(?:\((?:{names})\)|,? (?:är|är det|is) {whose}(?:{names}))$", re.IGNORECASE),
        re.compile(rf"(?:{names}) (?=(?-i:[A-ZÅÄÖ\d]))", re.IGNORECASE),
    )
