"""A form as an authority's word processor makes it: names that say nothing, labels in officialese, tables unnumbered."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from wizard.blanks import fill_blank, load_blanks, read_blank
from wizard.blanks.grids import grids
from wizard.blanks.likeness import likeness, readings
from wizard.blanks.mapfile import Head, map_text
from wizard.blanks.propose import Proposal, propose
from wizard.blanks.rows import row_field, row_pattern
from wizard.flow.interview import Interview
from wizard.flow.model import Flow
from wizard.pdf import Template, survey
from wizard.rules import assess

TODAY: Final = date(2026, 11, 22)
LABELS: Final = {
    "1. Uppgifter om sökande": {
        "Sökandens namn (enligt registreringsbevis)": "applicant.name",
        "Org.nr/personnr": "applicant.orgnr",
        "Utdelningsadress": "applicant.street",
        "Postnr": "applicant.postcode",
        "Postort": "applicant.city",
        "Telefon (även riktnr)": "applicant.phone",
        "Bankgironr": "applicant.bankgiro",
    },
    "2. Firmatecknare och kontaktperson": {
        "Namn på behörig firmatecknare": "signatory.name",
        "Befattning": "signatory.title",
        "Kontaktperson för ansökan": "contact.name",
        "Telefon till kontaktperson": "contact.phone",
    },
    "3. Mottagningen": {
        "Mottagningens namn": "unit.name",
        "Besöksadress": "unit.street",
        "Telefonnummer": "unit.phone",
        "Planerat startdatum (åååå-mm-dd)": "unit.start_date",
        "Medicinskt ansvarig (om annan än verksamhetschefen)": "medical_lead.name",
        "Beskriv verksamheten (patienter, samverkan)": "mission.description",
    },
}
YES_OR_NO: Final = {
    "Är ni godkända för F-skatt?": "economy.f_tax",
    "Är ni registrerade som arbetsgivare?": "economy.employer",
    "Anlitar ni underleverantör?": "subcontractors.used",
}
BOXES: Final = {
    "Förekommer avvikelsehantering?": "quality.deviations",
    "Finns ett ledningssystem enligt SOSFS 2011:9?": "quality.system",
}
COLUMNS: Final = {
    "Namn": "name",
    "Yrke": "profession",
    "Leg. (Ja/Nej)": "licensed",
    "Specialistkompetens": "specialities",
    "Tjänstgöringsgrad": "fte",
}
DAYS: Final = ("Må", "Ti", "On", "To", "Fr", "Lö", "Sö")


class _Page:
    """A page that is written from the top down, with fields called `Text1` and on."""

    def __init__(self, document: Pdf, font: Any) -> None:
        self.document = document
        document.add_blank_page(page_size=(595, 1200))
        self.page = document.pages[-1].obj
        self.page.Annots, self.page.Resources = Array(), Dictionary(Font=Dictionary(F=font))
        self.ink: list[bytes] = []
        self.names: dict[str, str] = {}

    def text(self, x: float, y: float, words: str, size: float = 8) -> None:
        written = words.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        self.ink.append(b"BT /F %g Tf %g %g Td (%b) Tj ET" % (size, x, y, written))
        self.page.Contents = self.document.make_stream(b"\n".join(self.ink))

    def field(self, rect: tuple[float, float, float, float], seen: str, **entries: Any) -> None:
        name = f"Text{len(self.document.Root.AcroForm.Fields) + 1}"
        self.names[name] = seen
        self._add(self._widget(rect, FT=Name.Tx, T=String(name), **entries))

    def choice(self, x: float, y: float, seen: str) -> None:
        name = f"Text{len(self.document.Root.AcroForm.Fields) + 1}"
        self.names[name] = seen
        group = self.document.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String(name), Kids=Array()))
        for number, words in enumerate(("Ja", "Nej")):
            look = self.document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
            states = Dictionary({f"/Val{number}": look, "/Off": look})
            left = x + 50 * number
            kid = self._widget((left, y, left + 9, y + 9), Parent=group, AP=Dictionary(N=states), AS=Name.Off)
            group.Kids.append(kid)
            self.text(left + 13, y + 2, words)
        self._add(group)

    def box(self, x: float, y: float, seen: str, words: str) -> None:
        name = f"Text{len(self.document.Root.AcroForm.Fields) + 1}"
        self.names[name] = f"{seen} {words}"
        look = self.document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        states = Dictionary(N=Dictionary({"/On": look, "/Off": look}))
        self._add(self._widget((x, y, x + 9, y + 9), FT=Name.Btn, T=String(name), AP=states, AS=Name.Off))
        self.text(x + 13, y + 2, words)

    def _widget(self, rect: tuple[float, float, float, float], **entries: Any) -> Any:
        made = Dictionary(Type=Name.Annot, Subtype=Name.Widget, F=4, Rect=Array(rect), **entries)
        widget = self.document.make_indirect(made)
        self.page.Annots.append(widget)
        return widget

    def _add(self, field: Any) -> None:
        self.document.Root.AcroForm.Fields.append(field)


@pytest.fixture(scope="module")
def form() -> tuple[bytes, dict[str, str]]:
    """Such a form, and the label of each of its fields."""
    document = Pdf.new()
    font = document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    document.Root.AcroForm = Dictionary(Fields=Array())
    page = _Page(document, font)
    y = 1150.0
    for heading, labels in LABELS.items():
        page.text(50, y, heading, 11)
        for label in labels:
            y -= 34
            page.text(50, y + 19, label)
            page.field((50, y, 400, y + 16), label)
        y -= 30
    for label in YES_OR_NO:
        page.text(50, y + 2, label)
        page.choice(250, y, label)
        y -= 18
    for label in BOXES:
        page.text(50, y + 2, label)
        page.box(270, y, label, "Ja")
        page.box(310, y, label, "Nej")
        y -= 18
    y -= 30
    page.text(50, y + 30, "5. Personal", 11)
    for row in range(4):
        for place, column in enumerate(COLUMNS):
            page.field((50 + 100 * place, y - 18 * row, 150 + 100 * place, y - 18 * row + 18), column)
    for place, column in enumerate(COLUMNS):
        page.text(52 + 100 * place, y + 20, column)
    y -= 140
    page.text(50, y + 40, "6. Öppettider", 11)
    for place, day in enumerate(DAYS):
        page.text(52 + 70 * place, y + 20, day)
        page.field((50 + 70 * place, y, 115 + 70 * place, y + 16), day)
    written = BytesIO()
    document.save(written)
    return written.getvalue(), page.names


@pytest.fixture(scope="module")
def taken_in(form: tuple[bytes, dict[str, str]], physio: Flow) -> tuple[Proposal, dict[str, str]]:
    """What is proposed for it."""
    return propose(survey(form[0]), physio, TODAY), form[1]


def test_the_proposed_map_fills_the_form_and_reads_it_back(
    form: tuple[bytes, dict[str, str]],
    taken_in: tuple[Proposal, dict[str, str]],
    physio: Flow,
    tmp_path: Path,
) -> None:
    """Boxes for answers, columns of loose names, and more rows than the form has lines."""
    folder = tmp_path / "forms" / "prov"
    folder.mkdir(parents=True)
    (folder / "form.pdf").write_bytes(form[0])
    head = Head("prov", "Prov", "1", (("specialiserad-fysioterapi", "application"),))
    (folder / "map.yaml").write_text(map_text(head, taken_in[0]), "utf-8")
    blank = load_blanks(tmp_path)["prov"]
    people = [{"name": f"Åsa Ek {n}", "profession": "fysioterapeut", "licensed": "yes"} for n in range(6)]
    given = {"quality.deviations": "yes", "quality.system": "no", "staff": people, "unit.name": "Rörelse"}
    interview = Interview.start(physio, TODAY, given)
    data = fill_blank(blank, interview, assess(interview)).data
    found = read_blank(blank, data, physio, TODAY)

    assert found.faults == ()
    assert {name: found.answers[name] for name in given} == given
    both = {name: True for name, seen in form[1].items() if seen.startswith("Förekommer")}
    faults = read_blank(blank, Template.compile(form[0]).fill(both).data, physio, TODAY).faults
    assert [(fault.question, str(fault.reason)) for fault in faults] == [
        ("quality.deviations", "More than one box is ticked, and only one answer is possible.")
    ]


def test_labels_in_officialese_are_understood(taken_in: tuple[Proposal, dict[str, str]]) -> None:
    """Brackets, strokes, other words for the same, and labels that only the heading makes plain."""
    proposal, names = taken_in
    found = {names[guess.field]: guess.answer for guess in proposal.fields}

    assert found == {
        label: answer for labels in (*LABELS.values(), YES_OR_NO) for label, answer in labels.items()
    }


def test_what_is_printed_by_a_button_is_not_the_question(taken_in: tuple[Proposal, dict[str, str]]) -> None:
    """`Ja` and `Nej` of the group above are nearer than the question to the left."""
    proposal, names = taken_in
    options = {names[guess.field]: guess.options for guess in proposal.fields if guess.options}

    assert options == {key: {"yes": "Val0", "no": "Val1"} for key in YES_OR_NO}


def test_boxes_side_by_side_answer_one_question(taken_in: tuple[Proposal, dict[str, str]]) -> None:
    """`Ja` and `Nej` as two tick boxes instead of a group of buttons."""
    proposal, names = taken_in
    found = {q: {part: names[g.field] for part, g in proposal.ticks[q].items()} for q in BOXES.values()}

    assert found == {q: {"yes": f"{label} Ja", "no": f"{label} Nej"} for label, q in BOXES.items()}


def test_a_table_is_seen_by_where_its_fields_stand(taken_in: tuple[Proposal, dict[str, str]]) -> None:
    """The names of a column's fields follow no rule; the map lists them."""
    proposal, names = taken_in
    rows, columns = proposal.tables["staff"]

    assert rows == 4
    assert {names[row_field(guess.field, 3)]: column for column, guess in columns.items()} == COLUMNS


def test_days_are_known_by_two_letters(taken_in: tuple[Proposal, dict[str, str]]) -> None:
    """As on most forms for opening hours."""
    proposal, names = taken_in

    assert tuple(names[guess.field] for guess in proposal.hours["unit.opening_hours"].values()) == DAYS


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        (["a_1", "a_2", "a_3"], "a_{row}"),
        (["p1.r1", "p1.r2"], "p1.r{row}"),
        (["Text55", "Text60", "Text65"], "Text55|Text60|Text65"),
        (["Namn", "Namn_2"], "Namn|Namn_2"),
        (["a{1}", "a{2}"], "a{{{row}}}"),
        (["a|b", "c"], None),
        (["one"], None),
    ],
)
def test_a_pattern_stands_for_the_names_of_all_rows(names: list[str], pattern: str | None) -> None:
    """And gives them back; rows beyond them have names of their own."""
    assert row_pattern(names) == pattern
    if pattern is not None:
        assert [row_field(pattern, row) for row in range(1, len(names) + 1)] == names
        assert len({*names, row_field(pattern, 8), row_field(pattern, 9)}) == len(names) + 2


def test_rows_with_labels_between_them_are_no_table() -> None:
    """Two address blocks of the same shape are two blocks."""
    places = [(x, y) for y in (700, 660, 642) for x in (50, 150)]
    fields = [
        {
            "name": f"f{n}",
            "type": "text",
            "places": [{"page": 1, "hidden": False, "rect": (x, y, x + 100, y + 18)}],
        }
        for n, (x, y) in enumerate(places)
    ]

    assert list(grids(fields)) == [(2, ["f2|f4", "f3|f5"])]


def test_a_label_is_read_with_and_without_its_asides() -> None:
    """And `namn` alone makes no two labels alike."""
    assert readings("Org.nr/personnr (tio siffror)") == (
        "Org.nr/personnr (tio siffror)", "Org.nr/personnr", "Org.nr", "personnr"
    )  # fmt: skip
    assert likeness("Namn", "Namn") == 1.0
    assert likeness("Mottagningens namn", "Firmatecknarens namn") < 0.45
