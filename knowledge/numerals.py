"""Numerals that are no plain digits: Chinese, Roman, in circles, pulled apart or cut short (5k, 3万)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

# fmt: off
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6,
    "柒": 7, "捌": 8, "玖": 9,
}
_UNITS = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "万": 10_000, "萬": 10_000,
    "亿": 100_000_000, "億": 100_000_000,
}
# fmt: on
_NUMERAL = "".join(_DIGITS) + "".join(_UNITS)
_SPECIAL = str.maketrans(
    {"💯": "100", "🔟": "10", "廿": "二十", "卅": "三十", "弌": "一", "弍": "二", "弎": "三"}
)
_ROMAN_SIGNS = re.compile("[\u2160-\u2188]+")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1_000}
# Letters are a number only before what is counted; XL is a size.
_ROMAN = re.compile(
    r"(?<![A-Za-z0-9])(?!XL\b)(?=[IVXLCDM]{2}|[IVX] ?(?:积分|積分))"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"(?=\s*(?:个|個)?\s*(?:积分|積分|点|點|分|元|块|塊|折|%|points?\b|pts?\b))"
)
_SCALES = {"k": 1_000, "w": 10_000} | _UNITS
_SCALED = re.compile(
    rf"(?<![\d.,])(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?\s*(?:[{''.join(_UNITS)}]+|[kKwW](?![A-Za-z]))\s*)+(?:\d+(?![\d.,:]))?"
)
_PART = re.compile(rf"([\d.,]+)\s*([{''.join(_UNITS)}kKwW]*)")
# Everyday words of numerals only, unless they are a part of a number.
_EVERYDAY = re.compile(
    rf"(?<![{_NUMERAL}\d])(?<![{_NUMERAL}\d]\s)"
    r"(?:万一|萬一|一一|千千万万|千千萬萬|七八(?=糟)|(?<=十有)八九|三三两两|三三兩兩|一五一十|百分百(?=满意|滿意)|[千万萬]{2}(?=[别別不要请請记記小]))"
    rf"(?!\s?[{_NUMERAL}\d])"
)
_ALWAYS = re.compile("统一|統一|唯一")
_WHOLLY = re.compile("百分之?百")
_COUNTED = (
    r"\s*(?:折|元|块|塊|分(?!糖|甜|熟)|天|日|月|年|周|週|次|杯|点|點|张|張|小时|小時|分钟|分鐘|倍|成|级|級|%|"
    r"个|個|位|份|名|人|件|枚|颗|顆|家|套|瓶|积分|積分|points?\b|pts?\b)"
)
# One Chinese digit is a figure only before what is counted or priced; 一 mostly means "a", 百 and 千 "many".
_LONE = re.compile(_COUNTED, re.IGNORECASE)
_PRICED = re.compile(
    r"\s*(?:折(?!腾|騰)|元(?!化)|(?:个|個)?\s*(?:积分|積分)|点数|點數|points?\b|pts?\b)", re.IGNORECASE
)
_VAGUE = "一万萬亿億千百"
_BEFORE = re.compile(r"(?:百分之|[¥$]|(?:积分|積分|点数|點數)\s*[:为為是有共])\s*$")
_PERCENT = re.compile(r"(?:百分之|[¥$])\s*$")
_TRADED = "买買送贈赠"  # 买一送一: here a lone digit is a promise
_THESE = re.compile(r"[这那這]\s*$")  # 这三个: of what was named just before
_THINGS = re.compile(r"\s*(?:[个個](?!\s*(?:积分|積分|月))|[位种種款家])")
# 十分 is "very", unless it is given, or nothing follows that could be so.
_VERY = re.compile(r"分(?!钟|鐘|之)(?=[\u3400-\u9fff])(?![可能到就已])")
_GIVEN = tuple("得送加给給赚賺扣获獲")
_APART = re.compile(rf"[{_NUMERAL}]+(?:[\s、,·・.\-_*~/|]{{1,3}}[{_NUMERAL}]+)+")
_NAMED = re.compile(r"(?:周|週|星期|礼拜|禮拜|第)$")  # 周一、三、五
_CHINESE = re.compile(f"[{_NUMERAL}]+")


def spelt_out(text: str) -> str:
    """Return a text with every numeral but the Chinese ones in plain digits, and what was pulled apart joined."""
    text = _ROMAN_SIGNS.sub(_roman_signs, text.translate(_SPECIAL))
    # NFKC makes ０-９ and ① digits; the other scripts' digits are numbers to `unicodedata` too.
    text = "".join(_digits(char) for char in unicodedata.normalize("NFKC", text))
    text = _ROMAN.sub(lambda found: str(_roman(found.group())), text)
    text = _WHOLLY.sub("100%", _EVERYDAY.sub("#", _ALWAYS.sub("#", text)))
    text = _APART.sub(_joined, text)
    return _SCALED.sub(_scaled, text)


def chinese_numbers(text: str) -> Iterator[tuple[Decimal, int, int]]:
    """Yield each Chinese number that is a figure and no everyday word, with where it stands."""
    for found in _CHINESE.finditer(text):
        word, begin, end = found.group(), found.start(), found.end()
        if len(word) > 1 or _is_figure(word, text, begin, end):
            yield value(word), begin, end


def value(word: str) -> Decimal:
    """Return what a run of Chinese numerals stands for."""
    if all(char in _DIGITS for char in word):
        # 二〇二六 is read digit by digit; 三四天 is a guess, and a guess is a figure too.
        return Decimal("".join(str(_DIGITS[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif _UNITS[char] >= 10_000:
            if total == 0:
                total = (section + digit or 1) * _UNITS[char]
            elif section + digit == 0:
                total *= _UNITS[char]
            else:
                total += (section + digit) * _UNITS[char]
            section = digit = 0
        else:
            section += (digit or 1) * _UNITS[char]
            digit = 0
    return Decimal(total + section + digit)


def _is_figure(word: str, text: str, begin: int, end: int) -> bool:
    before = text[max(0, begin - 8) : begin]
    if word in _DIGITS and before[-1:] and before[-1] in _TRADED:
        return True
    if word in _VAGUE:
        return bool(_PRICED.match(text, end) or _PERCENT.search(before))
    if _BEFORE.search(before):
        return True
    if _THESE.search(before) and _THINGS.match(text, end):
        return False
    if word == "十" and _VERY.match(text, end) and not before.endswith(_GIVEN):
        return False
    return _LONE.match(text, end) is not None


def _joined(found: re.Match[str]) -> str:
    word = re.sub(rf"[^{_NUMERAL}]", "", found.group())
    if _NAMED.search(found.string[max(0, found.start() - 2) : found.start()]):
        return found.group()
    long = len(re.findall(f"[{_NUMERAL}]{{2,}}", found.group()))
    if long > 1 or (long and re.search("[、,]", found.group())):
        return found.group()  # 九百、八百: numbers in a row, each a figure of its own
    # 成千上万，百年老店: two that a comma parts are mostly of two clauses.
    counted = (_PRICED if "," in found.group() else _LONE).match(found.string, found.end())
    whole = "," not in found.group() and any(char in _UNITS for char in word)
    return word if counted or whole or len(word) > 2 else found.group()


def _scaled(found: re.Match[str]) -> str:
    total = Decimal(0)
    for amount, scales in _PART.findall(found.group()):
        part = Decimal(amount.replace(",", ""))
        for scale in scales.lower():
            part *= _SCALES[scale]
        total += part
    return f"{total:f} "


def _digits(char: str) -> str:
    if char.isascii() or "\u3400" <= char <= "\u9fff":
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    number = unicodedata.numeric(char, None)
    whole = number is not None and number == int(number) and char != "\u3007"
    return f" {int(number)} " if whole and number is not None else char


def _roman_signs(found: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKC", found.group()).upper()
    if all(letter in _ROMAN_DIGITS for letter in letters):
        return f" {_roman(letters)} "
    return " ".join(str(int(unicodedata.numeric(char, 0))) for char in found.group())


def _roman(letters: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in letters]
    after = [*values[1:], 0]
    return sum(-one if one < following else one for one, following in zip(values, after, strict=True))
