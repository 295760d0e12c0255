"""XML of unknown people -> well-formed UTF-8 without entities, repaired where it can be."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html.entities import html5
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml import DefusedXmlException
from lxml import etree

from retrieval.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,1000}>")
# Python knows more codecs than the web: some of these take quadratic time, others hide markup.
_NO_CHARSET = frozenset("idna punycode undefined unicode_escape raw_unicode_escape utf-7".split())
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_NAMES = frozenset("lt gt amp quot apos".split())
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry|url|sitemap)\s*>")
_ROOT_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\s*>")


@dataclass(frozen=True, slots=True)
class Xml:
    """A document that a parser can trust; `broken` is what had to be repaired, if anything."""

    content: bytes
    broken: str | None = None


def trusted_xml(content: bytes, source: str, charset: str | None = None) -> Xml:
    """`content` as well-formed UTF-8; of a document that breaks off, what was whole.

    `charset` is the server's word, which a byte order mark overrules. Raises `SourceError` where
    it declares entities, or is nothing like XML.
    """
    text = _CONTROL.sub("", _decoded(content, charset))
    data = _DECLARATION.sub("", text).strip().encode("utf-8", "replace")
    try:
        defusedxml.sax.parseString(data, ContentHandler())
    except DefusedXmlException:
        raise SourceError(source, "declares XML entities, which citewire does not read.") from None
    except SAXParseException as error:
        return Xml(_repaired(data, source), f"broken XML at line {error.getLineNumber()}")
    except (SAXException, ValueError, LookupError):
        raise SourceError(source, "is not XML that can be read.") from None
    return Xml(data)


def _decoded(content: bytes, charset: str | None) -> str:
    """By the byte order mark, the document's own word, the server's, or else UTF-8, then 1252."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content.removeprefix(mark if b"<" not in mark else b"").decode(name, "replace")
    declared = _DECLARED.match(content[:400])
    for name in (declared[1].decode() if declared else None, charset, "utf-8"):
        text = _strictly(content, name)
        if text is not None:
            return text
    return content.decode("windows-1252", "replace")


def _strictly(content: bytes, name: str | None) -> str | None:
    try:
        codec = codecs.lookup(name or "").name
        return None if codec in _NO_CHARSET else content.decode(codec)
    except (LookupError, ValueError):
        return None


def _repaired(data: bytes, source: str) -> bytes:
    """`data` as a lenient parser understands it, up to its last whole entry where it breaks off."""
    entries = list(_ENTRY_END.finditer(data))
    if entries and not _ROOT_END.search(data, entries[-1].end()):
        data = data[: entries[-1].end()]
    text = _AMPERSAND.sub(_reference, data.decode())
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        raise SourceError(source, "is not XML that can be read.")
    return etree.tostring(root, encoding="utf-8", xml_declaration=False, with_tail=False)


def _reference(match: re.Match[str]) -> str:
    """A reference that XML knows as it is, one of HTML as its character, a bare "&" as one."""
    name = match[1]
    if name and (name.startswith("#") or name in _XML_NAMES):
        return match[0]
    return html5.get(f"{name};", f"&amp;{match[0][1:]}") if name else "&amp;"
