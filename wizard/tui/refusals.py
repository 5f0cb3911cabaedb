"""What may be refused, as one sentence: by the store, the content, a form, the disk.

Our own errors carry their sentence in `message`. Whatever has none is a fault of ours and is not caught.
"""

from __future__ import annotations

from wizard.i18n import Message, msg

__all__ = ["reason_of"]


def reason_of(error: BaseException) -> Message | None:
    """The sentence for a refusal; None for an error that nobody foresaw."""
    reason = getattr(error, "message", None)
    is_ours = type(error).__module__.startswith("wizard.")
    if is_ours and isinstance(reason, Message):
        return reason
    if is_ours and hasattr(error, "problems"):
        return msg(
            "The questions cannot be used, because their files have faults. lov flows check tells which."
        )
    if isinstance(error, OSError):
        return msg("{path}: {why}.", path=str(error.filename or ""), why=error.strerror or "")
    return None
