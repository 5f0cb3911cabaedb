"""The form as text: everything that is printed and written is there, in order, however narrow the page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.conftest import TODAY
from tests.tui.app import Visit, visit
from tests.tui.conftest import Known
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.pdf import PrintedPage, printed_pages
from wizard.store import Store
from wizard.tui.forms import FormFace, forms_of
from wizard.tui.formtext import set_form
from wizard.tui.screens.forms import FormsScreen
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.formview import FormView

WIDTHS = (24, 46, 76, 110)


@pytest.fixture(scope="module")
def faces(known: Known) -> tuple[FormFace, ...]:
    """The forms of the shipped sample."""
    return forms_of(known.file.interview)


def letters(text: str) -> str:
    """Only what is written, whatever was put between."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_page(faces: tuple[FormFace, ...], width: int) -> None:
    """Whatever stands beside each other on the paper."""
    for face in faces:
        assert [] == [line.plain for line in set_form(face, width).lines if line.cell_length > width]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_letter_of_the_paper_and_of_the_answers_is_there(
    faces: tuple[FormFace, ...], width: int
) -> None:
    """Counted by letter: columns wrap, so words may be broken, but none is lost."""
    for face in faces:
        printed = "".join(line.words for page in face.pages for line in page.lines)
        sheets = [block for sheet in face.laid.sheets for block in sheet.blocks]
        assert not sheets, "the sample needs no further sheet; count its letters here if it comes to"
        wanted = letters(printed + "".join(face.laid.texts.get(name, "") for name in face.fields))
        shown = letters("".join(line.plain for line in set_form(face, width).lines))
        assert sorted(wanted) == sorted(_without_page_numbers(shown, face))


def _without_page_numbers(shown: str, face: FormFace) -> str:
    """The numbers in the rules above the pages are ours."""
    for number in range(1, len(face.pages) + 1):
        shown = shown.replace(str(number), "", 1)
    return shown


def test_an_answer_stands_where_its_field_is(faces: tuple[FormFace, ...]) -> None:
    """The line of a field holds its value, below its label; a tick stands before its word."""
    text = set_form(faces[0], 76)
    at = text.at["applicant_name"]
    assert "Rörelsekraft Fysioterapi AB" in text.lines[at].plain
    assert "Företagets eller organisationens namn" in text.lines[at - 1].plain
    assert "● Aktiebolag  ○ Handelsbolag" in text.lines[text.at["applicant_legal_form"]].plain
    assert "☒ Neurologi" in text.lines[text.at["mission_specialities_neurology"]].plain


def test_rows_that_the_form_has_no_lines_for_stand_on_a_further_sheet(known: Known) -> None:
    """As in the file: nobody is left out, and long texts say where they go on."""
    staff = list(known.answers["staff"])
    many = [
        {k: v for k, v in row.items() if k != "_row"} | {"name": f"Person {n}"}
        for n, row in enumerate(staff * 6)
    ]
    interview = known.file.interview.answer("staff", many).answer("mission.description", "Rad.\n" * 150)
    text = set_form(forms_of(interview)[0], 76)
    whole = "\n".join(line.plain for line in text.lines)
    assert "Fortsättningsblad" in whole
    assert all(f"Person {n}" in whole for n in range(len(many)))
    assert "Se fortsättningsblad" in text.lines[text.at["mission_description"]].plain


def test_a_turned_page_is_read_upright() -> None:
    """Where the upper left corner of the paper is, whatever way it lies in the file."""
    corners = {0: (10, 790), 90: (10, 10), 180: (585, 10), 270: (585, 790)}
    for rotate, (x, y) in corners.items():
        page = PrintedPage((0, 0, 595, 800), rotate, ())
        height = 800 if rotate % 180 == 0 else 595
        assert (10, height - 10) == page.upright(x, y)


def test_what_is_no_pdf_with_text_has_pages_without_lines(known: Known) -> None:
    """A page without contents is a page."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 300)
    writer.write(file)
    (page,) = printed_pages(file.getvalue())
    assert () == page.lines


def in_store(folder: Path, known: Known) -> None:
    """The shipped sample as a draft, but for its last answers."""
    store = Store.open(folder)
    flow = known.empty.flow
    draft = store.create(flow.area.id, flow.kind, flow.version)
    store.record_all(draft.id, {k: v for k, v in known.answers.items() if k not in known.files}, door="test")
    store.close()


def test_the_form_is_looked_at_from_the_parts_and_beside_the_question(
    shipped: Content, known: Known, tmp_path: Path
) -> None:
    """By f3 both times; from a question its own field is in sight, and esc leads back."""
    in_store(tmp_path / "data", known)

    async def doing(at: Visit) -> None:
        await at.see("parts done")
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("f3")
        await at.see("1/2", "page 1 of 5", "Rörelsekraft Fysioterapi AB")
        await at.press("n")
        await at.see("page 2 of 5", "Tilläggstjänster")
        await at.press("f7")
        await at.see("2/2", "page 1 of 4")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("down", "enter")
        await at.at_rest()
        await at.press("f3")
        await at.until(lambda: not isinstance(at.app.screen, FormsScreen))
        view = at.app.screen.query_one(FormView)
        await at.until(lambda: view.text is not None)
        await at.see("Sökande", "Företagets eller organisationens namn")
        assert isinstance(at.app.screen, QuestionScreen)
        assert at.question.can_act
        await at.press("f3")
        await at.see("Why do we ask?")

    visit(shipped, tmp_path / "data", doing, columns=130, lines=40)


@pytest.mark.slow  # it reads every blank there is
def test_an_errand_without_answers_has_empty_forms(shipped: Content) -> None:
    """Every form of every errand that is shipped can be looked at from the start."""
    for area in shipped.areas.values():
        for kind in area.kinds:
            flow = shipped.flow(area.id, kind)
            for face in forms_of(Interview.start(flow, TODAY)):
                assert set_form(face, 60).pages
