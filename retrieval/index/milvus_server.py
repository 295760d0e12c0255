"""A Milvus server, or a Milvus Lite file; nothing of pymilvus goes past here."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import SecretStr

from retrieval.errors import IndexServerError

_CONNECT_SECONDS = 5
_CALL_SECONDS = 10
BUILD_SECONDS = 3600
"""For a call that may have to index everything."""

_NOT_FOUND = 100
"""Milvus's code for a collection or an alias that is not there."""

_LITE = "milvus_lite"
_MESSAGE_CHARS = 200


class MilvusServer:
    """Calls Milvus's client; whatever goes wrong is an `IndexServerError` of one line."""

    def __init__(self, address: str, token: SecretStr | None = None) -> None:
        """Connect to `address`, a URL or the path of a Milvus Lite file; raises `IndexServerError`.

        `token` is an API key or "user:password". A Lite file belongs to one process at a time.
        """
        self.address = address
        self._secret = token.get_secret_value() if token else ""
        client, self._vendor_errors = _vendor(address)
        try:
            self._client = client(uri=address, token=self._secret, timeout=_CONNECT_SECONDS)
        except self._vendor_errors as error:
            raise self._failure(error) from None
        self.is_lite = _LITE in self("get_server_version")

    def __call__(self, method: str, /, *arguments: Any, **options: Any) -> Any:
        """What the client's `method` gives; raises `IndexServerError`."""
        try:
            return self._call(method, *arguments, **options)
        except self._vendor_errors as error:
            raise self._failure(error) from None

    def describe(self, name: str) -> dict[str, Any] | None:
        """The collection of this name or alias; None where there is none."""
        try:
            described: dict[str, Any] = self._call("describe_collection", name)
        except self._vendor_errors as error:
            if getattr(error, "code", None) == _NOT_FOUND:
                return None
            raise self._failure(error) from None
        return described

    def _call(self, method: str, *arguments: Any, **options: Any) -> Any:
        return getattr(self._client, method)(*arguments, **{"timeout": _CALL_SECONDS, **options})

    def _failure(self, error: Exception) -> IndexServerError:
        said = " ".join(str(getattr(error, "message", error)).split())
        if "Open local milvus failed" in said:
            reason = "cannot be opened: end the process that has it open, or name another file"
        elif "auth" in said.lower():
            reason = "refuses the token: correct CITEWIRE_INDEX_TOKEN"
        elif any(sign in said for sign in ("onnect", "UNAVAILABLE", "DEADLINE", "imeout")):
            reason = "does not answer: start it, or correct CITEWIRE_INDEX"
        else:
            if self._secret:
                said = said.replace(self._secret, "…")
            reason = f"gave an error ({said[:_MESSAGE_CHARS]})"
        return IndexServerError(self.address, reason)


def _vendor(address: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """The client's class and what it raises."""
    try:
        import grpc  # type: ignore[import-untyped]
        from pymilvus import MilvusClient, MilvusException  # type: ignore[import-untyped]
    except ImportError:
        reason = "needs pymilvus: install it with `pip install citewire[milvus]`"
        raise IndexServerError(address, reason) from None
    # Both print every failed call with its traceback; what matters of it is in the error.
    for name in ("pymilvus", "pymilvus.milvus_client", _LITE):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [logging.NullHandler()], False
    return MilvusClient, (MilvusException, grpc.RpcError)
