"""One value of a row → one typed value, or Wrong: which field, what stood there, what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.clock import day_begins
from core.crypto import Vault
from core.program import Program
from membership.members import Ref
from membership.points import CLOCK_SKEW

MOST_QUANTITY = 1_000_000
MOST_MONEY = 10_000_000  # currency units of one line
EARLIEST_YEAR = 1990

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_CHANNEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


class Wrong(ValueError):
    """A value can't be taken; the text goes to whoever sent the file."""

    def __init__(self, name: str, value: Any, expected: str) -> None:
        found = "nothing" if value in (None, "") else repr(str(value)[:60])
        super().__init__(f"{name}: {found}; expected {expected}")


@dataclass(frozen=True)
class Terms:
    """What rows are read under: the program's money and time, the channel, and what counts as the future."""

    program: Program
    vault: Vault
    now: datetime
    channel: str | None = None
    shift: timedelta = timedelta(0)
    _instants: dict[Any, datetime] = field(default_factory=dict, repr=False)

    def instant(self, cells: Mapping[str, Any], name: str) -> datetime:
        """Read ISO 8601; without an offset it is the program's time. Refuses what lies ahead by > 26 h."""
        value = cells.get(name)
        known = self._instants.get(value) if isinstance(value, str) else None
        if known is not None:
            return known
        text = words(cells, name, most=40)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise Wrong(name, text, "a date and time as in 2026-11-18T12:30:00+08:00") from None
        if at.year < EARLIEST_YEAR:
            raise Wrong(name, text, f"a date from {EARLIEST_YEAR} on")
        try:
            at = (at if at.tzinfo else at.replace(tzinfo=self.program.time_zone)) + self.shift
        except OverflowError:
            raise Wrong(name, text, "a date of this era") from None
        if at > self.now + CLOCK_SKEW:
            raise Wrong(name, text, "a time that has come")
        if len(self._instants) > 4_096:  # lines of one order repeat their time; no need to keep them all
            self._instants.clear()
        self._instants[text] = at
        return at

    def ref(self, cells: Mapping[str, Any], name: str = "member_ref") -> Ref:
        """Read a member number or `identity:value`; phone numbers leave here only as their blind index."""
        text = words(cells, name, most=96)
        kind, colon, value = text.partition(":")
        if not colon:
            return Ref("number", _at_most(text, name, 64))
        kind, value = kind.strip().lower(), value.strip()
        if not _KIND.fullmatch(kind) or not value:
            raise Wrong(name, text, "a member number, or identity:value as in phone:+8613800000000")
        if kind == "phone":
            return self.phone(value, name)
        if kind == "telegram" and not (value.isascii() and value.isdigit()):
            raise Wrong(name, text, "telegram: and a number")
        return Ref(kind, _at_most(value, name, 64))

    def phone(self, value: str, name: str) -> Ref:
        try:
            return Ref("phone", self.vault.blind_phone(value))
        except ValueError as error:
            raise Wrong(name, "…" + value[-2:], str(error).removeprefix("expected ")) from None

    def money(self, cells: Mapping[str, Any], name: str) -> int:
        """Read an amount of currency units exactly, as an integer of minor units."""
        value = cells.get(name)
        text = value.strip() if isinstance(value, str) else _number(value)
        minor = _minor(text, self.program.minor_units)
        if minor is None or minor < 0:
            places = self.program.minor_units
            raise Wrong(name, value, f"0 to {MOST_MONEY} with at most {places} decimals, as in 28.50")
        return minor

    def currency(self, cells: Mapping[str, Any]) -> str:
        """Read the currency, which must be the program's own."""
        text = words(cells, "currency", most=8, default=self.program.currency).upper()
        if text != self.program.currency:
            raise Wrong("currency", text, f"{self.program.currency}, the program's currency")
        return text

    def channel_of(self, cells: Mapping[str, Any], *, default: str | None = "import") -> str | None:
        """Read the row's channel: its own, else the one given for the file, else `default`."""
        text = words(cells, "channel", most=32, default=self.channel or default or "")
        if not text:
            return None
        return channel(text)

    def day(self, cells: Mapping[str, Any], name: str) -> datetime | None:
        """Read a day or an instant, as the instant at which it begins; empty when nothing stands there."""
        text = words(cells, name, most=40, default="")
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
            if len(text) == 10:
                return day_begins(at.date(), self.program.time_zone)
        except (ValueError, OverflowError):
            raise Wrong(name, text, "a day as in 2026-11-18") from None
        return at if at.tzinfo else at.replace(tzinfo=self.program.time_zone)


def words(cells: Mapping[str, Any], name: str, *, most: int, default: str | None = None) -> str:
    """Read a short printable text; without `default` it must be there."""
    value = cells.get(name)
    text = value.strip() if type(value) is str else "" if value is None else _number(value)
    if not text:
        if default is None:
            raise Wrong(name, value, "a value")
        return default
    if not text.isprintable():
        raise Wrong(name, text, "text without control characters")
    return _at_most(text, name, most)


def whole(cells: Mapping[str, Any], name: str, *, least: int = 1, most: int = MOST_QUANTITY) -> int:
    """Read a whole number; `3.0` is one too."""
    value = cells.get(name)
    text = (value.strip() if isinstance(value, str) else _number(value)).removesuffix(".0")
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise Wrong(name, value, f"a whole number from {least} to {most}")
    return int(text)


def birthday(cells: Mapping[str, Any], *, today: date) -> date | None:
    """Read a day of birth; empty when nothing stands there."""
    text = words(cells, "birthday", most=10, default="")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Wrong("birthday", text, "a day as in 1990-05-17") from None
    if not date(1900, 1, 1) <= day <= today:
        raise Wrong("birthday", text, "a day from 1900 to today")
    return day


def several(cells: Mapping[str, Any], name: str, *, most: int = 512) -> tuple[str, ...]:
    """Read a list: `a;b` in CSV, a list of texts in JSON."""
    value = cells.get(name)
    if isinstance(value, list):
        if not all(isinstance(part, str) for part in value):
            raise Wrong(name, value, "a list of texts")
        value = ";".join(value)
    text = words({name: value}, name, most=most, default="")
    return tuple(dict.fromkeys(part.strip() for part in text.replace("|", ";").split(";") if part.strip()))


def channel(text: str) -> str:
    if not _CHANNEL.fullmatch(text):
        raise Wrong("channel", text, "up to 32 letters, digits, dots, dashes")
    return text


def _at_most(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise Wrong(name, text, f"at most {most} characters")
    return text


def _number(value: Any) -> str:
    """Word a JSON number as text; anything else is no value (true is not 1)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)[:40]


@lru_cache(maxsize=8_192)
def _minor(text: str, places: int) -> int | None:
    if not _NUMBER.fullmatch(text):
        return None
    minor = Decimal(text).scaleb(places)
    whole_part = int(minor)
    return whole_part if whole_part == minor and whole_part <= MOST_MONEY * 10**places else None
