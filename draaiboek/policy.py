"""What a page of the guidebook may load: the Content-Security-Policy of the sites and of the root.

Nothing of another host, no inline script or style, no plugin, no frame (https://www.w3.org/TR/CSP3/). There are no
hashes: every script is a file of ours, so what an editor's text would smuggle in never runs.
"""

from __future__ import annotations

CONTENT_SECURITY_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # Material's icons are data: addresses in its style sheet
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
)


def as_meta() -> str:
    """Return the policy as a `<meta http-equiv>` holds it."""
    return "; ".join(CONTENT_SECURITY_POLICY)
