"""Who the bot is, and how it gets its updates: long polling or a webhook, never both."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, Refused, Told, bad
from sandbox.things import Json
from sandbox.webhook import Hook
from sandbox.world import World

_SECRET: Final = re.compile(r"^[A-Za-z0-9_-]{1,256}$")
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST_POLL: Final = 50


@method("getMe")
def get_me(world: World, _call: Call) -> Json:
    return {
        **world.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": world.private_topics,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": True,
    }


def _kinds(call: Call) -> list[str] | None:
    kinds = call.get("allowed_updates")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else None


@method("getUpdates")
async def get_updates(world: World, call: Call) -> list[Json]:
    if world.delivery.hook is not None:
        raise Refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(_kinds(call))
    limit = call.number("limit", 100)
    return await world.updates.poll(
        offset=call.number("offset"),
        limit=min(100, max(1, limit)),
        timeout=min(_LONGEST_POLL, max(0, call.number("timeout"))),
    )


@method("setWebhook")
def set_webhook(world: World, call: Call) -> Told:
    address = call.text("url")
    if not address:
        return delete_webhook(world, call)
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if secret and not _SECRET.match(secret):
        raise bad("secret token contains unallowed characters")
    connections = call.number("max_connections", 40)
    world.updates.allow(_kinds(call))
    if call.flag("drop_pending_updates"):
        world.updates.drop_all()
    world.updates.interrupt()
    hook = Hook(
        address,
        secret or None,
        min(100, max(1, connections)),
        call.text("ip_address") or None,
        "certificate" in call.params,
    )
    world.delivery.start(hook)
    return Told(result=True, description="Webhook was set")


@method("deleteWebhook")
def delete_webhook(world: World, call: Call) -> Told:
    if call.flag("drop_pending_updates"):
        world.updates.drop_all()
    was_set = world.delivery.hook is not None
    world.delivery.stop()
    return Told(result=True, description=f"Webhook {'was' if was_set else 'is already'} deleted")


@method("getWebhookInfo")
def get_webhook_info(world: World, _call: Call) -> Json:
    hook = world.delivery.hook
    told: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": hook.has_certificate if hook else False,
        "pending_update_count": world.updates.pending,
    }
    if hook is not None:
        told["max_connections"] = hook.max_connections
        told["ip_address"] = hook.ip_address or "127.0.0.1"
        if hook.last_error_date is not None:
            told["last_error_date"] = hook.last_error_date
            told["last_error_message"] = hook.last_error_message
    if world.updates.asked is not None:
        told["allowed_updates"] = world.updates.asked
    return told


@method("logOut", "close")
def leave_server(world: World, _call: Call) -> bool:
    world.updates.interrupt()
    return True
