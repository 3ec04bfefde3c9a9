"""The table of Bot API methods and objects, and the checks of requests and answers against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sandbox.telegram.request import Upload

_TABLE: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("schema.json").read_text())
METHODS: Final[dict[str, dict[str, Any]]] = _TABLE["methods"]
BY_LOWER: Final[dict[str, str]] = {name.lower(): name for name in METHODS}
# Taken by Telegram for the sake of old clients, described no more.
LEGACY: Final = frozenset(
    {
        "allow_sending_without_reply",
        "disable_web_page_preview",
        "reply_to_message_id",
        "thumb",
    }
)
_SIMPLE: Final[dict[str, tuple[type, ...]]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
    "InputFile": (Upload,),
}


@cache
def _field(spec: str) -> tuple[str, bool, str | None]:
    """Split `String!=creator` into the type, whether it must be there, and what it must be."""
    kind, _, constant = spec.partition("=")
    return kind.removesuffix("!"), kind.endswith("!"), constant or None


def parameters(method: str) -> dict[str, str]:
    """Return the type of each parameter of a method, marks removed."""
    return {name: _field(spec)[0] for name, spec in METHODS[method]["params"].items()}


def fields_of(kind: str) -> list[str]:
    return list(_TABLE["types"][kind])


@cache
def _choices(kind: str) -> tuple[str, ...]:
    return tuple(part.strip() for piece in kind.split(" or ") for part in piece.split(","))


def check_request(method: str, params: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the parameters of a call; values are as decoded (objects, numbers, uploads)."""
    described = METHODS[method]["params"]
    faults = [
        f"{method}: unknown parameter {name}"
        for name in params
        if name not in described and name not in LEGACY
    ]
    for name, spec in described.items():
        kind, required, constant = _field(spec)
        if name in params:
            faults += _check(kind, params[name], f"{method}.{name}", constant)
        elif required:
            faults.append(f"{method}: {name} is missing")
    return faults


def mistyped(kind: str, value: Any, where: str) -> list[str]:
    """Say what cannot be read at all: wrong types, but neither missing nor unknown fields."""
    return [
        fault
        for fault in _check(kind, value, where)
        if ": expected " in fault and ": expected '" not in fault
    ]


def check_answer(method: str, result: Any) -> list[str]:
    """Say what is wrong with the `result` of an answer."""
    return _check(METHODS[method]["returns"], result, method)


def check_object(kind: str, value: Any) -> list[str]:
    """Say what is wrong with an object, an update say, of the named type."""
    return _check(kind, value, kind)


def _check(kind: str, value: Any, where: str, constant: str | None = None) -> list[str]:  # noqa: PLR0911 — a case each
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ").replace(" and ", ", ")
        if not isinstance(value, list):
            return [f"{where}: expected an array, not {_named(value)}"]
        return [fault for at, each in enumerate(value) for fault in _check(inner, each, f"{where}[{at}]")]
    choices = _choices(kind)
    if len(choices) > 1:
        return _any_of(choices, value, where)
    if kind in _SIMPLE:
        return _check_simple(kind, value, where, constant)
    if kind in _TABLE["unions"]:
        return _any_of(tuple(_TABLE["unions"][kind]), value, where)
    if kind in _TABLE["types"]:
        return _check_fields(kind, value, where)
    return [f"{where}: the table has no type {kind}"]


def _check_simple(kind: str, value: Any, where: str, constant: str | None) -> list[str]:
    if not isinstance(value, _SIMPLE[kind]) or (isinstance(value, bool) and kind in {"Integer", "Float"}):
        return [f"{where}: expected {kind}, not {_named(value)}"]
    if constant is not None and value != constant:
        return [f"{where}: expected {constant!r}, not {value!r}"]
    return []


def _check_fields(kind: str, value: Any, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: expected {kind}, not {_named(value)}"]
    described = _TABLE["types"][kind]
    faults = [f"{where}.{name}: {kind} has no such field" for name in value if name not in described]
    for name, spec in described.items():
        inner, required, constant = _field(spec)
        if name in value:
            faults += _check(inner, value[name], f"{where}.{name}", constant)
        elif required:
            faults.append(f"{where}.{name}: {kind} must have it")
    return faults


def _any_of(choices: tuple[str, ...], value: Any, where: str) -> list[str]:
    """Accept what fits one of the types; else give the faults of the one that fits best."""
    best: list[str] | None = None
    for choice in choices:
        faults = _check(choice, value, where)
        if not faults:
            return []
        if best is None or len(faults) < len(best):
            best = faults
    return best or []


def _named(value: Any) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
