"""Channels: which system may deliver or ask what over HTTP, and the keys with which it proves itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict, Invalid, NotFound
from core.signatures import new_secret
from db.models.channels import Channel
from db.queries import channels as rows
from membership import audits

DELIVERS = ("orders", "refunds", "members", "events", "products")
ASKS = ("read", "redeem")
KINDS = (*DELIVERS, *ASKS)
# What tells who somebody is; a channel says it only where that was agreed.
PERSONAL = ("phone", "birthday", "consents")
GRACE = timedelta(days=1)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_USED_EVERY = timedelta(minutes=1)


class NameWrong(Invalid):
    key = "channels-name-wrong"


class RightUnknown(Invalid):
    key = "channels-right-unknown"


class ChannelKnown(Conflict):
    key = "channels-known"


class ChannelUnknown(NotFound):
    key = "channels-unknown"


class ChannelRevoked(Conflict):
    key = "channels-revoked"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A channel with a new key: `secret` is shown now and never again; older keys sign until `old_until`."""

    channel_id: int
    name: str
    secret: str = field(repr=False)
    old_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """A channel that says who it is, and the secrets with which it may prove it."""

    channel_id: int
    name: str
    kinds: frozenset[str]
    fields: frozenset[str]
    secrets: tuple[str, ...] = field(repr=False)
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel as operators see it."""

    name: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    keys: int
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def add(
    session: Session,
    *,
    name: str,
    kinds: Sequence[str],
    fields: Sequence[str] = (),
    vault: Vault,
    now: datetime,
) -> Keyed:
    """Give a system a name, rights and a key; raises NameWrong, RightUnknown, ChannelKnown.

    A revoked channel may be added again: it gets new rights and a new key, and its orders stay its own.
    """
    if not _NAME.fullmatch(name):
        raise NameWrong(name=name[:40])
    _known(kinds, KINDS, need=True)
    _known(fields, PERSONAL, need=False)
    rights = {"kinds": list(dict.fromkeys(kinds)), "fields": list(dict.fromkeys(fields))}
    channel_id = rows.add(session, name=name, created_at=now, **rights)
    if channel_id is None:
        known = _of(session, name)
        if known.revoked_at is None:
            raise ChannelKnown(name=name)
        channel_id = known.id
        rows.change(session, channel_id, revoked_at=None, **rights)
    _note(session, "channels.add", name, now, after=rights)
    return _new_key(session, channel_id, name, vault, now)


def rotate(session: Session, *, name: str, grace: timedelta = GRACE, vault: Vault, now: datetime) -> Keyed:
    """Give a channel a new key and let the old ones sign for `grace` more; raises ChannelUnknown, ChannelRevoked."""
    channel = _of(session, name)
    if channel.revoked_at is not None:
        raise ChannelRevoked(name=name)
    until = now + max(grace, timedelta(0))
    rows.end_keys(session, channel.id, until)
    _note(session, "channels.rotate", name, now, after={"old_until": until.isoformat()})
    return _new_key(session, channel.id, name, vault, now, until)


def revoke(session: Session, *, name: str, now: datetime) -> None:
    """Take a channel's keys and rights away at once; what it delivered stays. Raises ChannelUnknown."""
    channel = _of(session, name)
    rows.end_keys(session, channel.id, now)
    rows.change(session, channel.id, revoked_at=channel.revoked_at or now)
    _note(session, "channels.revoke", name, now, after={})


def caller(session: Session, *, name: str, vault: Vault, now: datetime) -> Caller | None:
    """Return what is needed to check a channel's signature; None when no such channel may call."""
    channel = rows.by_name(session, name)
    if channel is None or channel.revoked_at is not None:
        return None
    secrets = tuple(vault.open(sealed) for sealed, _ in rows.live_keys(session, channel.id, now))
    seen = channel.used_at is not None and now - channel.used_at < _USED_EVERY
    return Caller(
        channel.id, channel.name, frozenset(channel.kinds), frozenset(channel.fields), secrets, seen
    )


def touch(session: Session, *, channel_id: int, now: datetime) -> None:
    """Note that a channel called, to the minute."""
    rows.change(session, channel_id, used_at=now)


def listed(session: Session, *, now: datetime) -> tuple[Listed, ...]:
    """Return all channels by name, revoked ones too."""
    return tuple(
        Listed(
            one.name,
            tuple(one.kinds),
            tuple(one.fields),
            len(rows.live_keys(session, one.id, now)),
            one.created_at,
            one.used_at,
            one.revoked_at,
        )
        for one in rows.channels(session)
    )


def _of(session: Session, name: str) -> Channel:
    channel = rows.by_name(session, name)
    if channel is None:
        raise ChannelUnknown(name=name[:40])
    return channel


def _known(given: Sequence[str], known: Sequence[str], *, need: bool) -> None:
    unknown = next((one for one in given if one not in known), None)
    if unknown is not None or (need and not given):
        raise RightUnknown(given=unknown or "", known=", ".join(known))


def _new_key(
    session: Session, channel_id: int, name: str, vault: Vault, now: datetime, until: datetime | None = None
) -> Keyed:
    secret = new_secret()
    rows.add_key(session, channel_id, vault.seal(secret), now)
    return Keyed(channel_id, name, secret, until)


def _note(session: Session, action: str, name: str, now: datetime, *, after: Mapping[str, object]) -> None:
    audits.record(
        session, actor="cli", action=action, subject=f"channel:{name}", origin="cli", after=after, now=now
    )
