"""What a server's status and headers say, and what to ask it the next time."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from retrieval.errors import FetchError
from retrieval.ingest.address import shown
from retrieval.upkeep import Validators

_MAX_VALIDATOR = 500
_MAX_RETRY_AFTER = 86_400
_ADVICE = {
    401: "it wants a login, which citewire does not do.",
    403: "it does not let citewire in.",
    404: "check the address.",
    410: "it is gone for good: remove it from your sources.",
    429: "too many requests: try later.",
    451: "it is withheld for legal reasons.",
    503: "it is out of service: try later.",
}


def conditions(validators: Validators | None) -> dict[str, str]:
    """RFC 9110, section 13.1: ask only for what changed."""
    asked = validators or Validators()
    pairs = {"If-None-Match": asked.etag, "If-Modified-Since": asked.last_modified}
    return {name: value for name, value in pairs.items() if value}


def validators_of(headers: httpx.Headers) -> Validators:
    """What to send back with `conditions` the next time."""
    return Validators(
        etag=_short(headers.get("etag")), last_modified=_short(headers.get("last-modified"))
    )


def _short(value: str | None) -> str | None:
    """A header that can be kept and sent back; None where it cannot."""
    return value if value and len(value) <= _MAX_VALIDATOR and value.isascii() else None


def status_error(url: str, status: int, retry_after: str) -> FetchError:
    """The error of an answer that is no content, with what it asks for (`retry_after`)."""
    advice = _ADVICE.get(status, "try later." if status >= 500 else "not read.")
    wait = _seconds(retry_after) if status in (429, 503) else None
    asked = f" It asks to wait {wait} s." if wait else ""
    return FetchError(
        shown(url), f"answered {status}: {advice}{asked}", status=status, retry_after=wait
    )


def _seconds(retry_after: str) -> int | None:
    """RFC 9110, section 10.2.3: seconds, or a date; at most a day is believed."""
    if retry_after.isdecimal() and retry_after.isascii():
        return min(int(retry_after[:9]), _MAX_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(retry_after)
        wait = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(round(wait), 0), _MAX_RETRY_AFTER)
