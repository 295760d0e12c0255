"""Results as JSON values: the contract for scripts. Texts stay verbatim, to the character."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from retrieval.render.dates import day, iso
from retrieval.types import (
    Abstention,
    Answer,
    Article,
    Citation,
    Copy,
    Count,
    Digest,
    Extract,
    Found,
    Lead,
    Said,
    Scope,
    Statement,
    Understood,
)
from retrieval.upkeep import Source, Status, Version

Record = dict[str, object]

_UNPRINTABLE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_json(record: Record, *, indent: int | None = None) -> str:
    """`record` as JSON on one line, or indented.

    Only what could split a line or steer a terminal is written as its `\\uXXXX` escape, which
    reads back as the same character.
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def result_record(result: Answer | Abstention) -> Record:
    """What `ask` prints: an abstention has a reason and near misses, an answer the rest."""
    answer = result if isinstance(result, Answer) else None
    abstention = result if isinstance(result, Abstention) else None
    return {
        "question": result.question,
        "answered": answer is not None,
        "reason": abstention.reason if abstention else None,
        "confidence": float(result.confidence),
        "doubtful": answer.doubtful if answer else None,
        "extracts": [_extract(e) for e in answer.extracts] if answer else [],
        "citations": [_citation(c) for c in answer.citations] if answer else [],
        "near_misses": [_lead(lead) for lead in abstention.near_misses] if abstention else [],
        "understood": _understood(result.understood),
        "prepared": result.prepared,
    }


def found_record(found: Sequence[Found]) -> Record:
    """What `search` prints, best first."""
    return {"hits": [_hit(hit) for hit in found]}


def shown_record(
    article: Article, also_in: Sequence[Copy], history: Sequence[Version] | None
) -> Record:
    """What `show` prints: the article, its copies and, where asked for, its earlier versions."""
    record = article_record(article) | {"also_in": _copies(also_in)}
    if history is not None:
        record["history"] = [
            {"title": each.title, "text": each.text, "replaced": iso(each.replaced)}
            for each in history
        ]
    return record


def article_record(article: Article) -> Record:
    """Every field; `text` is what all offsets count in."""
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "publisher": article.publisher,
        "published": iso(article.published),
        "tags": list(article.tags),
        "source": article.source,
        "position": article.position,
        "truncated": article.truncated,
    }


def digest_record(digest: Digest) -> Record:
    """What `latest` prints, newest first."""
    return {
        "articles": [
            article_record(article) | {"also_in": _copies(digest.also_in.get(article.id, ()))}
            for article in digest.articles
        ]
    }


def statement_record(statement: Statement) -> Record:
    """One row of `statements`."""
    return {
        "article_id": statement.article_id,
        "speaker": statement.speaker,
        "spans": [[span.start, span.stop] for span in statement.spans],
        "quoted": statement.quoted,
    }


def tags_record(tags: Sequence[Count]) -> Record:
    """What `tags` prints."""
    return {"tags": [{"name": tag.name, "count": tag.count} for tag in tags]}


def sources_record(sources: Sequence[Source]) -> Record:
    """What `sources` prints."""
    return {
        "sources": [
            {
                "source": each.name,
                "kind": each.kind,
                "follow": each.follow,
                "articles": each.articles,
                "last_try": iso(each.last_try),
                "last_read": iso(each.last_read),
                "error": each.error,
                "next_try": iso(each.next_try),
            }
            for each in sources
        ]
    }


def speakers_record(speakers: Sequence[Count]) -> Record:
    """What `speakers` prints, most statements first."""
    return {"speakers": [{"name": each.name, "count": each.count} for each in speakers]}


def said_record(said: Said) -> Record:
    """What `said` prints: statements oldest first, undated last, in the form of extracts."""
    return {
        "name": said.name,
        "speakers": list(said.speakers),
        "about": said.about,
        "statements": [_extract(extract) for extract in said.extracts],
        "citations": [_citation(citation) for citation in said.citations],
    }


def status_record(status: Status) -> Record:
    """What `status` prints."""
    return {
        "articles": status.articles,
        "passages": status.passages,
        "statements": status.statements,
        "tags": status.tags,
        "newest": iso(status.newest),
        "model": status.model,
        "indexed_passages": status.indexed_passages,
        "encoded_passages": status.encoded_passages,
        "index_built": iso(status.index_built),
        "index_current": status.index_current,
    }


def _extract(extract: Extract) -> Record:
    return {
        "text": extract.text,
        "start": extract.span.start,
        "end": extract.span.stop,
        "article_id": extract.article_id,
        "speaker": extract.speaker,
        "citation": extract.citation,
    }


def _understood(understood: Understood) -> Record | None:
    if understood.empty:
        return None
    return {
        "limits": _scope(understood.limits),
        "preferred": _scope(understood.preferred),
        "dropped": _scope(understood.dropped),
        "sides": list(understood.sides),
        "silent": list(understood.silent),
    }


def _scope(scope: Scope) -> Record:
    return {
        "publishers": list(scope.publishers),
        "tags": list(scope.tags),
        "periods": [
            {"since": day(period.since), "until": day(period.until)} for period in scope.periods
        ],
    }


def _citation(citation: Citation) -> Record:
    return {
        "number": citation.number,
        "article_id": citation.article_id,
        "title": citation.title,
        "publisher": citation.publisher,
        "published": iso(citation.published),
        "url": citation.url,
        "tags": list(citation.tags),
        "source": citation.source,
        "also_in": _copies(citation.also_in),
    }


def _copies(copies: Sequence[Copy]) -> list[Record]:
    return [
        {
            "article_id": copy.article_id,
            "title": copy.title,
            "publisher": copy.publisher,
            "published": iso(copy.published),
            "url": copy.url,
        }
        for copy in copies
    ]


def _lead(lead: Lead) -> Record:
    return {
        "article_id": lead.article_id,
        "start": lead.span.start,
        "end": lead.span.stop,
        "text": lead.text,
        "title": lead.title,
        "publisher": lead.publisher,
        "published": iso(lead.published),
        "url": lead.url,
    }


def _hit(hit: Found) -> Record:
    return {
        "article_id": hit.article_id,
        "start": hit.span.start,
        "end": hit.span.stop,
        "text": hit.text,
        "score": float(hit.score),
        "title": hit.title,
    }
