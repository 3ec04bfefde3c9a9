"""What went wrong with a request, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
# slug → (status, title); the slug is an anchor of the page at /api/docs.
KINDS: dict[str, tuple[int, str]] = {
    "not-json": (400, "The body is not the JSON that was expected"),
    "unsigned": (401, "The request proves nothing"),
    "not-allowed": (403, "The channel has no right to this"),
    "not-found": (404, "There is no such thing"),
    "wrong-method": (405, "The address knows other methods only"),
    "id-reused": (409, "The webhook-id was used with another content"),
    "conflict": (409, "It is there, but not in a state for this"),
    "too-large": (413, "The body is too large"),
    "wrong-type": (415, "The body has a type that is not read"),
    "rejected": (422, "It was understood and is not taken in"),
    "too-often": (429, "Too many requests"),
    "failed": (500, "The server failed"),
    "busy": (503, "The server is busy"),
}


class Problem(Exception):
    """A request ends here; `detail` says to whoever sent it what was expected."""

    def __init__(self, kind: str, detail: str, *, retry_after: float | None = None, **more: Any) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.more: Mapping[str, Any] = more

    @property
    def status(self) -> int:
        return KINDS[self.kind][0]

    def body(self, instance: str) -> dict[str, Any]:
        status, title = KINDS[self.kind]
        return {
            "type": f"/api/docs#{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": instance,
            **self.more,
        }


def answer(request: Request, problem: Problem) -> JSONResponse:
    """Render a problem; Retry-After is in whole seconds, at least one."""
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(problem.retry_after + 0.5)))
    if problem.status == 401:
        headers["WWW-Authenticate"] = "StandardWebhooks"
    return JSONResponse(
        problem.body(request.url.path),
        status_code=problem.status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )
