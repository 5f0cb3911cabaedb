"""What people put round an answer is taken off; what makes it less certain is not."""

from __future__ import annotations

import pytest

from tests.assistant.corpus import TODAY
from wizard.assistant.understanding import understand, understand_answer
from wizard.flow.content import Content
from wizard.values import Status, make
from wizard.values.base import Context

FLOW = ("specialiserad-fysioterapi", "application")
ROUND = (
    "okej, {}",
    "då skriver vi {}",
    "Kan du skriva {} är du snäll",
    "det ska stå {}",
    "hos oss är det {}",
    "{} blir det",
    "{}, tack så mycket",
    "• {}",
    "**{}**",
    "„{}”",
    "Hej!\n{}\n\nMed vänlig hälsning\nAnna Lindberg",
    "{} mvh Anna",
    "enligt våra papper {}",
)
ANSWERS = {
    "applicant.orgnr": ("559987-6546", "559987-6546"),
    "unit.start_date": ("1 mars 2027", "2027-03-01"),
    "premises.entrance_door": ("84 cm", 0.84),
    "head.profession": ("fysioterapeut", "fysioterapeut"),
    "applicant.name": ("Rehab Nord AB", "Rehab Nord AB"),
    "applicant.city": ("Stockholm", "Stockholm"),
}


@pytest.mark.parametrize("shell", ROUND)
def test_a_shell_changes_nothing(shipped: Content, shell: str) -> None:
    """The value is that of the answer alone, for numbers, days, options and names."""
    flow = shipped.flow(*FLOW)
    for question, (said, value) in ANSWERS.items():
        reading = understand_answer(flow.questions[question], shell.format(said), Context(TODAY))
        assert (reading.status, reading.value) == (Status.ACCEPTED, value), (question, shell)


@pytest.mark.parametrize("sign", [": ", " - ", " = ", ":\n", " är "])
def test_an_answer_may_say_what_it_answers(shipped: Content, sign: str) -> None:
    """The label of the question before it, with a sign between."""
    flow = shipped.flow(*FLOW)
    for name, (said, value) in ANSWERS.items():
        question = flow.questions[name]
        reading = understand_answer(question, f"{question.label.id}{sign}{said}", Context(TODAY))
        assert reading.value == value, (name, sign)


@pytest.mark.parametrize(
    "text",
    [
        "det blir kanske 3",
        "då skriver vi inte 3",
        "3 skulle jag säga, eller 4",
        "vi tar 3 om det går",
        "3 säger vi, typ",
    ],
)
def test_no_doubt_is_taken_off(text: str) -> None:
    """A hedge, a negation, a condition and an alternative stay, so that it is asked."""
    assert understand(make("integer"), text, Context(TODAY)).status is not Status.ACCEPTED


@pytest.mark.parametrize(
    "name", ["Ja! Fysioterapi AB", "Take Care", "Hej Hälsa AB", "Ta Steget AB", "Absolut Rehab AB"]
)
def test_a_name_that_begins_like_a_shell_is_not_cut(shipped: Content, name: str) -> None:
    """It is kept, or asked about."""
    reading = understand_answer(shipped.flow(*FLOW).questions["applicant.name"], name, Context(TODAY))
    assert reading.value in (name, None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("fem och en kvart", 5.25),
        ("tre tiondelar", 0.3),
        ("3/4", 0.75),
        ("1 1/2", 1.5),
        ("point five", 0.5),
        ("twelve point oh five", 12.05),
        ("trekommafem", 3.5),
        ("two and three quarters", 2.75),
        ("hundra och en halv", 100.5),
    ],
)
def test_parts_of_a_whole(text: str, number: float) -> None:
    """Fractions and spoken decimals are exact numbers."""
    assert understand(make("decimal"), text, Context(TODAY)).value == number


@pytest.mark.parametrize("text", ["två tredjedelar", "5/0", "tre halvor och en kvart", "1/3"])
def test_what_has_no_exact_figure_is_asked_about(text: str) -> None:
    """A third has none."""
    assert understand(make("decimal"), text, Context(TODAY)).status is not Status.ACCEPTED


@pytest.mark.parametrize(
    "text",
    [
        "inte {}",
        "aldrig {}",
        "förr var det {}",
        "{} om det går",
        "hoppas på {}",
        "jag tror {}",
        "{} stämmer inte",
    ],
)
def test_a_name_in_doubt_is_asked_about(shipped: Content, text: str) -> None:
    """What is called something is not taken from a sentence that doubts it."""
    flow = shipped.flow(*FLOW)
    for name, said in (
        ("applicant.city", "Stockholm"),
        ("digital.journal_system", "TakeCare"),
        ("applicant.street", "Storgatan 8"),
    ):
        reading = understand_answer(flow.questions[name], text.format(said), Context(TODAY))
        assert reading.status is not Status.ACCEPTED, name
