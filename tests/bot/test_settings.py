"""Settings come from the environment or `.env`, and the token never comes out of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.__main__ import main
from bot.settings import BotSettings, load_bot_settings
from bot.shard import Shard
from retrieval.errors import SettingsError
from retrieval.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "MTE.secret.token"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has its own folder and environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITEWIRE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CITEWIRE_DISCORD_TOKEN", raising=False)


def test_the_token_is_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in repr, str or a dump."""
    monkeypatch.setenv("CITEWIRE_DISCORD_TOKEN", TOKEN)
    settings = load_bot_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN
    for text in (repr(settings), str(settings), str(settings.model_dump())):
        assert "secret" not in text


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.example/api",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://10.0.0.1/",
        "nonsense",
    ],
)
def test_only_this_machine_may_play_discord(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token is not sent to another address; the message names the variable, not the value."""
    monkeypatch.setenv("CITEWIRE_DISCORD_API", url)
    with pytest.raises(SettingsError, match=r"CITEWIRE_DISCORD_API: .*this machine") as caught:
        load_bot_settings()
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:80/api", "http://localhost/", "http://[::1]:1"])
def test_loopback_is_taken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a slash at its end."""
    monkeypatch.setenv("CITEWIRE_DISCORD_API", url)
    assert load_bot_settings().discord_api == url.rstrip("/")


@pytest.mark.parametrize(
    ("given", "shard"), [("0/2", Shard(0, 2)), (" 15/16 ", Shard(15, 16)), ("", Shard(0, 1))]
)
def test_a_shard_is_counted_from_0(
    given: str, shard: Shard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Discord counts; without the setting there is one for all."""
    monkeypatch.setenv("CITEWIRE_DISCORD_SHARD", given)
    assert load_bot_settings().discord_shard == shard


@pytest.mark.parametrize("given", ["2/2", "1", "-1/2", "0/0", "a/b", "1/2/3", "٠/٢", "[0, 2]"])
def test_a_shard_that_cannot_be(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the variable and shows how it is written."""
    monkeypatch.setenv("CITEWIRE_DISCORD_SHARD", given)
    with pytest.raises(SettingsError, match=r"^CITEWIRE_DISCORD_SHARD: .*such as 0/2 and 1/2"):
        load_bot_settings()


def test_check_without_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    """One clear line, exit code 4; an empty variable is no token either."""
    assert main(["--check"]) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("CITEWIRE_DISCORD_TOKEN is missing")
    assert err.count("\n") == 1


@pytest.mark.parametrize("address", ["mysql://ada:hush-hush@host/db", "hush-hush", "postgres://"])
def test_check_of_a_wrong_archive(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names the variable and not its password, exit code 2."""
    monkeypatch.setenv("CITEWIRE_ARCHIVE", address)
    assert main(["--check"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("CITEWIRE_ARCHIVE: ")
    assert err.count("\n") == 1
    assert "hush" not in err


def test_the_bots_memory_is_where_the_archive_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its PostgreSQL, or else in a file of the data folder; the password is not shown."""
    assert load_bot_settings().memory == tmp_path / "data" / "bot.sqlite"
    monkeypatch.setenv("CITEWIRE_ARCHIVE", "postgresql://ada:hush-hush@db.example/news")
    settings = load_bot_settings()
    assert isinstance(settings.memory, URL)
    assert (settings.memory.host, settings.memory.database) == ("db.example", "news")
    assert "hush" not in f"{settings} {settings!r} {settings.model_dump()} {settings.memory!r}"


def test_check_of_a_wrong_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names the variable, exit code 2."""
    monkeypatch.setenv("CITEWIRE_BOT_WORKERS", "none")
    assert main(["--check"]) == 2
    assert capsys.readouterr().err.startswith("CITEWIRE_BOT_WORKERS: ")


def test_check_names_everything_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing token and a data folder that is a file."""
    (tmp_path / "data").write_text("a file")
    assert main(["--check"]) == 4
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["CITEWIRE_DISCORD_TOKEN", "CITEWIRE_DATA:"]


def test_check_of_a_good_configuration_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so, ends with 0 and leaves no file."""
    monkeypatch.setenv("CITEWIRE_DISCORD_TOKEN", TOKEN)
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "The configuration is fine.\n"
    assert list(tmp_path.iterdir()) == []


def test_the_example_names_every_setting_with_its_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`.env.example` as it is gives the defaults, and leaves no setting out."""
    monkeypatch.delenv("CITEWIRE_DATA")
    example = ROOT / ".env.example"
    named = set(re.findall(r"^(CITEWIRE_\w+)=", example.read_text(), re.MULTILINE))
    fields = {*BotSettings.model_fields, *Settings.model_fields}
    assert named == {f"CITEWIRE_{field.upper()}" for field in fields}
    assert BotSettings(_env_file=example) == BotSettings(_env_file=None)
