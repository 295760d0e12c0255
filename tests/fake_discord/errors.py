"""Errors as Discord's API words them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal: HTTP status, Discord's own code, a message, and where in the body."""

    def __init__(self, status: int, code: int, message: str, errors: Any = None) -> None:
        self.status, self.code, self.message, self.errors = status, code, message, errors
        super().__init__(message)

    def body(self) -> dict[str, Any]:
        """The JSON that Discord sends."""
        data: dict[str, Any] = {"message": self.message, "code": self.code}
        return data | ({"errors": self.errors} if self.errors else {})


def unknown(code: int, thing: str) -> ApiError:
    """404 for a thing that is not there."""
    return ApiError(404, code, f"Unknown {thing}")


def invalid(problems: list[str]) -> ApiError:
    """400 for a body that breaks Discord's limits."""
    found = [{"code": "INVALID", "message": problem} for problem in problems]
    return ApiError(400, 50035, "Invalid Form Body", {"_errors": found})
