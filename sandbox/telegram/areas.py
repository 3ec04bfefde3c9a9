"""All areas of the Bot API that are played; importing this registers their methods."""

from __future__ import annotations

from sandbox.telegram import (
    administration,
    callbacks,
    chats,
    commands,
    drafts,
    edits,
    invitations,
    media,
    messages,
    payments,
    pins,
    polls,
    reactions,
    receiving,
    rich_messages,
    topics,
)
from sandbox.telegram.registry import PLAYED

AREAS = (
    administration,
    callbacks,
    chats,
    commands,
    drafts,
    edits,
    invitations,
    media,
    messages,
    payments,
    pins,
    polls,
    reactions,
    receiving,
    rich_messages,
    topics,
)

__all__ = ["AREAS", "PLAYED"]
