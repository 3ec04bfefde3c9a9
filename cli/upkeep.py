"""Commands that look after an installation: audit, backup, restore, migrate, doctor."""

from __future__ import annotations

import json as jsons
import sys
from dataclasses import asdict
from pathlib import Path

from cli.doctor import effective, examine
from core.clock import Clock
from core.settings import Settings
from db import backup as copies
from db import migrate as schema
from db.engine import open_database
from membership import audits

_MARKS = {"ok": "✓", "note": "·", "warning": "!", "error": "✗"}


async def audit(settings: Settings, *, json: bool) -> int:
    """Print how many deeds the log holds and its head; 1 when a row was changed or taken out."""
    await schema.upgrade(settings.database)
    db = open_database(settings.database)
    try:
        checked = await db.read(audits.check)
    finally:
        await db.close()
    if json:
        print(jsons.dumps(asdict(checked)))  # noqa: T201
    elif checked.broken is None:
        print(f"{checked.count} deeds, unbroken; head {checked.head}")  # noqa: T201
    else:
        print(f"deed {checked.broken} does not fit the {checked.count} before it: the log was changed")  # noqa: T201
    return int(checked.broken is not None)


async def backup(settings: Settings, *, file: Path) -> int:
    done = copies.backup(settings.database, file)
    print(f"{done.file}: {done.bytes:,} bytes, schema {done.revision}")  # noqa: T201
    if settings.secret_key is None:
        key = settings.data / "secret.key"
        print(f"keep {key} too: phones and birthdays are sealed with it", file=sys.stderr)  # noqa: T201
    return 0


async def restore(settings: Settings, *, file: Path, force: bool) -> int:
    done = copies.restore(file, settings.database, now=Clock().now(), force=force)
    await schema.upgrade(settings.database)
    print(f"{done.file}: restored, schema {await schema.current(settings.database)}")  # noqa: T201
    if done.kept:
        print(f"what was there before: {done.kept}", file=sys.stderr)  # noqa: T201
    return 0


async def migrate(settings: Settings) -> int:
    before = await schema.current(settings.database)
    after = await schema.upgrade(settings.database)
    print(f"schema {after}, nothing to do" if before == after else f"schema {before or 'empty'} → {after}")  # noqa: T201
    return 0


async def doctor(settings: Settings, *, json: bool) -> int:
    """Print findings and the settings in force; 1 when something keeps the program from working."""
    findings = await examine(settings)
    broken = any(finding.level == "error" for finding in findings)
    if json:
        told = {
            "ok": not broken,
            "findings": [asdict(finding) for finding in findings],
            "settings": effective(settings),
        }
        print(jsons.dumps(told, ensure_ascii=False, default=str))  # noqa: T201
        return int(broken)
    for finding in findings:
        print(f"{_MARKS[finding.level]} {finding.what}" + (f"\n    → {finding.do}" if finding.do else ""))  # noqa: T201
    print("\nsettings in force:")  # noqa: T201
    for name, value in effective(settings).items():
        print(f"  {name} = {'' if value is None else value}")  # noqa: T201
    return int(broken)
