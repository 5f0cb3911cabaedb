"""Answers files: `{area, kind, flow_version?, answers: {…}, attachments: {id: path}}`, YAML or JSON.

Reading one finds every fault in it at once, each with its line: what is no mapping, what is no question, what
cannot be an answer, which attachment is not there. JSON is read by the same strict reader, since every JSON
document is YAML. Paths of attachments count from the folder of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from wizard.flow.content import Content, UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.migrate import Migrated, former_ids, migrate
from wizard.flow.model import Flow
from wizard.flow.problems import Problem, did_you_mean
from wizard.flow.yamlfile import Document, Path_, read_yaml
from wizard.i18n import Message, msg
from wizard.values.base import Value

__all__ = ["AnswersFile", "AnswersFileError", "export_answers", "read_answers_file"]

KEYS: Final = ("area", "kind", "flow_version", "answers", "attachments")
MAX_FILE: Final = 50_000_000


class AnswersFileError(Exception):
    """The file cannot be used; `problems` tells all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.place, p.code))
        super().__init__("\n".join(str(p) for p in self.problems))


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A sound answers file: an interview, and where the attached files lie, by SHA-256."""

    path: Path
    interview: Interview
    files: Mapping[str, Path] = field(default_factory=dict)
    migrated: Migrated | None = None
    """What was carried over, where the file was written under an earlier version; None as a rule."""

    def read(self, sha256: str) -> bytes:
        """The contents of an attached file."""
        return self.files[sha256].read_bytes()


def read_answers_file(path: Path, content: Content, today: date) -> AnswersFile:
    """Read `path`. Raises `AnswersFileError` with every fault, and `ContentError` where the flow has some."""
    document = read_yaml(path, path.name)
    reader = _Reader(document, path, content)
    if document.problems or not reader.is_mapping(document.data, ()):
        raise AnswersFileError(document.problems)
    flow = reader.flow()
    interview = None
    if flow is not None:
        answers = reader.answers(flow) | reader.attachments(flow)
        interview = Interview.start(flow, today, answers)
        reader.note_faults(interview)
    if document.problems or interview is None:
        raise AnswersFileError(document.problems)
    return AnswersFile(path, interview, reader.files, reader.migrated)


class _Reader:
    """Takes the document apart; faults go to its problems."""

    def __init__(self, document: Document, path: Path, content: Content) -> None:
        self.document = document
        self.content = content
        self.migrated: Migrated | None = None
        self.folder = path.parent
        self.files: dict[str, Path] = {}

    def flow(self) -> Flow | None:
        data = self.document.data
        for key in data:
            if key not in KEYS:
                self._fault(
                    (key,),
                    "unknown-key",
                    msg("The key {key} is not known here.", key=key),
                    did_you_mean(key, KEYS),
                )
        names = [data.get("area"), data.get("kind", "application")]
        if not all(isinstance(name, str) for name in names):
            self._fault((), "missing-key", msg("The key {key} is missing.", key="area"))
            return None
        try:
            return self.content.flow(*names)
        except UnknownFlowError as error:
            self._fault(("area",), "unknown-flow", error.message)
            return None

    def answers(self, flow: Flow) -> dict[str, object]:
        given = self.document.data.get("answers") or {}
        if not self.is_mapping(given, ("answers",)):
            return {}
        since = self.document.data.get("flow_version")
        migrations = self.content.migrations(flow.area.id)
        if isinstance(since, str) and since != flow.version:
            self.migrated = migrate(given, since, flow.version, migrations)
            given = dict(self.migrated.answers)
        former = former_ids(migrations)
        for name in given:
            if name not in flow.questions:
                if name.partition("@")[0] not in former:
                    self._unknown(("answers", name), name, flow)
            elif flow.questions[name].is_attachment:
                self._fault(("answers", name), "attachment", msg("Files belong under attachments, as paths."))
        known = {name: value for name, value in given.items() if name in flow.questions and value is not None}
        return {name: value for name, value in known.items() if not flow.questions[name].is_attachment}

    def attachments(self, flow: Flow) -> dict[str, object]:
        given = self.document.data.get("attachments") or {}
        if not self.is_mapping(given, ("attachments",)):
            return {}
        found: dict[str, object] = {}
        for name, paths in given.items():
            if name not in flow.questions:
                self._unknown(("attachments", name), name, flow)
            elif not flow.questions[name].is_attachment:
                self._fault(
                    ("attachments", name), "attachment", msg("{name} is not a question for files.", name=name)
                )
            else:
                listed = paths if isinstance(paths, list) else [paths]
                files = [self._file(p, ("attachments", name)) for p in listed]
                found[name] = [f for f in files if f is not None]
        return found

    def _file(self, given: object, path: Path_) -> Value | None:
        place = self.folder / str(given)
        if not isinstance(given, str) or not place.is_file():
            self._fault(
                path,
                "missing-file",
                msg("There is no file {name}.", name=str(given)),
                msg("Check the path; it counts from the folder of the answers file."),
            )
            return None
        if place.stat().st_size > MAX_FILE:
            self._fault(path, "large-file", msg("The file {name} is larger than 50 MB.", name=place.name))
            return None
        data = place.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        self.files[digest] = place
        return {"name": place.name, "sha256": digest, "size": len(data)}

    def note_faults(self, interview: Interview) -> None:
        """Every answer that cannot be used, on the route or off it."""
        for checked in interview.checked.values():
            for fault in checked.faults:
                inside: Path_ = (
                    () if fault.row is None else (fault.row - 1, *([fault.column] if fault.column else []))
                )
                kind = "attachments" if interview.flow.questions[fault.question].is_attachment else "answers"
                what = msg("{address}: {reason}", address=fault.address, reason=fault.reason)
                self._fault((kind, fault.question, *inside), "answer", what)

    def is_mapping(self, data: Any, path: Path_) -> bool:
        if isinstance(data, dict):
            return True
        self._fault(path, "shape", msg("Here belongs a mapping: names with values."))
        return False

    def _unknown(self, path: Path_, name: str, flow: Flow) -> None:
        self._fault(
            path,
            "unknown-name",
            msg("There is no question {name}.", name=name),
            did_you_mean(name, flow.questions),
        )

    def _fault(self, path: Path_, code: str, what: Message, fix: Message | None = None) -> None:
        self.document.problems.append(Problem(self.document.place(path), code, what, fix))


def export_answers(interview: Interview, paths: Mapping[str, str], *, as_json: bool) -> str:
    """The answers of the route as an answers file; `paths` maps SHA-256 to where each attached file lies."""
    answers = interview.answers()
    attached = [q.id for q in interview.relevant if q.is_attachment and q.id in answers]
    document: dict[str, Any] = {
        "area": interview.flow.area.id,
        "kind": interview.flow.kind,
        "flow_version": interview.flow.version,
        "answers": {name: value for name, value in answers.items() if name not in attached},
        "attachments": {name: _paths(answers[name], paths) for name in attached},
    }
    if as_json:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def _paths(files: Value, paths: Mapping[str, str]) -> list[str] | str:
    found = [paths[f["sha256"]] for f in files if isinstance(f, Mapping)] if isinstance(files, list) else []
    return found[0] if len(found) == 1 else found
