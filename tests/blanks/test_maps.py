"""Field maps: what is wrong between map, PDF and flow, and what no route fills, told at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from textwrap import indent

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from wizard.blanks.lint import content_problems
from wizard.blanks.proofs import proof_problems
from wizard.flow.content import Content, load
from wizard.flow.problems import Problem

TODAY = date(2026, 11, 22)
REQUIRED = 2

TASKS = """
- id: t
  title: Del
  questions:
    - {id: a, type: yesno, label: A, source: S0 § X}
    - {id: b, type: text, label: B, source: S0 § X, when: a}
    - {id: c, type: choice, label: C, source: S0 § X, unknown: true, options: [{id: x, label: X}, {id: y, label: Y}]}
    - {id: m, type: multichoice, label: M, source: S0 § X, when: c == 'x', options: [{id: p, label: P}, {id: q, label: Q}]}
    - {id: o, type: text, label: O, source: S0 § X, optional: true}
    - {id: e, type: text, label: E, source: S0 § X, when: a and not a}
    - id: rows
      type: table
      label: Rader
      source: S0 § X
      min: 1
      columns:
        - {id: kind, type: choice, label: K, options: [{id: x, label: X}, {id: y, label: Y}]}
        - {id: name, type: text, label: N, when: row.kind == 'x' and row.kind == 'y'}
"""

FIELDS = {
    "A": ["Ja", "Nej"],
    "B": None,
    "C": ["x", "y", "vet"],
    "M_p": ["Ja"],
    "M_q": ["Ja"],
    "O": None,
    "R_1_kind": None,
    "R_2_kind": None,
}

MAP = """
blank: prov
title: Provblankett
edition: 2026-1
flows:
- {area: prov, kind: application}
fields:
  A: {answer: a, options: {'yes': Ja, 'no': Nej}}
  B: {answer: b}
  C: {answer: c, options: {x: x, y: y, '?': vet}}
  O: {answer: o}
ticks:
  m: {p: M_p, q: M_q}
tables:
  rows: {rows: 2, columns: {kind: 'R_{row}_kind'}}
"""


def make_pdf(fields: Mapping[str, list[str] | None], required: tuple[str, ...] = ()) -> bytes:
    """A form with text fields, and tick boxes or radio groups where states are given."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    listed = []
    for name, states in fields.items():
        field = Dictionary(T=name, Ff=REQUIRED if name in required else 0)
        if states is None:
            field.FT = Name.Tx
            widgets = [field]
        else:
            field.FT = Name.Btn
            if len(states) > 1:
                field.Ff = int(field.Ff) | 1 << 15
            looks = [
                Dictionary({"/N": Dictionary({f"/{s}": pdf.make_stream(b""), "/Off": pdf.make_stream(b"")})})
                for s in states
            ]
            widgets = [Dictionary(AP=look) for look in looks]
        made = pdf.make_indirect(field)
        listed.append(made)
        shown = [made] if states is None else [pdf.make_indirect(w) for w in widgets]
        for widget in shown:
            widget.Type, widget.Subtype, widget.F = Name.Annot, Name.Widget, 4
            widget.Rect = Array([10, 10, 100, 30])
            if states is not None:
                widget.Parent = made
        if states is not None:
            made.Kids = Array(shown)
        page.obj.Annots = Array([*(page.obj.get("/Annots", [])), *shown])
    pdf.Root.AcroForm = Dictionary(Fields=Array(listed), DA=b"/Helv 10 Tf 0 g")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.fixture
def problems(make_content: Callable[..., Content]) -> Callable[..., list[Problem]]:
    """The faults of a content with the blank `prov`, proofs included when asked for."""

    def find(
        changes: Mapping[str, str] | None = None,
        *,
        fields: Mapping[str, list[str] | None] = FIELDS,
        required: tuple[str, ...] = (),
        proofs: bool = False,
    ) -> list[Problem]:
        content = make_content(TASKS.strip() + "\n")
        area = content.root / "flows/areas/prov.yaml"
        area.write_text(area.read_text("utf-8") + indent("forms: [prov]\n", "    "), "utf-8")
        folder = content.root / "forms/prov"
        folder.mkdir(parents=True)
        text = MAP.lstrip()
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "map.yaml").write_text(text, "utf-8")
        (folder / "form.pdf").write_bytes(make_pdf(fields, required))
        content = reloaded(content)
        if not proofs:
            return [p for p in content_problems(content) if p.place.file.startswith("forms")]
        pytest.importorskip("z3", reason="the proofs need z3-solver (extra `proofs`)")
        return [p for p in proof_problems(content, TODAY) if p.place.file.startswith("forms")]

    return find


def reloaded(content: Content) -> Content:
    """The content as it now stands on disk."""
    return load(content.root)


def test_a_sound_map_has_no_faults(problems: Callable[..., list[Problem]]) -> None:
    """Every name is there, every answer has its box."""
    assert [] == [str(p) for p in problems()]


FAULTS = [
    ({"answer: b": "answer: bb"}, "unknown-name", "bb", "answer: bb"),
    ({"  m: {p": "  mm: {p"}, "unknown-name", "mm", "mm"),
    ({"  rows: {rows": "  rowz: {rows"}, "unknown-name", "rowz", "rowz"),
    ({"{kind: 'R": "{sort: 'R"}, "unknown-name", "sort", "sort: "),
    (
        {"tables:": "verdicts:\n  r: {field: A, options: {met: Ja}}\ntables:"},
        "unknown-name",
        "r",
        "r: {field: A",
    ),
    ({"  B: {": "  BB: {"}, "unknown-field", "BB", "BB"),
    ({"M_q}": "M_z}"}, "unknown-field", "M_z", "q: M_z"),
    ({"rows: 2": "rows: 3"}, "unknown-field", "R_3_kind", "kind: "),
    ({"tables:": "hours:\n  b: {mon: Hm}\ntables:"}, "unknown-field", "Hm", "mon: Hm"),
    ({"tables:": "attached:\n  b: Ab\ntables:"}, "unknown-field", "Ab", "b: Ab"),
    ({"'no': Nej": "'nej': Nej"}, "unknown-option", "nej", "'nej': Nej"),
    ({"x: x, y": "xx: x, y"}, "unknown-option", "xx", "xx: x,"),
    ({"'?': vet": "'-': vet"}, "unknown-option", "-", "'-': vet"),
    ({"{p: M_p": "{pp: M_p"}, "unknown-option", "pp", "pp: M_p"),
    ({"'yes': Ja": "'yess': Ja"}, "unknown-option", "yess", "'yess': Ja"),
    ({", 'no': Nej": ""}, "unmapped-option", "a = no", "options: {'yes"),
    ({"x: x, y: y, ": "x: x, "}, "unmapped-option", "c = y", "options: {x: x"),
    ({"{x: x, y: y, ": "{y: y, "}, "unmapped-option", "c = x", "options: {y: y"),
    ({"'yes': Ja, ": ""}, "unmapped-option", "a = yes", "options: {'no"),
    ({", '?': vet": ", 'x ': vet"}, "unknown-option", "x ", "'x ': vet"),
    ({"'no': Nej": "'no': Nix"}, "unknown-state", "Nix", "'no': Nix"),
    ({"'yes': Ja": "'yes': JA"}, "unknown-state", "JA", "'yes': JA"),
    ({"x: x, y": "x: X, y"}, "unknown-state", "X", "x: X,"),
    ({"y: y,": "y: z,"}, "unknown-state", "z", "y: z,"),
    ({"'?': vet": "'?': Vet"}, "unknown-state", "Vet", "'?': Vet"),
]


@pytest.mark.parametrize(("changes", "code", "named", "at"), FAULTS)
def test_a_fault_of_a_map_is_told_at_its_place(
    problems: Callable[..., list[Problem]], changes: dict[str, str], code: str, named: str, at: str
) -> None:
    """The planted fault is found, names what is wrong, and points at it."""
    found = [p for p in problems(changes) if p.code == code and named in str(p.what)]
    text = MAP.lstrip()
    for old, new in changes.items():
        text = text.replace(old, new, 1)

    (finding,) = found
    line = text.splitlines()[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(at), line


@pytest.mark.parametrize("name", ["B", "M_q", "O"])
def test_a_field_that_nothing_fills_is_told(problems: Callable[..., list[Problem]], name: str) -> None:
    """A form can have fields lov leaves alone, but the keeper should know."""
    removed = {"B": "  B: {answer: b}\n", "M_q": ", q: M_q", "O": "  O: {answer: o}\n"}[name]

    found = {(p.code, name in str(p.what)) for p in problems({removed: ""})}

    assert ("unmapped", True) in found


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"{p: M_p, q: M_q}": "{p: M_p, q: M_p}"}, "M_p"),
        ({"  O: {answer: o}": "  'O': {answer: o}\nhours:\n  b: {mon: O}"}, "O"),
    ],
)
def test_a_field_filled_twice_is_told(
    problems: Callable[..., list[Problem]], changes: dict[str, str], name: str
) -> None:
    """One of the two would be lost."""
    assert 2 == len([p for p in problems(changes) if p.code == "duplicate" and name in str(p.what)])


UNFILLED = [
    ({"answer: o": "answer: e"}, "O"),
    ({"tables:": "hours:\n  e: {mon: O}\ntables:"}, "e"),
    ({"tables:": "attached:\n  e: O\ntables:"}, "e"),
    ({"kind: 'R_{row}_kind'": "kind: 'R_{row}_kind', name: 'R_{row}_name'"}, "R_{row}_name"),
    ({"'no': Nej": "'no': Nej, '-': Nej"}, "A: -"),
]


@pytest.mark.parametrize(("changes", "name"), UNFILLED)
def test_a_field_that_no_route_fills_is_proved(
    problems: Callable[..., list[Problem]], changes: dict[str, str], name: str
) -> None:
    """Its question, its column or its option is never answered."""
    (finding,) = problems(changes, proofs=True)

    assert ("unfilled", f"No route fills the field {name}.") == (finding.code, str(finding.what))


@pytest.mark.parametrize(
    ("required", "expected"),
    [("A", None), ("C", None), ("B", (("a", '"no"'),)), ("O", ()), ("M", (("c", '"y"'),))],
)
def test_a_required_field_that_a_route_leaves_empty_is_proved(
    problems: Callable[..., list[Problem]], required: str, expected: tuple[tuple[str, str], ...] | None
) -> None:
    """With the fewest answers that lead past its question; none are needed where it may be left blank."""
    changes = (
        {"ticks:\n  m: {p: M_p, q: M_q}\n": "", "  O: {": "  M: {answer: m}\n  O: {"}
        if required == "M"
        else {}
    )
    fields = {**FIELDS, "M": None} if required == "M" else FIELDS

    found = problems(changes, fields=fields, required=(required,), proofs=True)

    assert ([] if expected is None else [("left-empty", expected)]) == [(p.code, p.witness) for p in found]
