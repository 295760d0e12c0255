"""TLS: the certificate must be of the name that was asked for."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_site.server import Site, page

from retrieval.errors import FetchError
from retrieval.ingest.fetch import Fetcher, Limits

QUICK = Limits(seconds=10, interval=0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of news.example, signed by itself."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN=news.example -addext subjectAltName=DNS:news.example "
        f"-keyout {folder}/key.pem -out {folder}/cert.pem"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return folder


@pytest.fixture
def site(certificate: Path) -> Iterator[Site]:
    """A site that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with Site({"/a": page("text")}, tls=context) as running:
        yield running


def read(site: Site, host: str, tls: ssl.SSLContext | None) -> bytes:
    """What stands at `https://host:port/a`, every name being this machine's."""
    with Fetcher(
        allow_loopback=True, limits=QUICK, resolve=lambda *_: ["127.0.0.1"], tls=tls
    ) as fetcher:
        return fetcher.get(f"https://{host}:{site.port}/a").content


def test_the_name_is_kept_where_the_connection_goes_to_an_address(
    site: Site, certificate: Path
) -> None:
    """The certificate is checked against the name, not the address."""
    tls = ssl.create_default_context(cafile=certificate / "cert.pem")
    assert read(site, "news.example", tls) == b"text"
    with pytest.raises(FetchError, match="has no valid TLS certificate"):
        read(site, "other.example", tls)


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site) -> None:
    """By the authorities that browsers trust."""
    with pytest.raises(FetchError, match="has no valid TLS certificate"):
        read(site, "news.example", None)


def test_a_server_without_tls_is_one_line() -> None:
    """The handshake ends, and nothing else is tried."""
    with Site() as plain, pytest.raises(FetchError, match="speaks no TLS"):
        read(plain, "news.example", None)
