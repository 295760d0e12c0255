"""Which of the archive's speakers a typed name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.names import Speakers, nearest
from retrieval.types import Count

SPEAKERS = (
    "Shinzō Abe",
    "Abe",
    "Dmitry Peskov",
    "Bill Clinton",
    "Hillary Clinton",
    "Joe Biden",
    "J. Biden",
    "Hunter Biden",
    "the Foreign Ministry",
    "Press Secretary",
    "Japan",
    "Tesla",
    "Larry King",
    "Prime Minister",
)


def counted(*names: str) -> tuple[Count, ...]:
    """Speakers of one statement each."""
    return tuple(Count(name=name, count=1) for name in names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Abe", ("Shinzō Abe", "Abe")),
        ("abe", ("Shinzō Abe", "Abe")),
        ("Shinzo Abe", ("Shinzō Abe", "Abe")),
        ("Prime Minister Abe", ("Shinzō Abe", "Abe")),
        ("Japanese", ()),
        ("Peskov", ("Dmitry Peskov",)),
        ("Press Secretary Dmitry Peskov", ("Dmitry Peskov",)),
        ("Dmitry", ()),
        ("Hillary Clinton", ("Hillary Clinton",)),
        ("Mrs. Clinton", ("Bill Clinton", "Hillary Clinton")),
        ("Joe Biden", ("Joe Biden", "J. Biden")),
        ("President Joe Biden", ("Joe Biden", "J. Biden")),
        ("Akie Abe", ()),
        ("Japanese leader Abe", ("Shinzō Abe", "Abe")),
        ("the trade envoy Peskov", ("Dmitry Peskov",)),
        ("tesla ceo peskov", ("Dmitry Peskov",)),
        ("First lady Akie Abe", ()),
        ("Ministry of Abe", ()),
        ("Japan's prime minister", ()),
        ("Tesla's spokesman", ("Tesla",)),
        ("larry king", ("Larry King",)),
        ("Abe Shinzo", ("Shinzō Abe",)),
        ("Sinzo Abe", ("Shinzō Abe", "Abe")),
        ("Синдзо Абэ", ("Shinzō Abe", "Abe")),
        ("Foreign Ministry", ("the Foreign Ministry",)),
        ("the Defence Ministry", ()),
        ("King", ("Larry King",)),
        ("the king", ()),
        ("king", ()),
        ("leader of Japan", ()),
        ("governor of Japan", ()),
        ("Secretary of State Joe Biden", ("Joe Biden", "J. Biden")),
        ("Secretary of State Biden", ()),
        ("Sheriff King", ("Larry King",)),
        ("Tesla's press secretary", ("Tesla",)),
        ("Press Secretary", ("Press Secretary",)),
        ("the prime minister", ("Prime Minister",)),
        ("?", ()),
        ("", ()),
    ],
)
def test_a_name_means_those_it_can(name: str, expected: tuple[str, ...]) -> None:
    """Titles, case and diacritics aside; given names must agree where both are known."""
    assert Speakers(counted(*SPEAKERS)).matching(name) == expected


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Zelensky", "Volodymyr Zelenskyy"),
        ("Zelenskiy", "Volodymyr Zelensky"),
        ("Зеленский", "Volodymyr Zelenskyy"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Eltsin", "Boris Yeltsin"),
        ("Ельцин", "Boris Yeltsin"),
        ("Poutine", "Vladimir Putin"),
        ("Путин", "Vladimir Putin"),
        ("ПУТИН", "Putin"),
        ("Gorbachov", "Mikhail Gorbachev"),
        ("Горбачёв", "Mikhail Gorbachev"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Лавров", "Sergey Lavrov"),
        ("Dmitriy Peskov", "Dmitry Peskov"),
        ("Podoliak", "Mykhailo Podolyak"),
        ("Shoygu", "Sergei Shoigu"),
        ("Коидзуми", "Junichiro Koizumi"),
        ("Tōru Ōsaka", "Toru Osaka"),
        ("Hasimoto", "Ryūtarō Hashimoto"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("Tayyip Erdogan", "Recep Tayyip Erdoğan"),
        ("J. Biden", "Joe Biden"),
        ("Joseph Biden", "Joseph R. Biden"),
        ("Robert Kennedy", "Robert F. Kennedy Jr."),
        ("U.S. Treasury", "the U.S. Treasury"),
    ],
)
def test_one_person_in_two_spellings(typed: str, known: str) -> None:
    """Romanisations of Slavic and Japanese names, other scripts, initials."""
    assert Speakers(counted(known)).matching(typed) == (known,)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Putin", "Rasputin"),
        ("Macron", "Carla Marcon"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Niger", "Nigeria"),
        ("Petrova", "Ivan Petrov"),
        ("Ivan Petrov", "Pyotr Petrov"),
        ("Akie Abe", "Shinzō Abe"),
        ("Haley", "Maura Healey"),
        ("Johnson", "Luke Johnston"),
        ("Anderson", "Hans Andersen"),
        ("Clark", "Michael Clarke"),
        ("Meyer", "Josh Mayer"),
        ("Brown", "Dennis Baron"),
        ("Patterson", "Robert Peterson"),
        ("Daniel Davis", "Danielle Davis"),
        ("Boris Johnson", "Lyndon B. Johnson"),
        ("Michael Cohen", "George M. Cohan"),
        ("Donald Trump Jr.", "Donald Trump"),
        ("Hunter Biden", "Joe Biden"),
        ("Зеленский", "Jeff Zeleny"),
        ("Volodymyr Putin", "Vladimir Putin"),
        ("Medvedev", "Svetlana Medvedeva"),
    ],
)
def test_two_people_are_never_one(typed: str, known: str) -> None:
    """Look-alikes, others of the same family, women and men."""
    assert Speakers(counted(known)).matching(typed) == ()


def test_spellings_of_one_person_are_found_together() -> None:
    """An archive of several publishers has more than one."""
    known = Speakers(
        counted("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Olena Zelenska", "Zelenskyy")
    )
    found = ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Zelenskyy")
    assert known.matching("Zelensky") == known.matching("Volodymyr Zelenskiy") == found


def test_a_last_name_alone_is_whoever_is_quoted_most() -> None:
    """A "Biden" is not taken for Hunter, nor Donald Trump's words for his son's."""
    known = Speakers(
        counted("Joe Biden", "Biden", "Hunter Biden", "Donald Trump", "Donald Trump Jr.")
    )
    assert known.matching("Joe Biden") == ("Joe Biden", "Biden")
    assert known.matching("Hunter Biden") == ("Hunter Biden",)
    assert known.matching("Donald Trump") == ("Donald Trump",)
    assert known.matching("Donald Trump Jr.") == ("Donald Trump Jr.",)


def test_a_mere_last_name_is_no_namesake_of_whom_next_to_nothing_is_quoted() -> None:
    """In an archive that quotes Donald Trump a thousand times, "Trump" is not Melania."""
    trumps = (("Donald Trump", 1000), ("Trump", 90), ("Melania Trump", 8), ("Eric Trump", 5))
    obamas = (("Barack Obama", 25), ("Obama", 22), ("Michelle Obama", 15))
    known = Speakers(Count(name=name, count=n) for name, n in (*trumps, *obamas))
    assert known.matching("Trump") == ("Donald Trump", "Trump")
    assert known.matching("Melania Trump") == ("Melania Trump",)
    assert known.matching("Obama") == ("Barack Obama", "Obama", "Michelle Obama")


def test_a_pope_is_called_by_a_given_name() -> None:
    """No headmaster of that last name is meant; nor is the United Nations Kim Jong Un."""
    known = Speakers(counted("Francis", "Karl Francis", "Kim Jong Un", "UN", "Prince"))
    assert known.matching("Pope Francis") == ("Francis",)
    assert known.matching("Kim Jong Un") == ("Kim Jong Un",)
    assert known.matching("UN") == ("Kim Jong Un", "UN")


def test_a_family_name_may_come_first() -> None:
    """A thousand speakers tell that "Xi" begins one name, and "Harry" is said of another."""
    others = counted(*(f"Speaker{n} Name{n}" for n in range(1000)))
    counts = {
        "Xi Jinping": 40,
        "Xi Chen": 1,
        "Xi": 9,
        "Harry Styles": 5,
        "Harry": 90,
        "Elon Musk": 3,
    }
    known = Speakers((*(Count(name=name, count=n) for name, n in counts.items()), *others))
    assert known.matching("Xi Jinping") == known.matching("Xi") == ("Xi Jinping", "Xi")
    assert known.matching("Harry Styles") == ("Harry Styles",)
    assert known.matching("Harry") == ("Harry",)
    assert known.matching("Elon") == ("Elon Musk",)
    few = Speakers(counted("Xi Jinping", "Xi", "Elon Musk"))
    assert few.matching("Xi Jinping") == ("Xi Jinping",)
    assert few.matching("Elon") == ()


def test_a_body_is_known_by_its_initials() -> None:
    """Where nobody is called so; two letters may be anybody's."""
    known = ("World Health Organization", "Fair Isle Fund", "FIF", "United Nations")
    speakers = Speakers(counted(*known))
    assert speakers.matching("WHO") == ("World Health Organization",)
    assert speakers.matching("the WHO") == ("World Health Organization",)
    assert speakers.matching("FIF") == ("FIF",)
    assert speakers.matching("who") == ()
    assert speakers.matching("UN") == ()


def test_who_is_quoted_often() -> None:
    """All that a name can mean count together."""
    known = Speakers((Count(name="Abe", count=1), Count(name="Guns", count=1)))
    assert not known.often("guns")
    assert Speakers((Count(name="Shinzo Abe", count=2),)).often("abe")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_can_be_looked_for(name: str) -> None:
    """Only names of the archive are found."""
    assert set(Speakers(counted(*SPEAKERS)).matching(name)) <= set(SPEAKERS)
    assert set(nearest(name, SPEAKERS)) <= set(SPEAKERS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jpan", ("japan",)),
        ("JAPAN", ("japan",)),
        ("nothing like it", ()),
        ("", ()),
    ],
)
def test_a_slip_suggests_the_nearest(name: str, expected: tuple[str, ...]) -> None:
    """Nothing near is no suggestion."""
    assert nearest(name, ["japan", "Zürich", "trade"]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dmitry Peskow", ("Dmitry Peskov",)),
        ("Bilden", ("Joe Biden", "J. Biden")),
        ("Dimitri Peskow", ()),
        ("Hilary Clintom", ("Hillary Clinton",)),
        ("Macron", ()),
        ("Kin", ()),
        ("", ()),
    ],
)
def test_whom_a_slip_may_mean(name: str, expected: tuple[str, ...]) -> None:
    """A letter or two of the whole name, or of a last name alone; two at most."""
    assert Speakers(counted(*SPEAKERS)).slips(name) == expected


def test_suggestions_are_few() -> None:
    """The nearest three, nearest first."""
    known = [f"kuril islands {n}" for n in range(9)] + ["kuril islands"]
    found = nearest("kuril island", known)
    assert len(found) == 3
    assert found[0] == "kuril islands"
