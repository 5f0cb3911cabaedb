"""Words round an answer: those that say nothing, those that make it uncertain, and the names of what is asked for.

Tables only, folded as texts are compared (small letters, no accents). A word belongs among those that say
nothing only if leaving it out can never change what is meant, for any answer of that type.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from wizard.values.characters import fold

__all__ = ["HEDGES", "NEGATIONS", "WEIGHTY", "first_only", "naming_type", "weightless"]


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


HEDGES: Final = _set(
    "ca cirka circa c:a ungefär omkring runt kring typ nästan drygt knappt minst högst max maximalt minimalt "
    "åtminstone kanske eventuellt ev nog väl troligen troligtvis förmodligen antagligen sannolikt möjligen tror "
    "gissar hoppas preliminärt preliminär prel ung about around roughly approximately approx maybe perhaps probably "
    "almost nearly least most guess hopefully ~ ≈ ± < > ? senast tidigast före innan efter inom över under upp"
)
"""Words that make an exact value inexact."""

NEGATIONS: Final = _set("inte ej icke aldrig utom förutom undantag not no except without utan varken never")

WEIGHTY: Final = (
    HEDGES
    | NEGATIONS
    | _set(
        "tiotal tjugotal hundratal tusental fåtal flertal antal total dussintals tiotals hundratals tusentals varannan var varje sedan "
        "skulle borde kunde måste längre större mindre senare tidigare början slutet mitten heltidare deltidare vikarie vikarier"
    )
)
"""Words that are near others and mean something of their own: never taken for misspelled."""

_ANYWHERE: Final = _set(
    "det den de är e ä blir blev ska skall vara vi har jag ni du han hon hen oss mig man min mitt mina vårt vårat våran "
    "våra er ert era hans hennes deras så alltså ju då tack snälla hej hejsan hallå god dag jo nämligen här kommer "
    "svaret svar skriv sätt sätta fyll ange anger "
    "it is its it's its the we have our my i am are be will would us their they his her he she here hello hi thanks "
    "thank you please so well answer that's we're i'm ehm eh öh hmm hm we'd like "
    "företaget företagets bolaget bolagets mottagningen mottagningens kliniken klinikens enheten enhetens "
    "verksamheten verksamhetens föreningen föreningens firman firmans company company's clinic clinic's"
)

_BY_TYPE: Final[Mapping[str, frozenset[str]]] = {
    "date": _set(
        "öppnar startar börjar öppna starta börja start öppning driftstart starten startdatum startdatumet datum datumet "
        "dagen räknar med att planerar planerat planerad tänker siktar på vill kan fr o m from från och började startade "
        "öppnade utdraget registerutdraget registreringsbeviset beviset intyget anmälan utfärdat utfärdad utfärdades daterat daterad anmäldes anmälde anmälan gjordes skickades skickade "
        "registrerades per tänkt tänkte tänk skulle lika haft drar igång slår upp portarna blivit klart klar klara åtgärdat åtgärdas "
        "open opens opening starting begin begins began started on issued dated plan plans to want aim at date"
    ),
    "integer": _set(
        "st stycken styck personer pers människor anställda medarbetare finns totalt sammanlagt är people persons staff total there"
    ),
    "decimal": _set("st stycken finns totalt sammanlagt total there"),
    "fte": _set(
        "jobbar arbetar jobba arbeta tjänstgör anställd anställda på i tjänst tjänsten tjänstgöringsgrad "
        "tjänstgöringsgraden sysselsättningsgrad sysselsättningsgraden omfattning omfattningen totalt sammanlagt "
        "personer personal works work working employed at total"
    ),
    "measure": _set(
        "bred brett breda bredd bredden hög högt höga höjd höjden djup djupt djupa djupet lång långt långa längd längden "
        "dörren dörr entrédörren öppningen öppning karmen fri fritt fria mått måttet i mäter mätte mätt uppmätt lutning "
        "lutningen lutar rampen ramp korridoren gången tröskeln skylten sitter på finns wide high deep long width height "
        "depth length door ramp threshold slope measures measured clear"
    ),
    "amount": _set(
        "omsättning omsättningen omsatte omsätter aktiekapital aktiekapitalet på budget budgeten kostnad kostnaden "
        "kostar belopp beloppet uppgår till summa summan intäkter hyra hyran lån lånet ett en i turnover budget cost "
        "costs amount of a"
    ),
    "percent": _set("en på äger ägare andel andelen ägarandel ägarandelen innehar owns own share stake"),
    "orgnr": _set(
        "organisationsnummer organisationsnumret organisationsnr orgnummer orgnumret orgnr org nr nummer numret no nummret "
        "company number organisation organization registration reg corporate identity"
    ),
    "personnummer": _set(
        "coordination coordinationnumber social security "
        "personnummer personnumret personnr persnr pnr samordningsnummer samordningsnumret nummer numret nr personal "
        "identity number id"
    ),
    "hsaid": _set("hsa id hsaid hsa-id hsa-id:t hsa-idt identitet id:t"),
    "bankgiro": _set(
        "bankgiro bankgirot bankgironummer bankgironumret bankgironr bg nummer numret nr betala betalas till pay to number på"
    ),
    "plusgiro": _set(
        "plusgiro plusgirot plusgironummer plusgironumret postgiro pg nummer numret nr betala betalas till number på"
    ),
    "phone": _set(
        "telefon telefonen telefonnummer telefonnumret tel tfn tlf mobil mobilen mobilnummer mobilnumret mobiltelefon nummer "
        "numret nr ring ringa når nås nå kan på via växel växeln direkt direktnummer kontakta lättast enklast phone "
        "number mobile cell call reach at on can"
    ),
    "email": _set(
        "e-post e-posten e-postadress e-postadressen e-mail e-mailen mail mailen mejl mejlen mejla maila epost eposten post posten e adress adressen mailadress mailadressen mejladress "
        "mejladressen epostadress epostadressen postadress postadressen skicka skriv till nås nå når kontakta kan på via "
        "email address send write to at reach"
    ),
    "postcode": _set("postnummer postnumret postnr nummer numret postal code postcode zip på"),
    "timespan": _set(
        "öppet öppettid öppettider håller mottagning mottagningstid tid tider tiden klockan open hours from"
    ),
    "opening_hours": _set(
        "bara endast only öppet öppettider öppettiderna håller mottagning mottagningstid mottagningstider tider tiderna open hours"
    ),
    "url": _set(
        "webbplats webbplatsen hemsida hemsidan sida sajt sajten adress adressen finns på website web site page homepage at"
    ),
    "choice": _set(
        "in ha får fått byter bytt bytas leg legitimerad legitimerade licensed utbildad via by genom stad stads kommun kommunen huset lokalen jobbar arbetar anställd "
        "ett en form söker gäller avser väljer valet tar heter som a an choose option alternativ nummer ligger i på"
    ),
    "multichoice": _set(
        "inriktning tjänst tjänsten kommun område följande ett en söker gäller avser väljer valet tar vill ha ansöker om för bara endast enbart följande inriktningarna "
        "både even dessa only just choose apply for both and och samt också även plus "
    ),
}
"""Words that say nothing beside an answer of that type."""

_FIRST_ONLY: Final[Mapping[str, frozenset[str]]] = {"integer": _set("år sedan since")}
_FIRST_ANYWHERE: Final = _set("ja jo japp yes var was vår")


def first_only(type_name: str) -> frozenset[str]:
    """Words that say nothing before an answer, and something after it."""
    return _FIRST_ANYWHERE | _FIRST_ONLY.get(type_name, frozenset())


@cache
def weightless(type_name: str) -> frozenset[str]:
    """The words that say nothing beside an answer of this type."""
    return _ANYWHERE | _BY_TYPE.get(type_name, frozenset())


_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "phone": ("telefon", "telefonnummer", "mobil", "mobilnummer", "phone"),
    "email": ("mejl", "mail", "e-post", "epost", "mejladress", "mailadress", "e-postadress", "email"),
    "url": ("webbplats", "hemsida", "website"),
    "orgnr": ("orgnr", "orgnummer", "organisationsnummer"),
    "postcode": ("postnummer", "postnr", "postcode"),
    "address": ("adress", "gatuadress", "gata", "address"),
    "bankgiro": ("bankgiro", "bg"),
    "plusgiro": ("plusgiro", "postgiro", "pg"),
    "opening_hours": ("öppettider", "öppettid", "tider", "hours"),
    "hsaid": ("hsa-id", "hsaid"),
    "personnummer": ("personnummer", "pnr"),
    "date": ("datum", "dag", "date"),
}


def naming_type(type_name: str) -> tuple[str, ...]:
    """What people call an answer of that type, whatever the question calls it."""
    return _NAMES.get(type_name, ())
