"""JSON Schema of the files in `flows/`, for editors."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from wizard.flow.casesource import CaseFile
from wizard.flow.papersource import DocumentsFile
from wizard.flow.registersource import RegistersFile
from wizard.flow.source import AreaFile, CatalogueFile, KnowledgeFile, ListsFile, PartFile, SourcesFile
from wizard.flow.timesource import TimelineFile
from wizard.flow.wordsource import WordsFile

__all__ = ["FILES", "json_schema"]

FILES: Final[dict[str, type[BaseModel]]] = {
    "area": AreaFile,
    "part": PartFile,
    "sources": SourcesFile,
    "lists": ListsFile,
    "case": CaseFile,
    "catalogue": CatalogueFile,
    "knowledge": KnowledgeFile,
    "timeline": TimelineFile,
    "documents": DocumentsFile,
    "registers": RegistersFile,
    "words": WordsFile,
}
"""The kinds of files, by the names `lov flows schema` knows them by."""


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema of one kind of file."""
    return FILES[name].model_json_schema()
