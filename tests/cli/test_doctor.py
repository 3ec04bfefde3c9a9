from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from cli.doctor import Finding, effective, examine
from core.crypto import Vault
from core.settings import ROOT, Settings
from db import migrate

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


def settings(tmp_path: Path, **given: Any) -> Settings:
    return Settings(_env_file=None, **({"data": tmp_path / "data"} | given))


async def finding(about: str, given: Settings) -> Finding:
    (found,) = [one for one in await examine(given) if one.what.startswith(about)]
    return found


async def test_a_new_installation_has_notes_and_warnings_but_no_error(tmp_path: Path) -> None:
    found = await examine(settings(tmp_path))
    assert {one.level for one in found} <= {"ok", "note", "warning"}
    assert all(one.do for one in found if one.level in {"warning", "error"})
    assert not (tmp_path / "data").exists()


async def test_the_schema_is_compared_with_what_this_version_expects(tmp_path: Path) -> None:
    given = settings(tmp_path)
    assert (await finding("schema", given)).do == "run: python main.py migrate"
    await migrate.upgrade(given.database)
    assert await finding("schema", given) == Finding("ok", f"schema: {migrate.newest()}")


async def test_a_database_that_does_not_answer_is_an_error_without_its_password(tmp_path: Path) -> None:
    given = settings(tmp_path, database_url="postgresql://guanjia:hunter2@127.0.0.1:1/x")
    found = await finding("database", given)
    assert found.level == "error"
    assert "hunter2" not in found.what
    assert "hunter2" not in str(effective(given))


@pytest.mark.parametrize(
    ("token", "level"), [(None, "note"), ("abc", "error"), (TOKEN + " ", "error"), (TOKEN, "ok")]
)
async def test_the_shape_of_the_token_is_looked_at(token: str | None, level: str, tmp_path: Path) -> None:
    given = settings(tmp_path, telegram_token=SecretStr(token) if token else None)
    found = await finding("TELEGRAM_TOKEN", given)
    assert found.level == level
    assert TOKEN not in found.what + found.do


async def test_a_faulty_program_is_named_with_file_and_key(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "program", tmp_path / "program")
    file = tmp_path / "program/program.yaml"
    file.write_text(file.read_text().replace("per_unit: 1 ", "per_unit: none "))
    found = await finding("program", settings(tmp_path, program=tmp_path / "program"))
    assert found.level == "error"
    assert "program.yaml: points.per_unit" in found.what


async def test_the_missing_index_is_said_with_what_makes_it(tmp_path: Path) -> None:
    assert (await finding("index", settings(tmp_path))).do == "run: python main.py index"


async def test_a_secret_that_others_can_read_is_a_warning(tmp_path: Path) -> None:
    given = settings(tmp_path)
    Vault.open_at(given.data)
    assert (await finding("secret key", given)).level == "ok"
    (given.data / "secret.key").chmod(0o644)
    assert (await finding("secret key", given)).level == "warning"


@pytest.mark.parametrize(
    ("url", "secret", "level"),
    [
        ("http://bot.example.org", "s" * 20, "error"),
        ("https://bot.example.org", None, "ok"),
        ("https://bot.example.org", "short", "error"),
        ("https://bot.example.org", "s" * 20, "ok"),
    ],
)
async def test_a_webhook_needs_https_and_no_weak_secret(
    url: str, secret: str | None, level: str, tmp_path: Path
) -> None:
    given = settings(tmp_path, webhook={"url": url, "secret": secret})
    found = (await examine(given))[-1]
    assert "webhook" in found.what.lower()
    assert found.level == level


def test_effective_settings_name_every_one_and_mask_secrets(tmp_path: Path) -> None:
    given = settings(
        tmp_path,
        telegram_token=SecretStr(TOKEN),
        openai_api_key=SecretStr("sk-abcdefghijklmnopqrstuvwx"),
        secret_key=SecretStr("k" * 40),
        webhook={"url": "https://bot.example.org", "secret": "very-secret-words"},
    )
    shown = effective(given)
    assert shown["GUANJIA_MODEL__NAME"] == given.model.name
    assert shown["GUANJIA_WEBHOOK__URL"] == "https://bot.example.org"
    for secret in (TOKEN, "sk-abcdefghijklmnopqrstuvwx", "k" * 40, "very-secret-words"):
        assert secret not in str(shown)
