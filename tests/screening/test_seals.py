"""Signatures are what they are said to be; what was changed after signing is never well."""

from __future__ import annotations

import builtins
import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.screening.conftest import TODAY, Files, Fill
from tests.screening.printer import Words, paper, small_form
from tests.screening.signers import Issuer, appended, overlaid, rewritten, shadowed, signed
from wizard.blanks import Blank
from wizard.pdf import Template, read
from wizard.rules import Outcome
from wizard.screening import Desk, Parcel, screen
from wizard.screening.crew import Crew
from wizard.screening.reading import AtOnce
from wizard.screening.seals import Trust, TrustError, check_signatures, trust_in
from wizard.screening.signatures import SignatureState, Signed

BLANK = "ansokan-specialiserad-fysioterapi"


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer.named("Provutfärdaren")


@pytest.fixture(scope="module")
def form() -> bytes:
    return small_form(unit="Rörelsekraft Odenplan", head="Karin Lindqvist")


@pytest.fixture(scope="module")
def signed_form(form: bytes, issuer: Issuer) -> bytes:
    return signed(form, issuer.signer("Karin Lindqvist"))


@pytest.fixture(scope="module")
def signed_application(fill: Fill, issuer: Issuer) -> bytes:
    return signed(fill({})[f"{BLANK}.pdf"], issuer.signer("Karin Lindqvist"))


@pytest.fixture
def trust(issuer: Issuer, tmp_path: Path) -> Path:
    """The issuer is trusted, and has withdrawn nothing."""
    return issuer.withdrawn(issuer.trusted(tmp_path / "trust"))


def states(data: bytes, folder: Path | None, today: date = TODAY) -> list[SignatureState]:
    return [s.state for s in check_signatures(data, trust_in(folder), today, read)]


def test_a_signature_of_a_trusted_issuer_holds(signed_form: bytes, trust: Path) -> None:
    """It says who signed."""
    (found,) = check_signatures(signed_form, trust_in(trust), TODAY, read)

    assert (SignatureState.TRUSTED, "Karin Lindqvist") == (found.state, found.signer)


def test_without_lists_it_is_not_known_whether_it_was_withdrawn(
    signed_form: bytes, issuer: Issuer, tmp_path: Path
) -> None:
    """That is told."""
    assert [SignatureState.REVOCATION_UNKNOWN] == states(signed_form, issuer.trusted(tmp_path / "t"))


def test_nobody_vouches_for_others(signed_form: bytes, form: bytes, issuer: Issuer, trust: Path) -> None:
    """An issuer that is not in the folder, no folder, a certificate that was withdrawn or has expired."""
    stranger = signed(form, Issuer.named("En annan").signer("Karin Lindqvist"))
    withdrawn = issuer.signer("Karin Lindqvist")
    expired = issuer.signer("Karin Lindqvist", datetime(2026, 6, 1, tzinfo=UTC))

    assert [SignatureState.ISSUER_UNKNOWN] == states(stranger, trust) == states(signed_form, None)
    assert [SignatureState.ISSUER_UNKNOWN] == states(signed(form, expired), trust)
    issuer.withdrawn(trust, withdrawn.signing_cert)
    trust_in.cache_clear()
    assert [SignatureState.ISSUER_UNKNOWN] == states(signed(form, withdrawn), trust)


def filled_in(data: bytes) -> bytes:
    """A value changed, as any program for forms would."""
    name = next(name for name, value in read(data).items() if value == "Rörelsekraft Odenplan")
    return Template.compile(data).fill({name: "Kliniken på Söder"}).data


def one_byte(data: bytes) -> bytes:
    """A byte of what was signed, changed."""
    at = len(data) // 3
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


CHANGES: list[Callable[[bytes], bytes]] = [overlaid, filled_in, appended, rewritten, shadowed, one_byte]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_changed_after_signing_is_never_well(
    signed_form: bytes, trust: Path, change: Callable[[bytes], bytes]
) -> None:
    """Painted over, filled in, added to, saved anew, shadowed, one byte: and the same with a second signature."""
    bad = {SignatureState.CHANGED, SignatureState.BROKEN, SignatureState.NOT_CHECKED}
    changed = change(signed_form)

    assert bad >= set(states(changed, trust))
    if change in (overlaid, filled_in, shadowed):
        again = signed(changed, Issuer.named("Provutfärdaren").signer("Någon annan"), "Underskrift 2")
        assert states(again, trust)[0] is SignatureState.CHANGED


def test_both_values_are_told(signed_form: bytes, trust: Path) -> None:
    """The one that was signed, and the one that stands there now."""
    (found,) = check_signatures(filled_in(signed_form), trust_in(trust), TODAY, read)

    assert [("Rörelsekraft Odenplan", "Kliniken på Söder")] == [(c.then, c.now) for c in found.changed]


def test_a_second_signature_is_no_change(signed_form: bytes, issuer: Issuer, trust: Path) -> None:
    """Two people sign one paper."""
    both = signed(signed_form, issuer.signer("Sven Svensson"), "Underskrift 2")

    assert [SignatureState.TRUSTED] * 2 == states(both, trust)


def test_seals_of_another_kind_are_named(signed_form: bytes, trust: Path) -> None:
    """Not guessed at."""
    sealed = signed_form.replace(b"/Filter /Adobe.PPKLite", b"/Filter /GT.KSI        ")

    assert sealed != signed_form
    assert [SignatureState.KSI] == states(sealed, trust)


def test_without_the_extra_it_is_said(
    signed_form: bytes, monkeypatch: pytest.MonkeyPatch, trust: Path
) -> None:
    """And nothing is trusted."""
    real = builtins.__import__

    def absent(name: str, *args: Any, **rest: Any) -> Any:
        if name.startswith("pyhanko"):
            raise ImportError
        return real(name, *args, **rest)

    for name in [name for name in sys.modules if name.startswith("pyhanko")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", absent)
    (found,) = check_signatures(signed_form, Trust(), TODAY, read)
    trust_in.cache_clear()

    assert (SignatureState.NOT_CHECKED, True) == (found.state, "lov[signatures]" in str(found.why))
    with pytest.raises(TrustError, match="signatures"):
        trust_in(trust)


@pytest.mark.parametrize(
    ("files", "words"),
    [({}, "no certificate"), ({"a.pem": b"hej"}, "a.pem"), ({"a.crl": b"0\x03\x02\x01\x01"}, "a.crl")],
)
def test_a_folder_without_certificates_is_refused(tmp_path: Path, files: Files, words: str) -> None:
    """Empty, or with something else in it."""
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(TrustError, match=words):
        trust_in(tmp_path)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        pytest.param(bytes, Outcome.MET, marks=pytest.mark.slow),
        (filled_in, Outcome.NOT_MET),
        pytest.param(appended, Outcome.NOT_MET, marks=pytest.mark.slow),
    ],
)
def test_a_case_tells_of_its_signatures(
    good: Files,
    signed_application: bytes,
    trust: Path,
    desk: Desk,
    change: Callable[[bytes], bytes],
    outcome: Outcome,
) -> None:
    """As a finding, beside the applicant's rules; and the file is what it was."""
    data = change(signed_application)
    before = hashlib.sha256(data).hexdigest()
    at_desk = replace(desk, trust=trust, reader=AtOnce(monotonic() + 60))
    case = screen(Parcel("ansökan", {**good, f"{BLANK}.pdf": data}), at_desk)
    (finding,) = (f for f in case.findings if f.rule == "document.signature")

    assert (outcome, True) == (finding.outcome, case.interview is not None)
    assert before == hashlib.sha256(data).hexdigest()


def test_signatures_come_out_of_the_child(
    good: Files, signed_application: bytes, trust: Path, desk: Desk, blanks: dict[str, Blank]
) -> None:
    """With all that is known of them."""
    files = {
        **good,
        f"{BLANK}.pdf": filled_in(signed_application),
        "cv.pdf": paper([Words(60, 700, "Meritförteckning")]),
    }
    with Crew(replace(desk, trust=trust)) as crew:
        (case,) = crew.screened([Parcel("ansökan", files)])
    (found,) = (s for document in case.documents for s in document.signatures)

    assert isinstance(found, Signed)
    assert (SignatureState.CHANGED, 1) == (found.state, len(found.changed))
