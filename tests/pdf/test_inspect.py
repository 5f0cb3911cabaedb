"""Inspecting: one description of everything, as JSON data."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from wizard.pdf import inspect

MakePdf = Callable[..., bytes]


def test_a_field_is_described(make_pdf: MakePdf) -> None:
    """Name, kind, label, value, options, limits, place."""
    data = make_pdf(
        "/T(a)/TU(Postort)/FT/Ch/Ff 131074/V(1)/Opt[[(1)(Lund)][(2)(Malm\xf6)]]/Rect[90 30 10 10]"
    )
    (field,) = inspect(data).to_json()["fields"]

    assert {key: field[key] for key in ("name", "type", "label", "value", "options", "option_texts", "required", "max_length", "page", "rect")} == {
        "name": "a", "type": "combo", "label": "Postort", "value": "1", "options": ["1", "2"],
        "option_texts": ["Lund", "Malmö"], "required": True, "max_length": None, "page": 1, "rect": [10, 10, 90, 30],
    }  # fmt: skip


def test_the_document_is_described(make_pdf: MakePdf) -> None:
    """Pages, language, tags, XFA, what viewers are asked to draw."""
    data = make_pdf(
        "/T(a)/FT/Tx/Rect[0 0 9 9]",
        form="/XFA(x)/NeedAppearances true",
        catalogue="/Lang(sv)/MarkInfo<</Marked true>>",
    )
    found = inspect(data).to_json()

    assert {key: found[key] for key in ("pages", "encrypted", "xfa", "javascript", "tagged", "language", "needs_appearances", "signatures")} == {
        "pages": 1, "encrypted": False, "xfa": True, "javascript": False, "tagged": True, "language": "sv",
        "needs_appearances": True, "signatures": [],
    }  # fmt: skip


def test_the_description_is_json(make_pdf: MakePdf) -> None:
    """Nothing in it is more than JSON data."""
    found = inspect(
        make_pdf(
            "/T(a)/FT/Btn/Rect[0 0 9 9]", "/T(s)/FT/Sig/Rect[0 0 9 9]", "/T(p)/FT/Btn/Ff 65536/Rect[0 0 9 9]"
        )
    ).to_json()

    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ("/AA<</K<</S/JavaScript/JS(x)>>>>", "JavaScript"), ("/A<</S/#4aavaScript/JS(x)>>", "JavaScript"),
        ("/A<</S/Launch/F(cmd)>>", "Launch"), ("/A<</S/SubmitForm>>", "SubmitForm"), ("/A<</S/URI/URI(x)>>", "URI"),
        ("/A<</S/GoTo/Next<</S/Launch>>>>", "Launch"), ("/X<</Type/EmbeddedFile>>", "EmbeddedFile"),
    ],
)  # fmt: skip
def test_active_content_is_found_and_not_run(make_pdf: MakePdf, entries: str, kind: str) -> None:
    """Scripts, launches, submissions, links and files, also behind escaped names and chains."""
    found = inspect(make_pdf(f"/T(a)/FT/Tx/Rect[0 0 9 9]{entries}"))

    assert found.active == {kind: 1}
    assert found.javascript == (kind == "JavaScript")


def test_signatures_are_described(make_pdf: MakePdf) -> None:
    """Signed or not, by whom, certifying what."""
    signed = "/T(s)/FT/Sig/Rect[0 0 0 0]/V<</Name(\xc5sa)/Reference[<</TransformMethod/DocMDP/TransformParams<</P 2>>>>]>>"
    found = inspect(make_pdf(signed, "/T(t)/FT/Sig/Rect[0 0 0 0]")).to_json()["signatures"]

    assert found == [
        {"field": "s", "signed": True, "name": "Åsa", "certifies": "filling"},
        {"field": "t", "signed": False, "name": "", "certifies": None},
    ]


def test_a_pdf_without_a_form_is_described(make_pdf: MakePdf) -> None:
    """Inspecting refuses nothing that can be read."""
    assert inspect(make_pdf()).to_json()["fields"] == []
