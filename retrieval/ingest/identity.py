"""What makes an article the same one for ever: a key that outlives its headline and its text."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from retrieval.text import fold

# Names that only ever count readers. courlan's longer list also drops "cid", "source" and "ref",
# which on many sites say which article is meant.
_TRACKING = re.compile(r"utm_\w+|fbclid|[gdw]clid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SUFFIX = re.compile(r"(?:\.[a-z]{2,8}){1,2}$", re.IGNORECASE)
_HOST = re.compile(r"^//[^/]*")
_SLUG_WORDS, _SLUG_CHARACTERS = 5, 48


def stable_id(key: str, *context: str) -> str:
    """A readable id that is the same while `key` is, such as "putin-asks-abe-5f0a1b2c3d4e5f60".

    `key` is the article's address, or else what its source calls it (a file's name, a feed's
    entry id); `context` tells apart articles that share it. Addresses count by their
    `normal_url`, http and https being one. The words are of the key and never of the headline.
    """
    parts = [_without_scheme(normal_url(part) or part) for part in (key, *context)]
    digest = hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{_slug(parts[0])}-{digest.hexdigest()}"


def normal_url(url: str | None) -> str | None:
    """`url` as every spelling of it is written; None where it is no http(s) address.

    Scheme and host in lower case, no default port, no fragment, no parameters that track readers.
    An address with a user name or a password in it is none.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc or _has_space(parts):
        return None
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", _untracked(parts.query), ""))


def _has_space(parts: SplitResult) -> bool:
    return any(character.isspace() or not character.isprintable() for character in parts.geturl())


def _untracked(query: str) -> str:
    """`query` to the character where it tracks nobody, and else without what does."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return query
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower())]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _without_scheme(key: str) -> str:
    return key.removeprefix("https:").removeprefix("http:")


def _slug(key: str) -> str:
    """The first words of the part of a path that has the most letters in it."""
    path = _HOST.sub("", key).partition("?")[0]
    segments = [_SUFFIX.sub("", segment) for segment in path.split("/")]
    longest = max(segments, key=lambda segment: sum(map(str.isalpha, segment)))
    words = re.findall(r"[a-z0-9]+", fold(longest))[:_SLUG_WORDS]
    return "-".join(words)[:_SLUG_CHARACTERS].strip("-") or "article"
