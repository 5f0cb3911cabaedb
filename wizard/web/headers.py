"""What every answer tells the browser: load nothing from elsewhere, run nothing but our script, keep nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["SECURITY_HEADERS", "content_policy"]

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), "
    "display-capture=(), clipboard-read=(), clipboard-write=(self)",
    "Cache-Control": "no-store",
}


def content_policy(origin: str, nonce: str | None = None) -> str:
    """The content security policy of a page from `origin`; only styles that know `nonce` may stand in the page.

    xterm.js writes its measures into style elements. The page's script gives them the nonce, so that nothing else
    that might get into the page is a style.
    """
    styles = f"'self' 'nonce-{nonce}'" if nonce is not None else "'self'"
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": styles,
        "font-src": "'self'",
        "img-src": "'self'",
        # Safari does not count a socket as our own origin.
        "connect-src": f"'self' {origin.replace('http://', 'ws://')}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
