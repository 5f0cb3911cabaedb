"""Forms: what is answered stands on the form, all of it, and can be read back to the same answers."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wizard.blanks import Blank, blanks_for, fill_blank, load_blanks, read_blank
from wizard.blanks.mapcheck import map_problems
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Flow
from wizard.pdf import Place
from wizard.rules import assess

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "flows/samples"
APPLICATIONS = sorted(path.parent.name for path in SAMPLES.glob("*/answers.yaml"))


@pytest.fixture(scope="module")
def blanks() -> dict[str, Blank]:
    return load_blanks(ROOT)


@pytest.fixture(scope="module")
def sample(shipped: Content) -> Interview:
    path = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"
    return read_answers_file(path, shipped, TODAY).interview


def filled(blank: Blank, interview: Interview) -> bytes:
    return fill_blank(blank, interview, assess(interview)).data


def read_back(blanks: dict[str, Blank], interview: Interview) -> dict[str, Any]:
    """What all forms of the interview say together."""
    answers: dict[str, Any] = {}
    for blank in blanks_for(interview.flow, blanks):
        read = read_blank(blank, filled(blank, interview), interview.flow, TODAY)
        assert read.faults == ()
        answers |= read.answers
    return answers


def on_paper(interview: Interview) -> dict[str, Any]:
    """The answers a form can hold: attachments are beside it, and nothing chosen leaves nothing to see."""
    attached = {q.id for q in interview.flow.questions.values() if q.is_attachment}
    return {
        name: value for name, value in interview.answers().items() if name not in attached and value != []
    }


def test_maps_pdfs_and_flows_agree(blanks: dict[str, Blank], shipped: Content) -> None:
    """No map names a field or question that is not there, in any flow that fills it."""
    flows = [
        (blank, shipped.flow(name.area, name.kind)) for blank in blanks.values() for name in blank.map.flows
    ]
    assert [] == [str(p) for blank, flow in flows for p in map_problems(blank, flow)]


@pytest.mark.parametrize("area", APPLICATIONS)
def test_every_question_of_an_application_has_a_place_on_a_form(
    blanks: dict[str, Blank], shipped: Content, area: str
) -> None:
    """What is asked ends up somewhere; only what decides whether one is in the right place need not."""
    flow = shipped.flow(area, "application")
    placed = {name for blank in blanks_for(flow, blanks) for _, name in blank.map.answers()}

    assert set(flow.questions) - placed <= {name for way in flow.exits for name in way.when.reads}


@pytest.mark.parametrize("area", APPLICATIONS)
def test_the_sample_reads_back_to_the_same_answers(
    blanks: dict[str, Blank], shipped: Content, area: str
) -> None:
    """Answers to PDF to answers, for a whole application."""
    sample = read_answers_file(SAMPLES / area / "answers.yaml", shipped, TODAY).interview
    deciding = {name for way in sample.flow.exits for name in way.when.reads}
    placed = {name for blank in blanks_for(sample.flow, blanks) for _, name in blank.map.answers()}
    wanted = on_paper(sample)

    assert {n: v for n, v in wanted.items() if n in placed or n not in deciding} == read_back(blanks, sample)


def test_filling_is_deterministic_and_keeps_the_template_as_a_prefix(
    blanks: dict[str, Blank], sample: Interview
) -> None:
    """The same answers give the same bytes, and only appended objects can differ from the blank."""
    blank = blanks["ansokan-specialiserad-fysioterapi"]

    assert filled(blank, sample) == filled(blank, sample)
    assert filled(blank, sample).startswith(blank.pdf)


def test_rows_that_do_not_fit_go_to_a_continuation_sheet_and_come_back(
    blanks: dict[str, Blank], sample: Interview
) -> None:
    """Twenty staff on a form with eight lines."""
    people = [
        {
            "name": f"Åsa Öberg-Świętosławska {n}",
            "profession": "fysioterapeut",
            "licensed": "yes",
            "specialities": ["omt"],
            "specialist_year": 2020,
            "fte": 0.5,
            "employment": "employed",
            "starts": "2027-05-24",
        }
        for n in range(20)
    ]
    interview = sample.answer("staff", people)
    blank = blanks["ansokan-specialiserad-fysioterapi"]
    result = fill_blank(blank, interview, assess(interview))

    assert ("staff",) == result.continued
    assert (
        interview.answers()["staff"] == read_blank(blank, result.data, interview.flow, TODAY).answers["staff"]
    )


def test_a_text_that_does_not_fit_goes_on_a_sheet_and_the_field_says_so(
    blanks: dict[str, Blank], sample: Interview
) -> None:
    """Nothing is cut: the whole text is on the sheet, the field points there."""
    long = "\n".join(
        f"{n}. Patienten får en plan som följs upp med täta mellanrum och mått på vad som blivit bättre."
        for n in range(40)
    )
    interview = sample.answer("mission.description", long[:2400])
    blank = blanks["ansokan-specialiserad-fysioterapi"]
    result = fill_blank(blank, interview, assess(interview))
    read = read_blank(blank, result.data, interview.flow, TODAY)

    assert "mission.description" in result.continued
    assert interview.answers()["mission.description"] == read.answers["mission.description"]
    assert "Se fortsättningsblad" in pdftotext(result.data)


def test_dont_know_and_does_not_apply_are_said_in_words_and_read_back(
    blanks: dict[str, Blank], sample: Interview
) -> None:
    """Unknown is a value of its own on paper too."""
    interview = (
        sample.answer("premises.entrance_door", "?")
        .answer("premises.parking_distance", "-")
        .answer("digital.gvr", "?")
    )
    answers = read_back(blanks, interview)

    assert ("?", "-", "?") == tuple(
        answers[q] for q in ("premises.entrance_door", "premises.parking_distance", "digital.gvr")
    )


def test_a_form_filled_by_hand_is_understood_or_told(blanks: dict[str, Blank], physio: Flow) -> None:
    """Free wording in fields is read by the question's type; what cannot be read is a fault with its place."""
    blank = blanks["ansokan-specialiserad-fysioterapi"]
    by_hand = {
        "applicant_orgnr": "16 5599 87-6546",
        "unit_start_date": "24 maj 2027",
        "staff_1_fte": "halvtid",
        "applicant_postcode": "11345",
        "applicant_email": "inte en adress",
        "staff_2_starts": "snart",
    }
    data = blank.template.fill(by_hand).data
    read = read_blank(blank, data, physio, TODAY)

    assert ("559987-6546", "2027-05-24", "113 45") == tuple(
        read.answers[q] for q in ("applicant.orgnr", "unit.start_date", "applicant.postcode")
    )
    assert [{"fte": 0.5}, {}] == read.answers["staff"]
    assert {"applicant.email", "staff[2].starts"} == {fault.address for fault in read.faults}


def test_a_draft_says_so_on_every_page(blanks: dict[str, Blank], sample: Interview) -> None:
    """The mark is on each page, continuation sheets included."""
    interview = sample.answer("mission.description", "x " * 1190)
    for blank in blanks_for(interview.flow, blanks):
        data = fill_blank(blank, interview, assess(interview), draft=True).data
        pages = pdftotext(data).split("\f")[:-1]
        assert len(pages) >= 4
        assert all("UTKAST" in page for page in pages)


@pytest.mark.parametrize("tool", ["poppler", "mupdf", "pdfium"])
def test_every_value_is_visible_text_in_three_renderers(
    blanks: dict[str, Blank], sample: Interview, tmp_path: Path, tool: str
) -> None:
    """What is answered can be found as text by poppler, mupdf and pdfium alike."""
    blank = blanks["ansokan-specialiserad-fysioterapi"]
    text = " ".join(TEXT_OF[tool](filled(blank, sample), tmp_path).split())
    for value in (
        "Rörelsekraft Fysioterapi AB",
        "559987-6546",
        "Łucja Şahin-Kővári",
        "Norrtullsgatan 914",
        "113 45",
        "Äldres hälsa",
        "07:30",
        "2027-05-24",
        "Maria Håkansson",
        "följs upp efter sex veckor",
    ):
        assert value in text, value


def test_ticks_and_buttons_are_drawn_where_they_are_chosen(
    blanks: dict[str, Blank], sample: Interview
) -> None:
    """A chosen box has more ink than the same box unchosen, in a real rendering."""
    blank = blanks["ansokan-specialiserad-fysioterapi"]
    other = sample.answer("mission.specialities", ["oncology"]).answer("applicant.legal_form", "stiftelse")
    for name, states in (
        ("mission_specialities_neurology", (True, False)),
        ("mission_specialities_oncology", (False, True)),
    ):
        place = blank.template.fields[name].places[0]
        dark = [ink(filled(blank, interview), place) for interview in (sample, other)]
        assert (dark[0] > dark[1]) == states[0]


def pdftotext(data: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


def by_mupdf(data: bytes, folder: Path) -> str:
    if shutil.which("mutool") is None:
        pytest.skip("mupdf-tools is not installed")
    (folder / "f.pdf").write_bytes(data)
    # -F text draws the page as text, form fields included
    return subprocess.run(
        ["mutool", "draw", "-F", "text", "-o", "-", str(folder / "f.pdf")], capture_output=True, check=True
    ).stdout.decode()


def by_pdfium(data: bytes, _folder: Path) -> str:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(data)
    document.init_forms()
    for page in document:
        page.flatten()
    flat = [document[i] for i in range(len(document))]
    return "\n".join(page.get_textpage().get_text_range() for page in flat)


TEXT_OF = {"poppler": lambda data, _folder: pdftotext(data), "mupdf": by_mupdf, "pdfium": by_pdfium}


def ink(data: bytes, place: Place) -> float:
    """The mean darkness inside a rectangle of a page, 0 (white) to 255."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(data)
    document.init_forms()
    scale = 4
    page = document[(place.page or 1) - 1]
    bitmap = page.render(scale=scale, may_draw_forms=True).to_pil().convert("L")
    height = page.get_height()
    x0, y0, x1, y1 = place.rect
    box = (int(x0 * scale), int((height - y1) * scale), int(x1 * scale), int((height - y0) * scale))
    pixels: bytes = bitmap.crop(box).tobytes()
    return 255 - sum(pixels) / len(pixels)


WORDS = st.text(
    st.characters(whitelist_categories=("Lu", "Ll", "Nd"), max_codepoint=0x17F), min_size=1, max_size=30
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_answers_come_back(blanks: dict[str, Blank], sample: Interview, data: st.DataObject) -> None:
    """The round trip holds for whatever values the types accept."""
    interview = sample
    changes = {
        "applicant.name": WORDS,
        "mission.description": st.lists(WORDS, min_size=1, max_size=200)
        .map(" ".join)
        .map(lambda t: t[:2400]),
        "mission.specialities": st.lists(
            st.sampled_from(["neurology", "pain", "omt", "oncology"]), unique=True
        ),
        "premises.threshold": st.integers(0, 80) | st.just("?"),
        "premises.corridor": st.decimals(0, 9, places=2).map(float),
        "unit.start_date": st.dates(date(2026, 12, 1), date(2035, 1, 1)).map(str),
        "unit.opening_hours": st.dictionaries(
            st.sampled_from(["mon", "wed", "sun"]), st.just(["08:00-12:00", "13:00-16:30"]), min_size=1
        ),
        "exclusion.crime": st.sampled_from(["yes", "no"]),
        "staff": st.lists(
            st.fixed_dictionaries(
                {
                    "name": WORDS,
                    "profession": st.sampled_from(["fysioterapeut", "annat"]),
                    "fte": st.sampled_from([0.1, 0.5, 1, 1.25]),
                }
            ),
            max_size=12,
        ),
    }
    for name in data.draw(st.lists(st.sampled_from(sorted(changes)), unique=True, max_size=5)):
        interview = interview.answer(name, data.draw(changes[name]))

    assert on_paper(interview) == read_back(blanks, interview)
