"""What is in a package: the filled forms, the attachments, the answers as data, and what to do with them.

    data/<blank>.pdf               the filled forms
    data/bilagor/01-<what>.pdf     the attachments, under names that say what they are and not whose
    data/application.json          answers, verdicts, versions, hashes (schema: `lov schema application`)
    data/las-mig-forst.txt         what the package is, in Swedish and English
    data/checklista.txt            what remains: signature, originals, what was promised for later

The same answers on the same day under the same content give the same bytes, at every door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    Any,
    Final,
    NotRequired,  # pydantic reads these on Python 3.11 too
)

from typing_extensions import TypedDict

from wizard import __version__
from wizard.blanks import Blank, FilledBlank, fill_blank
from wizard.flow.interview import Interview
from wizard.package.bag import bag_of, safe_name
from wizard.package.indented import indented
from wizard.package.letters import checklist, read_me
from wizard.package.members import Member, Press
from wizard.package.zipping import zipped
from wizard.rules import Assessment, Outcome, assess

__all__ = ["FORMAT", "Application", "Package", "build_package"]

FORMAT: Final = "lov-application/1"
ATTACHMENTS: Final = "bilagor"


class FormEntry(TypedDict):
    """A filled form in the package."""

    blank: str
    edition: str
    file: str
    sha256: str
    continued: list[str]


class AttachmentEntry(TypedDict):
    """An attachment in the package. What the file was called where it came from is left out: it may name people."""

    question: str
    file: str
    sha256: str
    size: int


class VerdictEntry(TypedDict):
    """What one rule said."""

    rule: str
    level: str
    outcome: str
    waiting_for: NotRequired[list[str]]
    promised_by: NotRequired[str]


class Application(TypedDict):
    """`application.json`."""

    format: str
    lov_version: str
    area: str
    kind: str
    flow_version: str
    as_of: str
    complete: bool
    answers: dict[str, Any]
    attachments: list[AttachmentEntry]
    forms: list[FormEntry]
    verdicts: list[VerdictEntry]
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Package:
    """A built package: its file name, its bytes, and what went in."""

    name: str
    data: bytes
    complete: bool
    forms: tuple[FilledBlank, ...]
    assessment: Assessment

    @property
    def sha256(self) -> str:
        """The hash of the whole file."""
        return hashlib.sha256(self.data).hexdigest()


Step = Callable[[str], None]


def build_package(  # noqa: PLR0913  each is a choice of its own, given by name
    interview: Interview,
    blanks: Sequence[Blank],
    read: Callable[[str], bytes],
    *,
    on_step: Step = lambda _name: None,
    flat: bool = False,
    assessment: Assessment | None = None,
    press: Press | None = None,
) -> Package:
    """Build the package for `interview`. `read` gives an attached file by SHA-256; `on_step` hears of each file.

    `flat` burns the answers into the pages of the forms, which then have no fields. `assessment` is that of the
    interview, where it is known. Whoever builds many packages gives each the same `press`.

    An interview that is not ready gives a package that says it is a draft, on every page and in the data; the
    caller decides whether that is wanted. Raises `UnwritableError` and whatever `read` raises.
    """
    assessment = assessment or assess(interview)
    press = press or Press()
    forms = [_filled(blank, interview, assessment, on_step, flat=flat) for blank in blanks]
    filled = [press.member(form.data, form.blank.template.data) for form in forms]
    payload = {f"{form.blank.id}.pdf": member for form, member in zip(forms, filled, strict=True)}
    attached = list(_attachments(interview, read, on_step))
    payload |= {entry["file"]: press.member(data) for entry, data in attached}
    entries = list(map(_form_entry, forms, filled))
    application = _application(interview, assessment, entries, [entry for entry, _ in attached])
    payload["application.json"] = press.member((indented(application) + "\n").encode())
    payload["las-mig-forst.txt"] = press.member(read_me(interview, assessment).encode())
    payload["checklista.txt"] = press.member(checklist(interview, assessment).encode())
    on_step("bagit.txt")
    info = {
        "Bag-Software-Agent": f"lov {__version__}",
        "External-Identifier": f"{interview.flow.area.id}/{interview.flow.kind}",
        "External-Description": "Complete application" if assessment.is_ready else "Draft, not complete",
    }
    files = bag_of(payload, info, press)
    name = _name(interview, assessment, files)
    data = zipped(name, {path: member.packed for path, member in files.items()})
    return Package(f"{name}.zip", data, assessment.is_ready, tuple(forms), assessment)


def _filled(
    blank: Blank, interview: Interview, assessment: Assessment, on_step: Step, *, flat: bool
) -> FilledBlank:
    on_step(f"{blank.id}.pdf")
    return fill_blank(blank, interview, assessment, draft=not assessment.is_ready, flat=flat)


def _name(interview: Interview, assessment: Assessment, files: Mapping[str, Member]) -> str:
    """The package's name: errand, area, and a mark of its contents. Never who it is about."""
    mark = files["tagmanifest-sha256.txt"].sha256[:8]
    state = "" if assessment.is_ready else "-utkast"
    return f"lov-{interview.flow.kind}-{interview.flow.area.id}-{mark}{state}"


def _attachments(
    interview: Interview, read: Callable[[str], bytes], on_step: Step
) -> Iterator[tuple[AttachmentEntry, bytes]]:
    number = 0
    for question in interview.relevant:
        files = interview.value(question.id) if question.is_attachment else None
        for file in files if isinstance(files, list | tuple) else ():
            if not isinstance(file, Mapping):
                continue
            number += 1
            path = f"{ATTACHMENTS}/{number:02d}-{safe_name(question.label.id, str(file['name']))}"
            on_step(path)
            entry: AttachmentEntry = {
                "question": question.id,
                "file": path,
                "sha256": str(file["sha256"]),
                "size": int(str(file["size"])),
            }
            yield entry, read(entry["sha256"])


def _application(
    interview: Interview, assessment: Assessment, forms: list[FormEntry], attachments: list[AttachmentEntry]
) -> Application:
    answers = interview.answers()
    return {
        "format": FORMAT,
        "lov_version": __version__,
        "area": interview.flow.area.id,
        "kind": interview.flow.kind,
        "flow_version": interview.flow.version,
        "as_of": interview.today.isoformat(),
        "complete": assessment.is_ready,
        "answers": {
            name: value for name, value in answers.items() if not interview.flow.questions[name].is_attachment
        },
        "attachments": attachments,
        "forms": forms,
        "verdicts": [
            _verdict_entry(v) for v in assessment.verdicts if v.outcome is not Outcome.NOT_CONCERNED
        ],
        "missing": [missing.address for missing in assessment.missing],
    }


def _form_entry(form: FilledBlank, member: Member) -> FormEntry:
    return {
        "blank": form.blank.id,
        "edition": form.blank.map.edition,
        "file": f"{form.blank.id}.pdf",
        "sha256": member.sha256,
        "continued": list(form.continued),
    }


def _verdict_entry(verdict: Any) -> VerdictEntry:
    entry: VerdictEntry = {
        "rule": verdict.rule.id,
        "level": verdict.rule.level.value,
        "outcome": verdict.outcome.value,
    }
    if verdict.waiting_for:
        entry["waiting_for"] = list(verdict.waiting_for)
    if verdict.promise is not None:
        entry["promised_by"] = verdict.promise.day.isoformat()
    return entry
