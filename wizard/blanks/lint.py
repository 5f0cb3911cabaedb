"""Everything that can be wrong with content, in one list: flows, blanks and their maps, translations.

This is what `lov flows check` tells. It lives here because it needs both the flows and the forms.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from typing import Final

from wizard.blanks.load import Blank, BlankError, load_blanks
from wizard.blanks.mapcheck import map_problems
from wizard.flow.content import Content, UnknownFlowError
from wizard.flow.lint import lint
from wizard.flow.model import Flow
from wizard.flow.problems import ContentError, Place, Problem, did_you_mean
from wizard.flow.texts import texts_of
from wizard.i18n import DEFAULT_LANGUAGE, is_partial, msg, open_catalogue
from wizard.pdf import PdfError

__all__ = ["content_problems"]

_PLACEHOLDER: Final = re.compile(r"\{\w+\}")


def content_problems(content: Content) -> list[Problem]:
    """Every fault in `flows/`, `forms/` and the catalogues of the content, in the order of their places."""
    own = content.all_problems()
    found = [*own, *lint(content, own), *_blank_problems(content), *_translation_problems(content)]
    return sorted(found, key=lambda p: (p.place, p.code, str(p.what)))


def _blank_problems(content: Content) -> Iterator[Problem]:
    try:
        blanks = load_blanks(content.root)
    except BlankError as error:
        yield from error.problems
        return
    flows = dict(_sound_flows(content))
    faulty = set(content.errands()) - flows.keys()
    for (area, kind), flow in flows.items():
        for name in flow.forms:
            if name not in blanks:
                place = content.area_files[area].document.place(("errands", kind, "forms"))
                yield Problem(
                    place,
                    "unknown-blank",
                    msg("There is no blank {name} in forms.", name=name),
                    did_you_mean(name, blanks),
                )
    for blank in blanks.values():
        told = [i for i, f in enumerate(blank.map.flows) if _is_faulty(f.area, f.kind, content, faulty)]
        yield from _one_blank(blank, flows, told)


def _is_faulty(area: str, kind: str, content: Content, faulty: set[tuple[str, str]]) -> bool:
    """Whether the flow is there but cannot be used, which has been told."""
    return area in content.broken_areas or (area, kind) in faulty


def _one_blank(blank: Blank, flows: dict[tuple[str, str], Flow], told: list[int]) -> Iterator[Problem]:
    for i, name in enumerate(blank.map.flows):
        if i in told:
            continue
        flow = flows.get((name.area, name.kind))
        if flow is None:
            what = msg("There is no flow {area}/{kind}.", area=name.area, kind=name.kind)
            yield Problem(blank.document.place(("flows", i)), "unknown-flow", what)
            continue
        try:
            yield from map_problems(blank, flow)
        except (PdfError, OSError) as error:
            reason = error.message if isinstance(error, PdfError) else msg("There is no form.pdf.")
            yield Problem(Place(f"forms/{blank.id}/form.pdf"), "pdf", reason)


def _sound_flows(content: Content) -> Iterator[tuple[tuple[str, str], Flow]]:
    for area, kind in content.errands():
        try:
            yield (area, kind), content.flow(area, kind)
        except (ContentError, UnknownFlowError):
            continue  # its faults are told by the content itself


def _translation_problems(content: Content) -> Iterator[Problem]:
    """Sentences that a language lacks, or whose placeholders its translation has lost."""
    folder = content.root / "locales"
    languages = (
        sorted(p.name for p in folder.iterdir() if p.name != DEFAULT_LANGUAGE) if folder.is_dir() else []
    )
    for language in languages:
        po = folder / language / "LC_MESSAGES" / "flows.po"
        if not po.exists():
            continue
        may_lack_some = is_partial(po)
        for problem in _language_problems(content, language, open_catalogue(content.root, language, "flows")):
            if problem.code != "untranslated" or not may_lack_some:
                yield problem


def _language_problems(
    content: Content, language: str, catalogue: gettext.NullTranslations
) -> Iterator[Problem]:
    known = getattr(catalogue, "_catalog", {})
    seen: set[str] = set()
    for text, place in texts_of(content):
        if text in seen:
            continue
        seen.add(text)
        translation = known.get(text, "")
        if not translation:
            yield Problem(
                place, "untranslated", msg("This has no translation to {language}.", language=language)
            )
        elif sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(translation)):
            yield Problem(
                place,
                "placeholder",
                msg("The translation to {language} has other placeholders.", language=language),
            )
