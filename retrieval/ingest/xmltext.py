"""XML of unknown people -> well-formed UTF-8 without entities, repaired where it can be."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html.entities import html5
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, ErrorHandler, feature_namespaces

import defusedxml.sax
from defusedxml import DefusedXmlException
from lxml import etree

from retrieval.errors import SourceError
from retrieval.ingest.charset import decode

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,1000}>")
_MAX_DEPTH, _MAX_CHILDREN = 100, 10_000
_MAX_LISTED, _LIST_DEPTH = 60_000, 2  # entries are children of the root, or of its channel
_HEAD = 4_096
_PROLOGUE = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ELEMENT = re.compile(
    r"<(?:!doctype\s+(?=html)|(?:[\w.-]+:)?(?=[a-z]))([a-z][\w.-]*)", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_NAMES = frozenset("lt gt amp quot apos".split())
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry|url|sitemap)\s*>")
_ROOT_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\s*>")


_KNOWN = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@dataclass(frozen=True, slots=True)
class Xml:
    """A document that a parser can trust; `broken` is what had to be repaired, if anything."""

    content: bytes
    broken: str | None = None


class _ShapeError(Exception):
    """Deeper or broader than any feed: what reads it next may need the square of the time."""


class _Shape(ContentHandler):
    """Looks at how deep a document is, and how many children its elements have."""

    def __init__(self) -> None:
        super().__init__()
        self._children = [0]

    def startElementNS(  # noqa: N802
        self, name: object, qname: object, attrs: object
    ) -> None:
        """One more element, and its parent has one child more."""
        self._children[-1] += 1
        broad = _MAX_CHILDREN if len(self._children) > _LIST_DEPTH else _MAX_LISTED
        if self._children[-1] > broad or len(self._children) > _MAX_DEPTH:
            raise _ShapeError
        self._children.append(0)

    def endElementNS(self, name: object, qname: object) -> None:  # noqa: N802
        """Its children are known."""
        self._children.pop()


def root_of(content: bytes, charset: str | None = None) -> str:
    """The name of the first element, without its prefix and in lower case; "" where there is none.

    A document type without any element yet counts as one: "<!doctype html>Hello".
    """
    head = _PROLOGUE.sub("", decode(content[:_HEAD], charset).replace("\x00", ""))
    found = _ELEMENT.search(head)
    return found[1].lower() if found else ""


def trusted_xml(content: bytes, source: str, charset: str | None = None) -> Xml:
    """`content` as well-formed UTF-8; of a document that breaks off, what was whole.

    `charset` is the server's word. Raises `SourceError` where
    it declares entities, or is nothing like XML.
    """
    text = _CONTROL.sub("", decode(content, charset))
    data = _DECLARATION.sub("", text).strip().encode("utf-8", "replace")
    if broken := _fault(data, source):
        data = _repaired(data, source)
        if _fault(data, source):
            raise SourceError(source, "is not XML that can be read.")
    return Xml(data, broken)


def _fault(data: bytes, source: str) -> str | None:
    """What is wrong with `data` as XML with namespaces, in words; None where nothing is.

    Raises `SourceError` where it declares entities.
    """
    parser = defusedxml.sax.make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(_Shape())
    parser.setErrorHandler(ErrorHandler())
    try:
        parser.parse(io.BytesIO(data))
    except DefusedXmlException:
        raise SourceError(source, "declares XML entities, which citewire does not read.") from None
    except _ShapeError:
        raise SourceError(source, "is XML of a shape that no news has: not read.") from None
    except SAXParseException as error:
        return f"broken XML at line {error.getLineNumber()}"
    except (SAXException, ValueError, LookupError):
        return "broken XML"
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
    for element in root.iter(etree.Element):
        _bind(element)
    whole: bytes = etree.tostring(root, encoding="utf-8", with_tail=False)
    return whole


def _bind(element: etree._Element) -> None:
    """A prefix that nobody declared gets the namespace that it is known for, or one of its own."""
    prefix, colon, name = str(element.tag).rpartition("}")[2].partition(":")
    if colon:
        name = name.replace(":", "_")
        # What is broken off or no tag at all may have no name behind the colon: "<media:", "<2:30".
        name = name if name[:1].isalpha() else f"_{name}"
        element.tag = f"{{{_KNOWN.get(prefix, 'unknown:' + prefix)}}}{name}"
    for attribute in [each for each in element.attrib if ":" in str(each).rpartition("}")[2]]:
        del element.attrib[attribute]


def _reference(match: re.Match[str]) -> str:
    """A reference that XML knows as it is, one of HTML as its character, a bare "&" as one."""
    name = match[1]
    if name and (name.startswith("#") or name in _XML_NAMES):
        return match[0]
    return html5.get(f"{name};", f"&amp;{match[0][1:]}") if name else "&amp;"
