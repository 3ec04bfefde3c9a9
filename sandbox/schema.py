"""The table of Bot API methods and objects, and the checks of requests and answers against it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sandbox.telegram.request import Upload

_TABLE: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("schema.json").read_text())
METHODS: Final[dict[str, dict[str, Any]]] = _TABLE["methods"]
# Methods in any case, and the old names that Telegram still takes.
BY_LOWER: Final[dict[str, str]] = {
    **{name.lower(): name for name in METHODS},
    "getchatmemberscount": "getChatMemberCount",
    "kickchatmember": "banChatMember",
}
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


@cache
def parameters(method: str) -> dict[str, str]:
    """Return the type of each parameter of a method, marks removed."""
    return {name: _field(spec)[0] for name, spec in METHODS[method]["params"].items()}


def fields_of(kind: str) -> list[str]:
    return list(_TABLE["types"][kind])


def check_request(method: str, params: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the parameters of a call; values are as decoded (objects, numbers, uploads)."""
    checks, required = _described(METHODS[method]["params"])
    faults = [f"{method}: {name} is missing" for name in required if name not in params]
    for name, value in params.items():
        check = checks.get(name)
        if check is not None:
            faults += _worded(f"{method}.{name}", check(value))
        elif name not in LEGACY:
            faults.append(f"{method}: unknown parameter {name}")
    return faults


def mistyped(kind: str, value: Any, where: str) -> list[str]:
    """Say what cannot be read at all: wrong types, but neither missing nor unknown fields."""
    return _worded(where, tuple(fault for fault in _checker(kind)(value) if fault[1] in _UNREADABLE))


def check_answer(method: str, result: Any) -> list[str]:
    """Say what is wrong with the `result` of an answer."""
    return _worded(method, _checker(METHODS[method]["returns"])(result))


def check_object(kind: str, value: Any) -> list[str]:
    """Say what is wrong with an object, an update say, of the named type."""
    return _worded(kind, _checker(kind)(value))


# Where below the checked value, what kind of fault, and what is said. Checks build no text while all is well,
# for every request and every answer goes through them.
Fault = tuple[str, str, str]
Check = Callable[[Any], tuple[Fault, ...]]
_UNREADABLE: Final = frozenset({"type"})
_FINE: Final[tuple[Fault, ...]] = ()


def _worded(where: str, faults: tuple[Fault, ...]) -> list[str]:
    return [f"{where}{path}: {said}" for path, _, said in faults]


@cache
def _checker(kind: str, constant: str | None = None) -> Check:
    """Build the check of a type once; objects that contain themselves find it when they are used."""
    if kind.startswith("Array of "):
        return _array(kind.removeprefix("Array of ").replace(" and ", ", "))
    choices = tuple(part.strip() for piece in kind.split(" or ") for part in piece.split(","))
    if len(choices) > 1:
        return _any_of(choices)
    if kind in _SIMPLE:
        return _simple(kind, constant)
    if kind in _TABLE["unions"]:
        return _any_of(tuple(_TABLE["unions"][kind]))
    return _object(kind)


def _array(inner: str) -> Check:
    def check(value: Any) -> tuple[Fault, ...]:
        if not isinstance(value, list):
            return (("", "type", f"expected an array, not {_named(value)}"),)
        each_check = _checker(inner)
        found: list[Fault] = []
        for at, each in enumerate(value):
            if faults := each_check(each):
                found += [(f"[{at}]{path}", what, said) for path, what, said in faults]
        return tuple(found)

    return check


def _simple(kind: str, constant: str | None) -> Check:
    types = _SIMPLE[kind]
    no_flag = kind in {"Integer", "Float"}

    def check(value: Any) -> tuple[Fault, ...]:
        if not isinstance(value, types) or (no_flag and isinstance(value, bool)):
            return (("", "type", f"expected {kind}, not {_named(value)}"),)
        if constant is not None and value != constant:
            return (("", "value", f"expected {constant!r}, not {value!r}"),)
        return _FINE

    return check


def _described(fields: dict[str, str]) -> tuple[dict[str, Check], list[str]]:
    """Return the check of each field and the names of those that must be there."""
    found = _DESCRIBED.get(id(fields))
    if found is None:
        specs = {name: _field(spec) for name, spec in fields.items()}
        checks = {name: _checker(kind, constant) for name, (kind, _, constant) in specs.items()}
        found = _DESCRIBED[id(fields)] = (checks, [name for name, spec in specs.items() if spec[1]])
    return found


# By identity: the table is read once and never changes.
_DESCRIBED: Final[dict[int, tuple[dict[str, Check], list[str]]]] = {}


def _object(kind: str) -> Check:
    fields = _TABLE["types"].get(kind)

    def check(value: Any) -> tuple[Fault, ...]:
        if fields is None:
            return (("", "table", f"the table has no type {kind}"),)
        if not isinstance(value, dict):
            return (("", "type", f"expected {kind}, not {_named(value)}"),)
        checks, required = _described(fields)
        found: list[Fault] = []
        for name, each in value.items():
            each_check = checks.get(name)
            if each_check is None:
                found.append((f".{name}", "unknown", f"{kind} has no such field"))
            elif faults := each_check(each):
                found += [(f".{name}{path}", what, said) for path, what, said in faults]
        found += [(f".{name}", "missing", f"{kind} must have it") for name in required if name not in value]
        return tuple(found)

    return check


def _any_of(choices: tuple[str, ...]) -> Check:
    """Accept what fits one of the types; else give the faults of the one that fits best."""

    def check(value: Any) -> tuple[Fault, ...]:
        best: tuple[Fault, ...] | None = None
        for choice in choices:
            faults = _checker(choice)(value)
            if not faults:
                return _FINE
            if best is None or len(faults) < len(best):
                best = faults
        return best or _FINE

    return check


def _named(value: Any) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
