"""What is wrong in the articles is told to those who run the program, each finding once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy.orm import Session

from db.queries import faq as rows
from membership import notices

_NAMED = 12  # more than these nobody reads in a chat; `main.py index` lists all


def report(session: Session, *, findings: Sequence[str], chat_ids: Sequence[int], now: datetime) -> int:
    """Tell of findings that were not told yet, in one message; return how many.

    A finding that has gone is forgotten: if somebody brings it back, it is news again.
    """
    digests = {_digest(finding): finding for finding in findings}
    rows.keep_only(session, digests.keys())
    fresh = [finding for digest, finding in digests.items() if rows.add(session, digest, now)]
    if not fresh:
        return 0
    told = [f"· {finding}" for finding in fresh[:_NAMED]] + (["…"] if len(fresh) > _NAMED else [])
    for chat_id in chat_ids:
        notices.tell_chat(
            session,
            chat_id=chat_id,
            text="faq-alarm",
            key=f"faq:{_digest(*fresh)}:{now:%Y%m%d%H%M%S}:{chat_id}",
            values={"count": len(fresh), "findings": "\n".join(told)},
            now=now,
        )
    return len(fresh)


def _digest(*texts: str) -> str:
    return blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
