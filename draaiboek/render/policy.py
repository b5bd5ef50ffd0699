"""What a page of the guidebook may load: the Content-Security-Policy of the sites and of the root.

Nothing from another host, no inline script or style, no plugin, no frame (https://www.w3.org/TR/CSP3/). No hashes are
needed: every script is a file of ours, so a script smuggled in with an editor's text never runs.
"""

from __future__ import annotations

from collections.abc import Mapping

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
# A <meta> element cannot contain this directive (Content Security Policy Level 3, 3.3).
ONLY_IN_HEADER = "frame-ancestors 'none'"


def as_meta() -> str:
    """Return the policy for a `<meta>` element."""
    return "; ".join(CONTENT_SECURITY_POLICY)


def as_headers() -> Mapping[str, str]:
    """Return the headers that a web server sends with every file."""
    return {
        "Content-Security-Policy": "; ".join((*CONTENT_SECURITY_POLICY, ONLY_IN_HEADER)),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    }
