"""An OpenAI-compatible server over real HTTP whose replies a test scripts; what it was asked is kept."""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelServer:
    """Give it replies with `say`, `call`, `fail` …; each request to the chat takes the next, the last repeats."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.embedded: list[list[str]] = []
        self.embedding_fault: str | None = None
        self.written = 0
        self.hung_up = 0
        self._replies: deque[dict[str, Any]] = deque()
        self._calls = 0
        self._obeyed: Callable[[dict[str, Any]], dict[str, Any]] | None = None
        handler = type("Handler", (_Handler,), {"model": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def say(self, text: str | None, **reply: Any) -> ModelServer:
        return self._add({"role": "assistant", "content": text}, **reply)

    def call(self, *tools: tuple[str, dict[str, Any] | str], **reply: Any) -> ModelServer:
        """Call tools; arguments given as a string go out as they are, broken or not."""
        calls = []
        for name, arguments in tools:
            self._calls += 1
            given = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
            calls.append(
                {
                    "id": f"call_{self._calls}",
                    "type": "function",
                    "function": {"name": name, "arguments": given},
                }
            )
        return self._add({"role": "assistant", "content": None, "tool_calls": calls}, **reply)

    def fail(self, status: int, text: str = "no", **headers: str) -> ModelServer:
        body = json.dumps({"error": {"message": text, "type": "server_error"}}).encode()
        self._replies.append({"status": status, "body": body, "headers": headers})
        return self

    def send_events(self, *events: bytes, **reply: Any) -> ModelServer:
        """Answer with a stream of exactly these bytes."""
        self._replies.append({"events": events, **reply})
        return self

    def send_bytes(self, body: bytes) -> ModelServer:
        self._replies.append({"body": body})
        return self

    def obey(self, script: Callable[[dict[str, Any]], dict[str, Any]]) -> ModelServer:
        """Answer each request with the message that `script` makes of it."""
        self._obeyed = script
        return self

    def forget(self) -> None:
        """Begin anew: no replies, nothing heard."""
        self.requests.clear()
        self._replies.clear()

    def drop(self) -> ModelServer:
        self._replies.append({"drop": True, "body": b""})
        return self

    def heard(self) -> str:
        """Everything that was sent to the chat, as one text."""
        return json.dumps(self.requests, ensure_ascii=False)

    def _add(self, message: dict[str, Any], **reply: Any) -> ModelServer:
        self._replies.append({"message": message, **reply})
        return self

    def _next(self, body: dict[str, Any]) -> dict[str, Any]:
        if self._obeyed is not None:
            return {"message": {"role": "assistant", **self._obeyed(body)}}
        if not self._replies:
            return {"status": 500, "body": b'{"error": {"message": "nothing was scripted"}}'}
        return self._replies.popleft() if len(self._replies) > 1 else self._replies[0]


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection as the server's script says."""

    model: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/embeddings"):
            self.model.embedded.append(body["input"])
            if self.model.embedding_fault is not None:
                told = {"error": {"message": f"{self.model.embedding_fault} {body['input']}"}}
                self._send(401, json.dumps(told).encode())
                return
            self._send(200, json.dumps(_embeddings(body["input"])).encode())
            return
        self.model.requests.append(body)
        reply = self.model._next(body)
        time.sleep(reply.get("seconds", 0))
        if reply.get("drop"):
            self.close_connection = True
        elif "events" in reply or (body.get("stream") and "message" in reply):
            self._stream(reply, body)
        elif "message" in reply:
            self._send(200, json.dumps(_completion(reply), ensure_ascii=False).encode())
        else:
            self._send(reply.get("status", 200), reply["body"], reply.get("headers"))

    def _stream(self, reply: dict[str, Any], body: dict[str, Any]) -> None:
        """Send events one by one; `pause` waits before each, `cut` breaks off after so many."""
        usage = (body.get("stream_options") or {}).get("include_usage", False)
        events = reply["events"] if "events" in reply else _events(reply, usage=usage)
        self.close_connection = True
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            for name, value in (reply.get("headers") or {}).items():
                self.send_header(name, value)
            if reply.get("cut") is not None:
                # More was announced than comes, so that breaking off is seen as such.
                self.send_header("Content-Length", "1000000000")
            self.end_headers()
            for place, event in enumerate(events):
                if place == reply.get("cut"):
                    return
                time.sleep(reply.get("pause", 0))
                self.wfile.write(event)
                self.wfile.flush()
                self.model.written += 1
        except (BrokenPipeError, ConnectionResetError):
            self.model.hung_up += 1

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


_USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
_STEP = 8  # characters a piece


def _completion(reply: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "chat",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": reply["message"], "finish_reason": "stop"}],
        "usage": reply.get("usage", _USAGE),
    }


def _events(reply: dict[str, Any], *, usage: bool) -> list[bytes]:
    """Return a message as the events of a stream: text in pieces, tool calls, then what it used."""
    message = reply["message"]
    text = message.get("content") or ""
    step = reply.get("step", max(_STEP, len(text) // 200))
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": text[at : at + step]} for at in range(0, len(text), step)]
    deltas += [
        {"tool_calls": [{"index": place, **call}]}
        for place, call in enumerate(message.get("tool_calls") or [])
    ]
    frame = {"id": "chat", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    chunks: list[dict[str, Any]] = [
        {**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas
    ]
    chunks.append({**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    if usage and reply.get("usage", _USAGE) is not None:
        chunks.append({**frame, "choices": [], "usage": reply.get("usage", _USAGE)})
    told = [f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode() for chunk in chunks]
    return [*told, b"data: [DONE]\n\n"]


def _embeddings(texts: list[str]) -> dict[str, Any]:
    rows = []
    for place, text in enumerate(texts):
        vector = [0.0] * 64
        for at in range(len(text)):
            vector[zlib.crc32(text[at : at + 2].encode()) % 64] += 1.0
        rows.append({"object": "embedding", "index": place, "embedding": vector})
    return {
        "object": "list",
        "data": rows,
        "model": "scripted",
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }


@contextmanager
def serving() -> Iterator[ModelServer]:
    server = ModelServer()
    try:
        yield server
    finally:
        server.close()
