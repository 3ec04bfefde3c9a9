"""A partner's codes (跨界合作): taken in from a list, given one by one, and told about when they run low."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid
from core.program import Program
from db.queries import partner_codes as rows
from membership import notices, rewards

LONGEST = 128


class NotPartnered(Invalid):
    """Codes were given for a reward that no partner pays for. Values: `reward`."""

    key = "partner_codes-not-partnered"


class CodeWrong(Invalid):
    """Values: `line`, counted from 1 in what was handed over."""

    key = "partner_codes-code-wrong"


class NoCodeLeft(Conflict):
    key = "partner_codes-none-left"


@dataclass(frozen=True, slots=True)
class Added:
    """How many of the handed-over codes were new, and how many were there before (or twice in the list)."""

    new: int
    known: int
    free: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A reward's codes: how many there ever were, and how many of them are given away."""

    reward: str
    codes: int
    given: int


def add(session: Session, *, reward: str, codes: Sequence[str], program: Program, now: datetime) -> Added:
    """Take codes in, each once; raises NotPartnered, CodeWrong (and then takes none of this batch)."""
    if rewards.reward_of(program, reward).kind != "partner":
        raise NotPartnered(reward=reward)
    for line, code in enumerate(codes, 1):
        if not code or len(code) > LONGEST or not code.isprintable():
            raise CodeWrong(line=line)
    new = rows.add(session, reward, list(dict.fromkeys(codes)), now)
    return Added(new, len(codes) - new, rows.free(session, [reward])[reward])


def give(session: Session, *, reward: str, redemption_id: int, now: datetime) -> str:
    """Give one code to a redemption; raises NoCodeLeft."""
    code = rows.give(session, reward, redemption_id, now)
    if code is None:
        raise NoCodeLeft
    return code


def listing(session: Session) -> tuple[Listed, ...]:
    return tuple(Listed(*row) for row in rows.totals(session))


def alarm(session: Session, *, chats: Sequence[int], program: Program, now: datetime) -> int:
    """Tell operators' `chats` which partner's codes run low, once a delivery of codes; return how many were told."""
    partners = [one for one in program.rewards.values() if one.kind == "partner"]
    free = rows.free(session, [one.id for one in partners])
    told = 0
    for reward in partners:
        if free[reward.id] >= reward.alarm_below:
            continue
        # With the next delivery the newest code is another one, and so is the key.
        key = f"partner_codes:{reward.id}:{rows.newest(session, reward.id)}"
        for chat in chats:
            told += notices.tell_chat(
                session,
                chat_id=chat,
                text="partner_codes-alarm",
                key=f"{key}:{chat}",
                values={"title": reward.title.model_dump(), "left": free[reward.id], "reward": reward.id},
                now=now,
            )
    return told
