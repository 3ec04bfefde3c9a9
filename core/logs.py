"""Structured logs (one JSON object a line, or readable on a terminal) without tokens and personal data."""

from __future__ import annotations

import hashlib
import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# `\b` would miss `/bot123456:…`, which is where the token stands in every Bot API address.
_SECRETS = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}|\b(?:sk|pk)-[A-Za-z0-9_-]{16,}")
_PHONES = re.compile(r"(?<!\d)(?:\+?\d{1,3}[- ]?)?1[3-9]\d{9}(?!\d)")
_PASSWORDS = re.compile(r"(?<=://)([^:/@\s]+):([^@\s]+)@")


def redact(text: str) -> str:
    """Return `text` with bot tokens, API keys, passwords in addresses and phone numbers blacked out."""
    text = _SECRETS.sub("[secret]", text)
    text = _PASSWORDS.sub(r"\1:[secret]@", text)
    return _PHONES.sub("[phone]", text)


def pseudonym(identity: int | str) -> str:
    """Return a short stable stand-in for a chat or person, fit for logs."""
    return hashlib.blake2s(str(identity).encode(), digest_size=5).hexdigest()


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: _redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(inner) for inner in value]
    return value


def _redact_event(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {key: _redacted(value) for key, value in event.items()}


def start_logging(*, level: str = "INFO", json: bool = False) -> None:
    """Send structlog and the standard library's loggers to stderr through one redacting chain."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            # Once more at the very end: what the standard library formats late (arguments) is redacted too.
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact_event, renderer],
        ),
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # It warns of every tick that finds the last one still running, which is what one instance a job is for.
    logging.getLogger("apscheduler").setLevel(max(logging.ERROR, root.level))
    for noisy in (
        "httpx",
        "httpcore",
        "chromadb",
        "aiogram.event",
        "uvicorn",
        "alembic",
        "openai",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
