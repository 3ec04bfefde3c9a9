"""What a method is called with: the decoded parameters, and the refusal that Telegram would word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes = field(repr=False)
    mime: str | None = None


class Refused(Exception):
    """An answer with `ok: false`; `description` is worded as Telegram words it."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str, **parameters: int) -> Refused:
    return Refused(400, f"Bad Request: {description}", parameters or None)


def forbidden(description: str) -> Refused:
    return Refused(403, f"Forbidden: {description}")


@dataclass(frozen=True, slots=True)
class Told:
    """A result that comes with a description, as that of `setWebhook` does."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot; `params` hold values by the types of the table, `files` what was uploaded."""

    method: str
    params: dict[str, Any]
    files: dict[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)

    def text(self, name: str) -> str:
        return str(self.params.get(name) or "")

    def number(self, name: str, default: int = 0) -> int:
        value = self.params.get(name, default)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        return self.params.get(name) is True
