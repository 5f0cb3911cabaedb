"""Click's own words that our commands can make it say. Click looks them up with gettext, so they stand in our catalogue."""

from __future__ import annotations

from typing import Final

__all__ = ["CLICK_WORDS"]

CLICK_WORDS: Final[tuple[str | tuple[str, str], ...]] = (
    "Usage:",
    "Options",
    "Commands",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Show this message and exit.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "Missing {param_type}",
    "Missing command.",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Choose from:\n\t{choices}",
    "Option {name!r} does not take a value.",
    "default: {default}",
    "file",
    "directory",
    "path",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    "{value!r} is not a valid {number_type}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
