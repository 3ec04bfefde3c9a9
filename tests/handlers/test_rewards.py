from __future__ import annotations

from bot.callbacks import ShowReward
from handlers.redemptions import Page
from handlers.rewards import Redeem, Shelf
from handlers.sales import Claim, See

LONGEST = "r" * 32  # what an id of the program may be


def test_buttons_carry_the_longest_ids_there_are() -> None:
    for data in (
        Redeem(reward=LONGEST, attempt=10**12, price=10**7, sure=True),
        ShowReward(reward=LONGEST),
        Shelf(page=10**3, affordable=True),
        Page(before=10**18),
        See(sale=LONGEST),
        Claim(sale=LONGEST, opens=10**8, piece=10**3, price=10**7),
    ):
        assert len(data.pack().encode()) <= 64
