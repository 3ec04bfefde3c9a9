"""Days of birth: read from what people type, with the year or without."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

OLDEST = 1900
_LEAP = 2_000  # a day without a year may be the 29th of February

_PARTED = re.compile(r"(?:(\d{4}|\d{2})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?")
_SOLID = re.compile(r"(\d{4})?(\d{2})(\d{2})")
_NUMERALS = {"元": 1, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, and the year where somebody told it."""

    month: int
    day: int
    year: int | None = None

    @property
    def md(self) -> str:
        """The day of the year as `MM-DD`."""
        return f"{self.month:02}-{self.day:02}"

    @property
    def text(self) -> str:
        """ISO 8601: `1990-05-06`, or `--05-06` without a year."""
        return f"{self.year:04}-{self.md}" if self.year else f"--{self.md}"

    @classmethod
    def of(cls, text: str) -> Self:
        """Read `text` back; raises ValueError."""
        if text.startswith("--"):
            at = date.fromisoformat(f"{_LEAP}-{text[2:]}")
            return cls(at.month, at.day)
        at = date.fromisoformat(text)
        return cls(at.month, at.day, at.year)


def readings(text: str, *, today: date) -> tuple[Birthday, ...]:
    """Return what a typed day may mean, the likelier first: none, one, or two where 05/06 can be either."""
    plain = _arabic(unicodedata.normalize("NFKC", text)).strip().lower().rstrip("。.!！ ")
    found: list[Birthday] = []
    for year, month, day in _candidates(plain):
        if _stands(year, month, day, today):
            one = Birthday(month, day, year)
            if one not in found:
                found.append(one)
    return tuple(found)


def _candidates(plain: str) -> list[tuple[int | None, int, int]]:
    if match := _PARTED.fullmatch(plain):
        year, month, day = _year(match[1]), int(match[2]), int(match[3])
        # With 月 or a year in front the order is said; 05/06 alone is read month first, and offered both ways.
        said = year is not None or "月" in plain
        return [(year, month, day)] if said else [(None, month, day), (None, day, month)]
    if match := _SOLID.fullmatch(plain):
        return [(_year(match[1]), int(match[2]), int(match[3]))]
    if match := _DAY_FIRST.fullmatch(plain):
        return _named(match[2], match[1], match[3])
    if match := _MONTH_FIRST.fullmatch(plain):
        return _named(match[1], match[2], match[3])
    return []


def _named(month: str, day: str, year: str | None) -> list[tuple[int | None, int, int]]:
    if month[:3] not in _NAMES:
        return []
    return [(_year(year), _NAMES.index(month[:3]) + 1, int(day))]


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    # Two figures mean the century in which most people who write so were born.
    return int(text) if len(text) == 4 else 1_900 + int(text) if int(text) > 30 else 2_000 + int(text)


def _stands(year: int | None, month: int, day: int, today: date) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or _LEAP, month)[1]:
        return False
    return year is None or (year >= OLDEST and date(year, month, day) <= today)


def _arabic(text: str) -> str:
    """Turn 十二月二十五日 into 12月25日."""

    def figure(match: re.Match[str]) -> str:
        tens, _, ones = match[0].partition("十")
        if "十" not in match[0]:
            return str(_NUMERALS.get(match[0], match[0]))
        return str(_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0))

    return re.sub(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]", figure, text)
