"""Text as it is matched, never as it is shown: one script, one width, no noise; and the terms in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from core.texts import Language

LONGEST = 2_000  # characters of a text that matter for matching; a question has said its matter by then

# `通過(guò)`: pinyin that a converter left behind; the tone mark tells it from `(ATM)`.
_PINYIN = re.compile(r"[(\[]\s*[a-zü' ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü'āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ ]*\s*[)\]]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s)\]】」>]+", re.IGNORECASE)
_ADVERT = re.compile(
    r"^(?:[^。!?！？\n]*(?:更多(?:详情|优惠|内容|资讯|信息)|了解更多|立即(?:下载|申请|加入|购买|抢购)|扫码关注|"
    r"关注(?:我们|公众号|微信)|点击(?:此处|这里|链接)|敬请期待|click here|learn more|follow us|download now)[^。!?！？\n]*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[。!?！？\n])")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_CHINESE = "\u3400-\u9fff\U00020000-\U0002ebef"
_HAN = re.compile(f"[{_CHINESE}]")
_RUN = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+(?:['’`][^\W_{_CHINESE}]+)?")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e")
# Taiwan's and Hong Kong's words of the trade, after conversion of the script.
_SAME = {
    "点数": "积分",
    "红利": "积分",
    "折价券": "优惠券",
    "折扣券": "优惠券",
    "礼券": "代金券",
    "门市": "门店",
    "分店": "门店",
    "外送": "外卖",
    "集点": "积分",
    "客服人员": "客服",
    "电邮": "邮箱",
}
_TRADE = re.compile("|".join(_SAME))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("tw2sp")


@lru_cache(maxsize=1)
def _script() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def readable(text: str) -> str:
    """Return `text` in one script and width without invisible marks and noise; O(length), at most LONGEST."""
    return _readable(text[: 2 * LONGEST])


@lru_cache(maxsize=4_096)
def _readable(text: str) -> str:
    # Indexing looks at every string three times, and asking does at every question.
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))[:LONGEST]
    # The converter takes the simplified 么 for a traditional character.
    text = _converter().convert(_PINYIN.sub("", text.lower())).replace("幺", "么")
    return _TRADE.sub(lambda found: _SAME[found.group()], text).strip()


def without_advert(text: str) -> str:
    """Drop the sentences at the end of a readable answer that only send people elsewhere."""
    sentences = _SENTENCE.split(_LINK.sub(" ", text))
    while len(sentences) > 1 and (
        not sentences[-1].strip() or _ADVERT.match(sentences[-1].strip("。!?！？\n "))
    ):
        sentences.pop()
    return "".join(sentences).strip()


def terms(text: str) -> list[str]:
    """Return what `text` is matched by: Chinese characters and pairs, stems and 3–4-grams of other words.

    A Latin word among Chinese ones counts once: its many n-grams would drown the rest of the question.
    """
    found: list[str] = []
    plain = readable(text)
    mixed = _HAN.search(plain) is not None
    for run in _RUN.findall(plain):
        if _HAN.match(run):
            found += run
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            word = re.sub("['’`]", "", run)
            found.append("=" + _stem(word))
            if not mixed:
                padded = f"^{word}$"
                found += [padded[at : at + n] for n in (3, 4) for at in range(len(padded) - n + 1)]
    return found


def key(text: str) -> str:
    """Return what two questions share when they are the same question but for case, width, script and signs."""
    return " ".join(_RUN.findall(readable(text)))


def written_in(text: str) -> Language:
    """Return the language that a text is written in; Chinese that reads the same in both scripts is Simplified."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    if _HAN.search(plain) is None:
        return "en"
    return "zh-Hans" if _script().convert(plain) == plain else "zh-Hant"


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
