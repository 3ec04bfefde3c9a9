from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import Chat, Contact, Message, MessageOriginUser, User

from bot.contacts import ask_contact, own_number
from core.texts import Catalogue

ANN = User(id=7, is_bot=False, first_name="Ann")
EVE = User(id=8, is_bot=False, first_name="Eve")
AT = datetime(2026, 11, 18, tzinfo=UTC)
NUMBER = "+8613800001234"


def a_message(**given: Any) -> Message:
    values: dict[str, Any] = {
        "message_id": 1,
        "date": AT,
        "chat": Chat(id=7, type="private"),
        "from_user": ANN,
        "contact": Contact(phone_number=NUMBER, first_name="Ann", user_id=ANN.id),
    }
    return Message(**(values | given))


def test_ones_own_contact_is_a_number() -> None:
    assert own_number(a_message()) == NUMBER


@pytest.mark.parametrize(
    "given",
    [
        {"contact": Contact(phone_number=NUMBER, first_name="Eve", user_id=EVE.id)},
        {"contact": Contact(phone_number=NUMBER, first_name="A card from the phone book")},
        {"forward_origin": MessageOriginUser(date=AT, sender_user=EVE)},
        {"from_user": None},
        {"contact": None, "text": NUMBER},
    ],
    ids=["somebody else's", "nobody's", "forwarded", "no sender", "typed"],
)
def test_nothing_else_is(given: dict[str, Any]) -> None:
    assert own_number(a_message(**given)) is None


def test_the_button_asks_telegram_for_the_number(catalogue: Catalogue) -> None:
    asked = ask_contact(7, catalogue["en"], "?")
    assert asked.model_dump()["reply_markup"]["keyboard"][0][0]["request_contact"] is True
