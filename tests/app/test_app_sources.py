"""Sources of all kinds come in whole, once; what fails keeps what it gave and waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from news import write
from web_site.server import Site, page

from retrieval.app import Citewire
from retrieval.errors import MissingSourceError, UnknownNameError
from retrieval.settings import Settings
from retrieval.types import Answer, Question
from retrieval.upkeep import SourceReport

WORDS = {
    "ferry": "“The ferry will sail again on Friday,” harbour master Nils Holm told reporters.",
    "bridge": "“No lorry may cross the bridge until spring,” engineer Eva Lind told the council.",
    "lamp": "“The lamp will burn for a hundred years,” keeper Juma Hassan said in Zanzibar.",
}
MORE = (
    "The town had waited for the news for more than a week, and the shops had run out of fish.",
    "Nobody could say on Tuesday what the repairs had cost, or who was going to pay for them.",
)


def article(name: str) -> str:
    """A page with the words of `name` and some more."""
    body = "".join(f"<p>{text}</p>" for text in (WORDS[name], *MORE))
    return (
        f"<!doctype html><html><head><title>News of the {name}</title>"
        f"<meta property='og:title' content='News of the {name}'>"
        "<meta property='og:site_name' content='The Example'>"
        "<meta property='article:published_time' content='2024-02-16T10:00:00Z'></head>"
        f"<body><article><h1>News of the {name}</h1>{body}</article></body></html>"
    )


def feed(*names: str) -> str:
    """An RSS feed that links a page for each name."""
    items = "".join(
        f"<item><guid>{n}</guid><title>News of the {n}</title><link>/{n}</link>"
        f"<description>The {n}, in short.</description></item>"
        for n in names
    )
    return f"<rss version='2.0'><channel><title>A feed</title>{items}</channel></rss>"


@pytest.fixture
def site() -> Iterator[Site]:
    """A feed of two pages, a sitemap of one, and an address that fails."""
    routes = {f"/{name}": page(article(name)) for name in WORDS}
    with Site(routes) as site:
        site.routes["/feed.xml"] = page(feed("ferry", "bridge"), "application/rss+xml")
        site.routes["/sitemap.xml"] = page(
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
            f"{site.url('/lamp')}</loc><lastmod>2024-02-17</lastmod></url></urlset>",
            "application/xml",
        )
        site.routes["/down"] = page("", status=503)
        yield site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of four kinds, one of them damaged, and one that is no source."""
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder / "storms.jsonl")
    (folder / "lamp.html").write_text(article("lamp"))
    (folder / "prices.csv").write_text("title,text\nFish,Herring cost nine crowns in Oslo.\n")
    (folder / "note.md").write_text("# A note\n\nThe mayor wrote a note to the fishermen.\n")
    (folder / "broken.jsonl").write_text("{")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def archive(new_data: Path, tmp_path: Path) -> Citewire:
    """An empty archive that may read from this machine."""
    return Citewire(
        Settings(data=new_data, seeds=tmp_path, device="cpu", fetch_loopback=True, _env_file=None)  # type: ignore[call-arg]
    )


def counts(report: SourceReport) -> tuple[int, int, int, int]:
    """New, changed, unchanged articles and copies."""
    return report.new, report.changed, report.unchanged, report.copies


def test_a_site_and_a_folder_come_in_whole_and_the_second_time_does_nothing(
    archive: Citewire, site: Site, folder: Path
) -> None:
    """Linked pages are read once; a bad file or address stops nothing."""
    names = [str(folder), site.url("/feed.xml"), site.url("/sitemap.xml"), site.url("/down")]
    told: list[SourceReport] = []
    reports = archive.add(names, follow=True, tell=told.append)
    assert reports == tuple(told)
    files, listed, mapped, down = reports
    assert counts(files) == (6, 0, 0, 0)
    assert [(each.where, each.reason[:11]) for each in files.skipped] == [
        ("broken.jsonl, line 1", "broken JSON"),
        ("broken.jsonl", "holds no ro"),
        (str(folder), "1 files of "),
    ]
    assert (counts(listed), listed.skipped) == ((2, 0, 0, 0), ())
    # The page was saved in the folder, too: one article with two links, or one and a page.
    assert mapped.new + mapped.copies == 1
    assert (counts(down), down.error and "503" in down.error) == ((0, 0, 0, 0), True)
    quoted = archive.ask(Question(text="What did Nils Holm say about the ferry?"))
    assert isinstance(quoted, Answer)
    assert quoted.extracts[0].text.startswith("“The ferry will sail again on Friday,”")
    assert quoted.citations[0].url == site.url("/ferry")
    assert quoted.citations[0].publisher in ("The Example", "A feed")
    before, built = archive.status(), archive.status().index_built
    site.requests.clear()
    again = archive.add(names[:3], follow=True)
    assert [(each.new, each.changed, each.copies) for each in again[:2]] == [(0, 0, 0)] * 2
    assert again[2].new == again[2].changed == 0
    assert archive.status() == before
    assert archive.status().index_built == built
    assert not {"/ferry", "/bridge"} & set(site.requests)


def test_a_refresh_reads_what_is_new_and_a_failure_waits(archive: Citewire, site: Site) -> None:
    """The articles of a feed that fails stay; only who names it tries again at once."""
    address = site.url("/feed.xml")
    archive.add([address], follow=True)
    site.routes["/feed.xml"] = page(feed("lamp", "ferry"), "application/rss+xml")
    (report,) = archive.refresh()
    assert counts(report) == (1, 0, 1, 0)
    site.routes["/feed.xml"] = page("", status=500)
    (failed,) = archive.refresh()
    assert failed.error is not None
    (source,) = archive.sources()
    assert (source.kind, source.follow, source.articles) == ("feed", True, 3)
    assert (source.failures, source.error) == (1, failed.error)
    assert source.last_try is not None
    assert source.next_try == source.last_try + timedelta(minutes=15)
    assert archive.refresh() == ()
    assert archive.refresh([address])[0].error == failed.error
    assert archive.sources()[0].failures == 2
    site.routes["/feed.xml"] = page(feed("lamp"), "application/rss+xml")
    assert archive.refresh([address])[0].error is None
    assert (archive.sources()[0].failures, archive.sources()[0].articles) == (0, 3)


def test_a_changed_page_keeps_its_id_and_what_it_said_before(archive: Citewire, site: Site) -> None:
    """An answer quotes the new words; the old ones can be read in its history."""
    archive.add([site.url("/ferry")])
    changed = article("ferry").replace("on Friday", "on Sunday")
    site.routes["/ferry"] = page(changed.replace("News of", "Update on"))
    (report,) = archive.refresh()
    assert counts(report) == (0, 1, 0, 0)
    (only,) = archive.latest().articles
    assert "sail again on Sunday" in only.text
    assert only.title == "Update on the ferry"
    (version,) = archive.history(only.id)
    assert "sail again on Friday" in version.text


def test_loopback_is_refused_unless_a_setting_allows_it(
    new_data: Path, tmp_path: Path, site: Site
) -> None:
    """An address of this machine or its network is no source, and nobody connects to it."""
    archive = Citewire(Settings(data=new_data, seeds=tmp_path, _env_file=None))  # type: ignore[call-arg]
    (report,) = archive.add([site.url("/ferry")])
    assert report.error is not None
    assert site.requests == []


def test_names_that_are_no_source(archive: Citewire, tmp_path: Path, site: Site) -> None:
    """A typing error is said before anything is read."""
    with pytest.raises(MissingSourceError):
        archive.add([site.url("/ferry"), str(tmp_path / "nowhere.jsonl")])
    assert site.requests == []
    archive.add([write(tmp_path / "storms.jsonl")])
    with pytest.raises(UnknownNameError, match=r"no source 'storm\.jsonl'"):
        archive.refresh(["storm.jsonl"])


def test_a_file_that_went_away_keeps_its_articles(archive: Citewire, tmp_path: Path) -> None:
    """The source says why it could not be read again."""
    file = tmp_path / "storms.jsonl"
    archive.add([write(file)])
    file.unlink()
    (report,) = archive.refresh()
    assert report.error == "no such file or folder. Check the path."
    assert archive.status().articles == 3
