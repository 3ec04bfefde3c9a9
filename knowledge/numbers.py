"""The numbers of a text, each with what it counts: what a rule and an article can be compared by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from knowledge.normalise import readable

BARE = ""  # a number without a unit
_OTHER = "other"
_WORDS = {
    **dict(zip("二三四五六七八九", range(2, 10), strict=True)),
    "两": 2,
}
_ENGLISH = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# What a unit is called, once text is in one script and width; the first that fits counts.
_UNITS = (
    ("day", r"个?工作[日天]|天|日(?=内|后|起)|(?:working |business )?days?\b", 1),
    ("day", r"周(?![一二三四五六日末年])|(?:个)?星期|weeks?\b", 7),
    ("month", r"个月|months?\b", 1),
    ("month", r"年(?!底|末|卡|\d)|years?\b", 12),
    ("minute", r"分钟|min(?:ute)?s?\b", 1),
    ("minute", r"个?小时|hours?\b", 60),
    ("point", r"成长值|积分|点(?!\d|钟|半)|分(?!钟|之|店|享)|(?:qualifying )?points?\b", 1),
    ("money", r"元|块|人民币|yuan\b|rmb\b|cny\b", 1),
    ("factor", r"倍|[x×](?![a-z])|times (?=the\b|that\b|as\b)", 1),
    ("percent", r"%", 1),
    ("star", r"stars?\b|颗?星星", 1),
    (
        "count",
        r"张|次|位|条|则|份|名(?!额)|人(?!民)|单(?!独)|级|times\b|cards?\b|messages?\b|friends?\b|pieces\b",
        1,
    ),
)
_FOREIGN = r"公里|km\b|毫升|ml\b|公斤|kg\b|厘米|cm\b|米|克|度|杯|只|件|样|包|个|家|席|层|支|瓶|款|种|号|楼|月|日|岁|点|折|[a-z]+/"
_SIGN = r"(?:nt\$|hk\$|us\$|s\$|[¥$€£])"
_NUMBER = re.compile(
    rf"(?P<clock>(?<![\d:])\d{{1,2}}:\d{{2}}(?![\d:]))|(?P<date>\d{{4}}-\d\d-\d\d|\d{{1,2}}月\d{{1,2}}日)|"
    rf"(?:(?P<sign>{_SIGN})\s?)?(?<![\w.#/-])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?P<part>\.\d+)?|"
    r"(?<![第一二三四五六七八九十百周])(?P<han>[二三四五六七八九两]?[十百]?[二三四五六七八九一]?)(?=个月|天|年|周|星期|个?小时|分钟|倍|积分)|"
    rf"\b(?P<word>{'|'.join(_ENGLISH)})(?= (?:days?|weeks?|months?|years?|points?|hours?|minutes?)\b)"
)
_UNIT = tuple((name, re.compile(rf"\s?(?:{pattern})"), scale) for name, pattern, scale in _UNITS)
_STRANGE = re.compile(rf"\s?(?:{_FOREIGN})")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_UPTO = re.compile(r"\s*(?:到|至|或|和|与|-|–|~|to|and|or)\s*")
_BETWEEN = re.compile(r"\s*(?:[、,]|和|与|或|到|至|-|–|~|to|and|or|, and)?\s*")
_SERIES = 3
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Number:
    """One number: `unit` is what is counted (weeks are days, years months, hours minutes), `said` how it stands there."""

    value: Decimal
    unit: str
    said: str
    series: tuple[Decimal, ...] = ()


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text that count something; three or more in a row are one series."""
    return tuple(number for line in text.splitlines() for number in _joined(_found(_plain(line))))


def _plain(line: str) -> str:
    # Marks of other widths and scripts are levelled; what invites to a place is not looked at.
    return re.sub(r"https?://\S+|/[a-z_]+", " ", readable(line.replace("，", "、")))


@dataclass(frozen=True, slots=True)
class _Found:
    number: Number
    gap: str  # what stands between this number and the one before


def _found(line: str) -> list[_Found]:
    found: list[_Found] = []
    last = 0
    for match in _NUMBER.finditer(line):
        if not match.group():
            continue
        value = _value(match)
        if value is None:
            last = match.end()
            continue
        unit, scale, end = _unit(line, match)
        if unit != _OTHER:
            number = Number(value * scale, unit, line[match.start() : end].strip())
            found.append(_Found(number, line[last : match.start()]))
        else:
            # Whatever it is, it parts a series.
            found.append(_Found(Number(value, _OTHER, ""), line[last : match.start()]))
        last = end
    return found


def _value(match: re.Match[str]) -> Decimal | None:
    """Return what is written there; None for dates and ordinals."""
    if match["clock"]:
        hours, minutes = match["clock"].split(":")
        return Decimal(int(hours) * 60 + int(minutes))
    if match["number"]:
        return _digits(match)
    if match["han"]:
        return _han(match["han"])
    return Decimal(_ENGLISH.index(match["word"]) + 2) if match["word"] else None


def _digits(match: re.Match[str]) -> Decimal | None:
    whole = match["number"].replace(",", "")
    before, after = match.string[: match.start("number")], match.string[match.end() :]
    year = not match["part"] and len(whole) == 4 and int(whole) in _YEARS and after.lstrip().startswith("年")
    if year or before.rstrip().endswith("第") or _ORDINAL.match(after):
        return None
    return Decimal(whole + (match["part"] or ""))


def _han(text: str) -> Decimal | None:
    tens, ten, ones = text.partition("十")
    if ten:
        return Decimal(_WORDS.get(tens, 1) * 10 + _WORDS.get(ones, 1 if ones else 0))
    hundreds, hundred, _ = text.partition("百")
    if hundred:
        return Decimal(_WORDS.get(hundreds, 1) * 100)
    return Decimal(_WORDS[text]) if text in _WORDS else None


def _unit(line: str, match: re.Match[str]) -> tuple[str, int, int]:
    """Return what a number counts, in how many of our units, and where that is said to the end."""
    if match["clock"]:
        return "clock", 1, match.end()
    if match["sign"]:
        return "money", 1, match.end()
    for name, pattern, scale in _UNIT:
        if after := pattern.match(line, match.end()):
            return name, scale, after.end()
    if _STRANGE.match(line, match.end()):
        return _OTHER, 1, match.end()
    if re.search(r"乘以?\s*$", line[: match.start("number")] if match["number"] else ""):
        return "factor", 1, match.end()
    return BARE, 1, match.end()


def _joined(found: list[_Found]) -> Iterator[Number]:
    """Make one series of three or more numbers in a row, and give the first of two the unit of the second."""
    row: list[_Found] = []
    for here, after in pairwise([*found, None]):
        assert here is not None  # noqa: S101 - only the last of the list is None
        row.append(here)
        if (
            after is None
            or here.number.unit != BARE
            or after.number.unit == _OTHER
            or not after.gap
            or not _BETWEEN.fullmatch(after.gap)
        ):
            yield from _row(row)
            row = []


def _row(row: list[_Found]) -> Iterator[Number]:
    last = row[-1].number
    if len(row) >= _SERIES:
        values = tuple(one.number.value for one in row)
        said = "、".join([*(f"{value:f}" for value in values[:-1]), last.said])
        yield Number(last.value, last.unit, said, values)
        return
    if len(row) == 2 and _UPTO.fullmatch(row[1].gap):
        yield Number(row[0].number.value, last.unit, row[0].number.said)
        row = row[1:]
    yield from (one.number for one in row if one.number.unit != _OTHER)
