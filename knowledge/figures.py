"""The figures in a text: dates, times, numbers in any script or spelling, with their units; made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.numerals import chinese_numbers, spelt_out

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
_TIMES = (
    re.compile(r"(?<![\d:])(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})?(?![\d:])"),
    re.compile(r"(?<!\d)(?P<h>\d{1,2})\s*[点點时時]\s*(?P<min>\d{1,2})\s*分(?!钟|鐘)"),
    re.compile(r"(?<!\d)(?P<h>\d{1,2})\s*[点點](?P<half>半)"),
)
# Digits that only blanks or the frames of keycaps keep apart are read as one number by people.
_SPACED = re.compile(r"(?<![\d.,])\d(?:[ \u20e3\ufe0f]+\d(?![\d.,]))+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.)、．]|[(（]\d{1,2}[)）]|[①-⑳])\s+", re.MULTILINE)
# fmt: off
# "one" is a pronoun more often than a figure.
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12,
}
# fmt: on
_ENGLISH = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
# Units that can't be taken for each other. A lone 分 or 點 (points, minutes, o'clock) is left out: it may be any.
_AFTER = {
    "points": r"(?:个|個)?\s*(?:积分|積分|点数|點數|points?\b|pts?\b)",
    "money": r"(?:元|块(?!钱?券)|塊|人民币|人民幣|RMB\b|CNY\b|yuan\b|NTD\b|USD\b|dollars?\b)",
    "percent": r"(?:%|percent\b|个百分点|個百分點)",
    "discount": "折",
    "minutes": r"(?:分钟|分鐘|minutes?\b|mins?\b)",
    "hours": r"(?:个|個)?(?:小时|小時|钟头|鐘頭|hours?\b|hrs?\b)",
    "days": r"(?:天|日|days?\b)",
    "weeks": r"(?:个|個)?(?:周(?!年)|週(?!年)|星期|weeks?\b)",
    "months": r"(?:个|個)月|months?\b",
    "years": r"(?:年|years?\b)",
    "cups": r"(?:杯|cups?\b)",
    "times": r"(?:次|times\b)",
}
_SUFFIX = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _AFTER.items()) + ")", re.IGNORECASE
)
_PREFIX = re.compile(
    r"(?:(?P<percent>百分之)|(?P<money>[¥$])|(?P<points>积分|積分|点数|點數|points?))[:为為是\s]{0,3}$",
    re.IGNORECASE,
)
_UNKNOWN = ""
_OF_DATES = frozenset({_UNKNOWN, "days", "months", "years"})
_OF_TIMES = frozenset({_UNKNOWN, "hours"})


@dataclass(frozen=True, slots=True)
class Figures:
    """Dates as (month, day), times as (hour, minute), and all other numbers with the units they stand beside."""

    dates: frozenset[tuple[int, int]]
    times: frozenset[tuple[int, int]]
    units: Mapping[Decimal, frozenset[str]] = field(default_factory=dict)

    @property
    def numbers(self) -> frozenset[Decimal]:
        return frozenset(self.units)

    def missing_in(self, known: Figures) -> tuple[str, ...]:
        """Return what stands here and not in `known`, units that were swapped included.

        A lone number may be a part of a known date or time, but no amount of anything else.
        """
        days = {Decimal(part) for date in known.dates for part in date}
        hours = {Decimal(part) for time in known.times for part in time if part}
        strange = [f"{month}-{day}" for month, day in sorted(self.dates - known.dates)]
        strange += [f"{hour}:{minute:02}" for hour, minute in sorted(self.times - known.times)]
        for number in sorted(self.units):
            mine, theirs = self.units[number], known.units.get(number)
            if theirs is not None:
                # Only where every source names a unit can another unit be called wrong.
                swapped = mine - theirs - {_UNKNOWN} if _UNKNOWN not in theirs else frozenset()
                strange += [f"{number:f} {unit}" for unit in sorted(swapped)]
            elif not (number in days and mine <= _OF_DATES) and not (number in hours and mine <= _OF_TIMES):
                strange.append(f"{number:f}")
        return tuple(strange)


def figures(text: str) -> Figures:
    """Find every figure of a text, whatever its script; list markers at the start of a line are none."""
    text = spelt_out(_ORDINAL.sub("", text))
    dates: set[tuple[int, int]] = set()
    times: set[tuple[int, int]] = set()
    units: dict[Decimal, set[str]] = {}

    def take_date(found: re.Match[str]) -> str:
        parts = found.groupdict()
        month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["n"].lower()]
        dates.add((month, int(parts["d"])))
        if parts.get("y"):
            units.setdefault(Decimal(parts["y"]), set()).add("years")
        return " "

    def take_time(found: re.Match[str]) -> str:
        parts = found.groupdict()
        hour, minute = int(parts["h"]), 30 if parts.get("half") else int(parts["min"])
        if hour > 24 or minute > 59:
            return found.group()
        times.add((hour, minute))
        return " "

    for form in _DATES:
        text = form.sub(take_date, text)
    for form in _TIMES:
        text = form.sub(take_time, text)
    text = _SPACED.sub(lambda found: re.sub(r"\D", "", found.group()), text)
    for number, begin, end in _numbers(text):
        units.setdefault(number, set()).add(_unit(text, begin, end))
    return Figures(
        frozenset(dates), frozenset(times), {number: frozenset(kinds) for number, kinds in units.items()}
    )


def _numbers(text: str) -> Iterator[tuple[Decimal, int, int]]:
    for found in _NUMBER.finditer(text):
        yield Decimal(found.group().replace(",", "")).normalize(), found.start(), found.end()
    for found in _ENGLISH.finditer(text):
        yield Decimal(_WORDS[found.group().lower()]), found.start(), found.end()
    yield from chinese_numbers(text)


def _unit(text: str, begin: int, end: int) -> str:
    found = _SUFFIX.match(text, end) or _PREFIX.search(text[max(0, begin - 12) : begin])
    return found.lastgroup or _UNKNOWN if found else _UNKNOWN
