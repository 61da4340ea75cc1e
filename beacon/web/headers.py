"""The security headers of what the browser gets."""

from __future__ import annotations

from beacon.web.site import Site

Headers = dict[str, str]

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
_COMMON = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def security_headers(site: Site) -> Headers:
    """The headers of a page, and of any answer that has none of its own.

    Only the sites that the operator lists may show it in a frame.
    """
    return {
        **_COMMON,
        "Content-Security-Policy": _content_policy(site),
        "Cache-Control": "no-store",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def demo_headers(site: Site) -> Headers:
    """The headers of the page that plays a foreign site: it may hold the chat in a frame."""
    policy = f"{_content_policy(site)}; frame-src 'self'"
    return {**security_headers(site), "Content-Security-Policy": policy}


def static_headers(site: Site) -> Headers:
    """The headers of a file of the page, which the browser may keep but asks about each time."""
    return {**security_headers(site), "Cache-Control": "no-cache"}


def embed_script_headers(site: Site) -> Headers:
    """The headers of /embed.js, which any site may load; the frame that it opens is guarded."""
    return {**static_headers(site), "Cross-Origin-Resource-Policy": "cross-origin"}


def frame_ancestors(site: Site) -> str:
    """The sites that may show a page in a frame, as the header writes them."""
    return " ".join(("'self'", *site.sites))


def _content_policy(site: Site) -> str:
    policy = {**_POLICY, "frame-ancestors": frame_ancestors(site)}
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())
