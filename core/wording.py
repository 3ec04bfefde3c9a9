"""Money, days and names as people read them, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.birthdays import Birthday
from core.program import Localized, Program
from core.texts import Language

_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "TWD": "NT$", "HKD": "HK$", "SGD": "S$"}
_CELLS = 10
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def money(minor: int, *, program: Program) -> str:
    """Return an amount of minor units with its currency sign, without empty decimals: `¥28`, `¥12.50`."""
    amount = Decimal(minor).scaleb(-program.minor_units)
    whole = amount == amount.to_integral_value()
    sign = _SIGNS.get(program.currency, f"{program.currency} ")
    return f"{sign}{amount:,.0f}" if whole else f"{sign}{amount:,.{program.minor_units}f}"


def day(at: datetime, *, program: Program, language: Language) -> str:
    """Return the local calendar day of an instant: `2026年11月30日`, `30 Nov 2026`."""
    local = at.astimezone(program.time_zone)
    if language == "en":
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{local.year}年{local.month}月{local.day}日"


def birthday(born: Birthday, *, language: Language) -> str:
    """Return a day of birth, with its year where it was told: `5月6日`, `6 May 1990`."""
    year = born.year
    if language == "en":
        return f"{born.day} {_MONTHS[born.month - 1]}" + (f" {year}" if year else "")
    return (f"{year}年" if year else "") + f"{born.month}月{born.day}日"


def last_day(ends: datetime, *, program: Program, language: Language) -> str:
    """Return the last local day before the instant `ends`: what expires at midnight is good until the day before."""
    return day(ends - timedelta(microseconds=1), program=program, language=language)


def moment(at: datetime, *, program: Program, language: Language) -> str:
    """Return the local day and time of an instant: `2026年11月30日 18:05`."""
    return f"{day(at, program=program, language=language)} {at.astimezone(program.time_zone):%H:%M}"


def worded(values: Mapping[str, Any], *, program: Program, language: Language) -> dict[str, Any]:
    """Word stored values for a reader.

    `…_minor` becomes money, `…_at` a day, `…_moment` a day and time, a localized dict one name.
    """
    told: dict[str, Any] = {}
    for name, value in values.items():
        if name.endswith("_minor"):
            told[name.removesuffix("_minor")] = money(value, program=program)
        elif name.endswith("_at"):
            told[name.removesuffix("_at")] = day(
                datetime.fromisoformat(value), program=program, language=language
            )
        elif name.endswith("_moment"):
            told[name.removesuffix("_moment")] = moment(
                datetime.fromisoformat(value), program=program, language=language
            )
        elif isinstance(value, dict):
            told[name] = Localized(**value).in_(language)
        else:
            told[name] = value
    return told


def bar(done: int, whole: int) -> str:
    """Draw progress as ten cells; it is full only when the whole is done."""
    filled = min(_CELLS, done * _CELLS // whole) if whole > 0 else _CELLS
    return "▰" * filled + "▱" * (_CELLS - filled)
