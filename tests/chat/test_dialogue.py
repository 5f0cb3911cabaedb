"""Free talk at a real flow: corrections, questions of the person's own, several facts, rows told in prose."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.chat.test_conversation import Talk
from wizard.drafts.session import DraftSession
from wizard.flow.content import Content
from wizard.store import Store

TODAY = date(2026, 11, 22)
AREA = "specialiserad-fysioterapi"
Begin = Callable[..., Talk]


@pytest.fixture
def begin(shipped: Content, tmp_path: Path) -> Iterator[Begin]:
    """Begin to talk at a question, with what is answered already."""
    with Store.open(tmp_path / "data") as store:

        def make(at: str, language: str = "sv", **given: Any) -> Talk:
            flow = shipped.flow(AREA, "application")
            draft = store.create(flow.area.id, flow.kind, flow.version)
            session = DraftSession.open(store, shipped, draft.id, TODAY)
            for name, value in given.items():
                session.answer(name.replace("__", "."), value)
            session.move(at)
            return Talk(DraftSession.open(store, shipped, draft.id, TODAY), language)

        yield make


def stored(talk: Talk) -> dict[str, Any]:
    return dict(talk.conversation.interview.stored)


def test_a_value_is_said_back_in_full_with_the_words_it_was_read_from(begin: Begin) -> None:
    talk = begin("unit.start_date")
    assert "måndag 1 mars 2027 (ur ”första mars nästa år”)" in talk.tell("vi startar första mars nästa år")
    assert stored(talk)["unit.start_date"] == "2027-03-01"


def test_a_question_of_the_persons_own_is_answered_and_never_stored(begin: Begin) -> None:
    talk = begin("applicant.street")
    told = talk.tell("hur lång tid tar beslutet?")
    assert "fyra månader" in told
    assert "Källa:" in told
    assert told.rstrip().endswith("Gatuadress eller box")
    unknown = talk.tell("vad är en familjecentral?")
    assert "Det vet jag inte" in unknown
    assert unknown.rstrip().endswith("Gatuadress eller box")
    assert "applicant.street" not in stored(talk)
    assert [turn.kind for turn in talk.conversation.turns] == ["asked", "asked"]


def test_an_earlier_answer_is_corrected_by_its_ending_and_the_question_stands_again(begin: Begin) -> None:
    talk = begin("applicant.orgnr", applicant__legal_form="aktiebolag", applicant__under_formation="no")
    talk.tell("556592-9709")
    talk.tell("Storgatan 1")
    wrong = talk.tell("nej, orgnr slutar på 18")
    assert "Inget ändrades" in wrong
    assert stored(talk)["applicant.orgnr"] == "556592-9709"
    told = talk.tell("nej, orgnr slutar på 17")
    assert "Tidigare: Organisationsnummer: 556592-9709" in told
    assert told.rstrip().endswith("Postnummer")
    assert stored(talk)["applicant.orgnr"] == "556592-9717"
    assert stored(talk)["applicant.street"] == "Storgatan 1"


def test_digits_at_the_end_are_replaced_where_the_check_digit_then_fits(begin: Begin) -> None:
    talk = begin("applicant.phone", applicant__postcode="113 31")
    told = talk.tell("nej, postnumret slutar på 30")
    assert stored(talk)["applicant.postcode"] == "113 30"
    assert told.rstrip().endswith("Vilket telefonnummer har ni?")


def test_where_two_answers_may_be_meant_the_person_is_asked(begin: Begin) -> None:
    talk = begin("head.name", applicant__phone="+46812345678", unit__phone="+46701234567")
    assert "Vilket av dessa menar du?" in talk.tell("ändra telefonnumret till 08-465 004 13")
    told = talk.tell("2")
    assert "+46 8 465 004 13" in told
    assert stored(talk)["unit.phone"] == "+46846500413"
    assert stored(talk)["applicant.phone"] == "+46812345678"


def test_several_facts_are_shown_with_their_questions_and_kept_when_agreed_to(begin: Begin) -> None:
    talk = begin("applicant.street")
    told = talk.tell("vi sitter på Storgatan 1, 113 30 Stockholm")
    assert "Postnummer: 113 30" in told
    assert "ja eller nej" in told
    assert "applicant.postcode" not in stored(talk)
    talk.tell("ja")
    kept = stored(talk)
    assert (kept["applicant.street"], kept["applicant.postcode"], kept["applicant.city"]) == (
        "Storgatan 1",
        "113 30",
        "Stockholm",
    )


def test_facts_that_are_not_agreed_to_are_not_kept(begin: Begin) -> None:
    talk = begin("applicant.street")
    talk.tell("Storgatan 1, 113 30 Stockholm")
    talk.tell("nej")
    assert not {"applicant.street", "applicant.postcode", "applicant.city"} & set(stored(talk))
    assert talk.conversation.pending.question == "applicant.street"


def test_rows_told_in_prose_are_shown_and_confirmed(begin: Begin) -> None:
    talk = begin("staff")
    told = talk.tell("två leg. fysioterapeuter på heltid, en specialist i neurologi på 60 %")
    assert told.count("Tjänstgöringsgrad") == 3
    talk.tell("ja")
    rows = stored(talk)["staff"]
    assert [row.get("fte") for row in rows] == [1, 1, 0.6]
    assert [row.get("profession") for row in rows] == ["fysioterapeut", "fysioterapeut", None]
    assert rows[2]["specialities"] == ["neurology"]


def test_the_third_failure_brings_whom_to_ask(begin: Begin) -> None:
    talk = begin("unit.start_date")
    assert "Exempel" not in talk.tell("i vår")
    assert "hoppa över" in talk.tell("efter påsk nån gång")
    assert "registrator" in talk.tell("så snart det går")


def test_a_misspelled_command_is_obeyed_where_no_text_is_asked_for(begin: Begin) -> None:
    talk = begin("unit.tenure")
    assert "hoppa över" in talk.tell("hjälpp") or "tillbaka" in talk.said[-10]
    talk.tell("hopa över")
    assert talk.conversation.pending.question != "unit.tenure"


def test_what_was_answered_last_is_taken_back(begin: Begin) -> None:
    talk = begin("applicant.city")
    talk.tell("Stockholm")
    assert "Ångrat: Ort" in talk.tell("ångra")
    assert "applicant.city" not in stored(talk)


def test_english_is_understood_and_spoken(begin: Begin) -> None:
    talk = begin("applicant.legal_form", "en")
    assert "Saved" in talk.tell("we are an AB")
    assert "Source:" in talk.tell("how long does the decision take?")
    assert stored(talk)["applicant.legal_form"] == "aktiebolag"


def test_the_transcript_holds_every_line_and_no_control_sequence(
    lov: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("aktiebolag\nnej\nvad är IVO?\nRörelsekraft AB\navsluta\n"))
    _, out, err = lov("--lang", "sv", "--json", "chat", "--area", AREA)
    document = json.loads(out)
    assert [line["text"] for line in document["transcript"] if line["who"] == "person"][2] == "vad är IVO?"
    assert document["answers"]["applicant.name"] == "Rörelsekraft AB"
    assert [turn["kind"] for turn in document["turns"]] == [
        "answered",
        "answered",
        "asked",
        "answered",
        "quit",
    ]
    assert "\x1b" not in out + err
