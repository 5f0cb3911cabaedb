"""The two themes. Every colour of the app is here, by the role it plays; style sheets name roles only.

    ink      text                         quiet    text of less weight
    paper    the ground                   aside    the ground of what stands beside the question
    field    where one writes             line     borders of fields
    focus    where the keyboard is        mark     names, headings of small things, links
    chosen   the ground of a chosen line  on_chosen  text on it
    press    the ground of a main button  on_press   text on it
    fault    what has to be mended        warn     what may go wrong       good   what is done

Text has a contrast of at least 4.5:1 against every ground it stands on, borders 3:1; a test counts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

__all__ = ["DARK", "LIGHT", "ROLES", "theme_for"]

ROLES: Final[Mapping[str, Mapping[str, str]]] = {
    "lov-dark": {
        "paper": "#11171b",
        "aside": "#182025",
        "field": "#1d272d",
        "ink": "#e8ecec",
        "quiet": "#a3b0b5",
        "line": "#66777f",
        "rule": "#2b373e",
        "focus": "#57c7b4",
        "mark": "#7fd6c7",
        "chosen": "#1c4644",
        "on_chosen": "#ffffff",
        "press": "#17776b",
        "on_press": "#ffffff",
        "fault": "#ff9c91",
        "warn": "#f0c169",
        "good": "#86d697",
    },
    "lov-light": {
        "paper": "#fdfcf9",
        "aside": "#f4f1ea",
        "field": "#ffffff",
        "ink": "#1c2529",
        "quiet": "#556168",
        "line": "#7c868c",
        "rule": "#e1dcd1",
        "focus": "#0a6e62",
        "mark": "#0b6459",
        "chosen": "#cfe7e2",
        "on_chosen": "#10201e",
        "press": "#0c6b60",
        "on_press": "#ffffff",
        "fault": "#b02318",
        "warn": "#8a5000",
        "good": "#1c6b31",
    },
}


def _theme(name: str, *, dark: bool) -> Theme:
    roles = ROLES[name]
    ink, paper, field, focus = roles["ink"], roles["paper"], roles["field"], roles["focus"]
    textuals_own = {
        "border": focus,
        "border-blurred": roles["line"],
        "block-cursor-background": roles["chosen"],
        "block-cursor-foreground": roles["on_chosen"],
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": roles["rule"],
        "block-cursor-blurred-foreground": ink,
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": roles["rule"],
        "input-cursor-background": ink,
        "input-cursor-foreground": paper,
        "input-selection-background": roles["chosen"],
        "input-selection-foreground": roles["on_chosen"],
        "scrollbar": roles["line"],
        "scrollbar-hover": focus,
        "scrollbar-active": focus,
        "scrollbar-background": paper,
        "scrollbar-background-hover": paper,
        "scrollbar-background-active": paper,
        "scrollbar-corner-color": paper,
        "text-muted": roles["quiet"],
        "text-disabled": roles["quiet"],
    }
    return Theme(
        name=name,
        primary=roles["press"],
        accent=focus,
        error=roles["fault"],
        warning=roles["warn"],
        success=roles["good"],
        foreground=ink,
        background=paper,
        surface=field,
        panel=roles["aside"],
        dark=dark,
        variables={**textuals_own, **{role.replace("_", "-"): colour for role, colour in roles.items()}},
    )


DARK: Final = _theme("lov-dark", dark=True)
LIGHT: Final = _theme("lov-light", dark=False)


def theme_for(environment: Mapping[str, str]) -> Theme:
    """The theme that fits the terminal as far as it tells (`COLORFGBG`, as in `0;15`); dark where it does not."""
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if ground in {"7", "15"} else DARK
