"""Rich messages and their drafts."""

from __future__ import annotations

from sandbox.rich.blocks import rich_message
from sandbox.rich.markup import plain
from sandbox.telegram import drafts, sending, targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call
from sandbox.things import Json
from sandbox.world import World


@method("sendRichMessage")
def send_rich_message(world: World, call: Call) -> Json:
    return sending.say(world, call, {"rich_message": rich_message(world, call)})


@method("sendRichMessageDraft")
def send_rich_message_draft(world: World, call: Call) -> bool:
    made = rich_message(world, call, draft=True)
    chat = targets.writable(world, call)
    drafts.show(world, call, chat, plain(made["blocks"]), [])
    return True
