"""What a model may call: reading, saying what its text is, and proposing what only the member's own tap does."""

from __future__ import annotations

import re
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool

from core.errors import NotFound
from core.program import Program
from core.wording import worded
from knowledge.asking import Proposal
from knowledge.normalise import key
from knowledge.privacy import mask
from knowledge.tools import TOOLS
from knowledge.tools.account import AccountTool, Desk
from knowledge.turn import TurnContext
from membership import rewards

_QUERY, _PASSAGE, _PROPOSALS = 200, 2_000, 2
_Runtime = ToolRuntime[TurnContext, Any]


def tools_for(*, own_data: bool) -> list[BaseTool]:
    """Return the tools of a turn; those of the account only where the asker alone reads the answer."""
    own = [*(_account_tool(tool) for tool in TOOLS), *_PROPOSING] if own_data else []
    return [*_COMMON, *own]


async def _search_faq(query: str, runtime: _Runtime) -> str:
    """Search the program's articles (rules, products, shops, how things work) by a few words."""
    context = runtime.context
    passages = await context.search(query[:_QUERY])
    told = []
    for passage in passages:
        text = mask(passage.text[:_PASSAGE])
        context.evidence.append(text)
        context.passages.setdefault(passage.source.id, passage)
        told.append(_as_data(text))
    return "\n".join(told) or "Nothing found."


async def _hand_over(runtime: _Runtime) -> str:
    """Pass the member to a human colleague. Takes no arguments."""
    runtime.context.action = "handoff"
    return "A colleague has been told. Say so in one kind sentence."


async def _ask_back(runtime: _Runtime) -> str:
    """Say that you need to know one thing more before you can answer. Takes no arguments."""
    if runtime.context.action != "handoff":
        runtime.context.action = "clarify"
    return "Now write the one short question that you have for the member."


async def _decline(runtime: _Runtime) -> str:
    """Say that what is asked is none of your business or not allowed (other members' data, for example)."""
    if runtime.context.action != "handoff":
        runtime.context.action = "refuse"
    return "Now say in one kind sentence that you can't help with that."


async def _propose_redeem(reward: str, runtime: _Runtime) -> str:
    """Put a button under your answer with which the member can redeem a reward, named by id or title.

    Nothing is redeemed by this: only the member's own taps do that.
    """
    desk = runtime.context.desk
    found = _reward(reward, desk.program) if desk is not None else None
    if desk is None or found is None:
        return "There is no such reward. Call search_faq or rewards_i_can_afford."
    try:
        offer = await desk.db.read(
            rewards.offer, reward=found, member_id=desk.member_id, program=desk.program, now=desk.now
        )
    except NotFound:
        return "There is no such reward."
    title = desk.program.rewards[found].title.in_(desk.texts.language)
    told = [desk.texts("rewards-tool-line", title=title, points=offer.points)]
    if offer.refusal is not None:
        values = worded(offer.refusal.values, program=desk.program, language=desk.texts.language)
        told.append(desk.texts(offer.refusal.key, **values))
        return _tell(runtime.context, "\n".join(told))
    _propose(runtime.context, Proposal("redeem", found))
    return f"The button stands under your answer.\n{_tell(runtime.context, told[0])}"


async def _propose_unsubscribe(topic: str, runtime: _Runtime) -> str:
    """Put a button under your answer with which the member can turn off messages about a topic, by id or name.

    Nothing is turned off by this: only the member's own tap does that.
    """
    desk = runtime.context.desk
    found = _topic(topic, desk) if desk is not None else None
    if desk is None or found is None:
        names = [one.id for one in desk.program.topic_by_id.values()] if desk is not None else []
        return f"There is no such topic; there are: {', '.join(names)}."
    _propose(runtime.context, Proposal("unsubscribe", found))
    return "The button stands under your answer."


def _propose(context: TurnContext, proposal: Proposal) -> None:
    if proposal not in context.proposals and len(context.proposals) < _PROPOSALS:
        context.proposals.append(proposal)


def _reward(said: str, program: Program) -> str | None:
    wanted = key(said[:_QUERY])
    for one in program.rewards.values():
        if wanted in {key(one.id), *(key(title) for title in one.title.model_dump().values() if title)}:
            return one.id
    return None


def _topic(said: str, desk: Desk) -> str | None:
    wanted = key(said[:_QUERY])
    for one in desk.program.topic_by_id.values():
        if wanted in {key(one.id), key(one.name.in_(desk.texts.language))}:
            return one.id
    return None


def _account_tool(tool: AccountTool) -> BaseTool:
    async def run(runtime: _Runtime) -> str:
        context = runtime.context
        if context.desk is None:
            return "This is told in private only."
        told = await tool.answer(context.desk)
        context.receipts.extend(told.receipts)
        return _tell(context, told.text)

    return StructuredTool.from_function(coroutine=run, name=tool.name, description=tool.description)


def _tell(context: TurnContext, text: str) -> str:
    """Note a text as evidence and return it as the model may see it, without personal numbers."""
    text = mask(text)
    context.evidence.append(text)
    return _as_data(text)


def _as_data(text: str) -> str:
    """Fence a text in, so that what it says can't pass for an instruction or end its own fence."""
    return f"<data>\n{re.sub('<(?=/?data)', '< ', text, flags=re.IGNORECASE)}\n</data>"


_COMMON: tuple[BaseTool, ...] = (
    StructuredTool.from_function(coroutine=_search_faq, name="search_faq"),
    StructuredTool.from_function(coroutine=_hand_over, name="hand_over"),
    StructuredTool.from_function(coroutine=_ask_back, name="ask_back"),
    StructuredTool.from_function(coroutine=_decline, name="decline"),
)
_PROPOSING: tuple[BaseTool, ...] = (
    StructuredTool.from_function(coroutine=_propose_redeem, name="propose_redeem"),
    StructuredTool.from_function(coroutine=_propose_unsubscribe, name="propose_unsubscribe"),
)
