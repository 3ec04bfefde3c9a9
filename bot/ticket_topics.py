"""What has to change in Telegram for a member's topic to look like their newest ticket."""

from __future__ import annotations

from typing import Any

from aiogram.methods import CloseForumTopic, EditForumTopic, EditMessageText, ReopenForumTopic, TelegramMethod

from bot.ticket_cards import card_buttons, card_text, topic_title
from core.program import Program
from core.texts import Texts
from membership.queues import Card
from membership.talks import Topic


def topic_changes(topic: Topic, card: Card, *, program: Program, texts: Texts) -> list[TelegramMethod[Any]]:
    """Return the requests that bring title, card and state of a topic up to date, in their order."""
    chat_id, thread = topic.chat_id, topic.thread_id
    title = topic_title(card, program=program, texts=texts)
    over = card.ticket.state == "over"
    changes: list[TelegramMethod[Any]] = []
    if topic.closed and not over:
        changes.append(ReopenForumTopic(chat_id=chat_id, message_thread_id=thread))
    if title != topic.title:
        changes.append(EditForumTopic(chat_id=chat_id, message_thread_id=thread, name=title))
    if topic.card is not None:
        # Its buttons are those of the ticket as it is now.
        changes.append(
            EditMessageText(
                chat_id=chat_id,
                message_id=topic.card,
                text=card_text(card, program=program, texts=texts, topic=True),
                reply_markup=card_buttons(card, texts),
            )
        )
    if over and not topic.closed:
        changes.append(CloseForumTopic(chat_id=chat_id, message_thread_id=thread))
    return changes
