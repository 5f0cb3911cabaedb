"""The content folder: what is in `flows/`, read, checked for shape, and made into flows on demand.

    flows/sources.yaml      the sources of all facts
    flows/catalogue.yaml    areas known by name only
    flows/lists.yaml        option lists that everyone may use
    flows/case.yaml         the questions whose answers tell whose a case is
    flows/parts/*.yaml      tasks that areas share
    flows/areas/*.yaml      one area each
    flows/knowledge/*.yaml  articles: what lov answers to questions about the process
    flows/timeline.yaml     what happens when: steps, the time between them, freezes
    flows/words.yaml       words: which mean the same, and which tell nothing of what a question is about
    flows/documents.yaml    papers: how to know them, and what on them must agree with the answers
    flows/registers.yaml    registers: which question each of their facts belongs to

`load` never raises: faults are in `problems`, all of them at once. A flow is built the first time it is asked
for, because a door needs one of them; articles and times are read the first time somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from wizard.flow import refs
from wizard.flow.builder import FlowBuilder, area_of
from wizard.flow.case import CaseNames, case_names, case_problems
from wizard.flow.casesource import CaseFile
from wizard.flow.knowledge import articles_of
from wizard.flow.model import Area, AreaState, Article, Flow, Source
from wizard.flow.problems import ContentError, Place, Problem, did_you_mean
from wizard.flow.shape import shape_problem
from wizard.flow.source import (
    AreaFile,
    CatalogueFile,
    KnowledgeFile,
    ListsFile,
    MigrationSource,
    PartFile,
    SourcesFile,
)
from wizard.flow.yamlfile import Document, read_yaml
from wizard.i18n import Message, content, msg

if TYPE_CHECKING:
    from wizard.flow.papers import Paper
    from wizard.flow.papersource import DocumentsFile
    from wizard.flow.registers import Register
    from wizard.flow.registersource import RegistersFile
    from wizard.flow.timemodel import Timetable
    from wizard.flow.timesource import TimelineFile
    from wizard.flow.wordsource import WordsFile

__all__ = ["Content", "Loaded", "UnknownFlowError", "load"]

M = TypeVar("M", bound=BaseModel)
M_co = TypeVar("M_co", bound=BaseModel, covariant=True)

_SUFFIX: Final = ".yaml"
_TIMELINE: Final = "timeline.yaml"
_DOCUMENTS: Final = "documents.yaml"
_REGISTERS: Final = "registers.yaml"
_WORDS: Final = "words.yaml"


class UnknownFlowError(LookupError):
    """There is no such area, or no such errand in it; `message` is a sentence for the user."""

    def __init__(self, reason: Message) -> None:
        self.message = reason
        super().__init__(str(reason))


@dataclass(frozen=True, slots=True)
class Loaded(Generic[M_co]):
    """A file: its document (places, faults) and, where its shape is right, its model."""

    document: Document
    model: M_co


@dataclass
class Content:
    """Everything in `flows/`. Make it with `load`."""

    root: Path
    sources: Mapping[str, Source] = field(default_factory=dict)
    sources_file: Loaded[SourcesFile] | None = None
    areas: Mapping[str, Area] = field(default_factory=dict)
    """All known areas by id: those with questions first, then those of the catalogue."""
    area_files: Mapping[str, Loaded[AreaFile]] = field(default_factory=dict)
    parts: Mapping[str, Loaded[PartFile]] = field(default_factory=dict)
    broken_parts: frozenset[str] = frozenset()
    """Parts whose files have faults of their own; that they are missing need not be told too."""
    broken_areas: frozenset[str] = frozenset()
    """Areas whose files have faults of their own."""
    lists: Loaded[ListsFile] | None = None
    case_file: Loaded[CaseFile] | None = None
    problems: list[Problem] = field(default_factory=list)
    catalogue: Loaded[CatalogueFile] | None = None
    _flows: dict[tuple[str, str], tuple[Flow | None, list[Problem]]] = field(default_factory=dict)
    _knowledge_problems: list[Problem] = field(default_factory=list)
    _timeline_problems: list[Problem] = field(default_factory=list)
    _paper_problems: list[Problem] = field(default_factory=list)
    _register_problems: list[Problem] = field(default_factory=list)
    _word_problems: list[Problem] = field(default_factory=list)

    @cached_property
    def case(self) -> CaseNames:
        """The questions whose answers tell whose a case is."""
        return case_names(self.case_file)

    @cached_property
    def knowledge_files(self) -> Mapping[str, Loaded[KnowledgeFile]]:
        """The files of articles by topic."""
        return dict(_read_folder(self.root / "flows", "knowledge", KnowledgeFile, self._knowledge_problems))

    @cached_property
    def knowledge(self) -> Mapping[str, Article]:
        """All articles by id, in the order of the files."""
        return articles_of(self, self._knowledge_problems)

    @cached_property
    def timeline_file(self) -> Loaded[TimelineFile] | None:
        """The file of times, where there is one."""
        folder = self.root / "flows"
        if not (folder / _TIMELINE).exists():
            return None
        from wizard.flow.timesource import TimelineFile  # noqa: PLC0415  only where times are asked for

        return _read_file(folder, _TIMELINE, TimelineFile, self._timeline_problems)

    @cached_property
    def timetable(self) -> Timetable:
        """What happens when; empty where the file has faults."""
        from wizard.flow.timemodel import Timetable  # noqa: PLC0415  as above
        from wizard.flow.timetable import timetable_of  # noqa: PLC0415  as above

        file = self.timeline_file
        return timetable_of(self, file, self._timeline_problems) if file is not None else Timetable()

    @cached_property
    def documents_file(self) -> Loaded[DocumentsFile] | None:
        """The file of papers, where there is one."""
        folder = self.root / "flows"
        if not (folder / _DOCUMENTS).exists():
            return None
        from wizard.flow.papersource import DocumentsFile  # noqa: PLC0415  only where papers are read

        return _read_file(folder, _DOCUMENTS, DocumentsFile, self._paper_problems)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The papers lov knows, the surest first; none where the file has faults."""
        from wizard.flow.papers import papers_of  # noqa: PLC0415  as above

        file = self.documents_file
        return papers_of(self, file, self._paper_problems) if file is not None else ()

    @cached_property
    def words_file(self) -> Loaded[WordsFile] | None:
        """The file of words, where there is one."""
        folder = self.root / "flows"
        if not (folder / _WORDS).exists():
            return None
        from wizard.flow.wordsource import WordsFile  # noqa: PLC0415  only where questions are answered

        return _read_file(folder, _WORDS, WordsFile, self._word_problems)

    @cached_property
    def registers_file(self) -> Loaded[RegistersFile] | None:
        """The file of registers, where there is one."""
        folder = self.root / "flows"
        if not (folder / _REGISTERS).exists():
            return None
        from wizard.flow.registersource import RegistersFile  # noqa: PLC0415  only where something is looked up

        return _read_file(folder, _REGISTERS, RegistersFile, self._register_problems)

    @cached_property
    def registers(self) -> tuple[Register, ...]:
        """The registers lov can ask; none where the file has faults."""
        from wizard.flow.registers import registers_of  # noqa: PLC0415  as above

        file = self.registers_file
        return registers_of(self, file, self._register_problems) if file is not None else ()

    @property
    def timeline_faults(self) -> list[Problem]:
        """What is wrong in the file of times itself."""
        self.timetable  # noqa: B018  reading it finds them
        return self._timeline_problems

    def flow(self, area: str, kind: str) -> Flow:
        """The flow for one errand in one area.

        Raises `UnknownFlowError` where there is none, and `ContentError` where the content it needs has faults.
        """
        file = self.area_files.get(area)
        if file is None:
            raise UnknownFlowError(self._why_unknown(area))
        if kind not in file.model.errands:
            state = self.areas[area].state
            if kind == "application" and state in (AreaState.CLOSED, AreaState.OTHER_FORM):
                raise UnknownFlowError(self.areas[area].status)
            if not file.model.errands:
                raise UnknownFlowError(self._why_unknown(area))
            for without in self.areas[area].without:
                if without.kind == kind:
                    raise UnknownFlowError(without.text)
            known = ", ".join(file.model.errands)
            raise UnknownFlowError(
                msg(
                    "{area} has no errand {kind}. There is: {known}.",
                    area=content(file.model.name),
                    kind=kind,
                    known=known,
                )
            )
        flow, problems = self._built(area, kind)
        faults = [*self.problems, *problems]
        if flow is None or any(p.severity == "error" for p in faults):
            raise ContentError(faults)
        return flow

    def errand_title(self, area: str, kind: str) -> Message | None:
        """What an errand is called, found without building its flow; None where there is none."""
        file = self.area_files.get(area)
        known = {str(k): errand.title for k, errand in file.model.errands.items()} if file is not None else {}
        return content(known[kind]) if kind in known else None

    def all_problems(self) -> list[Problem]:
        """The faults of all files and all flows, each once, in the order of their places."""
        found = list(self.problems)
        for area, kind in self.errands():
            found += self._built(area, kind)[1]
        if self.case_file is not None:
            found += case_problems(self, self.case_file)
        if self.knowledge is not None:  # reading them finds their faults
            found += self._knowledge_problems
        from wizard.flow.timetable import timetable_problems  # noqa: PLC0415  as above

        found += timetable_problems(self, self.timetable)
        found += self._timeline_problems
        if self.papers and self.documents_file is not None:  # reading them finds their faults
            from wizard.flow.papers import paper_problems  # noqa: PLC0415  as above

            found += paper_problems(self, self.documents_file)
        found += self._paper_problems
        if self.registers and self.registers_file is not None:  # as above
            from wizard.flow.registers import register_problems  # noqa: PLC0415  as above

            found += register_problems(self, self.registers_file)
        found += self._register_problems
        if self.words_file is not None or self._word_problems:  # as above
            found += self._word_problems
        return sorted(set(found), key=lambda p: (p.place, p.code, str(p.what)))

    def migrations(self, area: str) -> Sequence[MigrationSource]:
        """How drafts of earlier versions of an area are carried over."""
        file = self.area_files.get(area)
        return file.model.migrations if file is not None else ()

    def files(self) -> Iterator[Loaded[BaseModel]]:
        """Every file whose shape is right."""
        single = [
            *(self.sources_file, self.catalogue, self.lists, self.case_file, self.timeline_file),
            *(self.documents_file, self.registers_file),
        ]
        yield from (loaded for loaded in single if loaded is not None)
        if self.words_file is not None:
            yield self.words_file
        yield from self.parts.values()
        yield from self.area_files.values()
        yield from self.knowledge_files.values()

    def errands(self) -> Iterator[tuple[str, str]]:
        """Every (area, kind) that has questions."""
        for area, file in self.area_files.items():
            for kind in file.model.errands:
                yield area, kind

    def _built(self, area: str, kind: str) -> tuple[Flow | None, list[Problem]]:
        key = (area, kind)
        if key not in self._flows:
            builder = FlowBuilder(self, area, kind)
            self._flows[key] = (builder.build(), builder.problems)
        return self._flows[key]

    def _why_unknown(self, area: str) -> Message:
        if area in self.areas and self.areas[area].state in (AreaState.CLOSED, AreaState.OTHER_FORM):
            return msg(
                "lov has no questions for {area}. {status}",
                area=self.areas[area].name,
                status=self.areas[area].status,
            )
        if area in self.areas:
            return msg(
                "lov has no questions for {area} yet. {status}",
                area=self.areas[area].name,
                status=self.areas[area].status,
            )
        hint = did_you_mean(area, self.areas)
        return (
            msg("There is no area {area}. {hint}", area=area, hint=hint)
            if hint
            else msg("There is no area {area}.", area=area)
        )


def load(root: Path) -> Content:
    """Read `root/flows`. Never raises; a folder that is missing is a fault like any other."""
    return _Loader(root).load()


class _Loader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "flows"
        self.content = Content(root)

    def load(self) -> Content:
        made = self.content
        if not self.folder.is_dir():
            made.problems.append(
                Problem(Place("flows"), "missing", msg("There is no folder flows in the content folder."))
            )
            return made
        made.sources_file = self._file("sources.yaml", SourcesFile)
        made.sources = refs.sources_of(made.sources_file) if made.sources_file else {}
        made.lists = self._optional("lists.yaml", ListsFile)
        made.case_file = self._optional("case.yaml", CaseFile)
        made.parts = dict(self._folder("parts", PartFile))
        made.broken_parts = self._names("parts") - made.parts.keys()
        made.area_files = dict(self._folder("areas", AreaFile))
        made.broken_areas = self._names("areas") - made.area_files.keys()
        made.catalogue = self._optional("catalogue.yaml", CatalogueFile)
        made.areas = self._areas(made.catalogue)
        return made

    def _areas(self, catalogue: Loaded[CatalogueFile] | None) -> dict[str, Area]:
        areas: dict[str, Area] = {}
        for area_id, file in self.content.area_files.items():
            areas[area_id] = area_of(self.content, area_id, file.model, file.document, ())
        for i, entry in enumerate(catalogue.model.areas if catalogue else []):
            assert catalogue is not None  # noqa: S101  for the type checker: the loop is empty otherwise
            if entry.id in areas:
                place = catalogue.document.place(("areas", i, "id"))
                self.content.problems.append(
                    Problem(place, "duplicate-id", msg("The area {id} exists already.", id=entry.id))
                )
                continue
            areas[entry.id] = area_of(self.content, entry.id, entry, catalogue.document, ("areas", i))
        return dict(
            sorted(
                areas.items(),
                key=lambda item: (not item[1].kinds, item[1].state is not AreaState.OPEN, item[1].name.id),
            )
        )

    def _names(self, name: str) -> frozenset[str]:
        return frozenset(p.name.removesuffix(_SUFFIX) for p in (self.folder / name).glob(f"*{_SUFFIX}"))

    def _folder(self, name: str, model: type[M]) -> Iterator[tuple[str, Loaded[M]]]:
        return _read_folder(self.folder, name, model, self.content.problems)

    def _optional(self, name: str, model: type[M]) -> Loaded[M] | None:
        return self._file(name, model) if (self.folder / name).exists() else None

    def _file(self, name: str, model: type[M]) -> Loaded[M] | None:
        return _read_file(self.folder, name, model, self.content.problems)


def _read_folder(
    folder: Path, name: str, model: type[M], problems: list[Problem]
) -> Iterator[tuple[str, Loaded[M]]]:
    """The sound files of one folder by name; faults go to `problems`."""
    for path in sorted((folder / name).glob(f"*{_SUFFIX}")):
        loaded = _read_file(folder, f"{name}/{path.name}", model, problems)
        if loaded is not None:
            yield path.name.removesuffix(_SUFFIX), loaded


def _read_file(folder: Path, name: str, model: type[M], problems: list[Problem]) -> Loaded[M] | None:
    document = read_yaml(folder / name, f"flows/{name}")
    problems += document.problems
    if document.data is None:
        return None
    try:
        return Loaded(document, model.model_validate(document.data))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems += [shape_problem(document, model, dict(fault)) for fault in faults]
        return None
