"""`lov lookup`: what Bolagsverket says of an organisation, shown, and taken over into a draft where one says yes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from getpass import getpass
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.lookupoutputs import DraftFactsOut, lookup_out, unknown_out
from wizard.cli.nets import NotAskedError, offline_option, open_net, when
from wizard.flow.registers import Comparison, Register, Standing, Subject, compared, standings
from wizard.i18n import Translator, msg
from wizard.values.base import Context

if TYPE_CHECKING:
    from wizard.drafts.session import DraftSession
    from wizard.registers.bolagsverket import Found
    from wizard.registers.company import Company

__all__ = ["lookup"]

_YES = frozenset({"j", "ja", "y", "yes"})


@click.command(
    cls=Command,
    about=msg(
        "Ask Bolagsverket about the organisation ORGNR: name, form, address, and whether it is bankrupt or in "
        "liquidation. With --into, show what differs from a draft's answers and take over what you say yes to. "
        "Exit code 0: found, and nothing amiss. 1: not found, not looked up, or something goes on with it. "
        "3: that is no organisation number."
    ),
)
@click.argument("orgnr", required=False)
@option("--into", "draft", about=msg("Compare with DRAFT; without ORGNR, look up the number in it."))
@option("--yes", is_flag=True, about=msg("Take over everything that differs, without asking."))
@option("--anew", is_flag=True, about=msg("Ask again, even where the answer of today is kept."))
@option(
    "--keyring",
    is_flag=True,
    about=msg("Put the client id and the secret into the keyring of this computer."),
)
@offline_option
@json_option
@pass_door
def lookup(  # noqa: PLR0913  one parameter an option
    door: Door, orgnr: str | None, draft: str | None, *, yes: bool, anew: bool, keyring: bool, offline: bool
) -> int:
    """Look up, show, and take over."""
    if keyring:
        return _keep_credentials(door)
    if orgnr is None and draft is None:
        door.say(msg("Give an organisation number, or a draft with --into."))
        return Exit.USAGE
    from wizard.registers import NetError  # noqa: PLC0415  only where something is looked up
    from wizard.registers.bolagsverket import SOURCE, Bolagsverket, canonical_number  # noqa: PLC0415  as above

    register = _register(door)
    session = _session(door, draft)
    subject = _subject(register, session, canonical_number(orgnr, door.today) if orgnr else None)
    number = canonical_number(orgnr or _number_in(session, subject), door.today)
    asked = Bolagsverket(open_net(door, offline=offline), door.environment)
    try:
        found = asked.look_up(number, door.today, anew=anew)
    except NetError as error:
        door.say(error.message)
        door.give(unknown_out(number, SOURCE, {"code": error.code, "message": door.tr(error.message)}))
        return Exit.NOT_PASSED
    stands = list(standings(register, found.company.codes(), is_known=found.company.is_status_known))
    for line in _lines(found, stands, door.tr):
        door.print(line)
    facts = (
        _into(door, session, subject, found, yes=yes) if session is not None and subject is not None else None
    )
    door.give(lookup_out(found, stands, facts, SOURCE, door.tr))
    return Exit.NOT_PASSED if any(one.is_amiss for one in stands) else Exit.DONE


def _register(door: Door) -> Register:
    if not door.content.registers:
        raise NotAskedError(msg("The content names no register that can be asked."))
    return door.content.registers[0]


def _session(door: Door, draft: str | None) -> DraftSession | None:
    if draft is None:
        return None
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy

    return DraftSession.open(door.store, door.content, draft, door.today)


def _subject(register: Register, session: DraftSession | None, number: str | None) -> Subject | None:
    """Whose number it is in the draft: who has it there, else who has none yet, else the first that is asked for."""
    if session is None:
        return None
    held = {s.number: session.interview.stored.get(s.number) for s in register.subjects}
    asked = [s for s in register.subjects if s.number in session.flow.questions]
    if not asked:
        raise NotAskedError(msg("This errand asks for no organisation number."))
    return min(
        asked,
        key=lambda s: (
            number is None or held[s.number] != number,
            number is not None and bool(held[s.number]),
        ),
    )


def _number_in(session: DraftSession | None, subject: Subject | None) -> str:
    held = session.interview.value(subject.number) if session is not None and subject is not None else None
    if not isinstance(held, str) or held in ("", "?", "-"):
        raise NotAskedError(msg("The draft has no organisation number yet. Give it before --into."))
    return held


# Showing -------------------------------------------------------------------------------------------------


def _lines(found: Found, stands: list[Standing], tr: Translator) -> Iterator[str]:
    for company in found.businesses:
        yield from _company_lines(company, tr)
    words = {one.code: one for company in found.businesses for one in company.procedures}
    for one in stands:
        if one.is_met is not True:
            sign = "?" if one.is_met is None else "!"
            yield f"{sign} {tr(one.sentence())}"
            for code in one.codes:
                if (told := words.get(code)) is not None:
                    since = tr(msg("since {day}", day=told.since)) if told.since is not None else ""
                    yield f"    {' '.join(filter(None, (told.label, since)))}"
            if one.demand.fix is not None:
                yield f"    {tr(one.demand.fix)}"
    if all(one.is_met for one in stands):
        yield tr(msg("Nothing goes on with it that stands in the way."))
    yield tr(msg("Source: {source}, looked up {when}.", source=_source(), when=when(found.reply.fetched)))
    if found.reply.trouble is not None:
        yield tr(msg("This is what is kept of an earlier look-up. {why}", why=found.reply.trouble))


def _source() -> str:
    from wizard.registers.bolagsverket import SOURCE  # noqa: PLC0415  as above

    return SOURCE


def _company_lines(company: Company, tr: Translator) -> Iterator[str]:
    yield company.name or tr(msg("(no name)"))
    if company.other_names:
        yield "  " + tr(msg("Other names: {names}", names=", ".join(company.other_names)))
    if company.form:
        yield "  " + tr(msg("Form: {form}", form=company.form_label or company.form))
    address = ", ".join(filter(None, (company.street, f"{company.postcode} {company.city}".strip())))
    if address:
        yield "  " + tr(msg("Address: {address}", address=address))
    if company.registered is not None:
        yield "  " + tr(msg("Registered: {day}", day=company.registered))
    if company.deregistered is not None:
        why = f" ({company.why_deregistered})" if company.why_deregistered else ""
        yield "  " + tr(msg("Deregistered: {day}", day=company.deregistered)) + why


# Into a draft --------------------------------------------------------------------------------------------


def _into(door: Door, session: DraftSession, subject: Subject, found: Found, *, yes: bool) -> DraftFactsOut:
    """Show what differs, and take over what the person says yes to."""
    ctx = Context(door.today, door.language)
    taken: set[str] = set()
    beside = list(compared(subject, found.company.facts(), session.interview, ctx))
    _keep_number(door, session, subject, found)
    door.print()
    for one in beside:
        sign = "=" if one.is_same else "≠" if one.mine is not None else "+"
        door.print(f"{sign} {door.tr(one.question.label)}")
        if not one.is_same:
            door.print("    " + door.tr(msg("in the draft: {value}", value=_mine(one, door.tr))))
            door.print("    " + door.tr(msg("in the register: {value}", value=_theirs(one, door.tr))))
    differing = [one for one in beside if not one.is_same]
    for one in differing:
        if yes or _agrees(door, one):
            session.answer(one.fill.question, one.theirs)
            taken.add(one.fill.question)
    if differing:
        door.say(msg("Taken over: {count} of {all}.", count=len(taken), all=len(differing)))
    if differing and not yes and not _can_ask(door):
        door.say(msg("Nothing was asked, because there is no terminal. Add --yes to take over what differs."))
    return {
        "draft": session.draft.id,
        "facts": [
            {
                "question": one.fill.question,
                "label": door.tr(one.question.label),
                "mine": _mine(one, door.tr) if one.mine is not None else None,
                "theirs": _theirs(one, door.tr),
                "same": one.is_same,
                "taken": one.fill.question in taken,
            }
            for one in beside
        ],
    }


def _keep_number(door: Door, session: DraftSession, subject: Subject, found: Found) -> None:
    """The number itself: an answer where there was none, and never put in place of another one."""
    held = session.interview.stored.get(subject.number)
    if held in (None, "", "?"):
        session.answer(subject.number, found.number)
        door.say(msg("The number is an answer of the draft now."))
    elif held != found.number:
        door.say(msg("The draft has another organisation number. It was left as it is."))


def _mine(one: Comparison, tr: Translator) -> str:
    if one.mine is None or one.question.type is None:
        return tr(msg("(not answered)"))
    return one.question.type.show(one.mine, tr)


def _theirs(one: Comparison, tr: Translator) -> str:
    return one.question.type.show(one.theirs, tr) if one.question.type is not None else str(one.theirs)


def _can_ask(door: Door) -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and not door.as_json


def _agrees(door: Door, one: Comparison) -> bool:
    """Whether the person wants to take a fact over; nobody is asked where nobody is there."""
    if not _can_ask(door):
        return False
    question = msg(
        "{question}: take over {value}? (yes/no)", question=one.question.label, value=_theirs(one, door.tr)
    )
    door.say(question)
    return sys.stdin.readline().strip().casefold() in _YES


def _keep_credentials(door: Door) -> int:
    """Ask for the client id and the secret, and put them into the keyring."""
    from wizard.registers.credentials import Credentials, keep_in_keyring  # noqa: PLC0415  seldom needed

    if not _can_ask(door):
        door.say(msg("Run this in a terminal: it asks for the client id and the secret."))
        return Exit.USAGE
    door.say(msg("Client id:"))
    known = sys.stdin.readline().strip()
    secret = getpass(door.tr(msg("Secret (not shown): ")))
    if not known or not secret:
        door.say(msg("Nothing was kept: both are needed."))
        return Exit.USAGE
    keep_in_keyring(Credentials(known, secret))
    door.print(msg("The client id and the secret are in the keyring of this computer."))
    return Exit.DONE
