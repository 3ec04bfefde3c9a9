"""An OpenAI-compatible server over real HTTP whose replies a test scripts; what it was asked is kept."""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelServer:
    """Give it replies with `say`, `call`, `fail` …; each request to the chat takes the next, the last repeats."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.embedded: list[list[str]] = []
        self._replies: deque[dict[str, Any]] = deque()
        self._calls = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                """Keep quiet."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.endswith("/embeddings"):
                    server.embedded.append(body["input"])
                    self._send(200, json.dumps(_embeddings(body["input"])).encode())
                    return
                server.requests.append(body)
                reply = server._next()
                time.sleep(reply.get("seconds", 0))
                if reply.get("drop"):
                    self.close_connection = True
                    return
                self._send(reply.get("status", 200), reply["body"], reply.get("headers"))

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

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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

    def send_bytes(self, body: bytes) -> ModelServer:
        self._replies.append({"body": body})
        return self

    def drop(self) -> ModelServer:
        self._replies.append({"drop": True, "body": b""})
        return self

    def heard(self) -> str:
        """Everything that was sent to the chat, as one text."""
        return json.dumps(self.requests, ensure_ascii=False)

    def _add(self, message: dict[str, Any], **reply: Any) -> ModelServer:
        body = {
            "id": "chat",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        self._replies.append({"body": json.dumps(body, ensure_ascii=False).encode(), **reply})
        return self

    def _next(self) -> dict[str, Any]:
        if not self._replies:
            return {"status": 500, "body": b'{"error": {"message": "nothing was scripted"}}'}
        return self._replies.popleft() if len(self._replies) > 1 else self._replies[0]


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
