"""Media given by address: fetched as Telegram fetches them, before the message is made."""

from __future__ import annotations

from typing import Any, Final

import aiohttp

from sandbox.telegram.request import Call, Upload, bad

_LIMIT: Final = 20 * 1024 * 1024


async def content_at(call: Call, values: list[Any]) -> Call:
    """Return the call with the content of all addresses among `values` beside its uploads."""
    addresses = [
        each for each in values if isinstance(each, str) and each.startswith(("http://", "https://"))
    ]
    if not addresses:
        return call
    files = dict(call.files)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        for each in addresses:
            files[each] = await _fetched(session, each)
    return Call(call.method, call.params, files)


async def _fetched(session: aiohttp.ClientSession, address: str) -> Upload:
    try:
        async with session.get(address) as response:
            if response.status != 200:
                raise bad("failed to get HTTP URL content")
            content = await response.content.read(_LIMIT + 1)
            kind = response.content_type
    except (aiohttp.ClientError, TimeoutError, ValueError) as wrong:
        raise bad("failed to get HTTP URL content") from wrong
    if len(content) > _LIMIT:
        raise bad("file is too big")
    name = address.partition("?")[0].rpartition("/")[2] or "file"
    if kind.startswith("text/html"):
        raise bad("wrong type of the web page content")
    return Upload(name, content, kind)
