"""Discord's limits that its OpenAPI description leaves out; each function lists what breaks them.

Lengths are code points. Source: the developer documentation, pages Message, Components and
Application Commands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from .model import embed_texts, label_of, walk

Json = dict[str, Any]
CONTENT, EMBEDS, EMBED_TOTAL, COMPONENTS, ROWS, BUTTONS = 2000, 10, 6000, 40, 5, 5
CHOICES, CHOICE_NAME, CUSTOM_ID, BUTTON_LABEL, OPTIONS = 25, 100, 100, 80, 25
ACTION_ROW, BUTTON, LINK_STYLE, COMPONENTS_V2 = 1, 2, 5, 1 << 15


def message_problems(body: Json) -> list[str]:
    """What is wrong with a message, a followup or an edit."""
    return [
        *_too_long("content", body.get("content"), CONTENT),
        *_embeds_problems(body.get("embeds") or []),
        *_components_problems(body.get("components") or [], body.get("flags") or 0),
    ]


def is_empty(body: Json) -> bool:
    """True when a new message would show nothing."""
    carriers = ("embeds", "components", "attachments", "sticker_ids", "poll")
    return not (body.get("content") or "").strip() and not any(body.get(k) for k in carriers)


def mention_problems(body: Json) -> list[str]:
    """What could ping somebody in a body that carries text."""
    if not any(body.get(key) for key in ("content", "embeds", "components")):
        return []
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return ["allowed_mentions is missing: everything would ping"]
    loose = [key for key in ("parse", "users", "roles", "replied_user") if allowed.get(key)]
    missing = [] if allowed.get("parse") == [] else ["parse"]
    return [f"allowed_mentions.{key} is not empty" for key in dict.fromkeys([*loose, *missing])]


def choices_problems(choices: list[Json]) -> list[str]:
    """What is wrong with the result of an autocomplete."""
    names = [choice["name"] for choice in choices]
    problems = [f"{len(choices)} choices, at most {CHOICES}"] if len(choices) > CHOICES else []
    if any(not 1 <= len(name) <= CHOICE_NAME for name in names):
        problems.append(f"a choice's name has not 1 to {CHOICE_NAME} characters")
    if any(len(str(choice["value"])) > CHOICE_NAME for choice in choices):
        problems.append(f"a choice's value has over {CHOICE_NAME} characters")
    return problems


def modal_problems(modal: Json) -> list[str]:
    """What is wrong with a modal."""
    return [
        *_too_long("modal title", modal.get("title"), 45),
        *_too_long("modal custom_id", modal.get("custom_id"), CUSTOM_ID),
        *_custom_id_problems(modal.get("components") or []),
    ]


def _too_long(what: str, text: str | None, limit: int) -> Iterator[str]:
    if len(text or "") > limit:
        yield f"{what} has {len(text or '')} characters, at most {limit}"


def _embeds_problems(embeds: list[Json]) -> Iterator[str]:
    if len(embeds) > EMBEDS:
        yield f"{len(embeds)} embeds, at most {EMBEDS}"
    total = sum(len(text) for embed in embeds for text in embed_texts(embed))
    if total > EMBED_TOTAL:
        yield f"embeds have {total} characters together, at most {EMBED_TOTAL}"
    for embed in embeds:
        yield from _embed_problems(embed)


def _embed_problems(embed: Json) -> Iterator[str]:
    fields = embed.get("fields") or []
    author, footer = embed.get("author") or {}, embed.get("footer") or {}
    yield from _too_long("embed title", embed.get("title"), 256)
    yield from _too_long("embed description", embed.get("description"), 4096)
    yield from _too_long("embed author", author.get("name"), 256)
    yield from _too_long("embed footer", footer.get("text"), 2048)
    if len(fields) > 25:
        yield f"{len(fields)} embed fields, at most 25"
    for pair in fields:
        yield from _too_long("embed field name", pair["name"], 256)
        yield from _too_long("embed field value", pair["value"], 1024)
        if not pair["name"].strip() or not pair["value"].strip():
            yield "an embed field is empty"
    for url in filter(None, (embed.get("url"), author.get("url"))):
        yield from _url_problems(url)


def _url_problems(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in url:
        yield f"not a well-formed URL: {url!r}"
    yield from _too_long("URL", url, 2048)


def _components_problems(components: list[Json], flags: int) -> Iterator[str]:
    if len(list(walk(components))) > COMPONENTS:
        yield f"{len(list(walk(components)))} components, at most {COMPONENTS}"
    if not flags & COMPONENTS_V2:
        if len(components) > ROWS:
            yield f"{len(components)} rows of components, at most {ROWS}"
        if any(component["type"] != ACTION_ROW for component in components):
            yield "a component outside a row needs the flag IS_COMPONENTS_V2"
    for component in walk(components):
        if component["type"] == ACTION_ROW:
            yield from _row_problems(component)
        if component["type"] == BUTTON:
            yield from _button_problems(component)
    yield from _custom_id_problems(components)


def _row_problems(row: Json) -> Iterator[str]:
    children = row.get("components") or []
    buttons = [child for child in children if child["type"] == BUTTON]
    if not children:
        yield "a row of components is empty"
    if len(buttons) > BUTTONS:
        yield f"{len(buttons)} buttons in a row, at most {BUTTONS}"
    if len(children) > 1 and len(buttons) < len(children):
        yield "a menu must stand alone in its row"


def _button_problems(button: Json) -> Iterator[str]:
    yield from _too_long("button label", button.get("label"), BUTTON_LABEL)
    if not label_of(button):
        yield "a button has neither a label nor an emoji"
    is_link = button.get("style") == LINK_STYLE
    if is_link != bool(button.get("url")) or is_link == bool(button.get("custom_id")):
        yield "a button needs a custom_id, or as a link a url, and not both"
    if button.get("url"):
        yield from _url_problems(button["url"])


def _custom_id_problems(components: list[Json]) -> Iterator[str]:
    ids = [c["custom_id"] for c in walk(components) if c.get("custom_id")]
    for custom_id in ids:
        yield from _too_long("custom_id", custom_id, CUSTOM_ID)
    for custom_id, count in Counter(ids).items():
        if count > 1:
            yield f"custom_id {custom_id!r} stands {count} times in one message"
    for menu in (c for c in walk(components) if c["type"] == 3):
        if not 1 <= len(menu.get("options") or []) <= OPTIONS:
            yield f"a menu has {len(menu.get('options') or [])} options, 1 to {OPTIONS} are allowed"
