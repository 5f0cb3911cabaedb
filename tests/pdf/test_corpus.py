"""Every third-party form at hand: filled whole, sound, read back by two readers, and seen on the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from tests.pdf.shortfalls import reason_for
from wizard.pdf import Field, Template, read, read_increment
from wizard.pdf.fallback import first_missing
from wizard.pdf.plan import ButtonPlan

FOLDER: Final = Path(__file__).parents[3] / "shared" / "corpus" / "pdf"
FILES: Final = tuple(sorted(path.name for path in FOLDER.glob("*.pdf"))) or ("absent.pdf",)

SAMPLE: Final = frozenset(
    {
        "absent.pdf",
        "docassemble-ALWeaver__test_dropdown_fields.pdf",
        "docassemble__sample-form.pdf",
        "pdf-lib__fancy_fields.pdf",
        "pdf-lib__sample_form.pdf",
        "pdf.js__annotation-text-widget.pdf",
        "pdf.js__bug1675139.pdf",
        "pdf.js__checkbox_no_appearance.pdf",
        "pdf.js__issue21068.pdf",
        "pdf.js__opt_demo.pdf",
        "pdf.js__signed_verified.pdf",
        "pdfbox__acroform.pdf",
        "pdfcpu__english.pdf",
        "pypdf__FormTestFromOo.pdf",
        "qpdf__button-set-broken.pdf",
        "veraPDF-corpus__7.18.1-t03-pass-e.pdf",
    }
)
"""The quick ones, which between them have every kind of field; the others are `slow`."""

TEXTS: Final = ("Åsa Öberg – 5 €\nÄlvsjö", "Åsa Öberg – 5 €", "Åsa Öberg", "Åsa", "Å")


def every(name: str) -> Any:
    return pytest.param(name, marks=() if name in SAMPLE else pytest.mark.slow)


@pytest.fixture(params=[every(name) for name in FILES])
def case(request: pytest.FixtureRequest, corpus: Path) -> tuple[str, Template]:
    """A form of the corpus and its name."""
    name = str(request.param)
    return name, Template.compile((corpus / name).read_bytes())


def value_for(template: Template, field: Field) -> Any:
    """A value of the field's own kind, in Swedish, as long as the field has room for."""
    match field.type:
        case "text":
            for text in TEXTS:
                line = text if field.multiline else text.split("\n")[0]
                line = "ÅÄÖ123456789"[: field.max_length] if field.comb else line[: field.max_length]
                if template.layout(field.name, line).fits:
                    return line
            return ""
        case "list":
            return [option.export for option in field.options[-2 if field.multiple else -1 :]]
        case "checkbox" if len(field.options) == 1:
            return True
        case "checkbox" | "radio":
            return field.options[0].export
        case _:
            return next((option.export for option in field.options if drawable(option.text)), "")


def drawable(text: str) -> bool:
    """Whether an option can be chosen and seen: Japanese has to wait for a font."""
    return bool(text.strip()) and first_missing(text) is None


def values_for(template: Template) -> dict[str, Any]:
    return {name: value_for(template, field) for name, field in template.fields.items() if field.fillable}


def test_a_filled_form_is_sound_and_read_back(case: tuple[str, Template], eyes: Any, tmp_path: Path) -> None:
    """Qpdf finds no more amiss than in the template; both our ways of reading give every value back."""
    _, template = case
    values = values_for(template)
    filled = template.fill(values)
    found = read(filled.data)

    assert eyes.check(filled.data, tmp_path)[0] <= eyes.check(template.data, tmp_path)[0]
    assert {name: found[name] for name in values} == values
    assert read_increment(filled.data, template) == found


def test_pypdf_reads_the_same(case: tuple[str, Template]) -> None:
    """Another reader finds the same texts and choices."""
    _, template = case
    values = values_for(template)
    try:
        fields = PdfReader(BytesIO(template.fill(values).data)).get_fields() or {}
    except PdfReadError:
        pytest.skip("pypdf cannot read the template's own fields")
    seen = {name: fields[name].get("/V") for name in values if name in fields}
    wanted = {name: in_pypdf(template, name, values[name]) for name in seen}

    assert {name: one(value) for name, value in seen.items()} == wanted


def in_pypdf(template: Template, name: str, value: Any) -> Any:
    """What pypdf gives for a value: names with their slash."""
    plan = template.plan.plans[name]
    if isinstance(plan, ButtonPlan):
        if not value:
            return "/Off"
        state = next(button.state for button in plan.buttons if value is True or button.export == value)
        return "/" + as_pypdf_decodes(state.encode("latin-1"))
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value or "None"
    return value


def as_pypdf_decodes(name: bytes) -> str:
    """Pypdf takes names that are not UTF-8 for Chinese; the bytes in the file are right."""
    for charset in ("utf-8", "gbk"):
        try:
            return name.decode(charset)
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")


def one(value: Any) -> Any:
    return [str(item) for item in value] if isinstance(value, list) else str(value)


def test_every_value_is_seen(case: tuple[str, Template], eyes: Any) -> None:
    """Where a field is shown, the page differs from that of the same form left empty."""
    name, template = case
    values = values_for(template)
    missing = unseen(template, values, eyes)

    assert [field for field in sorted(missing) if reason_for(name, field, "pdfium") is None] == []


def unseen(template: Template, values: Mapping[str, Any], eyes: Any) -> set[str]:
    """The fields whose value makes no difference in any of their places."""
    rects: dict[int, list[tuple[float, ...]]] = {}
    names: dict[int, list[str]] = {}
    for field in template.fields.values():
        for place in field.places:
            wide = place.rect[2] - place.rect[0] > 1 and place.rect[3] - place.rect[1] > 1
            if values.get(field.name) and place.page and not place.hidden and wide:
                rects.setdefault(place.page - 1, []).append(place.rect)
                names.setdefault(place.page - 1, []).append(field.name)
    order = [name for page in sorted(names) for name in names[page]]
    full = eyes.places(template.fill(values).data, rects)
    empty = eyes.places(template.fill(dict.fromkeys(values)).data, rects)
    changed = {
        name for name, one, other in zip(order, full, empty, strict=True) if one.tobytes() != other.tobytes()
    }
    return set(order) - changed


def test_the_texts_are_extractable(case: tuple[str, Template], eyes: Any) -> None:
    """Poppler finds every text that was put in, as often as it was put in."""
    _, template = case
    values = {
        name: value
        for name, value in values_for(template).items()
        if template.fields[name].type == "text" and not template.fields[name].password
        and any(place.page and not place.hidden for place in template.fields[name].places)
    }  # fmt: skip
    text = eyes.text(template.fill(values).data)

    assert [value for value in values.values() if "".join(value.split()) not in text] == []


def test_filling_is_the_same_each_time(case: tuple[str, Template]) -> None:
    """Two compilations and two fillings give one result."""
    _, template = case
    values = values_for(template)
    again = Template.compile(template.data)

    assert template.fill(values).data == template.fill(values).data
    assert again.fill(values).increment == template.fill(values).increment


def test_the_corpus_is_the_one_described(corpus: Path) -> None:
    """The manifest's count of fields is ours, but for the ones that share a name or stand only on a page."""
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))

    assert {entry["file"] for entry in manifest} == set(FILES)
