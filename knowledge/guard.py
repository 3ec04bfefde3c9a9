"""What a model's answer may not hold: figures and links that no tool or passage of this turn gave it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.figures import Figures, figures
from knowledge.privacy import MASKED

LONGEST = 3_500  # characters; a Telegram message takes 4,096 with markup
# The root's Chinese and Japanese endings; a text in these scripts may well have a full stop between two words.
_ENDINGS = (
    "中国|中國|公司|网络|網絡|网址|网店|网站|商店|商城|商标|在线|中文网|中信|移动|手机|集团|香港|台湾|台灣|新加坡|澳门|澳門|购物|信息|我爱你|娱乐|"
    "游戏|企业|健康|时尚|世界|慈善|公益|政务|政府|机构|组织机构|餐厅|食品|招聘|联通|广东|佛山|大拿|嘉里|珠宝|点看|八卦|通販|家電|書籍|"
    "みんな|コム|ストア|セール|クラウド|ポイント|ファッション"
)
# Whatever Telegram might make a link of: addresses, anything like a domain (in any script), e-mails, names, cards.
_LINK = re.compile(
    r"(?:https?://|www\.|t\.me/|tg://|mailto:)[^\s)\]】」>，。；、]+"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    rf"|(?<![A-Za-z0-9@._-])(?=[0-9-]*[A-Za-z])(?:[A-Za-z0-9-]{{1,63}}\.)+(?:{_ENDINGS}|[^\W\d_\x00-\x7f\u3000-\u9fff]{{2,24}})(?:[/?#][^\s)\]】」>，。；、]*)?"
    rf"|[^\s\x00-\x7f]\.(?:{_ENDINGS}|[^\W\d_\x00-\x7f\u3000-\u9fff]{{2,24}})(?:[/?#][^\s，。]*)?"
    r"|(?<![A-Za-z0-9@._-])(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b(?:[/?#][^\s)\]】」>，。；、]*)?"
    r"|[^\s\x00-\x7f]\.[A-Za-z]{2,24}\b(?:[/?#][^\s，。]*)?"
    r"|(?<!\w)@[A-Za-z]\w{2,31}",
    re.IGNORECASE,
)
_TELLTALE = 30  # characters of a prompt's line in a row that no honest answer repeats
_JOINER = "\u200d"  # holds the parts of one emoji together


def cleaned(text: str) -> str:
    """Return a text without what can't be stored and what can't be seen, which could hide a figure or a link."""
    kept = []
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if char == _JOINER:
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            if before.isalnum() or after.isalnum():
                continue
        elif category in {"Cf", "Cs", "Co", "Cn"} or (category == "Cc" and char not in "\n\t"):
            continue
        kept.append(char)
    return "".join(kept)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the evidence of a turn holds that an answer may repeat."""

    links: frozenset[str]
    figures: Figures


def sources(evidence: Sequence[str]) -> Sources:
    """Return the links and figures of all that tools and passages gave."""
    told = cleaned("\n\n\n\n".join(evidence))  # so far apart that no numeral goes on in the next
    links = _links(unicodedata.normalize("NFKC", told))
    return Sources(frozenset(_same(link) for link in links), figures(told))


def unsupported(answer: str, evidence: Sequence[str] | Sources) -> tuple[str, ...]:
    """Return the figures and links of `answer` that stand nowhere in `evidence`; empty means that it may go."""
    known = evidence if isinstance(evidence, Sources) else sources(evidence)
    answer = cleaned(answer)
    links = _links(unicodedata.normalize("NFKC", answer))
    strange = tuple(dict.fromkeys(link for link in links if _same(link) not in known.links))
    plain = _LINK.sub(" ", answer)
    return (*strange, *dict.fromkeys(MASKED.findall(answer)), *figures(plain).missing_in(known.figures))


def _links(text: str) -> list[str]:
    return [found.rstrip(".,;!?:\"'") for found in _LINK.findall(text)]


def _same(link: str) -> str:
    """Return a link as it is compared: case and scheme don't make it another one."""
    return re.sub(r"^https?://", "", link.lower()).rstrip("/")


def fit_to_send(answer: str, prompt: str) -> bool:
    """Say whether a text is an answer at all: not empty, not endless, and not the prompt read aloud."""
    if not answer.strip() or len(answer) > LONGEST:
        return False
    flat = " ".join(answer.split())
    lines = (" ".join(line.strip("- ").split()) for line in prompt.splitlines())
    return not any(len(line) >= _TELLTALE and line[:_TELLTALE] in flat for line in lines)
