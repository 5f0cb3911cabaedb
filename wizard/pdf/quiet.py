"""Loggers of foreign libraries, silenced: their warnings quote the file, and the file may hold personal data.

What of them matters to the user is told by our own notices and errors.
"""

from __future__ import annotations

import logging

__all__ = ["silence"]


def silence(name: str) -> None:
    """Keep everything the logger `name` says from being printed or passed on."""
    logger = logging.getLogger(name)
    if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        logger.addHandler(logging.NullHandler())
    logger.propagate = False
