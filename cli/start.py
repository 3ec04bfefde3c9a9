"""From the command line into the program: settings, logs, one event loop, and failures in one line."""

from __future__ import annotations

import asyncio
import importlib
import signal
import sys
from typing import Any, NoReturn

from core.errors import BadProgram, BadSettings, Refusal
from core.logs import redact, start_logging
from core.settings import load_settings

_UPKEEP = dict.fromkeys(("audit", "backup", "restore", "migrate", "doctor"), "cli.upkeep")
_SYSTEMS = dict.fromkeys(
    (
        *("add_channel", "list_channels", "rotate_channel", "revoke_channel"),
        *("add_webhook", "list_webhooks", "remove_webhook", "resume_webhook", "test_webhook"),
    ),
    "cli.integrations",
)
_MODULES = {
    "articles": "cli.articles",
    "demo": "cli.serve",
    "run": "cli.serve",
    "codes": "cli.codes",
    "recount": "cli.ledger",
    "tiers_dry_run": "cli.tiers",
    **_UPKEEP,
    **_SYSTEMS,
}
EXPLAINED = (BadProgram, BadSettings, Refusal, OSError, ValueError, RuntimeError)


def start(command: str, *, debug: bool, **given: Any) -> NoReturn:
    """Run one command to its end and leave with its exit code; 1 and one line when it fails."""
    try:
        settings = load_settings()
        start_logging(level=settings.log_level, json=settings.log_json)
        module = importlib.import_module(module_of(command))
        code = asyncio.run(_until_signal(getattr(module, command)(settings, **given)))
    except KeyboardInterrupt:
        code = 130
    except EXPLAINED as error:
        if debug:
            raise
        code = _explain(str(error))
    except Exception as error:
        # Whatever the database says; named by its module, since importing SQLAlchemy for this would cost every start.
        if debug or not type(error).__module__.startswith("sqlalchemy"):
            raise
        code = _explain(f"the database failed: {str(error).splitlines()[0]}")
    sys.exit(code)


def module_of(command: str) -> str:
    """Return the module that holds a command."""
    return _MODULES.get(command, "cli.commands")


def _explain(text: str) -> int:
    print(redact(f"guanjia: {text}"), file=sys.stderr)  # noqa: T201
    return 1


async def _until_signal(work: Any) -> int:
    """Run `work`; the first SIGTERM or Ctrl-C asks it to end, and it drains."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    try:
        return int(await task or 0)
    except asyncio.CancelledError:
        return 0
