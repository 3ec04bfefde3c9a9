"""Buttons that one feature shows and another one answers."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class HandOff(CallbackData, prefix="person"):
    """Under an answer: a person shall take this question."""

    answer: int


class Rate(CallbackData, prefix="rate"):
    """Under an answer: it helped, or it did not."""

    answer: int
    up: bool


class ShowReward(CallbackData, prefix="reward"):
    """A reward's card, from which it can be redeemed."""

    reward: str


class ChooseTopic(CallbackData, prefix="topic"):
    """Messages about a topic, on or off."""

    topic: str
    on: bool


class DraftOf(CallbackData, prefix="draft-of"):
    """On a ticket that is over: make an answer for everybody of what a colleague said."""

    ticket: int


class Why(CallbackData, prefix="why"):
    """Under a statement or a balance: how did this entry come about?"""

    entry: int


# The payload of a link that leads to a person; behind it the id of the answer that did not help.
FOR_PERSON = "human"
# The payload of a link that leads to a flash sale; behind it the sale's id.
FOR_SALE = "sale_"
