from __future__ import annotations

from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.commands import GROUP, MEMBER, OPERATOR, set_commands
from cli.routers import ROUTERS
from core.texts import Catalogue
from tests.bot.conftest import Line


async def test_menus_are_sent_once_and_again_only_when_they_changed(line: Line, catalogue: Catalogue) -> None:
    operator = await line.person()
    sent = await set_commands(line.bot, catalogue, operators=[operator])
    assert sent == line.called("setMyCommands") == 6
    assert await set_commands(line.bot, catalogue, operators=[operator]) == 0
    assert line.called("setMyCommands") == 6
    await line.bot.set_my_commands([], scope=BotCommandScopeAllPrivateChats())
    assert await set_commands(line.bot, catalogue, operators=[operator]) == 1


async def test_each_audience_sees_its_own_menu_in_its_language(line: Line, catalogue: Catalogue) -> None:
    operator = await line.person()
    await set_commands(line.bot, catalogue, operators=[operator])
    for code, language in ((None, "zh-Hans"), ("en", "en")):
        shown = await line.bot.get_my_commands(BotCommandScopeAllPrivateChats(), language_code=code)
        assert [one.command for one in shown] == list(MEMBER)
        assert shown[0].description == catalogue[language]("commands-points")
        own = await line.bot.get_my_commands(BotCommandScopeChat(chat_id=operator), language_code=code)
        assert [one.command for one in own] == list(OPERATOR)


async def test_a_menu_that_telegram_refuses_does_not_keep_the_bot_from_starting(
    line: Line, catalogue: Catalogue
) -> None:
    line.fault("setMyCommands", "5xx", times=2)
    assert await set_commands(line.bot, catalogue, operators=[]) == 2


def test_every_command_of_a_menu_has_a_handler() -> None:
    handled = {
        command
        for router in ROUTERS
        for handler in router.message.handlers
        for found in (handler.flags.get("commands") or ())
        for command in found.commands
    }
    assert {*MEMBER, *GROUP, *OPERATOR} <= handled
