"""The assistant with a language model: LangChain's agent on any OpenAI-compatible server.

The model proposes; tools, the guard and limits decide. Whatever goes wrong raises AgentFailed, and the caller
answers without a model.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ToolCallLimitMiddleware,
    ToolErrorMiddleware,
)
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, HumanMessage
from langchain_core.tools import BaseTool
from langsmith import tracing_context

from knowledge.access import ModelAccess
from knowledge.endpoints import Endpoints, count
from knowledge.errors import AgentFailed, kind_of
from knowledge.guard import cleaned, fit_to_send, unsupported
from knowledge.model_tools import tools_for
from knowledge.prompts import load_prompt
from knowledge.release import Release
from knowledge.tokens import estimate
from knowledge.turn import Drafted, TurnContext, Watch
from membership.conversations import Recalled

_MODEL_CALLS, _TOOL_CALLS = 5, 8
_TOOL_FAILED = "The tool is out of order. Do without it, or call hand_over."


class Agent:
    """One model with its tools, built once and shared by all turns."""

    def __init__(self, access: ModelAccess) -> None:
        self._seconds = access.seconds
        self._system = load_prompt("assistant")
        self._correction = load_prompt("correction")
        self._summary = load_prompt("summary")
        self._endpoints = Endpoints(access)
        self._graphs: dict[str, Any] = {}

    async def close(self) -> None:
        await self._endpoints.close()

    async def draft(
        self,
        question: str,
        *,
        context: TurnContext,
        earlier: Recalled,
        values: dict[str, str],
        watch: Watch | None = None,
    ) -> Drafted:
        """Let the model answer a masked question; raise AgentFailed when nothing fit to send came of it."""
        tools = tools_for(own_data=context.desk is not None)
        prompt = self._system.fill(**values, tools=", ".join(tool.name for tool in tools))
        messages = [*_said_before(earlier), HumanMessage(question)]
        try:
            async with asyncio.timeout(self._seconds):
                text = await self._checked(self._graph(prompt, tools), messages, context, prompt, watch)
        except AgentFailed:
            raise
        except Exception as error:
            if isinstance(error, TimeoutError):
                self._endpoints.late(context)
            # A model server can fail in any way that HTTP, JSON and LangChain know, and none may reach a member.
            raise AgentFailed(kind_of(error)) from error
        finally:
            self._endpoints.done(context)
        return Drafted(
            text,
            context.action,
            tuple(context.passages.values()),
            tuple(dict.fromkeys(context.receipts)),
            tuple(context.proposals),
            self._system.version,
        )

    async def summarise(self, outline: str, *, context: TurnContext) -> str:
        """Let the model word the outline of a talk shorter; raise AgentFailed when it does not."""
        asked = self._summary.fill(outline=_as_data(outline))
        try:
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._seconds):
                    told = await self._endpoints.first.ainvoke([HumanMessage(asked)])
        except Exception as error:
            raise AgentFailed(kind_of(error)) from error
        context.spent.calls += 1
        count(context, told, asked=estimate(asked))
        summary = cleaned(str(told.text)).strip()
        if not fit_to_send(summary, self._summary.text):
            raise AgentFailed("no summary fit to keep")
        return summary

    async def _checked(
        self, graph: Any, messages: list[AnyMessage], context: TurnContext, prompt: str, watch: Watch | None
    ) -> str:
        """Run the graph, and once more when the guard objects."""
        for last_try in (False, True):
            messages = await self._run(graph, messages, context, Release(context, prompt, watch))
            text = cleaned(_final_text(messages))
            if not fit_to_send(text, prompt):
                raise AgentFailed(f"nothing fit to send in {len(text)} characters")
            strange = unsupported(text, context.evidence)
            if not strange:
                return text
            if last_try:
                break
            correction = self._correction.fill(unsupported=", ".join(strange)[:500])
            messages = [*messages, HumanMessage(correction)]
        raise AgentFailed(f"{len(strange)} figures or links from nowhere, twice")

    async def _run(
        self, graph: Any, messages: list[AnyMessage], context: TurnContext, release: Release
    ) -> list[AnyMessage]:
        state: dict[str, Any] = {"messages": messages}
        with tracing_context(enabled=False):
            stream = graph.astream(state, context=context, stream_mode=["messages", "values"])
            async with aclosing(stream):
                async for kind, told in stream:
                    if kind == "values":
                        state = told
                    elif isinstance(told[0], AIMessageChunk):
                        release.add(told[0].id, str(told[0].text))
        return list(state["messages"])

    def _graph(self, prompt: str, tools: list[BaseTool]) -> Any:
        if prompt not in self._graphs:
            # The prompt changes with day, language and tools only, so a few graphs serve everybody.
            while len(self._graphs) >= 16:
                self._graphs.pop(next(iter(self._graphs)))
            limits: list[AgentMiddleware[Any, Any, Any]] = [
                ModelCallLimitMiddleware(run_limit=_MODEL_CALLS, exit_behavior="error"),
                ToolCallLimitMiddleware(run_limit=_TOOL_CALLS, exit_behavior="error"),
                # A fixed text: an exception's own words may hold what the model must not see.
                ToolErrorMiddleware(on_error=lambda _error, _request: _TOOL_FAILED),
                self._endpoints,
            ]
            self._graphs[prompt] = create_agent(
                self._endpoints.first,
                tools,
                system_prompt=prompt,
                middleware=limits,
                context_schema=TurnContext,
            )
        return self._graphs[prompt]


def _as_data(text: str) -> str:
    """Return what people said so that it can't end the <data> around it."""
    return text.replace("<", "‹")


def _said_before(earlier: Recalled) -> list[AnyMessage]:
    messages: list[AnyMessage] = []
    if earlier.summary:
        outline = _as_data(earlier.summary)
        messages.append(HumanMessage(f"<data>\nWhat was talked about before:\n{outline}\n</data>"))
    for turn in earlier.turns:
        messages += [HumanMessage(turn.question), AIMessage(turn.answer)]
    return messages


def _final_text(messages: Sequence[AnyMessage]) -> str:
    last = messages[-1]
    if not isinstance(last, AIMessage) or last.tool_calls or last.invalid_tool_calls:
        return ""
    return str(last.text).strip()
