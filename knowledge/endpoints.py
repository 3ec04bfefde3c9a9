"""The models of an installation, in the order in which they are asked; each request is counted and bounded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import httpx
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI
from openai import APIConnectionError, APIStatusError, APITimeoutError

from knowledge.access import ModelAccess
from knowledge.breaker import Breaker
from knowledge.errors import ModelResting
from knowledge.tokens import estimate
from knowledge.turn import TurnContext

_MOST_BYTES = 4 * 1024 * 1024
# Faults of this one question, not of the server.
_OWN_FAULT = (400, 413, 422)
_CONNECT_SECONDS = 5.0


class Endpoints(AgentMiddleware[Any, TurnContext, Any]):
    """Asks the first model that is not resting, then the next; shared by all turns."""

    def __init__(self, access: ModelAccess) -> None:
        super().__init__()
        # Its own, since the library's shared one outlives every event loop.
        self._http = httpx.AsyncClient(
            transport=_Bounded(), timeout=httpx.Timeout(access.call_seconds, connect=_CONNECT_SECONDS)
        )
        names = dict.fromkeys(name for name in (access.model, access.fallback) if name)
        self._models = {name: _chat(name, access, self._http) for name in names}
        self._breakers = {name: Breaker(failures=access.failures, rest=access.rest_seconds) for name in names}
        self._asking: dict[int, str] = {}

    @property
    def first(self) -> ChatOpenAI:
        return next(iter(self._models.values()))

    async def close(self) -> None:
        await self._http.aclose()

    def late(self, context: TurnContext) -> None:
        """Note that a turn's time was over while a model was being waited for."""
        name = self._asking.get(id(context))
        if name is not None:
            self._breakers[name].failed()

    def done(self, context: TurnContext) -> None:
        """Forget a turn that is over."""
        self._asking.pop(id(context), None)

    async def awrap_model_call(
        self,
        request: ModelRequest[TurnContext],
        handler: Callable[[ModelRequest[TurnContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Ask the models in their order; raise the last one's fault, or ModelResting when none may be asked."""
        fault: Exception = ModelResting("after failures in a row")
        for name, model in self._models.items():
            if not self._breakers[name].allows():
                continue
            try:
                return await self._ask(name, request.override(model=model), handler)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next model may do better
                if not (isinstance(error, APIStatusError) and error.status_code in _OWN_FAULT):
                    self._breakers[name].failed()
                fault = error
        raise fault

    async def _ask(
        self,
        name: str,
        request: ModelRequest[TurnContext],
        handler: Callable[[ModelRequest[TurnContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        context = request.runtime.context
        self._asking[id(context)] = name
        written = len(context.written)
        context.spent.calls += 1
        try:
            response = await handler(request)
        except asyncio.CancelledError:
            # Stopped or late: what was read is paid for, and what was written until then.
            _count(context, asked=_size(request), written=context.written[written:])
            raise
        except Exception as error:
            if not _for_nothing(error):
                _count(context, asked=_size(request), written=context.written[written:])
            self._asking.pop(id(context), None)
            raise
        self._asking.pop(id(context), None)
        self._breakers[name].succeeded()
        told = next((one for one in response.result if isinstance(one, AIMessage)), AIMessage(""))
        count(context, told, asked=_size(request))
        return response


def count(context: TurnContext, told: AIMessage, *, asked: int) -> None:
    """Count a request by what the server says, or by the guess `asked` when it says nothing that can be."""
    usage = told.usage_metadata
    if usage is not None and usage["input_tokens"] > 0 and usage["output_tokens"] >= 0:
        context.spent.tokens_in += usage["input_tokens"]
        context.spent.tokens_out += usage["output_tokens"]
    else:
        _count(context, asked=asked, written=f"{told.text}{_json(told.tool_calls)}")


def _count(context: TurnContext, *, asked: int, written: str) -> None:
    context.spent.tokens_in += asked
    context.spent.tokens_out += estimate(written)


def _for_nothing(error: Exception) -> bool:
    """Say whether a request failed before the server can have read it."""
    unreached = isinstance(error, APIConnectionError) and not isinstance(error, APITimeoutError)
    return unreached or isinstance(error, APIStatusError)


def _size(request: ModelRequest[TurnContext]) -> int:
    """Return about how many tokens a request holds: prompt, messages, tools."""
    parts: Iterable[str] = (
        str(request.system_message.content) if request.system_message else "",
        *(f"{message.text}{_json(getattr(message, 'tool_calls', ''))}" for message in request.messages),
        *(
            f"{tool.name}{tool.description}{_json(tool.args)}"
            for tool in request.tools
            if not isinstance(tool, dict)
        ),
    )
    return sum(estimate(part) + 8 for part in parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if value else ""


def _chat(name: str, access: ModelAccess, http: httpx.AsyncClient) -> ChatOpenAI:
    return ChatOpenAI(
        model=name,
        api_key=access.api_key,
        base_url=access.base_url,
        timeout=httpx.Timeout(access.call_seconds, connect=_CONNECT_SECONDS),
        # Whoever fails is not asked again by the library: the next model is, or nobody.
        max_retries=0,
        use_responses_api=False,
        streaming=True,
        stream_usage=True,
        http_async_client=http,
        # Servers that are not OpenAI's know this name only.
        extra_body={"max_tokens": access.max_tokens},
    )


class _Bounded(httpx.AsyncHTTPTransport):
    """Reads no more than _MOST_BYTES of an answer, and none that would grow when it is unpacked."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = await super().handle_async_request(request)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            await response.aclose()
            raise httpx.DecodingError("a packed answer that was not asked for", request=request)
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - an asynchronous transport
        response.stream = _Counted(response.stream)
        return response


class _Counted(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self._stream:
            read += len(part)
            if read > _MOST_BYTES:
                raise httpx.ReadError(f"an answer of more than {_MOST_BYTES} bytes")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
