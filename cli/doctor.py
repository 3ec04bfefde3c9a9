"""What is wrong with this installation, and what to do about it."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from cli.parts import choice_of
from core.clock import Clock
from core.crypto import KEY_FILE
from core.errors import BadProgram
from core.logs import redact
from core.program import load_program
from core.settings import Settings
from core.texts import Catalogue
from db import migrate
from db.engine import open_database
from knowledge.articles import BadArticles
from knowledge.errors import EmbedderUnavailable
from knowledge.sources import gather
from membership import channels, webhooks

Level = Literal["ok", "note", "warning", "error"]
TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")
SPACE_WANTED = 1 << 30
# Two connections that write or checkpoint at once may damage the log; this program has only one that does.
WAL_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
_SHOWN = 20
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `what` was found and what to `do` (empty when all is well)."""

    level: Level
    what: str
    do: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Look at storage, program, index, schema and settings; changes nothing."""
    found = [
        *_sqlite(settings),
        _folder(settings.data),
        _space(settings.data),
        _secret(settings),
        _program(settings),
        *_articles(settings),
        _index(settings),
        _embedder(settings),
        await _schema(settings),
        *await _systems(settings),
        _token(settings),
        _operators(settings),
        _model(settings),
    ]
    return [*found, *([_webhook(settings)] if settings.webhook.url else [])]


def effective(settings: Settings) -> dict[str, Any]:
    """Return every setting as it is in force, by its environment name, secrets masked."""
    shown: dict[str, Any] = {}
    for name, value in _flat("GUANJIA_", settings):
        shown[name] = _masked(value)
    return shown


def _flat(prefix: str, part: BaseModel) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name in type(part).model_fields:
        value = getattr(part, name)
        here = f"{prefix}{name.upper()}"
        pairs += _flat(f"{here}__", value) if isinstance(value, BaseModel) else [(here, value)]
    return pairs


def _masked(value: Any) -> Any:
    if isinstance(value, SecretStr):
        hidden = value.get_secret_value()
        return f"…{hidden[-4:]} ({len(hidden)} characters)" if len(hidden) > 12 else "…"
    if isinstance(value, Path):
        return str(value)
    return redact(value) if isinstance(value, str) else value


def _sqlite(settings: Settings) -> list[Finding]:
    if not settings.database.startswith("sqlite"):
        return [Finding("ok", f"storage: PostgreSQL at {make_url(settings.database).host}")]
    version = sqlite3.sqlite_version_info
    told = f"storage: SQLite {sqlite3.sqlite_version}"
    if version >= WAL_FIXED[0] or any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_FIXED):
        return [Finding("ok", told)]
    return [
        Finding(
            "note",
            f"{told}, which has the WAL-reset bug (fixed in 3.51.3, 3.50.7, 3.44.6)",
            "one process writes and checkpoints over one connection, which rules it out; so import, migrate "
            "and other tools that write are for when the bot is stopped, or for a newer SQLite",
        ),
    ]


def _folder(data: Path) -> Finding:
    nearest = next(folder for folder in (data, *data.resolve().parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return Finding("error", f"data: {nearest} can't be written to", "fix its owner, or set GUANJIA_DATA")
    return Finding("ok", f"data: {data.resolve()}{'' if data.exists() else ' (made at the first start)'}")


def _space(data: Path) -> Finding:
    nearest = next(folder for folder in (data, *data.resolve().parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    told = f"disk: {free / (1 << 30):.1f} GiB free"
    return (
        Finding("ok", told)
        if free >= SPACE_WANTED
        else Finding("warning", told, "make room: a full disk stops writes")
    )


def _secret(settings: Settings) -> Finding:
    if settings.secret_key:
        return Finding("ok", "secret key: from the settings")
    file = settings.data / KEY_FILE
    if not file.exists():
        return Finding("note", f"secret key: made at the first start, {file}", "keep it with your backups")
    if file.stat().st_mode & 0o077:
        return Finding("warning", f"secret key: {file} can be read by others", f"chmod 600 {file}")
    return Finding(
        "ok", f"secret key: {file} (keep it with your backups: without it phones and birthdays are lost)"
    )


def _embedder(settings: Settings) -> Finding:
    try:
        choice = choice_of(settings, fetch=False)
    except EmbedderUnavailable as error:
        return Finding("error", f"embedder: {error}", "fetch it with a start, or set GUANJIA_EMBEDDING=auto")
    told = f"embedder: {choice.embedder.id}, since {choice.why}"
    choice.embedder.close()
    return Finding("ok", told)


def _program(settings: Settings) -> Finding:
    try:
        program = load_program(settings.program)
    except BadProgram as error:
        lines = str(error).splitlines()
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        return Finding("error", f"program: {lines[0]}{more}", f"mend {settings.program}")
    return Finding(
        "ok",
        f"program: {program.brand.name.zh_hans}, version {program.version}, {len(program.products)} products",
    )


def _articles(settings: Settings) -> list[Finding]:
    try:
        program = load_program(settings.program)
        sources = gather(settings.faq or program.faq, program=program, catalogue=Catalogue())
    except BadProgram:
        return []
    except BadArticles as error:
        return [Finding("error", f"FAQ: {fault}", "mend the article") for fault in error.faults[:_SHOWN]]
    found = sources.contradictions()
    if not found:
        return [Finding("ok", f"FAQ: {len(sources.written)} articles, no number against the rules")]
    return [
        Finding("warning", f"FAQ: {one}", "mend the article, or list the number under its `own`")
        for one in found[:_SHOWN]
    ]


def _index(settings: Settings) -> Finding:
    if settings.chroma_url:
        return Finding("ok", f"index: Chroma server at {redact(settings.chroma_url)}")
    folder = settings.data / "chroma"
    if not folder.is_dir() or not any(folder.iterdir()):
        return Finding("warning", "index: the FAQ has not been indexed", "run: python main.py index")
    return Finding("ok", f"index: {folder}")


async def _schema(settings: Settings) -> Finding:
    try:
        at = await migrate.current(settings.database)
    except (SQLAlchemyError, OSError) as error:
        line = redact(" ".join(str(error).split())[:160])
        return Finding("error", f"database: does not answer ({line})", "check DATABASE_URL and the server")
    if at == migrate.newest():
        return Finding("ok", f"schema: {at}")
    if at is not None and not migrate.knows(at):
        return Finding("error", f"schema: {at} is newer than this version knows", "update the program")
    return Finding(
        "warning", f"schema: {at or 'empty'}, expected {migrate.newest()}", "run: python main.py migrate"
    )


async def _systems(settings: Settings) -> list[Finding]:
    """Say who may call the API and which webhook endpoints are off; nothing while the schema is not there."""
    if not settings.api.enabled:
        return [Finding("note", "api: off", "set GUANJIA_API__ENABLED=true to let tills and malls deliver")]
    try:
        if await migrate.current(settings.database) != migrate.newest():
            return []
    except (SQLAlchemyError, OSError):
        return []
    db = open_database(settings.database)
    try:
        found = await db.read(channels.listed, now=Clock().now())
        endpoints = await db.read(webhooks.listed)
    finally:
        await db.close()
    names = ", ".join(one.name for one in found if not one.revoked_at)
    told = [
        Finding("ok", f"api channels: {names}")
        if names
        else Finding("note", "api channels: none", "main.py channel add NAME --kinds orders,refunds")
    ]
    return told + [
        Finding(
            "warning",
            f"webhook {one.endpoint_id}: off ({one.off_reason}), {one.queued} waiting",
            f"mend {one.url}, then main.py webhook resume {one.endpoint_id}",
        )
        for one in endpoints
        if one.off_reason
    ]


def _token(settings: Settings) -> Finding:
    token = settings.telegram_token
    if token is None:
        return Finding(
            "note", "TELEGRAM_TOKEN: not set", "get one from @BotFather to run on Telegram; demo needs none"
        )
    if not TOKEN.fullmatch(token.get_secret_value()):
        return Finding(
            "error", "TELEGRAM_TOKEN: not of the shape 123456789:AAE…", "copy it anew from @BotFather"
        )
    return Finding("ok", "TELEGRAM_TOKEN: set")


def _operators(settings: Settings) -> Finding:
    if not settings.operators:
        return Finding(
            "note", "GUANJIA_OPERATORS: nobody", "list the Telegram ids of those who run the program"
        )
    return Finding("ok", f"GUANJIA_OPERATORS: {len(settings.operators)}")


def _model(settings: Settings) -> Finding:
    if settings.openai_api_key or settings.openai_base_url:
        return Finding("ok", f"model: {settings.model.name}")
    return Finding(
        "note", "model: none, answers are taken from the FAQ word for word", "set OPENAI_API_KEY for more"
    )


def _webhook(settings: Settings) -> Finding:
    secret = settings.webhook.secret
    if not (settings.webhook.url or "").startswith("https://"):
        return Finding("error", "GUANJIA_WEBHOOK__URL: not https", "Telegram delivers to https only")
    if secret is None:
        return Finding("ok", f"webhook: {settings.webhook.url}, with a secret made at each start")
    if not WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
        return Finding(
            "error",
            "GUANJIA_WEBHOOK__SECRET: weak",
            "set 16 to 256 letters, digits, _ and - that nobody can guess",
        )
    return Finding("ok", f"webhook: {settings.webhook.url}")
