"""A talk with the desk as a text file."""

from __future__ import annotations

from collections.abc import Sequence

from bot.relays import ASKED
from core.program import Program
from core.texts import Texts
from core.wording import moment
from membership.tickets import Line


def transcript(lines: Sequence[Line], ticket_id: int, *, program: Program, texts: Texts) -> bytes:
    """Return what was said, a line a message, with a mark that lets every editor read it as UTF-8."""
    told = [texts("tickets-transcript-title", ticket=str(ticket_id)), ""]
    for line in lines:
        who = texts("tickets-transcript-member") if line.author == "member" else line.agent
        at = moment(line.at, program=program, language=texts.language)
        what = [line.text] if line.text else []
        if line.kind not in {"text", ASKED}:
            what.insert(0, f"[{line.kind}]")
        told.append(f"{at}  {who or texts('tickets-transcript-agent')}\n{' '.join(what)}\n")
    return ("\ufeff" + "\n".join(told)).encode()
