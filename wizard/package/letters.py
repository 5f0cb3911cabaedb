"""The two letters in a package: what it is, and what remains to be done.

They go with forms that are always in Swedish and may be opened by either side, so both letters are written in
Swedish; the first one says the same in English below. A letter depends on the answers and the day alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.flow.interview import Interview
from wizard.i18n import Message, Translator, msg
from wizard.rules import Assessment

__all__ = ["checklist", "read_me"]


def read_me(interview: Interview, assessment: Assessment) -> str:
    """What the package is: Swedish first, then English."""
    swedish = "\n".join(_read_me(interview, assessment, Translator.of("sv")))
    english = "\n".join(_read_me(interview, assessment, Translator.of("en")))
    return f"{swedish}\n\n---\n\n{english}\n"


def _read_me(interview: Interview, assessment: Assessment, tr: Translator) -> Iterator[str]:
    yield tr(interview.flow.title)
    yield ""
    if assessment.is_ready:
        yield tr(
            msg(
                "The package is complete by lov's rules on {day}. Nothing has been sent.", day=interview.today
            )
        )
    else:
        yield tr(msg("This is a draft. It is not complete and must not be handed in."))
    yield ""
    yield tr(msg("In the folder data:"))
    yield tr(msg("- the filled forms, as PDF"))
    yield tr(msg("- bilagor: the attachments"))
    yield tr(msg("- checklista.txt: what remains to be done"))
    yield tr(msg("- application.json: the answers and verdicts as data, for programs"))
    yield ""
    yield tr(
        msg(
            "The files beside the folder make it a BagIt bag (RFC 8493). To see that nothing has been changed, run: sha256sum -c manifest-sha256.txt"
        )
    )
    yield tr(
        msg(
            "The forms are lov's own layout, made after what the region asks for. They are not the region's own blanks."
        )
    )


def checklist(interview: Interview, assessment: Assessment) -> str:
    """What remains, in Swedish: to sign, to send, to mend, to hand in later."""
    tr = Translator.of("sv")
    return "\n".join(_checklist(interview, assessment, tr)) + "\n"


def _checklist(interview: Interview, assessment: Assessment, tr: Translator) -> Iterator[str]:
    yield tr(msg("Checklist: {title}", title=interview.flow.title))
    yield ""
    yield from _points(tr, msg("To do with the package"), [tr(step) for step in interview.flow.next_steps])
    yield from _points(
        tr, msg("Answers that are missing"), [f"{tr(m.label)} ({m.address})" for m in assessment.missing]
    )
    yield from _points(
        tr, msg("What stands in the way"), [_advice(v.rule.text, v.rule.fix, tr) for v in assessment.blockers]
    )
    promised = [v for v in assessment.remarks if v.promise is not None]
    yield from _points(
        tr,
        msg("To be handed in later"),
        [
            tr(msg("{what} By {day}.", what=v.rule.text, day=v.promise.day))
            for v in promised
            if v.promise is not None
        ],
    )
    others = [v for v in assessment.remarks if v.promise is None]
    yield from _points(
        tr, msg("Worth looking at before you send it"), [_advice(v.rule.text, v.rule.fix, tr) for v in others]
    )


def _points(tr: Translator, title: Message, lines: list[str]) -> Iterator[str]:
    if lines:
        yield tr(title)
        yield from (f"[ ] {line}" for line in lines)
        yield ""


def _advice(text: Message, fix: Message | None, tr: Translator) -> str:
    return tr(text) + (f" {tr(fix)}" if fix is not None else "")
