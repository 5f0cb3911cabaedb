"""What languages call themselves."""

from __future__ import annotations

__all__ = ["own_name"]


def own_name(language: str) -> str:
    """`sv` as `Svenska`."""
    from babel import Locale  # noqa: PLC0415  costs 20 ms, seldom needed

    return (Locale.parse(language).get_display_name() or language).capitalize()
