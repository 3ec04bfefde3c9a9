"""What a model's answer may not hold: figures and links that no tool or passage of this turn gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.figures import figures

LONGEST = 3_500  # characters; a Telegram message takes 4,096 with markup
_LINK = re.compile(
    r"(?:https?://|www\.|t\.me/|tg://)[^\s)\]】」>，。]+"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|net|org|cn|io|me|ru|xyz|top|info|shop|app|link|example)\b(?:/[^\s，。]*)?"
    r"|(?<!\w)@[A-Za-z]\w{3,31}",
    re.IGNORECASE,
)
_TELLTALE = 30  # characters of a prompt's line in a row that no honest answer repeats


def unsupported(answer: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """Return the figures and links of `answer` that stand nowhere in `evidence`; empty means that it may go."""
    told = "\n".join(evidence)
    links = [link.rstrip(".,;!?") for link in _LINK.findall(answer)]
    strange = tuple(dict.fromkeys(link for link in links if link.lower() not in told.lower()))
    plain = answer
    for link in links:
        plain = plain.replace(link, " ")
    return (*strange, *figures(plain).missing_in(figures(told)))


def fit_to_send(answer: str, prompt: str) -> bool:
    """Say whether a text is an answer at all: not empty, not endless, and not the prompt read aloud."""
    if not answer.strip() or len(answer) > LONGEST:
        return False
    flat = " ".join(answer.split())
    lines = (" ".join(line.strip("- ").split()) for line in prompt.splitlines())
    return not any(len(line) >= _TELLTALE and line[:_TELLTALE] in flat for line in lines)
