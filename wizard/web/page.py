"""The page and its words, as HTML. Pure.

The page has every language's words in it, as data, because the app may change its language while the page is
open. Nothing that a person has typed is ever in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from wizard.i18n import Message, Translator, msg
from wizard.web.limits import Limits

__all__ = ["SORRY", "WORDS", "page", "sorry"]

WORDS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "opening": msg("Opening lov …"),
        "lost": msg("The connection was lost"),
        "lost.text": msg("Trying again. What you have saved is kept."),
        "stopped": msg("lov has been stopped"),
        "stopped.text": msg("What you have saved is kept. Run lov serve again, and open the new link."),
        "ended": msg("You have left lov"),
        "ended.text": msg("What you have saved is kept. You can close this window."),
        "ended.button": msg("Open lov again"),
        "elsewhere": msg("lov went on in another window"),
        "elsewhere.text": msg("It stands there where you were."),
        "elsewhere.button": msg("Go on here"),
        "idle": msg("lov was closed to be on the safe side"),
        "idle.text": msg("No key was pressed for a long time. What you had saved is kept."),
        "idle.button": msg("Go on where you were"),
        "fault": msg("lov made a mistake"),
        "fault.text": msg("A report without your answers was written. What you had saved is kept."),
        "fault.button": msg("Go on where you were"),
        "full": msg("lov is open in too many windows"),
        "full.text": msg("Close one of the others and try again."),
        "full.button": msg("Try again"),
        "out": msg("This window has no way in any more"),
        "out.text": msg("lov was started anew. Open the link that lov serve shows in the terminal."),
        "pick": msg("Attach a file"),
        "pick.text": msg("Choose it on this computer, or drop it on this window. At most {limit} MB."),
        "pick.button": msg("Choose a file"),
        "pick.cancel": msg("Cancel"),
        "drop": msg("Drop the file here"),
        "file.coming": msg("Attaching {name} …"),
        "file.too-large": msg("{name} is too large: at most {limit} MB can be attached."),
        "file.too-many": msg("Too many files at once. Wait a moment, and try again."),
        "file.no-room": msg("{name} could not be kept: the disk is full or cannot be written to."),
        "file.not-asked-for": msg("This question takes no file."),
        "file.failed": msg("{name} could not be attached. Try again."),
    }
)
"""What the page says by itself, by the names its script knows."""

SORRY: Final[Mapping[str, tuple[Message, Message]]] = MappingProxyType(
    {
        "closed": (
            msg("This page is closed"),
            msg("Open the link that lov serve shows in the terminal. Each link works once."),
        ),
        "used": (
            msg("This link has been used"),
            msg(
                "Each link opens one browser, once. Press enter in the terminal where lov serve runs for another one. "
                "If you did not use the link yourself, stop lov serve and start it again."
            ),
        ),
        "missing": (msg("There is nothing here"), msg("The address leads nowhere.")),
        "fault": (msg("lov made a mistake"), msg("What you had saved is kept. Try again.")),
        "wrong": (msg("This request was refused"), msg("It did not come from a page of lov's own.")),
    }
)
"""Refusals: a heading and what to do."""

_MEGABYTE: Final = 1024 * 1024


def page(words: Mapping[str, Translator], language: str, nonce: str, limits: Limits) -> str:
    """The page a window opens with, in `language` until the app speaks another."""
    said = {name: _said(tr, limits) for name, tr in words.items()}
    own = said[language]
    data = json.dumps({"words": said, "most": limits.file}, ensure_ascii=False).replace("<", "\\u003c")
    return f"""{_head(language)}
<link rel="preload" href="/static/fonts/lov-mono-regular.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/static/vendor/xterm.css">
<link rel="stylesheet" href="/static/page.css">
<script type="application/json" id="data">{data}</script>
<script type="module" src="/static/page.mjs" nonce="{escape(nonce)}"></script>
</head>
<body>
<main id="terminal"></main>
<section id="veil" role="status" data-solid>
<div class="card"><p class="name">lov</p><h1 id="title">{escape(own["opening"])}</h1><p id="text"></p>
<p class="wait" id="wait"><i></i><i></i><i></i></p><button id="go" type="button" hidden></button></div>
</section>
<dialog id="pick"><h1 data-word="pick"></h1><p data-word="pick.text"></p>
<p class="buttons"><button id="choose" type="button" class="main" data-word="pick.button"></button>
<button id="cancel" type="button" data-word="pick.cancel"></button></p></dialog>
<input id="file" type="file" hidden>
<p id="drop" data-word="drop" hidden></p>
<p id="note" role="status" hidden></p>
<noscript><p class="card">{escape(words[language](msg("lov needs JavaScript in this window. In plain lines: lov chat")))}</p></noscript>
</body>
</html>
"""


def sorry(tr: Translator, words: tuple[Message, Message], *, is_inside: bool = False) -> str:
    """A page that says why there is nothing else; with a way in where this browser is let in already."""
    title, text = (escape(tr(word)) for word in words)
    way = f'<p><a href="/">{escape(tr(msg("To lov")))}</a></p>' if is_inside else ""
    return f"""{_head(tr.language)}
<link rel="stylesheet" href="/static/page.css">
</head>
<body class="sorry"><section class="card"><p class="name">lov</p><h1>{title}</h1><p>{text}</p>{way}</section></body>
</html>
"""


def _head(language: str) -> str:
    return f"""<!doctype html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>lov</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">"""


def _said(tr: Translator, limits: Limits) -> dict[str, str]:
    """`{name}` stays as it is: the page puts a file's name there, as text."""
    known = {"limit": limits.file // _MEGABYTE, "name": "{name}"}
    return {name: tr(word.with_params(**known)) for name, word in WORDS.items()}
