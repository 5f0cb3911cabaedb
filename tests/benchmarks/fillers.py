# ruff: noqa: PLC0415  each peer is there only in the environment it runs in
"""One program that fills forms, lov or a peer, as a worker: it is told what to do line by line, and tells how long it took.

    python fillers.py PEER

Runs in the environment the peer is installed in, and imports nothing that the others need. Each peer is used the
way its own documentation shows for filling a form so that the values can be seen; all read the template from
memory and give the filled file as bytes. Values are text, or true for a box that is to be ticked; each filling gets
others than the one before it, as in a batch. What is told is processor time, which other work on the machine
does not lengthen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

Values = dict[str, Any]
Fill = Callable[[Values], bytes]


def lov(data: bytes) -> Fill:
    """Ours: the template is compiled once, as it is in use."""
    from wizard.pdf import Template

    template = Template.compile(data)
    return lambda values: template.fill(values).data


def pypdf(data: bytes, *, incremental: bool = False) -> Fill:
    from pypdf import PdfReader, PdfWriter

    def fill(values: Values) -> bytes:
        source = BytesIO(data)
        writer = (
            PdfWriter(source, incremental=True) if incremental else PdfWriter(clone_from=PdfReader(source))
        )
        fields = writer.get_fields() or {}
        given = {
            name: _on(fields.get(name, {})) if value is True else value for name, value in values.items()
        }
        for page in writer.pages:
            writer.update_page_form_field_values(page, given, auto_regenerate=False)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return fill


def pypdf_incremental(data: bytes) -> Fill:
    """The template's bytes kept and the rest appended, as ours."""
    return pypdf(data, incremental=True)


def _on(field: dict[str, Any]) -> str:
    return next((state for state in field.get("/_States_", []) if state != "/Off"), "/Yes")


def pikepdf(data: bytes) -> Fill:
    import pikepdf as library
    from pikepdf.form import DefaultAppearanceStreamGenerator, Form

    def fill(values: Values) -> bytes:
        with library.open(BytesIO(data)) as document:
            form = Form(document, DefaultAppearanceStreamGenerator)
            for name, field in form.items():
                value = values.get(name)
                if value is True:
                    field.checked = True  # type: ignore[union-attr]
                elif value is not None:
                    field.value = value  # type: ignore[union-attr]
            out = BytesIO()
            document.save(out)
            return out.getvalue()

    return fill


def pymupdf(data: bytes) -> Fill:
    import pymupdf as library

    def fill(values: Values) -> bytes:
        document = library.open(stream=data, filetype="pdf")
        for page in document:
            for widget in page.widgets():
                value = values.get(widget.field_name)
                if value is not None:
                    widget.field_value = value
                    widget.update()
        written: bytes = document.tobytes()
        document.close()
        return written

    return fill


def pypdfium2(data: bytes) -> Fill:
    import ctypes

    import pypdfium2 as library
    from pypdfium2 import raw

    def fill(values: Values) -> bytes:
        document = library.PdfDocument(data)
        document.init_forms()
        form = document.formenv.raw if document.formenv is not None else None
        for shown in document:
            page = shown.raw
            for annotation in _annotations(raw, page):
                size = raw.FPDFAnnot_GetFormFieldName(form, annotation, None, 0)
                name = ctypes.create_string_buffer(size)
                raw.FPDFAnnot_GetFormFieldName(
                    form, annotation, ctypes.cast(name, ctypes.POINTER(raw.FPDF_WCHAR)), size
                )
                value = values.get(name.raw.decode("utf-16-le").rstrip("\0"))
                if value is None:
                    continue
                if value is True:
                    rect = raw.FS_RECTF()
                    raw.FPDFAnnot_GetRect(annotation, rect)
                    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
                    raw.FORM_OnLButtonDown(form, page, 0, x, y)
                    raw.FORM_OnLButtonUp(form, page, 0, x, y)
                else:
                    raw.FORM_SetFocusedAnnot(form, annotation)
                    raw.FORM_SelectAllText(form, page)
                    text = (value + "\0").encode("utf-16-le")
                    buffer = ctypes.create_string_buffer(text, len(text))
                    raw.FORM_ReplaceSelection(form, page, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)))
                raw.FORM_ForceToKillFocus(form)
        out = BytesIO()
        document.save(out)
        document.close()
        return out.getvalue()

    return fill


def _annotations(raw: Any, page: Any) -> Any:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            yield annotation
        raw.FPDFPage_CloseAnnot(annotation)


def pypdfform(data: bytes) -> Fill:
    from PyPDFForm import PdfWrapper

    def fill(values: Values) -> bytes:
        written: bytes = PdfWrapper(data, generate_appearance_streams=True).fill(values).read()
        return written

    return fill


PEERS: dict[str, Callable[[bytes], Fill]] = {
    "lov": lov, "pypdf": pypdf, "pypdf-incremental": pypdf_incremental, "pikepdf": pikepdf, "pymupdf": pymupdf, "pypdfium2": pypdfium2, "pypdfform": pypdfform,
}  # fmt: skip


def burst(fill: Fill, sets: Iterator[Values]) -> list[float]:
    """Fillings one after the other, seven at the most and for a fifth of a second: as in a batch, not from cold."""
    taken: list[float] = []
    while not taken or (len(taken) < 7 and sum(taken) < 0.2):
        values = next(sets)
        start = process_time()
        fill(values)
        taken.append(process_time() - start)
    return taken


def main() -> None:
    """Serve: `load` a template with sets of values, `fill` and tell the seconds, `write` the file of the first set."""
    make = PEERS[sys.argv[1]]
    answers, sys.stdout = sys.stdout, sys.stderr  # libraries may talk
    fill: Fill = lambda _: b""  # noqa: E731  until there is a template
    given: list[Values] = []
    sets: Iterator[Values] = iter(())
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer: dict[str, Any] = {}
            if order["do"] == "load":
                fill, given = make(Path(order["template"]).read_bytes()), order["values"]
                sets = cycle(given)
            elif order["do"] == "fill":
                answer = {"seconds": median(burst(fill, sets))}
            else:
                Path(order["path"]).write_bytes(fill(given[0]))
        except Exception as error:  # noqa: BLE001  what a peer cannot do is a result
            answer = {"error": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
