"""Reading a program folder's YAML and CSV strictly, with every fault kept as one line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

T = TypeVar("T")
SHOWN = 80
Loc = tuple[int | str, ...]

EXPECTED = {
    "missing": "expected a value, but the key is missing",
    "literal_error": "expected {expected}",
    "bool_parsing": "expected true or false",
    "invalid_key": "expected a text as the key",
    "string_type": "expected a text",
    "bool_type": "expected true or false",
    "dict_type": "expected keys with values under it",
    "tuple_type": "expected a list",
    "too_short": "expected at least {min_length} of them",
    "model_type": "expected keys with values under it",
}


class Faults:
    """The faults found so far, in reading order."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, where: str, expected: str, *shown: Any) -> None:
        """Note that at `where` (file, key path) something else was `expected` than what is `shown`."""
        self.lines.append(": ".join([where, *(_shown(value) for value in shown), expected]))


class _Strict(yaml.SafeLoader):
    """YAML as people mean it: no 22:00 = 1320, no date guessing, exact decimals, no key twice."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


def _resolve(tag: str, pattern: str, first: str) -> None:
    import re

    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_resolve("null", r"^(?:~|null|)$", "~n\0")
_resolve("bool", r"^(?:true|false)$", "tf")
_resolve("int", r"^(?:0|-?[1-9][0-9]*)$", "-0123456789")
_resolve("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789")
_Strict.yaml_implicit_resolvers[""] = _Strict.yaml_implicit_resolvers["\0"]
_Strict.add_constructor("tag:yaml.org,2002:float", _number)


def read_text(file: Path, faults: Faults) -> str | None:
    """Return the file's text without a BOM, or note why there is none."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        faults.add(file.name, "expected this file, but it is missing")
    except OSError as error:
        faults.add(file.name, f"expected a readable file: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.add(
            file.name, f"expected UTF-8, but byte 0x{error.object[error.start]:02x} in line {line} is not"
        )
    return None


def read_yaml(file: Path, faults: Faults) -> dict[str, Any] | None:
    """Return the mapping that the file holds, or note its faults."""
    text = read_text(file, faults)
    if text is None:
        return None
    try:
        loaded = yaml.load(text, Loader=_Strict)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f": line {mark.line + 1}" if mark else ""
        faults.add(f"{file.name}{line}", f"expected valid YAML, but {error.problem or error.context}")
        return None
    except (yaml.YAMLError, TypeError) as error:
        faults.add(file.name, f"expected valid YAML, but {error}".replace("\n", " "))
        return None
    if not isinstance(loaded, dict):
        faults.add(file.name, "expected keys with values", loaded)
        return None
    return loaded


def rows(text: str) -> Iterator[tuple[int, dict[str | None, Any]]]:
    """Yield the CSV's rows by column name, with the line number on which each begins."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey=None)
    line = 2
    reader.fieldnames  # noqa: B018 (reads the head line, so that line numbers count from the first row)
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def checked(
    kind: type[T] | Any, value: Any, where: str, faults: Faults, columns: Mapping[str, str] | None = None
) -> T | None:
    """Return `value` as a `kind`, or note every fault in it under `where`; `columns` renames places."""
    try:
        return TypeAdapter[T](kind).validate_python(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            inner = path(fault["loc"])
            place = ": ".join(part for part in (where, (columns or {}).get(inner, inner)) if part)
            if fault["type"] == "missing":
                faults.add(place, _expected(kind, fault))
            else:
                shown = fault.get("ctx", {}).get("shown", fault["input"])
                faults.add(place, _expected(kind, fault), shown)
        return None


def path(loc: Loc) -> str:
    """Write a place in nested data as people read it: `tiers[1].keep`."""
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text.replace(".[key]", " (the key)")


def _expected(kind: Any, fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        known = _known_keys(kind, fault["loc"][:-1])
        near = get_close_matches(str(fault["loc"][-1]), known, 1)
        return (
            f"unknown key, did you mean {near[0]}?" if near else f"unknown key, expected {', '.join(known)}"
        )
    if fault["type"] in EXPECTED:
        return EXPECTED[fault["type"]].format(**fault.get("ctx", {}))
    return fault["msg"]


def _known_keys(kind: Any, loc: Loc) -> list[str]:
    schema = TypeAdapter(kind).json_schema(by_alias=True, mode="validation")
    here = schema
    for step in (None, *loc):
        if step is not None:
            here = here.get("items") or here.get("properties", {}).get(step) or here["additionalProperties"]
        here = next((way for way in here.get("anyOf", ()) if "$ref" in way), here)
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rpartition("/")[2]]
    return [key for key in here.get("properties", {}) if key != "id" or not loc]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
