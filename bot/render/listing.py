"""A digest of the newest articles, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.render.answer import BLUE
from bot.render.cut import first_sentence, head
from bot.render.limits import DESCRIPTION
from bot.render.sources import also_in, fitted, source_line
from bot.render.text import one_line
from retrieval.types import Article, Copy

PER_PAGE = 5
SENTENCE = 300


def listing_embed(
    title: str,
    articles: Sequence[Article],
    copies: Mapping[str, Sequence[Copy]],
    *,
    note: str = "",
    footer: str | None = None,
) -> discord.Embed:
    """Headline, publisher, date, link and first sentence of each article, in the order given.

    `copies` say by an article's id where else it stands. `title`, `note` and `footer` are the bot's
    own words, ready to send.
    """
    entries = [_entry(article, copies.get(article.id, ())) for article in articles]
    body = fitted(entries or ["Nothing to show."], DESCRIPTION - 300, "… and {} more.")
    embed = discord.Embed(
        title=title, description="\n\n".join(part for part in (body, note) if part), colour=BLUE
    )
    return embed.set_footer(text=footer) if footer else embed


def pages(count: int) -> int:
    """How many pages `count` articles take, at least 1."""
    return max(1, -(-count // PER_PAGE))


def page(articles: Sequence[Article], number: int) -> Sequence[Article]:
    """The articles of page `number`, counted from 0."""
    return articles[number * PER_PAGE : (number + 1) * PER_PAGE]


def listing_title(tag: str | None) -> str:
    """What the list is about, ready to send."""
    return f"Latest · {head(one_line(tag), 100)}" if tag else "Latest"


def _entry(article: Article, copies: Sequence[Copy]) -> str:
    sentence = head(one_line(first_sentence(article.text)), SENTENCE)
    parts = (source_line(article), also_in(copies), f"> {sentence}" if sentence else "")
    return "\n".join((*(part for part in parts if part), ""))
