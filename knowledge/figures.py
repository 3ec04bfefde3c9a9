"""The figures in a text: dates, numbers in any script or spelling, amounts; made comparable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# fmt: off
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12, "january": 1, "february": 2, "march": 3, "april": 4, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}
# fmt: on
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(
        r"(?<!\d)(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)\s*[日号號]?"
    ),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号號]?"),
    re.compile(
        rf"\b(?P<n>{_NAMED})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?\b", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<n>{_NAMED})\b\.?(?:,?\s+(?P<y>\d{{4}}))?",
        re.IGNORECASE,
    ),
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CHINESE = re.compile(f"[{''.join(_DIGITS)}{''.join(_UNITS)}]+")
# One Chinese digit is a figure only before what is counted or priced; 一 mostly means "a".
_COUNTED = re.compile(
    r"\s*(?:折|元|块|塊|分|天|日|月|年|周|週|次|杯|点|點|张|張|小时|小時|分钟|分鐘|倍|成|级|級|%)"
)
_ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.)、．]|[(（]\d{1,2}[)）]|[①-⑳])\s+", re.MULTILINE)
# fmt: off
# "one" is a pronoun more often than a figure.
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1_000,
}
# fmt: on
_ENGLISH = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figures:
    """Dates as (month, day), years that stand in dates, and all other numbers."""

    dates: frozenset[tuple[int, int]]
    numbers: frozenset[Decimal]

    def missing_in(self, known: Figures) -> tuple[str, ...]:
        """Return what stands here and not in `known`; a lone number may be any part of a known date."""
        parts = {Decimal(part) for date in known.dates for part in date}
        dates = sorted(self.dates - known.dates)
        numbers = sorted(self.numbers - known.numbers - parts)
        return (*(f"{month}-{day}" for month, day in dates), *(f"{number:f}" for number in numbers))


def figures(text: str) -> Figures:
    """Find every figure of a text, whatever its script; list markers at the start of a line are none."""
    # NFKC makes ０-９ and ① digits; the other scripts' digits are numbers to `unicodedata` too.
    text = "".join(
        str(unicodedata.decimal(char)) if unicodedata.decimal(char, None) is not None else char
        for char in unicodedata.normalize("NFKC", _ORDINAL.sub("", text))
    )
    dates: set[tuple[int, int]] = set()
    numbers: set[Decimal] = set()

    def take(found: re.Match[str]) -> str:
        parts = found.groupdict()
        month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["n"].lower()]
        dates.add((month, int(parts["d"])))
        if parts.get("y"):
            numbers.add(Decimal(parts["y"]))
        return " "

    for form in _DATES:
        text = form.sub(take, text)
    numbers |= {Decimal(found.replace(",", "")).normalize() for found in _NUMBER.findall(text)}
    numbers |= {Decimal(_WORDS[found.lower()]) for found in _ENGLISH.findall(text)}
    numbers |= {number for found in _CHINESE.finditer(text) if (number := _chinese(found, text)) is not None}
    return Figures(frozenset(dates), frozenset(numbers))


def _chinese(found: re.Match[str], text: str) -> Decimal | None:
    word = found.group()
    if len(word) == 1:
        lone = word in "一万萬亿億千百" or not _COUNTED.match(text, found.end())
        return None if lone else Decimal(_DIGITS.get(word, _UNITS.get(word, 0)))
    if all(char in _DIGITS for char in word):
        # 二〇二六 is read digit by digit; 三四天 is a guess, and a guess is a figure too.
        return Decimal("".join(str(_DIGITS[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif _UNITS[char] >= 10_000:
            total = (
                (total + section + digit) * _UNITS[char]
                if total == 0
                else total + (section + digit) * _UNITS[char]
            )
            section = digit = 0
        else:
            section += (digit or 1) * _UNITS[char]
            digit = 0
    return Decimal(total + section + digit)
