"""The conventions of docs and reviews that a machine can check; each failure says what to do."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import Router

from cli.jobs import JOBS
from cli.routers import ROUTERS
from core.settings import ROOT

PACKAGES = (
    "bot",
    "cli",
    "core",
    "db",
    "handlers",
    "ingest",
    "insight",
    "knowledge",
    "membership",
    "sandbox",
    "tasks",
    "web",
)
COMMITTERS = {"db/engine.py", "db/writer.py", "db/migrate.py", "db/migrations/env.py"}
# What aiogram hands in by itself, what `bot/context.py` adds to each update, what `cli/service.py` provides.
PROVIDED = {
    *{
        "bot",
        "event_from_user",
        "event_chat",
        "state",
        "raw_state",
        "command",
        "callback_data",
        "event_update",
    },
    *{"viewer", "texts", "program", "now"},
    *{
        "db",
        "clock",
        "catalogue",
        "assistant",
        "recommender",
        "support",
        "pace",
        "settings",
        "manners",
        "turns",
        "operators",
        "vault",
    },
}


def _files(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_only_the_engine_commits() -> None:
    found = [
        f"{_name(file)}:{number}"
        for file in _files(*PACKAGES)
        if _name(file) not in COMMITTERS
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\bsession\.commit\(|\bconnection\.commit\(", line)
    ]
    assert not found, f"write through `db.write(rule, …)`; it commits: {found}"


def _words(package: str) -> set[str]:
    return {file.stem for file in (ROOT / package).glob("*.py")}


def test_every_router_is_registered() -> None:
    registered = {router.name for router in ROUTERS}
    declared = {
        word
        for word in _words("handlers") - {"__init__"}
        if isinstance(getattr(importlib.import_module(f"handlers.{word}"), "router", None), Router)
    }
    assert declared == registered, "add the router to cli/routers.py (and name it after its file)"


def test_every_job_is_registered_under_its_own_word() -> None:
    declared = {
        job.id
        for word in _words("tasks") - {"__init__"}
        for job in getattr(importlib.import_module(f"tasks.{word}"), "JOBS", ())
    }
    assert declared == {job.id for job in JOBS}, "add the file's JOBS to cli/jobs.py"
    assert len(declared) == len(JOBS), "job ids are unique"
    wrong = [
        job.id
        for word in _words("tasks") - {"__init__"}
        for job in getattr(importlib.import_module(f"tasks.{word}"), "JOBS", ())
        if job.id.partition(".")[0] != word
    ]
    assert not wrong, f"a job's id begins with the word of its file: {wrong}"


def _handlers() -> Iterator[tuple[str, Any]]:
    for router in ROUTERS:
        for kind, observer in router.observers.items():
            for handler in observer.handlers:
                yield f"{router.name} ({kind}) {handler.callback.__name__}", handler.callback


def test_every_handler_parameter_is_provided() -> None:
    missing = []
    for name, callback in _handlers():
        parameters = list(inspect.signature(callback).parameters)[1:]
        missing += [f"{name}: {parameter}" for parameter in parameters if parameter not in PROVIDED]
    assert not missing, f"provide it in cli/service.py or bot/context.py, and list it here: {missing}"


def _rules() -> Iterator[tuple[str, Any]]:
    for word in sorted(_words("membership") - {"__init__"}):
        module = importlib.import_module(f"membership.{word}")
        for name, rule in vars(module).items():
            ours = (
                inspect.isfunction(rule) and rule.__module__ == module.__name__ and not name.startswith("_")
            )
            if ours and next(iter(inspect.signature(rule).parameters), "") == "session":
                yield f"membership.{word}.{name}", rule


def test_rules_take_the_session_first_and_all_else_by_name() -> None:
    rules = dict(_rules())
    assert len(rules) > 40
    wrong = [
        name
        for name, rule in rules.items()
        for parameter in list(inspect.signature(rule).parameters.values())[1:]
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    ]
    assert not wrong, f"put a * after session: {wrong}"


def test_rules_are_plain_functions_and_return_no_rows() -> None:
    awaiting = [name for name, rule in _rules() if inspect.iscoroutinefunction(rule)]
    assert not awaiting, f"a rule must not wait for anything inside a transaction: {awaiting}"
    rows = [name for name, rule in _rules() if "Row[" in str(inspect.signature(rule).return_annotation)]
    assert not rows, f"return a frozen dataclass: {rows}"


def test_features_have_one_word_in_every_layer() -> None:
    words = _words("membership")
    odd = [
        f"{package}/{word}.py"
        for package, allowed in (
            ("handlers", {"__init__", "help"}),
            ("tasks", {"__init__", "jobs", "scheduler"}),
        )
        for word in _words(package) - allowed - words
    ]
    assert not odd, f"name it after its feature's word in membership/: {odd}"


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_texts_start_with_the_word_of_their_file(language: str) -> None:
    for file in sorted((ROOT / "locales" / language).glob("*.ftl")):
        for key in _keys(file):
            assert key.startswith(f"{file.stem}-"), (
                f"{language}/{file.name}: {key}: move it to its word's file"
            )


def test_texts_exist_in_every_language_with_the_same_variables() -> None:
    tables = {language: _texts(language) for language in ("zh-Hans", "zh-Hant", "en")}
    for language in ("zh-Hant", "en"):
        missing = tables["zh-Hans"].keys() ^ tables[language].keys()
        assert not missing, f"{language}: in one language only: {sorted(missing)}"
        for key, variables in tables["zh-Hans"].items():
            unlike = variables ^ tables[language][key]
            assert not unlike, f"{language}: {key}: variables differ: {sorted(unlike)}"


def test_every_text_is_used_and_every_used_text_exists() -> None:
    keys = set(_texts("zh-Hans"))
    words = {key.partition("-")[0] for key in keys}
    literal, prefixes = set(), set()
    for file in [*_files(*PACKAGES), ROOT / "main.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literal.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefixes.add(str(node.values[0].value))
    begun = tuple(prefix for prefix in prefixes if prefix.partition("-")[0] in words and "-" in prefix)
    unused = [key for key in keys if key not in literal and not key.startswith(begun)]
    assert not unused, f"remove them from locales/: {sorted(unused)}"
    wanted = {text for text in literal if re.fullmatch(rf"({'|'.join(words)})-[a-z-]+", text)}
    missing = {text for text in wanted - keys if f"{text}\n" in _asked()}
    assert not missing, f"write them in locales/: {sorted(missing)}"


def _asked() -> str:
    """Return the keys that code passes to `texts(…)` or names as an error's key, one a line."""
    told = "\n".join(file.read_text(encoding="utf-8") for file in _files(*PACKAGES))
    found = re.findall(r'(?:texts\(\s*|\bkey = |text=)"([a-z]+-[a-z_-]+)"', told)
    return "".join(f"{key}\n" for key in found)


def _keys(file: Path) -> list[str]:
    return re.findall(r"^([a-zA-Z][\w-]*) *=", file.read_text(encoding="utf-8"), re.MULTILINE)


def _texts(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in sorted((ROOT / "locales" / language).glob("*.ftl")):
        parts = re.split(r"^([a-zA-Z][\w-]*) *=", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for key, body in zip(parts[1::2], parts[2::2], strict=True):
            assert key not in found, f"{language}: {key} twice"
            found[key] = frozenset(re.findall(r"\$([a-z_]+)", body))
    return found


def test_nothing_is_left_open_in_the_code() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [
        f"{_name(file)}:{number}"
        for file in _files(*PACKAGES)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert not found, f"finish it or file an issue: {found}"
