"""Proper form fields for a PDF that WeasyPrint has printed.

WeasyPrint tags the page well but leaves the form half done: it names no required fields, asks the viewer to
draw the values (NeedAppearances), lists radio buttons as fields of their own, calls ticked boxes `on`, and
embeds a whole font. This step keeps the annotations (the structure tree points at them) and writes their form
side anew: one embedded font for typing, an appearance for every state, radio groups with one name and a state
for each button, tooltips, required and multi-line flags, a title block, and a file identifier that depends on
the content alone, so that the same source gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from wizard.authoring.fonts import WIN_ANSI, field_font
from wizard.authoring.sheet import FieldSpec

__all__ = ["finish", "packed"]

FONT: Final = "/NotoSans"
SIZE: Final = 9
SMALL_HEIGHT: Final = 13.5
"""Fields lower than this many points are set in 8 point instead of 9."""
INK: Final = "0 0 0 rg"
LANGUAGE: Final = "sv-SE"
READ_ONLY, REQUIRED, MULTILINE = 1 << 0, 1 << 1, 1 << 12
RADIO, NO_TOGGLE_TO_OFF = 1 << 15, 1 << 14


def finish(pdf: bytes, specs: Iterable[FieldSpec], about: Mapping[str, Any]) -> bytes:
    """Return `pdf` with its form made proper. Raises `ValueError` when fields and specs do not match."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    _Form(writer, {spec.name: spec for spec in specs}).rewrite()
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    writer.metadata = None
    writer.add_metadata(
        {
            "/Title": about["title"],
            "/Author": "lov",
            "/Subject": f"Utgåva {about['edition']}",
            "/Producer": "lov",
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return packed(out.getvalue())


def packed(pdf: bytes) -> bytes:
    """The same document without what nothing refers to, its small objects compressed together."""
    import pikepdf  # noqa: PLC0415  as heavy as it is rarely needed

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.remove_unreferenced_resources()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


class _Form:
    def __init__(self, writer: PdfWriter, specs: Mapping[str, FieldSpec]) -> None:
        self.writer = writer
        self.specs = specs
        self.font = self._add_font()
        self.fields = ArrayObject()
        self.groups: dict[str, DictionaryObject] = {}
        self.drawings: dict[tuple[str, str, str], IndirectObject] = {}

    def rewrite(self) -> None:
        seen: set[str] = set()
        for page in self.writer.pages:
            _drop_typing_face(page)
            for reference in page.get("/Annots", []):
                widget = reference.get_object()
                if widget.get("/Subtype") == "/Widget":
                    seen.add(self._widget(widget, reference))
        if seen != set(self.specs):
            raise ValueError(f"fields and template differ: {sorted(seen ^ set(self.specs))}")
        self._write_acroform()

    def _write_acroform(self) -> None:
        fonts = DictionaryObject({NameObject(FONT): self.font})
        form = DictionaryObject(
            {
                NameObject("/Fields"): self.fields,
                NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
                NameObject("/DA"): TextStringObject(f"{FONT} {SIZE} Tf {INK}"),
            }
        )
        self.writer.root_object[NameObject("/AcroForm")] = self.writer._add_object(form)  # noqa: SLF001  the only way to add one

    def _widget(self, widget: Any, reference: IndirectObject) -> str:
        name = str(widget.get("/T") or widget["/Parent"].get_object()["/T"])
        spec = self.specs[name]
        for key in ("/Border", "/MK", "/AS", "/V", "/Ff", "/MaxLen", "/DA"):
            widget.pop(key, None)
        widget[NameObject("/F")] = NumberObject(4)
        if spec.kind == "text":
            self._text(widget, spec, reference)
        elif spec.kind == "tick":
            self._tick(widget, spec, reference)
        else:
            self._radio(widget, spec, reference)
        return name

    def _describe(self, field: DictionaryObject, spec: FieldSpec, flags: int) -> None:
        field[NameObject("/T")] = TextStringObject(spec.name)
        field[NameObject("/TU")] = TextStringObject(spec.tooltip)
        flags |= (REQUIRED if spec.required else 0) | (READ_ONLY if spec.read_only else 0)
        if flags:
            field[NameObject("/Ff")] = NumberObject(flags)

    def _text(self, widget: DictionaryObject, spec: FieldSpec, reference: IndirectObject) -> None:
        self._describe(widget, spec, MULTILINE if spec.multiline else 0)
        width, height = _size(widget)
        size = 8 if spec.multiline or height < SMALL_HEIGHT else SIZE
        widget[NameObject("/DA")] = TextStringObject(f"{FONT} {size} Tf {INK}")
        if spec.max_length is not None:
            widget[NameObject("/MaxLen")] = NumberObject(spec.max_length)
        empty = self._appearance(width, height, "/Tx BMC EMC")
        widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): empty})
        self.fields.append(reference)

    def _tick(self, widget: DictionaryObject, spec: FieldSpec, reference: IndirectObject) -> None:
        self._describe(widget, spec, 0)
        widget[NameObject("/V")] = NameObject("/Off")
        self._states(widget, "Ja", _box, _cross)
        self.fields.append(reference)

    def _radio(self, widget: DictionaryObject, spec: FieldSpec, reference: IndirectObject) -> None:
        parent_reference = widget.raw_get("/Parent")
        group: Any = parent_reference.get_object()
        if spec.name not in self.groups:
            self.groups[spec.name] = group
            for key in ("/Opt", "/Kids"):
                group.pop(key, None)
            self._describe(group, spec, RADIO | NO_TOGGLE_TO_OFF)
            group[NameObject("/FT")] = NameObject("/Btn")
            group[NameObject("/V")] = NameObject("/Off")
            group[NameObject("/Kids")] = ArrayObject()
            self.fields.append(parent_reference)
        kids = group["/Kids"]
        state = spec.states[len(kids)]
        for key in ("/T", "/FT"):
            widget.pop(key, None)
        self._states(widget, state, _circle, _dot)
        kids.append(reference)

    def _states(self, widget: DictionaryObject, state: str, off: Any, on: Any) -> None:
        width, height = _size(widget)
        frame = off(width, height)
        both = DictionaryObject(
            {
                NameObject("/Off"): self._appearance(width, height, frame),
                NameObject(f"/{state}"): self._appearance(width, height, f"{frame}\n{on(width, height)}"),
            }
        )
        widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): both})
        widget[NameObject("/AS")] = NameObject("/Off")

    def _appearance(self, width: float, height: float, drawing: str) -> IndirectObject:
        key = (f"{width:.2f}", f"{height:.2f}", drawing)
        if key not in self.drawings:
            self.drawings[key] = self._new_appearance(*key)
        return self.drawings[key]

    def _new_appearance(self, width: str, height: str, drawing: str) -> IndirectObject:
        stream = StreamObject()
        stream.set_data(drawing.encode())
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject([FloatObject(v) for v in ("0", "0", width, height)]),
                NameObject("/Resources"): DictionaryObject(
                    {NameObject("/Font"): DictionaryObject({NameObject(FONT): self.font})}
                ),
            }
        )
        return self.writer._add_object(stream)  # noqa: SLF001  as above

    def _add_font(self) -> IndirectObject:
        """A simple TrueType font with WinAnsiEncoding: every viewer can type with it."""
        font = field_font()
        file = StreamObject()
        data = io.BytesIO()
        font.save(data, reorderTables=True)
        file.set_data(data.getvalue())
        file[NameObject("/Length1")] = NumberObject(len(data.getvalue()))
        scale = 1000 / font["head"].unitsPerEm
        cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
        widths = [
            round(metrics[cmap[ord(WIN_ANSI[code])]][0] * scale)
            if code in WIN_ANSI and ord(WIN_ANSI[code]) in cmap
            else 0
            for code in range(32, 256)
        ]
        head, hhea = font["head"], font["hhea"]
        box = [round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
        descriptor = {
            "/Type": NameObject("/FontDescriptor"),
            "/FontName": NameObject("/LOVFLD+NotoSans"),
            "/Flags": NumberObject(32),
            "/FontBBox": ArrayObject([NumberObject(v) for v in box]),
            "/ItalicAngle": NumberObject(0),
            "/Ascent": NumberObject(round(hhea.ascent * scale)),
            "/Descent": NumberObject(round(hhea.descent * scale)),
            "/CapHeight": NumberObject(714),
            "/StemV": NumberObject(80),
            "/FontFile2": self.writer._add_object(file.flate_encode()),  # noqa: SLF001  as above
        }
        entry = {
            "/Type": NameObject("/Font"),
            "/Subtype": NameObject("/TrueType"),
            "/BaseFont": NameObject("/LOVFLD+NotoSans"),
            "/Encoding": NameObject("/WinAnsiEncoding"),
            "/FirstChar": NumberObject(32),
            "/LastChar": NumberObject(255),
            "/Widths": ArrayObject([NumberObject(w) for w in widths]),
            "/FontDescriptor": self.writer._add_object(_dictionary(descriptor)),  # noqa: SLF001  as above
        }
        return self.writer._add_object(_dictionary(entry))  # noqa: SLF001  as above


def _drop_typing_face(page: Any) -> None:
    """Forget the face WeasyPrint meant for typing; nothing on the page is set in it."""
    fonts = page["/Resources"]["/Font"].get_object()
    for name in [
        key for key, font in fonts.items() if str(font.get_object()["/BaseFont"]).endswith("+Field")
    ]:
        del fonts[name]


def _dictionary(entries: Mapping[str, Any]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _size(widget: Any) -> tuple[float, float]:
    """Width and height of a widget in points; also puts its rectangle the right way round."""
    x0, y0, x1, y1 = (float(v) for v in widget["/Rect"])
    box = [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]
    widget[NameObject("/Rect")] = ArrayObject([FloatObject(f"{v:.2f}") for v in box])
    return box[2] - box[0], box[3] - box[1]


def _box(width: float, height: float) -> str:
    return f"q 1 g 0 G 0.7 w 0.35 0.35 {width - 0.7:.2f} {height - 0.7:.2f} re B Q"


def _cross(width: float, height: float) -> str:
    a, b, c, d = 1.9, 1.9, width - 1.9, height - 1.9
    return f"q 0 G 1.3 w 1 J {a:.2f} {b:.2f} m {c:.2f} {d:.2f} l {a:.2f} {d:.2f} m {c:.2f} {b:.2f} l S Q"


def _circle(width: float, height: float) -> str:
    return f"q 1 g 0 G 0.7 w {_round(width / 2, height / 2, min(width, height) / 2 - 0.35)} B Q"


def _dot(width: float, height: float) -> str:
    return f"q 0 g {_round(width / 2, height / 2, min(width, height) / 2 - 2)} f Q"


def _round(x: float, y: float, r: float) -> str:
    """A circle of four Bézier curves; 0.5523 r is where the handles of a quarter belong."""
    k = 0.5523 * r
    return (
        f"{x + r:.2f} {y:.2f} m"
        f" {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
        f" {x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c"
        f" {x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c"
        f" {x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c"
    )
