"""How far one has come, in words. The first screen says it too, so nothing is loaded for it that is slow to load."""

from __future__ import annotations

from wizard.i18n import Message, msg

__all__ = ["parts_done"]


def parts_done(done: int, total: int, *, is_ready: bool) -> Message:
    """How many parts are done; of a draft that lacks nothing, why not all are."""
    if is_ready and done < total:
        return msg("{done} of {total} parts done, the rest is optional", done=done, total=total)
    return msg("{done} of {total} parts done", done=done, total=total)
