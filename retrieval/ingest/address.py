"""Which addresses may be read: http(s) names that stand for public machines, and nothing else."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urljoin, urlsplit

_PORTS = frozenset({80, 443, 8080, 8443})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MAX_URL = 2_000
_SHOWN = 200
# "2130706433", "0x7f.1" and "0177.0.0.1" are this machine to a resolver: a host whose last label
# is a number is an IPv4 address, or nothing (https://url.spec.whatwg.org/#ends-in-a-number-checker)
_NUMERIC = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_url(name: str) -> bool:
    """True where `name` is an address and not a file: it begins with a scheme and `://`."""
    return bool(_SCHEME.match(name))


def shown(url: str) -> str:
    """`url` as a message may show it: no user name, no password, no query, one short line."""
    plain = "".join(each if each.isprintable() else "\ufffd" for each in url)
    head, _, query = plain.partition("#")[0].partition("?")
    scheme, slashes, rest = head.partition("://")
    authority, slash, path = rest.partition("/")
    line = f"{scheme}{slashes}{authority.rpartition('@')[2]}{slash}{path}" if slashes else head
    return (line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…") + ("?…" if query else "")


def absolute(url: str, link: str) -> str:
    """`link` as it is meant on the page at `url`; "" where there is none."""
    try:
        return urljoin(url, link) if link else ""
    except ValueError:
        return ""


def url_problem(url: str) -> str | None:
    """Why `url` may not be asked for, whatever its host stands for; None where it may."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not an address: check it."
    if parts.scheme not in ("http", "https"):
        return "is not an http or https address, and no other kind is read."
    if "@" in parts.netloc:
        return "has a user name or password in it: give the address without."
    if not host or len(url) > _MAX_URL or not url.isprintable() or " " in url:
        return "is not an address: check it."
    return _host_problem(host)


def _host_problem(host: str) -> str | None:
    if ":" not in host and _NUMERIC.fullmatch(host) and not _is_ipv4(host):
        return "writes its host as a number: give its name."
    return None


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def address_problem(text: str, port: int, *, allow_loopback: bool) -> str | None:
    """Why no connection may be made to the address `text`; None where it may.

    Public machines may be read at the web's usual ports; this machine itself at any port, and
    only with `allow_loopback`. An IPv4 address inside an IPv6 one is judged as itself.
    """
    try:
        address = _unwrapped(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return f"resolves to {text!r}, which is no address."
    if address.is_loopback and allow_loopback:
        return None
    if not _is_public(address):
        return "leads to a private or reserved address, which is never read."
    if port not in _PORTS:
        return f"names port {port}: only {', '.join(map(str, sorted(_PORTS)))} are read."
    return None


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64), or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if embedded := address.ipv4_mapped or address.sixtofour:
        return embedded
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    if isinstance(address, ipaddress.IPv6Address):
        tunnelled = address.teredo is not None or address in _IPV4_COMPATIBLE
        special = special or address.is_site_local or tunnelled
    return address.is_global and not special
