"""Verifying a package: the bag, the data, the forms, and that they say the same.

Four questions, each with its findings: is every file what the manifests say; is `application.json` sound; do
the filled forms hold the same answers as the data; do the rules still say what they said. The data is never
trusted over the forms: what differs is told with both values' places, not their contents.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from wizard.blanks import Blank, UnwritableError, fill_blank, read_blank
from wizard.flow.content import Content, UnknownFlowError
from wizard.flow.interview import Interview
from wizard.i18n import Message, msg
from wizard.package.bag import ALGORITHMS
from wizard.package.contents import FORMAT
from wizard.package.opening import PackageError, open_zip
from wizard.pdf import NoForm, PdfError
from wizard.rules import Assessment, assess

__all__ = [
    "Finding",
    "Verified",
    "application_of",
    "attachment_findings",
    "bag_findings",
    "differences",
    "flat_findings",
    "interview_of",
    "verdict_findings",
    "verify_package",
]

MAX_JSON: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something amiss in a package: in which file, and what."""

    file: str
    what: Message


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome. `interview` and `assessment` are there where the data could be read."""

    findings: tuple[Finding, ...]
    interview: Interview | None = None
    assessment: Assessment | None = None
    files: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is amiss."""
        return not self.findings


def verify_package(path: Path, content: Content, blanks: Mapping[str, Blank]) -> Verified:
    """Verify the package at `path`. Raises `PackageError` for what cannot be opened as one."""
    entries = open_zip(path)
    roots = {name.partition("/")[0] for name in entries}
    if len(roots) != 1:
        raise PackageError(msg("The zip does not hold one bag."))
    root = roots.pop()
    files = {name.removeprefix(f"{root}/"): data for name, data in entries.items()}
    findings = list(bag_findings(files))
    try:
        application = application_of(files)
        interview = interview_of(application, content)
    except (PackageError, UnknownFlowError) as error:
        return Verified((*findings, Finding("data/application.json", error.message)), files=len(files))
    findings += _form_findings(files, interview, blanks)
    findings += attachment_findings(files, application)
    assessment = assess(interview)
    findings += verdict_findings(application, assessment)
    return Verified(tuple(findings), interview, assessment, len(files))


def bag_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """What is amiss with the bag: files that are not what the manifests say, or not in them."""
    if not files.get("bagit.txt", b"").startswith(b"BagIt-Version: "):
        yield Finding("bagit.txt", msg("This is not a BagIt bag."))
    payload = {name for name in files if name.startswith("data/")}
    tags = {name for name in files if "/" not in name and not name.startswith("tagmanifest-")}
    for algorithm in ALGORITHMS:
        yield from _manifest_findings(files, f"manifest-{algorithm}.txt", algorithm, payload)
        yield from _manifest_findings(files, f"tagmanifest-{algorithm}.txt", algorithm, tags)
    for name in sorted(set(files) - payload - tags - {f"tagmanifest-{a}.txt" for a in ALGORITHMS}):
        yield Finding(name, msg("The file does not belong in the bag."))


def _manifest_findings(
    files: Mapping[str, bytes], manifest: str, algorithm: str, expected: set[str]
) -> Iterator[Finding]:
    if manifest not in files:
        yield Finding(manifest, msg("The manifest is missing."))
        return
    listed: dict[str, str] = {}
    for line in files[manifest].decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if name in listed:
            yield Finding(manifest, msg("The manifest lists a file twice."))
        listed[name] = digest
    for name in sorted(expected | listed.keys()):
        if name not in files:
            yield Finding(name, msg("The file is in the manifest but not in the package."))
        elif name not in listed:
            yield Finding(name, msg("The file is not in the manifest {manifest}.", manifest=manifest))
        elif hashlib.new(algorithm, files[name]).hexdigest() != listed[name]:
            yield Finding(name, msg("The file has been changed since the package was made."))


def application_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """`application.json` as data. Raises `PackageError` where it is missing or cannot be read."""
    raw = files.get("data/application.json")
    if raw is None:
        raise PackageError(msg("The package has no application.json."))
    if len(raw) > MAX_JSON:
        raise PackageError(msg("application.json is larger than it may be."))
    try:
        data = json.loads(raw, object_pairs_hook=_without_twins, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise PackageError(msg("application.json cannot be read as JSON.")) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise PackageError(msg("application.json is of a kind this lov does not know."))
    return data


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse_constant(_name: str) -> float:
    raise ValueError


def interview_of(application: Mapping[str, Any], content: Content) -> Interview:
    """The submitted answers under today's content, on the day they were judged."""
    try:
        answers = dict(application["answers"])
        for entry in application["attachments"]:
            file = {
                "name": str(entry["file"]).rpartition("/")[2],
                "sha256": entry["sha256"],
                "size": entry["size"],
            }
            answers.setdefault(entry["question"], []).append(file)
        flow = content.flow(str(application["area"]), str(application["kind"]))
        return Interview.start(flow, date.fromisoformat(application["as_of"]), answers)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PackageError(msg("application.json lacks something that belongs in it.")) from None


def _form_findings(
    files: Mapping[str, bytes], interview: Interview, blanks: Mapping[str, Blank]
) -> Iterator[Finding]:
    answers = interview.answers()
    for name in interview.flow.forms:
        path = f"data/{name}.pdf"
        if path not in files or name not in blanks:
            yield Finding(path, msg("The filled form is missing."))
            continue
        try:
            read = read_blank(blanks[name], files[path], interview.flow, interview.today, untrusted=True)
        except NoForm:
            yield from flat_findings(path, files[path], blanks[name], interview)
            continue
        except PdfError as error:
            yield Finding(path, error.message)
            continue
        for fault in read.faults:
            yield Finding(path, msg("{question}: {reason}", question=fault.address, reason=fault.reason))
        yield from differences(blanks[name], read.answers, answers, interview)


def flat_findings(path: str, data: bytes, blank: Blank, interview: Interview) -> Iterator[Finding]:
    """A flattened form cannot be read, but filling is repeatable: made again from the data it is the same file."""
    assessment = assess(interview)
    try:
        again = fill_blank(blank, interview, assessment, draft=not assessment.is_ready, flat=True).data
    except UnwritableError as error:
        yield Finding(path, error.message)
        return
    if again != data:
        yield Finding(
            path,
            msg("The form is flattened, and it is not the one that the answers in application.json give."),
        )


def differences(
    blank: Blank, on_form: Mapping[str, Any], in_data: Mapping[str, Any], interview: Interview
) -> Iterator[Finding]:
    """Where the form and the data say different things."""
    asked = {question for _, question in blank.map.answers()} - blank.map.attached.keys()
    for question in sorted(asked):
        if not _same(on_form.get(question), in_data.get(question)):
            label = interview.flow.questions[question].label
            what = msg("The form and application.json differ: {question}.", question=label)
            yield Finding(f"data/{blank.id}.pdf", what)


def _same(on_form: Any, in_data: Any) -> bool:
    """Whether a form and the data say the same; nothing chosen and nothing written are the same on paper."""
    return on_form == in_data or not (on_form or in_data)


def attachment_findings(files: Mapping[str, bytes], application: Mapping[str, Any]) -> Iterator[Finding]:
    """Attachments that are missing, or are not the ones the data names."""
    for entry in application["attachments"]:
        data = files.get(f"data/{entry['file']}")
        if data is None:
            yield Finding(f"data/{entry['file']}", msg("The attachment is missing."))
        elif hashlib.sha256(data).hexdigest() != entry["sha256"]:
            yield Finding(
                f"data/{entry['file']}", msg("The attachment is not the one that application.json names.")
            )


def verdict_findings(application: Mapping[str, Any], assessment: Assessment) -> Iterator[Finding]:
    """Verdicts that are not what they were when the package was made."""
    verdicts = application.get("verdicts")
    listed = verdicts if isinstance(verdicts, list) else []
    said = {str(v.get("rule")): str(v.get("outcome")) for v in listed if isinstance(v, dict)}
    for verdict in assessment.verdicts:
        before = said.get(verdict.rule.id, "not_concerned")
        if before != verdict.outcome.value:
            yield Finding(
                "data/application.json",
                msg(
                    "The verdict of {rule} was {before} and is now {now}.",
                    rule=verdict.rule.id,
                    before=before,
                    now=verdict.outcome.value,
                ),
            )
