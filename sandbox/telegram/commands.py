"""The bot's commands by scope and language, its name and descriptions, its menu button."""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import RIGHTS, Chat, Json
from sandbox.world import World

_COMMAND: Final = re.compile(r"^[a-z0-9_]{1,32}$")
_LANGUAGE: Final = re.compile(r"^[a-z]{2}$")
_SCOPES: Final = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)
_TEXTS: Final = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


def _scope(world: World, call: Call) -> str:
    given: Any = call.get("scope")
    if given is None or given == {}:
        return "default"
    if not isinstance(given, dict) or given.get("type") not in _SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    kind = str(given["type"])
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        return kind
    chat = targets.chat_named(world, given.get("chat_id"))
    if kind != "chat_member":
        return f"{kind}:{chat.id}"
    return f"{kind}:{chat.id}:{given.get('user_id')}"


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not _LANGUAGE.match(code):
        raise bad("invalid language code specified")
    return code


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad("can't parse BotCommand: expected an Object")
    name = str(given.get("command") or "").removeprefix("/")
    description = str(given.get("description") or "")
    if not _COMMAND.match(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    told: Json = {"command": name, "description": description}
    return {**told, "is_ephemeral": True} if given.get("is_ephemeral") is True else told


@method("setMyCommands")
def set_my_commands(world: World, call: Call) -> bool:
    given = call.get("commands", [])
    if len(given) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(world, call), _language(call)] = [_command(each) for each in given]
    world.events.tell("commands", None)
    return True


@method("deleteMyCommands")
def delete_my_commands(world: World, call: Call) -> bool:
    world.commands.pop((_scope(world, call), _language(call)), None)
    world.events.tell("commands", None)
    return True


@method("getMyCommands")
def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.commands.get((_scope(world, call), _language(call)), [])


def shown_to(world: World, chat: Chat, user_id: int) -> list[Json]:
    """Return the commands that one person's app shows in one chat: the narrowest scope, their language first."""
    member = chat.member(user_id)
    person = world.people.get(user_id)
    language = (person.language_code or "")[:2].lower() if person else ""
    if chat.is_private:
        scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
    else:
        admin = member is not None and member.is_admin
        scopes = [
            f"chat_member:{chat.id}:{user_id}",
            *([f"chat_administrators:{chat.id}"] if admin else []),
            f"chat:{chat.id}",
            *(["all_chat_administrators"] if admin else []),
            "all_group_chats",
            "default",
        ]
    for scope in scopes:
        for code in dict.fromkeys((language, "")):
            if listed := world.commands.get((scope, code)):
                return listed
    return []


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_my_text(world: World, call: Call) -> bool:
    what = call.method.removeprefix("setMy")
    name, longest = _TEXTS[what]
    text = call.text(name)
    if len(text) > longest:
        raise bad(f"{name.upper()}_TOO_LONG")
    world.profile[what, _language(call)] = text
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_my_text(world: World, call: Call) -> Json:
    what = call.method.removeprefix("getMy")
    default = world.bot.first_name if what == "Name" else ""
    text = world.profile.get((what, _language(call))) or world.profile.get((what, "")) or default
    return {_TEXTS[what][0]: text}


@method("setChatMenuButton")
def set_chat_menu_button(world: World, call: Call) -> bool:
    chat_id = call.number("chat_id")
    given: Any = call.get("menu_button") or {"type": "default"}
    if chat_id and chat_id not in world.people:
        raise bad("chat not found")
    if not isinstance(given, dict) or given.get("type") not in {"default", "commands", "web_app"}:
        raise bad("can't parse menu button: Unsupported type specified")
    if given["type"] == "web_app" and not str(given.get("web_app", {}).get("url", "")).startswith("https://"):
        raise bad("menu button Web App URL is invalid: Only HTTPS links are allowed")
    if given["type"] == "default":
        world.menu_buttons.pop(chat_id, None)
    else:
        world.menu_buttons[chat_id] = given
    world.events.tell("commands", None)
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, call: Call) -> Json:
    return menu_button(world, call.number("chat_id"))


def menu_button(world: World, chat_id: int) -> Json:
    return world.menu_buttons.get(chat_id) or world.menu_buttons.get(0) or {"type": "commands"}


@method("setMyDefaultAdministratorRights")
def set_default_rights(world: World, call: Call) -> bool:
    world.admin_rights["channels" if call.flag("for_channels") else "groups"] = call.get("rights")
    return True


@method("getMyDefaultAdministratorRights")
def get_default_rights(world: World, call: Call) -> Json:
    held = world.admin_rights.get("channels" if call.flag("for_channels") else "groups")
    return {"is_anonymous": False, **dict.fromkeys(RIGHTS, False), **(held or {})}
