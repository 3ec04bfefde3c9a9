from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from pydantic import AliasChoices, BaseModel, SecretStr

from core.errors import BadSettings
from core.settings import ROOT, Settings, load_settings


def _leaves(model: type[BaseModel], prefix: str = "GUANJIA_") -> dict[str, tuple[set[str], Any]]:
    """Every setting by its own environment name: all names that it goes by, and its default."""
    found: dict[str, tuple[set[str], Any]] = {}
    for name, field in model.model_fields.items():
        own = f"{prefix}{name.upper()}"
        if isinstance(field.default, BaseModel):
            found |= _leaves(type(field.default), f"{own}__")
            continue
        alias = field.validation_alias
        names = {str(choice) for choice in alias.choices} if isinstance(alias, AliasChoices) else {own}
        found[own] = (names, field.default)
    return found


def _as_text(default: Any) -> str:
    if default is None or default == ():
        return ""
    if isinstance(default, Path):
        return default.relative_to(ROOT).as_posix() if default.is_absolute() else default.as_posix()
    return str(default).lower() if isinstance(default, bool) else str(default)


LEAVES = _leaves(Settings)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for names, _ in LEAVES.values():
        for name in names:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_setting_once_and_nothing_else() -> None:
    given = list(dotenv_values(ROOT / ".env.example"))
    lines = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    assert len(lines) == len(set(lines)) == len(given)
    for own, (names, _) in LEAVES.items():
        assert len(names & set(given)) == 1, f"{own} is missing in .env.example, or there twice"
    assert set(given) <= {name for names, _ in LEAVES.values() for name in names}


def test_the_example_changes_no_default_when_it_is_used_as_it_is() -> None:
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)


def test_the_table_of_settings_has_every_name_and_default() -> None:
    rows = re.findall(r"^\| (`.*?) \|(.*?)\|", (ROOT / "docs/settings.md").read_text(), flags=re.MULTILINE)
    told = {frozenset(re.findall(r"`([A-Z_]+)`", names)): default.strip(" `") for names, default in rows}
    assert told == {frozenset(names): _as_text(default) for names, default in LEAVES.values()}


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "GUANJIA_TELEGRAM_TOKEN"])
def test_the_usual_name_and_our_own_name_mean_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "123456:abc")
    assert load_settings().telegram_token == SecretStr("123456:abc")


def test_two_underscores_reach_into_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_MODEL__NAME", "small")
    assert load_settings().model.name == "small"


@pytest.mark.parametrize("given", ["7,8", "7 8", " 7, 8 ,"])
def test_operators_are_a_list_of_numbers(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_OPERATORS", given)
    assert load_settings().operators == (7, 8)


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_SUPPORT_CHAT", "")
    monkeypatch.setenv("GUANJIA_PORT", "")
    assert load_settings().support_chat is None
    assert load_settings().port == 8081


@pytest.mark.parametrize(
    ("name", "value"),
    [("GUANJIA_PORT", "70000"), ("GUANJIA_LOG_LEVEL", "LOUD"), ("GUANJIA_OPERATORS", "me")],
)
def test_a_wrong_value_is_refused_with_its_name_and_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert name.removeprefix("GUANJIA_") in str(refused.value)
    assert (
        repr(value) in str(refused.value)
        or repr([value]) in str(refused.value)
        or value in str(refused.value)
    )


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (None, "sqlite+aiosqlite:///data/guanjia.db"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("sqlite:///other.db", "sqlite+aiosqlite:///other.db"),
    ],
)
def test_the_database_address_gets_its_async_driver(url: str | None, address: str) -> None:
    assert load_settings(database_url=url).database == address
