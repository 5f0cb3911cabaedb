"""The desk without a screen: the inbox is followed, decisions stand beside verdicts, and nobody is passed over."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.desk.canned import BROKEN, CLEAN, fill_inbox
from tests.desk.conftest import Enter
from wizard.desk import DeskError, Group, Matter, ReasonMissing, Say, Stage, Step
from wizard.desk.inbox import arrivals
from wizard.desk.log import read_log
from wizard.desk.queue import Column, View, areas_in, listed, stages_in
from wizard.desk.room import Room
from wizard.i18n import Translator
from wizard.rules import Outcome
from wizard.screening import letter, take_in
from wizard.store.screenings import DecidedMeanwhile

EN = Translator.of("en")


def eken(room: Room) -> Matter:
    """The case with something of everything, as it stands now."""
    return next(m for m in room.matters if m.filed.applicant == "Eken AB")


def test_the_inbox_holds_what_lov_screen_takes_in(tmp_path: Path) -> None:
    """The same cases in the same order; nothing is opened for it."""
    inbox = fill_inbox(tmp_path)
    (inbox / "djupt" / "inne").mkdir(parents=True)
    (inbox / "djupt" / "inne" / "a.pdf").write_bytes(b"%PDF")
    (inbox / "tom").mkdir()
    (inbox / "lank.zip").symlink_to(inbox / BROKEN)
    assert [a.parcel for a in arrivals(inbox)] == list(take_in([inbox]))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_only_what_has_changed_is_screened_again(enter: Enter, inbox: Path) -> None:
    """A new case comes in, a changed one is new, one that is gone goes."""
    room = enter()
    assert room.look().new == () == room.look().gone
    (inbox / "nytt").mkdir()
    (inbox / "nytt" / "a.txt").write_text("x", "utf-8")
    changed = inbox / CLEAN / "papper.txt"
    os.utime(changed, (0, 0))
    (inbox / BROKEN).unlink()
    looked = room.look()
    assert ([a.parcel.name for a in looked.new], len(looked.gone)) == ([CLEAN, "nytt"], 1)
    room.drop(looked.gone)
    for filed in room.file(looked.new):
        room.put(filed)
    assert {m.filed.name for m in room.matters} == {"eken", CLEAN, "nytt"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_case_is_told_in_groups_and_the_queue_is_searched_and_sorted(enter: Enter) -> None:
    """What is lacking first; a case that cannot be opened is one too."""
    room = enter()
    assert dict(eken(room).counts) == {Group.LACKING: 2, Group.JUDGE: 1, Group.MET: 2, Group.ASIDE: 1}
    matters = room.matters
    assert set(stages_in(matters)) == {Stage.REFUSED, Stage.SUPPLEMENT, Stage.COMPLETE}
    assert list(areas_in(matters)) == ["prov"]

    def names(**wanted: object) -> list[str]:
        return [m.filed.name for m in listed(matters, View(**wanted), EN)]  # type: ignore[arg-type]

    assert names() == [CLEAN, "eken", BROKEN]
    assert names(is_descending=True) == [BROKEN, "eken", CLEAN]
    assert names(text="LINDENS mottag") == [CLEAN]
    assert names(text="eken", stage=Stage.COMPLETE) == []
    assert names(stage=Stage.REFUSED) == [BROKEN]
    assert names(area="prov") == [CLEAN, "eken"]
    for column in Column:
        assert len(names(column=column)) == 3


def test_an_override_needs_a_reason_and_changes_no_verdict_of_the_rules(enter: Enter) -> None:
    """It stands beside it, in the lists and in the letter; taken back, the rules' verdict holds again."""
    room = enter()
    matter = eken(room)
    wide = matter.finding("unit.wide")
    with pytest.raises(ReasonMissing):
        room.ledger.judge(matter, wide, Say.ACCEPTED, " ")
    with pytest.raises(ReasonMissing):
        room.ledger.judge(matter, wide, Say.MET, "")
    room.ledger.judge(matter, wide, Say.ACCEPTED, "Mätt på plats", seen=wide.seen)
    room.ledger.refresh()
    after = eken(room).finding("unit.wide")
    assert (after.finding.outcome, after.group, after.is_override) == (Outcome.NOT_MET, Group.MET, True)
    assert after.said is not None
    assert (after.said.decision.reason, after.said.decision.who) == ("Mätt på plats", "eva")

    opened = room.open(matter.filed)
    assert "Bredda" not in letter(opened.matter.as_decided(opened.case), Translator.of("sv"))
    room.ledger.judge(eken(room), after, Say.WITHDRAWN, "")
    room.ledger.refresh()
    assert eken(room).finding("unit.wide").group is Group.LACKING
    opened = room.open(matter.filed)
    assert "Bredda" in letter(opened.matter.as_decided(opened.case), Translator.of("sv"))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_judged_lacking_has_to_be_sent_in(enter: Enter) -> None:
    """Without a reason where the rules left it open; the stage follows."""
    room = enter()
    for key, say in (("unit.wide", Say.ACCEPTED), ("answers.missing", Say.MET), ("register.orgnr", Say.MET)):
        room.ledger.judge(eken(room), eken(room).finding(key), say, "sett")
    room.ledger.refresh()
    assert eken(room).stage is Stage.COMPLETE
    room.ledger.judge(eken(room), eken(room).finding("register.orgnr"), Say.NOT_MET, "")
    room.ledger.refresh()
    assert eken(room).stage is Stage.SUPPLEMENT
    room.ledger.step(eken(room), Step.SUPPLEMENT, "brev.txt")
    room.ledger.refresh()
    assert eken(room).stage is Stage.REQUESTED
    room.ledger.step(eken(room), Step.DONE)
    room.ledger.refresh()
    assert eken(room).stage is Stage.DONE
    room.ledger.step(eken(room), Step.REOPENED)
    room.ledger.refresh()
    assert eken(room).stage is Stage.SUPPLEMENT


def test_two_officers_see_each_other_and_pass_over_nothing(enter: Enter) -> None:
    """Who is later is told; deciding all the same, both stand, and the case says that they differ."""
    eva, bo = enter("eva"), enter("bo")
    eva.ledger.step(eken(eva), Step.TAKEN, seen=0)
    hers, his = eken(eva).finding("register.orgnr"), eken(bo).finding("register.orgnr")
    eva.ledger.judge(eken(eva), hers, Say.MET, "", seen=hers.seen)
    with pytest.raises(DecidedMeanwhile) as caught:
        bo.ledger.judge(eken(bo), his, Say.NOT_MET, "fel nummer", seen=his.seen)
    with pytest.raises(DecidedMeanwhile):
        bo.ledger.step(eken(bo), Step.TAKEN, seen=0)
    assert [r.decision.who for r in caught.value.theirs] == ["eva"]

    assert bo.ledger.refresh() == {eken(bo).filed.sha256}
    holder = eken(bo).holder
    assert holder is not None and holder.decision.who == "eva"  # noqa: PT018  one fact
    assert not eken(bo).contested
    theirs = caught.value.theirs[-1].decision.seq
    bo.ledger.judge(eken(bo), his, Say.NOT_MET, "fel nummer", seen=theirs)
    for room in (eva, bo):
        room.ledger.refresh()
        found = eken(room).finding("register.orgnr")
        assert [(r.decision.who, r.decision.verdict) for r in found.rulings] == [
            ("eva", "met"),
            ("bo", "not_met"),
        ]
        assert found.is_contested
        assert found.group is Group.LACKING


def test_the_log_tells_every_act_and_whether_it_is_whole(enter: Enter) -> None:
    """With the words of the finding, and of one case alone where that is asked."""
    room = enter()
    room.ledger.judge(eken(room), eken(room).finding("unit.wide"), Say.MET, "Mätt")
    clean = next(m for m in room.matters if m.filed.name == CLEAN)
    room.ledger.step(clean, Step.NOTE, "Ring dem")
    logged = read_log(room.ledger.store)
    assert (logged.faults, [EN(line.act) for line in logged.lines]) == (
        (),
        ["Screening kept", "Met", "Screening kept", "Noted"],
    )
    assert (logged.lines[1].finding, logged.lines[1].reason) == ("Dörren är minst 0,80 m bred.", "Mätt")
    assert {line.label for line in read_log(room.ledger.store, clean.filed.sha256).lines} == {CLEAN}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_decisions_follow_the_package_wherever_it_lies_and_whatever_else_is_found(
    enter: Enter, inbox: Path
) -> None:
    """The same files under another name are the same package; the two are told of each other."""
    room = enter()
    room.ledger.judge(eken(room), eken(room).finding("unit.wide"), Say.MET, "Mätt")
    room.ledger.refresh()
    (inbox / "eken").rename(inbox / "annan")
    looked = room.look()
    room.drop(looked.gone)
    for filed in room.file(looked.new):
        room.put(filed)
    assert eken(room).finding("unit.wide").said is not None

    shutil.copytree(inbox / "annan", inbox / "igen")
    for filed in room.file(room.look().new):
        room.put(filed)
    assert [m.finding("inbox.twin").finding.seen for m in room.matters if m.filed.applicant == "Eken AB"] == [
        "igen",
        "annan",
    ]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_cannot_be_found_is_said(enter: Enter) -> None:
    """A key that is none, and a rule that several findings have."""
    room = enter()
    with pytest.raises(DeskError, match="no finding called"):
        eken(room).finding("nothing")
    with pytest.raises(ReasonMissing):
        room.ledger.step(eken(room), Step.NOTE, " ")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_broken_packages_are_cases_of_their_own(enter: Enter, inbox: Path) -> None:
    """What is decided of one is not decided of another, though none of them can be opened."""
    (inbox / "annan.zip").write_bytes(b"PK\x03\x04x")
    room = enter()
    first, second = (m for m in room.matters if m.stage is Stage.REFUSED)
    assert first.filed.sha256 != second.filed.sha256
    room.ledger.step(first, Step.DONE)
    room.ledger.refresh()
    assert sorted(m.stage for m in room.matters if m.filed.refused is not None) == [Stage.DONE, Stage.REFUSED]
