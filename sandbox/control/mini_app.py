"""The init data of a Mini App, signed with the bot's token as Telegram signs it."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import urlencode

from sandbox.things import Person
from sandbox.world import World


def init_data(
    world: World, person: Person, *, start_param: str | None = None, chat_id: int | None = None
) -> str:
    """Return the query string that `Telegram.WebApp.initData` holds."""
    user = {**person.user(), "allows_write_to_pm": person.started and not person.blocked}
    user.pop("is_bot")
    fields = {
        "auth_date": str(world.timestamp()),
        "query_id": "AA" + world.long_id("web app"),
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
    }
    if start_param:
        fields["start_param"] = start_param
    if chat_id is not None and chat_id in world.chats:
        fields["chat_type"] = world.chats[chat_id].type
        fields["chat_instance"] = str(abs(chat_id) * 1_000_003 + world.bot.id)
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.new(b"WebAppData", world.token.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()})
