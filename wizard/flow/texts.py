"""All sentences of the content, with their places: what the `flows` catalogues have to hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from wizard.flow.content import Content, Loaded
from wizard.flow.problems import Place
from wizard.flow.source import Translated

__all__ = ["texts_of"]


def texts_of(content: Content) -> Iterator[tuple[str, Place]]:
    """(text, place) of every sentence in `flows/`, in the order of the files."""
    for loaded in content.files():
        yield from _texts(loaded, loaded.model, ())


def _texts(loaded: Loaded[Any], model: BaseModel, path: tuple[str | int, ...]) -> Iterator[tuple[str, Place]]:
    for name, is_text in _fields(type(model)):
        yield from _in_value(loaded, getattr(model, name), (*path, name), is_text=is_text)


@cache
def _fields(kind: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """(name, whether it holds sentences) of the fields of a model."""
    return tuple(
        (name, Translated in field.metadata or _is_text(field.annotation))
        for name, field in kind.model_fields.items()
    )


def _in_value(
    loaded: Loaded[Any], value: object, path: tuple[str | int, ...], *, is_text: bool
) -> Iterator[tuple[str, Place]]:
    if isinstance(value, BaseModel):
        yield from _texts(loaded, value, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _in_value(loaded, item, (*path, key), is_text=is_text)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _in_value(loaded, item, (*path, i), is_text=is_text)
    elif isinstance(value, str) and is_text:
        yield value, loaded.document.place(path)


def _is_text(annotation: Any) -> bool:
    """Whether `Text` is anywhere inside an annotation such as `list[Text] | None`."""
    if Translated in getattr(annotation, "__metadata__", ()):
        return True
    nested = get_origin(annotation) is not None or isinstance(annotation, UnionType)
    return nested and any(
        _is_text(a) for a in get_args(annotation) if not (isinstance(a, type) and issubclass(a, BaseModel))
    )
