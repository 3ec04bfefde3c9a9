"""The command that counts the ledger again."""

from __future__ import annotations

import json as jsons

from core.settings import Settings
from db import migrate as schema
from db.engine import open_database
from membership import invariants


async def recount(settings: Settings, *, json: bool) -> int:
    """Print how many ledgers were counted and each fault; 1 when there is one."""
    await schema.upgrade(settings.database)
    db = open_database(settings.database)
    members, faults, after = 0, [], 0
    try:
        while (checked := await db.read(invariants.check, after=after)).last is not None:
            members += checked.members
            faults += [str(one) for one in checked.faults]
            after = checked.last
    finally:
        await db.close()
    if json:
        print(jsons.dumps({"members": members, "faults": faults}))  # noqa: T201
    elif faults:
        print(f"{members} ledgers, {len(faults)} faults:", *faults, sep="\n  ")  # noqa: T201
    else:
        print(f"{members} ledgers, all add up")  # noqa: T201
    return int(bool(faults))
