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


def decoded(method: str, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> dict[str, Any]:
    """Return the parameters of `method` with the types that the table names; what has none stays as it is."""
    kinds = schema.parameters(method)
    params: dict[str, Any] = {}
    for name, value in raw.items():
        kind = kinds.get(name) or _LEGACY.get(name)
        if value is not None and kind is not None:
            value = _typed(kind, name, value)  # noqa: PLW2901
        if value is not None:
            params[name] = value
    for name, kind in kinds.items():
        if name in files and "InputFile" in kind:
            params[name] = files[name]
    return params


def _typed(kind: str, name: str, value: Any) -> Any:  # noqa: PLR0911 — a case each
    if not isinstance(value, str):
        if kind == "String" and isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return value
    if kind in {"String", "InputFile", "InputFile or String"}:
        return value
    if kind in {"Integer", "Integer or String"}:
        return _integer(value, or_text=kind != "Integer")
    if kind == "Float":
        return _float(value)
    if kind in {"Boolean", "True"}:
        return value.lower() in {"true", "yes", "1"}
    return _json(name, value)


def _integer(value: str, *, or_text: bool) -> int | str | None:
    try:
        return int(value)
    except ValueError:
        return value if or_text or value.strip() else None


def _float(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _json(name: str, value: str) -> Any:
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError as wrong:
        raise Refused(400, f"Bad Request: can't parse {_NAMED.get(name, name + ' JSON object')}") from wrong
