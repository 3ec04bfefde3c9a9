"""What a rule raises when it refuses: a kind, a text key and values; each edge words it."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """A rule said no; `key` names the text in `locales/`, `values` fill it in."""

    key: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(self.key, values)
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{type(self).__name__}({told})"


class NotFound(Refusal):
    """What was asked for does not exist (HTTP 404)."""


class Conflict(Refusal):
    """It exists, but its state forbids this (HTTP 409)."""


class Forbidden(Refusal):
    """Whoever asks may not do this (HTTP 403)."""


class Invalid(Refusal):
    """The input itself is wrong (HTTP 422)."""


class BadProgram(ValueError):
    """The program folder is wrong; the text names file, key, value and expectation, one line a fault."""


class BadSettings(ValueError):
    """A setting is wrong or missing; the text names it and what was expected."""
