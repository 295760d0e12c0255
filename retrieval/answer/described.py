"""Who "the FIFA boss" is: the speaker whom an article introduces as "FIFA President"."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from retrieval.answer.spoken import StatementsOf
from retrieval.offices import ROLES, alike, of_one_country
from retrieval.text import fold, stem, words
from retrieval.types import Article, Candidate

_OFFICE = ROLES | frozenset("interior home health finance attorney state".split())
"""Words that make an office what it is: a prime minister is no other minister."""
_ANOTHER = frozenset("deputy vice former ex assistant acting interim".split())
"""What makes of an office another one, unless it is asked for."""
_ALONE = frozenset({"pope", "president"})
"""Offices that news need not say whose they are: there is one on Earth, or at home."""
_NOW = frozenset("incoming outgoing current new late then".split())
"""What need not be said of whoever holds an office."""
_BELONGING = frozenset("of at for in from".split())
_A_MONTH, _A_YEAR = 30 * 86_400.0, 365 * 86_400.0
"""Seconds."""
_WHERE = 400
"""Characters before a name, and of the beginning of an article, that tell where it all happens."""
_OF_A_PLACE = frozenset("governor gov mayor sheriff".split())
"""Offices that news from a place need not say whose they are."""
_HALF = 0.5
"""What is left of a fit where whose office it is must be taken from the article."""
_SMALL = _BELONGING | {"the", "a", "an"}
_OF = re.compile(rf"\s(?:{'|'.join(sorted(_BELONGING))})\s", re.IGNORECASE)
_PM = re.compile(r"\bP\.?M\b\.?", re.IGNORECASE)
_NO_PART = re.compile(
    r"\b(?:the|a|an|that|to|and|but|by|with|from|as|when|while|said|says|told)\s", re.IGNORECASE
)
"""Words that stand before what belongs to an office, and are no part of it."""
_ROLE = f"(?:{'|'.join(sorted(ROLES))})"
_AND = re.compile(rf"(?:\b(?:executive|{_ROLE}) )+and ", re.IGNORECASE)
"""An office held beside the one that is looked for: "CEO and president"."""
_IS_ANOTHERS = re.compile(rf"\b{_ROLE} (?:of|to|for) (?:the )?(?:\S+ )*$", re.IGNORECASE)
"""Whose office serves another's: "the Press Secretary to the Russian President, Dmitry Peskov"."""
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W_]*")
_SHORT = 3
"""Initials of so many words are a name."""
_WORD = r"[\w.’'&-]+"
_NEAR = 120
"""Characters before a name, and behind it, in which it is introduced."""
_BEGINNING = 20_000
"""Characters of an article in which those who speak in it are introduced."""
_BEGIN = 4
"""Letters that "Japan" and "Japanese" share; "Austria" and "Australia" differ too soon."""
_BREAK = re.compile(
    r"(?<!\bGov)(?<!\bSen)(?<!\bRep)(?<!\bGen)(?<!\bDr)(?<!\bMr)(?<!\bMs)[.!?][”\"’']?\s"
    r"|[\n“\"”;:()–—]"
)
"""What ends a clause; "Dr. " does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office and whose it is, as a question names them."""

    heads: frozenset[str]
    """The folded words any of which names the office."""
    of: frozenset[str]
    """The folded words that tell which one, or whose."""
    needed: frozenset[str]
    """Those of them without which it is another's: names, and what makes the office."""
    names: frozenset[str]
    """Those that were written with a capital, …"""
    initials: str
    """… and their initials, folded: an article may say "the ADL's CEO"."""
    known: bool
    """False for "the suspect's uncle", and for what may be a name in small letters."""
    alone: bool
    """True for "the president": whose is not said, nor where its holder is introduced."""


def office(phrase: str) -> Office | None:
    """The office that `phrase` names; None where it names none, or not whose ("the coach")."""
    phrase = _PM.sub("prime minister", phrase)
    alone = " ".join(words(phrase)) in _ALONE
    *_, head = _OF.split(phrase)[0].split() or [""]
    known = fold(head) in ROLES
    of = {each for each in words(phrase) if each not in _NOW | _SMALL} - {fold(head)}
    if not alone and (not (known or head.islower()) or of <= _OFFICE | _ANOTHER):
        return None
    names = {w for each in _CAPITAL.findall(phrase) for w in words(each)} & of
    return Office(
        heads=alike(fold(head)),
        of=frozenset(of),
        needed=frozenset((names or of) | (of & _OFFICE)),
        names=frozenset(names),
        initials=_initials(phrase),
        known=known,
        alone=alone,
    )


def holders(
    wanted: Office, candidates: Iterable[Candidate], statements_of: StatementsOf
) -> tuple[str, ...]:
    """The speakers whom an article introduces as who holds the office, most often one.

    Those who fit best, in the newest article that has any and those of the year before it: there
    may have been others before. Of an office alone, whom most of the newest articles introduce so:
    there are others abroad.
    """
    introduced = _introduced(wanted, candidates, statements_of)
    return _most_told(introduced) if wanted.alone else _best_of_the_year(introduced)


def _most_told(introduced: Iterable[tuple[float, Mapping[str, float]]]) -> tuple[str, ...]:
    """Whom most articles introduce, those of a month before the newest counting a third."""
    told: defaultdict[str, float] = defaultdict(float)
    newest: float | None = None
    for published, fits in introduced:
        newest = published if newest is None else newest
        for name in fits:
            told[name] += math.exp((published - newest) / _A_MONTH)
    return (max(told, key=lambda name: told[name]),) if told else ()


def _best_of_the_year(introduced: Iterable[tuple[float, Mapping[str, float]]]) -> tuple[str, ...]:
    """Who fits best in the newest article, or better in one of the year before it."""
    found: tuple[str, ...] = ()
    best, since = 0.0, -math.inf
    for published, fits in introduced:
        if published < since:
            break
        if max(fits.values()) > best:
            since = max(since, published - _A_YEAR)
            best = max(fits.values())
            found = tuple(name for name, fit in fits.items() if fit == best)
    return found


def _introduced(
    wanted: Office, candidates: Iterable[Candidate], statements_of: StatementsOf
) -> Iterator[tuple[float, Mapping[str, float]]]:
    """Of each article that introduces anybody so, the newest first: when, and how each fits."""
    articles = {each.article.id: each.article for each in candidates}.values()
    for article in sorted(articles, key=_published, reverse=True):
        near = _near_the_office(wanted, article.text[:_BEGINNING])
        speakers = {each.speaker for each in statements_of(article.id)} if near else ()
        names = sorted(each for each in speakers if each and each in near)
        fits = {name: max(_fits(wanted, article, name), default=0.0) for name in names}
        if found := {name: fit for name, fit in fits.items() if fit}:
            yield _published(article), found


def _published(article: Article) -> float:
    return article.published.timestamp() if article.published else 0.0


def _near_the_office(wanted: Office, text: str) -> str:
    """What stands near a word for the office: few of those who speak are named there."""
    places = re.finditer(rf"\b(?:{_any(wanted.heads)})", text.lower())
    return "\n".join(text[max(0, at.start() - _NEAR) : at.end() + _NEAR] for at in places)


def _fits(wanted: Office, article: Article, name: str) -> Iterator[float]:
    """For each introduction of `name` with the office: which share of whose it is stands there."""
    for introduction, before in _introductions(wanted, article.text, name):
        told = set(words(introduction))
        unasked = {word for word in _ANOTHER & told if not any(_same(o, word) for o in wanted.of)}
        held = _held(wanted, introduction, told)
        if wanted.alone:
            if told - _SMALL - _NOW == wanted.of:
                yield 1.0
            continue
        if unasked:
            continue
        if not held - _OFFICE:  # "Mayor Dale Shaw", in news from Port Hollow
            where = f"{article.title} {article.text[:_WHERE]} {before}"
            alone = not told - _OFFICE - _SMALL - _NOW and wanted.heads & _OF_A_PLACE
            if alone and wanted.needed <= held | _held(wanted, where, set(words(where))):
                yield _HALF
        elif wanted.needed <= held:
            yield len(held) / len(wanted.of)
        elif wanted.needed - held <= set(words(article.text)) - _OFFICE:  # "the suspect's uncle"
            yield _HALF * len(held) / len(wanted.of)


def _held(wanted: Office, introduction: str, told: set[str]) -> set[str]:
    """Which of the words that tell whose office it is stand in an introduction, of words `told`."""
    if len(wanted.initials) >= _SHORT and wanted.initials in told:
        return set(wanted.of)
    initials = _initials(introduction)
    return {
        each
        for each in wanted.of
        if any(_same(each, other) for other in told)
        or (len(each) >= _SHORT and each in wanted.names and each in initials)
    }


def _initials(text: str) -> str:
    return "".join(each[0] for each in _CAPITAL.findall(text)).lower()


def _introductions(wanted: Office, text: str, name: str) -> Iterator[tuple[str, str]]:
    """What belongs to the office where `name` stands right behind it, or it behind the name.

    And what stands before that.
    """
    before, behind = _patterns(wanted.heads)
    text = text[:_BEGINNING]
    for match in re.finditer(rf"\b{re.escape(name)}\b", text):
        far = text[max(0, match.start() - _WHERE) : match.start()]
        clause = _BREAK.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
        told = before.search(clause)
        if told and not (told["apart"] and _IS_ANOTHERS.search(told["part"])):
            part = _AND.sub("", told["part"])
            yield f"{_NO_PART.split(part)[-1]} {told['of']}", far
        told = behind.match(text[match.end() : match.end() + _NEAR])
        if told and not _IS_ANOTHERS.search(told["part"]):
            yield f"{_AND.sub('', told['part'])} {told['of']}", far


def _any(heads: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(heads)))


@lru_cache(maxsize=64)
def _patterns(heads: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An office before a name, and one behind it."""
    any_head = _any(heads)
    part, of = rf"(?:{_WORD} ){{0,8}}", rf"(?P<of>(?: (?:of|for|at)(?: {_WORD}){{1,5}})?)"
    named = r"(?P<apart>,?) (?-i:[A-Z][\w.’'-]+ ){0,2}$"
    return (
        re.compile(rf"(?P<part>{part})\b(?:{any_head})\b\.?{of}{named}", re.IGNORECASE),
        re.compile(rf", (?:(?:the|a|an) )?(?P<part>{part}?)\b(?:{any_head})\b{of}", re.IGNORECASE),
    )


def _same(one: str, other: str) -> bool:
    """True for the same word, another for the same office, and a country and its adjective."""
    pairs = zip(one, other, strict=False)
    begin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return (
        stem(one) == stem(other)
        or other in alike(one)
        or of_one_country(one, other)
        or begin >= max(_BEGIN, min(len(one), len(other)) - 2)
    )
