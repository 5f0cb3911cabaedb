"""Yes and no as people say them: `ja det har vi`, `nej, tyvärr inte`, and all that is neither.

What must stay true: a yes with a condition, a doubt or a word nobody knows is asked about, never counted.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from wizard.i18n import msg
from wizard.values import Reading
from wizard.values.characters import fold, tidy

__all__ = ["read_yes_or_no"]


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


_YES: Final = _set(
    "ja j jo jodå japp jepp jupp jajamän jajamen jajamensan jajamänsan javisst jovisst joho jadå jaha visst självklart absolut givetvis "
    "såklart jajemän jajjemen naturligtvis självfallet stämmer korrekt precis exakt javars sant rätt yes y yep yeah yup sure definitely "
    "absolutely certainly correct true right indeed affirmative kyllä joo jomenvisst jomen jomensan tveklöst otvivelaktigt undoubtedly såklarlig jamen jajjamän"
)
_NO: Final = _set(
    "nej nepp nope nixpix noppe njet nehe n nä näe nää ne nix näpp nejdå nehej nejvars nope no nah negative falskt false ei ingalunda"
)
_NONE: Final = _set("ingen inget inga ingenting nada aldrig none nothing never nobody nowhere")
"""Beside a no, these say it again; alone they are no answer to yes or no."""
_NOT: Final = _set(
    "inte ej icke not don't dont doesn't doesnt isn't isnt haven't havent hasn't aren't didn't"
)
_STRONG: Final = _set("absolut definitely absolutely certainly självklart givetvis naturligtvis precis exakt")
_ECHO: Final = _set(
    "det den de är har vi gör finns jag han hon ni man att bli här oss så ju tack tyvärr "
    "faktiskt verkligen såklart förstås alls alla allt bra helt visst mycket riktigt också stämmer ok okej "
    "we do does i am is are it it's that that's they he she have has thanks thank you please of course unfortunately all at "
    "sorry indeed there's to our the ha göra vara klart gärna there such då dessvärre hm hmm öh eh mm du hörru hörni ni nej "
    "okej okay well oh ah actually förresten afraid kan ska vill haft hade visst vist i'm we're sådana sådant sådan"
)
_IN_PART: Final = _set("riktigt helt alla allt bra mycket all really fully")
"""Said with `inte`, these leave something."""
_MORE: Final = _set(
    "och and klar klart färdig färdigt fixat fixad ordnat ordnad gjort gjord löst påskriven påskrivet underskriven underskrivet undertecknad "
    "undertecknat signerad signerat skrivet skrivit signed done ready set alltid jämt dygnet runt hela tiden redan already länge "
    "starten början nyligen båda bägge allihop samtliga both everything always round clock good fine plats place såklart sen sedan allesammans rakt intyga kan ska ordentligt med råge vecka veckan förra igår fredags"
)
"""Said beside a yes, these say no more than that."""
_IDIOMS: Final = re.compile(
    r"\b(?:vet du vad|vet du|ska du veta|at all|för (?:fan|tusan|sjutton|all del)|ärligt talat|i alla fall|utan tvivel|without a doubt|of course|you know)\b|"
    r"(?P<sure>\bdet är klart(?: att)?(?= vi| jag| det| den)|\bså klart\b)|(?P<always>\b24/7\b)",
    re.IGNORECASE,
)
_YET: Final = _set("än ännu yet")
_TRUE: Final = _set("stämmer korrekt sant rätt sann correct true right")
_STEM: Final = 5
_REPEATED: Final = re.compile(r"(.)\1+")
_WORDS: Final = re.compile(r"[\w']+|[?]")
_MOST_WORDS: Final = 16


def read_yes_or_no(text: str, quiet: AbstractSet[str]) -> Reading | None:
    """What `text` says, or None where there is no yes and no no in it; `quiet` are the words of the question."""
    words = [_word(w) for w in _WORDS.findall(_IDIOMS.sub(_plainly, tidy(text).lower()))]
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    no = [w for w in words if w in _NO]
    negated = any(w in _NOT for w in words)
    yes = [w for w in words if w in _YES and not (w in _TRUE and negated)]
    echoed = _is_echo(words)
    if not (yes or no or negated or echoed):
        return None
    beside = _MORE if yes and not (no or negated) else _NONE if no else frozenset()
    known = _YES | _NO | _NOT | _ECHO | _YET | beside
    unknown = [w for w in words if w not in known and not _is_of_question(w, quiet)]
    contradicts = bool(no and set(yes) - _STRONG) or bool(yes and negated and not set(yes) <= _STRONG)
    twice = sum(w in _NOT for w in words) > 1
    in_part = twice or (negated and any(w in _IN_PART for w in words))
    if unknown or contradicts or in_part or (not (yes or no) and any(w in _YET for w in words)):
        return _asked(no=bool(no) or negated, yes=bool(yes) or (echoed and not negated))
    return Reading.accepted("no" if no or negated else "yes", text)


def _plainly(match: re.Match[str]) -> str:
    return "absolut" if match["sure"] else "alltid" if match["always"] else ""


def _is_of_question(word: str, quiet: AbstractSet[str]) -> bool:
    """Whether a word is one that the question was asked with, perhaps in another form."""
    return word in quiet or (len(word) > _STEM and any(own[:_STEM] == word[:_STEM] for own in quiet))


def _word(word: str) -> str:
    folded = fold(word)
    if folded in _YES | _NO | _ECHO:
        return folded
    short = _REPEATED.sub(r"\1", folded)
    return short if short in _YES | _NO else folded


def _is_echo(words: list[str]) -> bool:
    """`det har vi`, `we do`: an answer that repeats the verb of the question."""
    bare = [w for w in words if w not in _NOT | _YET]
    return " ".join(bare[:3]) in _ECHOES


_ECHOES: Final = frozenset(
    fold(words)
    for words in (
        *(
            "det har vi",
            "det har jag",
            "det har han",
            "det har hon",
            "det är vi",
            "det är jag",
            "det är han",
            "det är hon",
        ),
        *(
            "det gör vi",
            "det gör jag",
            "det gör han",
            "det gör hon",
            "det ska vi",
            "det kan vi",
            "det finns",
            "det finns ju",
        ),
        *(
            "det vill vi",
            "det kan vi",
            "visst är det",
            "visst har vi",
            "visst gör vi",
            "det är det",
            "det gör det",
            "det kommer vi",
            "det finns det",
            "det får de",
            "det har de",
        ),
        *(
            "vi har",
            "vi gör",
            "we do",
            "we are",
            "we have",
            "i do",
            "i am",
            "he is",
            "she is",
            "it is",
            "it does",
        ),
        *("yes we do", "det är den", "det har den", "det har det"),
    )
)


def _asked(*, yes: bool, no: bool) -> Reading:
    reason = msg("This is neither a plain yes nor a plain no. Answer yes or no.")
    return Reading.ambiguous(reason, *(("yes", "no") if yes == no else ("yes",) if yes else ("no",)))


DOUBTFUL: Final = _set(
    "nja njae kanske delvis ibland oftast mestadels sannolikt förmodligen troligen troligtvis antagligen möjligen "
    "eventuellt snart maybe perhaps partly sometimes probably possibly soon tror think hoppas hope beror depends nästan "
    "både typ nog väl ungefär mm mhm"
)
"""Words that make any answer to a yes-or-no question neither."""


def is_doubtful(text: str) -> bool:
    """Whether a text without yes and no says that it could be both."""
    return any(fold(w) in DOUBTFUL for w in _WORDS.findall(tidy(text).lower()))
