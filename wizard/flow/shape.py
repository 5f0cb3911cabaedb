"""Faults of shape: what pydantic says of a file, told as we tell all faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from wizard.flow.problems import Problem, did_you_mean
from wizard.flow.yamlfile import Document, Path_
from wizard.i18n import msg

__all__ = ["shape_problem"]


def shape_problem(document: Document, model: type[BaseModel], fault: Mapping[str, Any]) -> Problem:
    """One of pydantic's faults (a member of `ValidationError.errors()`) with its place and a remedy."""
    path: Path_ = tuple(part for part in fault["loc"] if isinstance(part, str | int))
    key = str(path[-1]) if path else ""
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(key, _keys(model, path[:-1]))
        return Problem(
            document.place(path), "unknown-key", msg("The key {key} is not known here.", key=key), hint
        )
    if fault["type"] == "missing":
        return Problem(document.place(path[:-1]), "missing-key", msg("The key {key} is missing.", key=key))
    return Problem(document.place(path), "shape", msg("{key}: {why}.", key=key, why=str(fault["msg"])))


def _keys(model: type[BaseModel], path: Path_) -> set[str]:
    """The keys that may stand at `path` in a file of this model."""
    models = [model]
    for part in path:
        annotations = [
            m.model_fields[part].annotation
            for m in models
            if isinstance(part, str) and part in m.model_fields
        ]
        if annotations:
            models = [found for annotation in annotations for found in _models(annotation)]
    return {key for m in models for key in m.model_fields}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside an annotation such as `list[X] | None` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not None or isinstance(annotation, UnionType):
        for argument in get_args(annotation):
            yield from _models(argument)
