"""From what came over HTTP (text in a form, values in JSON, uploads) to parameters by the types of the table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox import schema
from sandbox.telegram.request import Refused, Upload, bad

_LEGACY: Final = {
    "reply_to_message_id": "Integer",
    "allow_sending_without_reply": "Boolean",
    "disable_web_page_preview": "Boolean",
}
_NAMED: Final = {
    "reply_markup": "reply keyboard markup JSON object",
    "entities": "entities JSON object",
    "caption_entities": "entities JSON object",
    "media": "media JSON object",
    "reply_parameters": "reply parameters JSON object",
}


async def read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the raw parameters and the files of a request, from the query and from any kind of body."""
    raw: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    if request.method != "POST":
        return raw, files
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        body = await request.body()
        try:
            given = json.loads(body) if body.strip() else {}
        except ValueError as wrong:
            raise bad("can't parse request JSON object") from wrong
        if not isinstance(given, dict):
            raise bad("can't parse request JSON object")
        raw |= given
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form(max_part_size=2**24) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    files[name] = Upload(value.filename or name, content, value.content_type)
                else:
                    raw[name] = value
    return raw, files


def decoded(
    method: str, raw: Mapping[str, Any], files: Mapping[str, Upload]
) -> tuple[dict[str, Any], list[str]]:
    """Return the parameters of `method` with the types that the table names, and what could not be read.

    A number that is none is left out as if it were not there; an object of the wrong shape is refused.
    """
    kinds = schema.parameters(method)
    params: dict[str, Any] = {}
    faults: list[str] = []
    for name, value in raw.items():
        kind = kinds.get(name) or _LEGACY.get(name)
        typed = value if kind is None or value is None else _typed(kind, name, value)
        if typed is not None:
            params[name] = typed
        elif value is not None and value != "":
            faults.append(f"{method}.{name}: expected {kind}, not {str(value)[:40]!r}")
    for name, kind in kinds.items():
        if name in files and "InputFile" in kind:
            params[name] = files[name]
    return params, faults


def _typed(kind: str, name: str, value: Any) -> Any:
    """Return the value as what it should be, None when it cannot be that."""
    if kind in {"String", "InputFile", "InputFile or String"}:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kind in {"Integer", "Integer or String"}:
        return _integer(value, or_text=kind != "Integer")
    if kind == "Float":
        return _float(value)
    if kind in {"Boolean", "True"}:
        return (
            value.lower() in {"true", "yes", "1"} if isinstance(value, str) else value is True or value == 1
        )
    read = _json(name, value) if isinstance(value, str) else value
    if read is not None and schema.mistyped(kind, read, name):
        raise _unreadable(name)
    return read


def _integer(value: Any, *, or_text: bool) -> int | str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    try:
        return int(value)
    except ValueError:
        return value if or_text else None


def _float(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _unreadable(name: str) -> Refused:
    return Refused(400, f"Bad Request: can't parse {_NAMED.get(name, name + ' JSON object')}")


def _json(name: str, value: str) -> Any:
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError as wrong:
        raise _unreadable(name) from wrong
