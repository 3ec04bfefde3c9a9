"""The assistant with a language model: LangChain's agent on any OpenAI-compatible server.

The model proposes; tools, the guard and limits decide. Whatever goes wrong raises AgentFailed, and the caller
answers without a model.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

import httpx
from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelFallbackMiddleware,
    ToolCallLimitMiddleware,
    ToolErrorMiddleware,
)
from langchain.tools import ToolRuntime
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.tools import BaseTool, StructuredTool
from langchain_openai import ChatOpenAI
from langsmith import tracing_context

from knowledge.access import ModelAccess
from knowledge.errors import AgentFailed
from knowledge.guard import fit_to_send, unsupported
from knowledge.prompts import load_prompt
from knowledge.tools import TOOLS
from knowledge.tools.account import AccountTool
from knowledge.turn import Drafted, TurnContext
from membership.conversations import Turn

_MODEL_CALLS, _TOOL_CALLS = 5, 8
_TOOL_FAILED = "The tool is out of order. Do without it, or call hand_over."


class Agent:
    """One model with its tools, built once and shared by all turns."""

    def __init__(self, access: ModelAccess) -> None:
        self._access = access
        self._system = load_prompt("assistant")
        self._correction = load_prompt("correction")
        self._graphs: dict[str, Any] = {}
        # Its own, since the library's shared one outlives every event loop.
        self._http = httpx.AsyncClient(timeout=access.seconds)

    async def close(self) -> None:
        await self._http.aclose()

    async def draft(
        self, question: str, *, context: TurnContext, earlier: Sequence[Turn], values: dict[str, str]
    ) -> Drafted:
        """Let the model answer a masked question; raise AgentFailed when nothing fit to send came of it."""
        tools = _tools(own_data=context.desk is not None)
        prompt = self._system.fill(**values, tools=", ".join(tool.name for tool in tools))
        messages: list[AnyMessage] = []
        for turn in earlier:
            messages += [HumanMessage(turn.question), AIMessage(turn.answer)]
        messages.append(HumanMessage(question))
        graph = self._graph(prompt, tools)
        try:
            async with asyncio.timeout(self._access.seconds):
                text = await self._checked(graph, messages, context, prompt)
        except AgentFailed:
            raise
        except Exception as error:
            # A model server can fail in any way that HTTP, JSON and LangChain know, and none may reach a member.
            raise AgentFailed(f"{type(error).__name__}: {error}"[:300]) from error
        return Drafted(
            text,
            tuple(context.passages.values()),
            tuple(dict.fromkeys(context.receipts)),
            context.handed_over,
            self._system.version,
        )

    async def _checked(
        self, graph: Any, messages: list[AnyMessage], context: TurnContext, prompt: str
    ) -> str:
        """Run the graph, and once more when the guard objects."""
        for last_try in (False, True):
            state = await self._run(graph, messages, context)
            text = _final_text(state["messages"])
            if not fit_to_send(text, prompt):
                raise AgentFailed(f"nothing fit to send in {len(text)} characters")
            strange = unsupported(text, context.evidence)
            if not strange:
                return text
            if last_try:
                break
            correction = self._correction.fill(unsupported=", ".join(strange)[:500])
            messages = [*state["messages"], HumanMessage(correction)]
        raise AgentFailed(f"unsupported: {', '.join(strange)[:200]}")

    async def _run(self, graph: Any, messages: list[AnyMessage], context: TurnContext) -> Any:
        with tracing_context(enabled=False):
            return await graph.ainvoke({"messages": messages}, context=context)

    def _graph(self, prompt: str, tools: list[BaseTool]) -> Any:
        if prompt not in self._graphs:
            # The prompt changes with day, language and tools only, so a few graphs serve everybody.
            while len(self._graphs) >= 16:
                self._graphs.pop(next(iter(self._graphs)))
            self._graphs[prompt] = create_agent(
                self._chat(self._access.model),
                tools,
                system_prompt=prompt,
                middleware=self._middleware(),
                context_schema=TurnContext,
            )
        return self._graphs[prompt]

    def _middleware(self) -> list[AgentMiddleware[Any, Any, Any]]:
        limits: list[AgentMiddleware[Any, Any, Any]] = [
            ModelCallLimitMiddleware(run_limit=_MODEL_CALLS, exit_behavior="error"),
            ToolCallLimitMiddleware(run_limit=_TOOL_CALLS, exit_behavior="error"),
            # A fixed text: an exception's own words may hold what the model must not see.
            ToolErrorMiddleware(on_error=lambda _error, _request: _TOOL_FAILED),
        ]
        if self._access.fallback:
            limits.append(ModelFallbackMiddleware(self._chat(self._access.fallback)))
        return limits

    def _chat(self, model: str) -> ChatOpenAI:
        return ChatOpenAI(
            model=model,
            api_key=self._access.api_key,
            base_url=self._access.base_url,
            timeout=self._access.seconds,
            max_retries=1,
            use_responses_api=False,
            http_async_client=self._http,
            # Servers that are not OpenAI's know this name only.
            extra_body={"max_tokens": self._access.max_tokens},
        )


def _final_text(messages: Sequence[AnyMessage]) -> str:
    last = messages[-1]
    if not isinstance(last, AIMessage) or last.tool_calls or last.invalid_tool_calls:
        return ""
    return str(last.text).strip()


def _tools(*, own_data: bool) -> list[BaseTool]:
    account = [_account_tool(tool) for tool in TOOLS] if own_data else []
    return [
        StructuredTool.from_function(coroutine=_search_faq, name="search_faq"),
        StructuredTool.from_function(coroutine=_hand_over, name="hand_over"),
        *account,
    ]


async def _search_faq(query: str, runtime: ToolRuntime[TurnContext, Any]) -> str:
    """Search the program's articles (rules, products, shops, how things work) by a few words."""
    context = runtime.context
    passages = await context.search(query)
    for passage in passages:
        context.evidence.append(passage.text)
        context.passages.setdefault(passage.source.id, passage)
    if not passages:
        return "Nothing found."
    return "\n".join(_as_data(passage.text) for passage in passages)


async def _hand_over(runtime: ToolRuntime[TurnContext, Any]) -> str:
    """Pass the member to a human colleague. Takes no arguments."""
    runtime.context.handed_over = True
    return "A colleague has been told. Say so in one kind sentence."


def _account_tool(tool: AccountTool) -> BaseTool:
    async def run(runtime: ToolRuntime[TurnContext, Any]) -> str:
        context = runtime.context
        if context.desk is None:
            return "This is told in private only."
        told = await tool.answer(context.desk)
        context.evidence.append(told.text)
        context.receipts.extend(told.receipts)
        return _as_data(told.text)

    return StructuredTool.from_function(coroutine=run, name=tool.name, description=tool.description)


def _as_data(text: str) -> str:
    """Fence a text in, so that what it says can't pass for an instruction or end its own fence."""
    return f"<data>\n{re.sub('<(?=/?data)', '< ', text)}\n</data>"
