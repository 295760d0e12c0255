"""From a subject to a name: full forms, pronouns, roles."""

from __future__ import annotations

from retrieval.archive.statements import gazetteer, lexicon, names
from retrieval.archive.statements.names import Name
from retrieval.archive.statements.phrases import Subject
from retrieval.archive.statements.registry import Registry


def _proper(words: tuple[str, ...]) -> bool:
    """Whether a body's common noun ends its name: `Universal Music group`."""
    return len(words) > 1 and all(word[0].isupper() for word in words[:-1])


class Resolver:
    """Names the speakers of one article, in the order of its text."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._recent: list[Name] = []
        self._last: Name | None = None
        self._genders: dict[str, str] = {}

    def name(self, subject: Subject | None) -> str | None:
        """The fullest name for a subject, or None where it stays uncertain."""
        if subject is None:
            return None
        if subject.kind == "pronoun":
            return self._pronoun(subject.words[0])
        if subject.kind == "surname":
            return self._surname(subject.words[0])
        if subject.kind == "noun":
            return self._role(subject.words)
        parsed, titles = names.parse([*subject.words[:-1], self._owner(subject.words[-1])])
        if parsed is None:
            return None
        if subject.kind == "opening" and not (titles or self._registry.known(parsed)):
            return None
        full = self._registry.fullest(parsed)
        if subject.kind != "origin":
            self.spoke(full)
        return full.text

    def _owner(self, word: str) -> str:
        """A possessive without its ending where it is somebody's: `Clinton's`, not `McDonald's`."""
        bare = word.removesuffix("'s")
        return bare if bare != word and self._registry.surname(bare) else word

    def labelled(self, label: str) -> str | None:
        """The person whom a transcript's label names, remembered as the last who spoke."""
        full = self._registry.labelled(label)
        if full:
            self.spoke(Name(full, True, ""))
        return full

    def mention(self, subject: Subject | None) -> None:
        """Remember a person whom a sentence is about, for the pronouns after it."""
        if subject is not None and subject.kind == "opening":
            self.name(subject)

    def spoke(self, name: Name) -> None:
        """Remember the last person who spoke, for pronouns."""
        self._last = name
        if name.person:
            self._recent.append(name)

    def _pronoun(self, word: str) -> str | None:
        if word == "it":
            return self._last.text if self._last and not self._last.person else None
        wanted = "m" if word in lexicon.MALE else "f" if word in lexicon.FEMALE else ""
        if not wanted:
            return None
        for name in reversed(self._recent[-6:]):
            gender = name.gender or self._genders.get(name.last, "")
            if gender in {"", wanted}:
                self._genders[name.last] = wanted
                self._recent.append(name)
                return name.text
        return None

    def _surname(self, word: str) -> str | None:
        """The person named with this last name, which is a common word or title as well."""
        named = self._registry.surname(word)
        if named:
            self.spoke(named)
        return named.text if named else None

    def _role(self, words: tuple[str, ...]) -> str | None:
        """`the prime minister`: the one person with that title; `the ministry` as it stands."""
        low = [w.lower() for w in words]
        head = low[-1]
        if len(words) == 1:
            return self._surname(head.capitalize())  # Justice said
        if head in gazetteer.INSTITUTION:
            if low[0] != "the":
                return " ".join(words) if _proper(words) else None
            body = self._registry.body(head) if len(low) == 2 else None
            return body or " ".join(["the", *words[1:]])
        if low[0] in {"the"} and len(low) <= 4:
            return self._registry.holder(head)
        return None
