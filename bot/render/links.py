"""Links: only https, only to the host that an article names, and shown with that host."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LONGEST = 400
HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
KEPT = "%/:=&?~#+!$,;@"


def link(url: str | None) -> str | None:
    """`[host](https://host/path)` in Markdown, or None where `url` is not safe to show as a link.

    Safe is: https, a name as its host (punycode where it is not ASCII; no address, no login, no
    port), at most 400 characters. Characters that could end the link early are percent-encoded.
    """
    host = safe_host(url)
    if url is None or host is None:
        return None
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=KEPT, errors="replace")
    query = quote(parts.query, safe=KEPT, errors="replace")
    target = f"https://{host}{path}?{query}" if query else f"https://{host}{path}"
    return f"[{host}]({target})" if len(target) <= LONGEST else None


def safe_host(url: str | None) -> str | None:
    """The host of an https `url` in ASCII, or None where there is none that can be trusted."""
    try:
        parts = urlsplit(url or "")
        port, login = parts.port, parts.username or parts.password
        host = (parts.hostname or "").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme != "https" or port not in (None, 443) or login is not None:
        return None
    return host if HOST.fullmatch(host) else None
