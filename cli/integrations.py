"""Commands for the brand's other systems: channels that deliver to us, webhooks that we send."""

from __future__ import annotations

import json as jsons
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from cli.parts import Parts, opened
from core.errors import BadSettings, Refusal
from core.settings import Settings
from core.wording import worded
from membership import channels, deliveries, webhooks

_KEEP = "keep this secret now, it is never shown again:"


async def add_channel(
    settings: Settings, *, name: str, kinds: list[str], fields: list[str], json: bool
) -> int:
    async with opened(settings) as parts:
        keyed = await _told(parts, channels.add, name=name, kinds=kinds, fields=fields, vault=parts.vault)
    return _secret({"channel": keyed.name, "secret": keyed.secret}, json=json)


async def rotate_channel(settings: Settings, *, name: str, grace_hours: int, json: bool) -> int:
    grace = timedelta(hours=grace_hours)
    async with opened(settings) as parts:
        keyed = await _told(parts, channels.rotate, name=name, grace=grace, vault=parts.vault)
    until = keyed.old_until.isoformat() if keyed.old_until else None
    return _secret({"channel": keyed.name, "secret": keyed.secret, "old_until": until}, json=json)


async def revoke_channel(settings: Settings, *, name: str) -> int:
    async with opened(settings) as parts:
        await _told(parts, channels.revoke, name=name)
    return _say(f"{name}: revoked; its requests are refused from now on")


async def list_channels(settings: Settings, *, json: bool) -> int:
    async with opened(settings) as parts:
        found = await parts.db.read(channels.listed, now=parts.clock.now())
    if json:
        return _say(jsons.dumps([asdict(one) for one in found], default=str))
    for one in found:
        state = "revoked" if one.revoked_at else f"{one.keys} key{'s' if one.keys != 1 else ''}"
        used = f"last used {one.used_at:%Y-%m-%d %H:%M} UTC" if one.used_at else "never used"
        _say(f"{one.name}: {', '.join((*one.kinds, *one.fields))}; {state}; {used}")
    return 0


async def add_webhook(settings: Settings, *, url: str, kinds: list[str], inside: bool, json: bool) -> int:
    async with opened(settings) as parts:
        added = await _told(parts, webhooks.add, url=url, kinds=kinds, inside=inside, vault=parts.vault)
    return _secret({"id": added.endpoint_id, "url": added.url, "secret": added.secret}, json=json)


async def list_webhooks(settings: Settings, *, json: bool) -> int:
    async with opened(settings) as parts:
        found = await parts.db.read(webhooks.listed)
    if json:
        return _say(jsons.dumps([asdict(one) for one in found], default=str))
    for one in found:
        state = f"off ({one.off_reason})" if one.off_reason else "failing" if one.failing_since else "on"
        _say(
            f"{one.endpoint_id}  {one.url}: {', '.join(one.kinds)}; {state}; "
            f"{one.queued} waiting, {one.failed} given up"
        )
    return 0


async def remove_webhook(settings: Settings, *, endpoint: int) -> int:
    async with opened(settings) as parts:
        await _word(parts, parts.db.write(webhooks.remove, endpoint_id=endpoint))
    return _say(f"{endpoint}: removed")


async def resume_webhook(settings: Settings, *, endpoint: int) -> int:
    async with opened(settings) as parts:
        again = await _told(parts, webhooks.resume, endpoint_id=endpoint)
    return _say(f"{endpoint}: on, {again} to be sent again")


async def test_webhook(settings: Settings, *, endpoint: int) -> int:
    """Post one `webhook.test` now, beside all that waits; 1 when it does not arrive."""
    from tasks.webhooks import post, session

    async with opened(settings) as parts:
        now = parts.clock.now()
        target = await _word(parts, parts.db.read(webhooks.target, endpoint_id=endpoint, vault=parts.vault))
    event = webhooks.Event(webhooks.TEST, None, {}, f"test:{endpoint}:{now.isoformat()}")
    body = webhooks.payload(event, numbers={}, now=now)
    async with session(inside=target.inside) as http:
        posted = await post(
            http,
            target.url,
            secret=target.secret,
            message_id=deliveries.message_id(event.key, body),
            body=body,
        )
    _say(f"{target.url}: {posted.error or f'answered {posted.status}'}")
    return int(posted.error is not None)


async def _told(parts: Parts, rule: Callable[..., Any], **given: Any) -> Any:
    return await _word(parts, parts.db.write(rule, **given, now=parts.clock.now()))


async def _word(parts: Parts, work: Any) -> Any:
    """Let a refusal be told in words, as the bot would tell it."""
    try:
        return await work
    except Refusal as refusal:
        values = worded(refusal.values, program=parts.program, language="en")
        raise BadSettings(parts.catalogue["en"](refusal.key, **values)) from None


def _secret(told: dict[str, Any], *, json: bool) -> int:
    if json:
        return _say(jsons.dumps(told))
    print(_KEEP, file=sys.stderr)  # noqa: T201
    return _say(str(told["secret"]))


def _say(text: str) -> int:
    print(text)  # noqa: T201
    return 0
