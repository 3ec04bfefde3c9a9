"""The bot's Telegram Stars: invoices by link, payments, transactions, subscriptions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from sandbox.things import Json


@dataclass(slots=True)
class Payment:
    """One payment that went through."""

    charge_id: str
    user_id: int
    chat_id: int
    currency: str
    amount: int
    payload: str
    date: int
    period: int | None = None
    expires: int | None = None
    canceled: bool = False
    refunded: bool = False


@dataclass(slots=True)
class Purse:
    """What was paid, and what waits for the bot's yes or no."""

    balance: int = 0
    nanos: int = 0
    payments: dict[str, Payment] = field(default_factory=dict)
    transactions: list[Json] = field(default_factory=list)
    links: dict[str, Json] = field(default_factory=dict)
    checkouts: dict[str, asyncio.Future[str | None]] = field(default_factory=dict)

    def receive(self, payment: Payment, user: Json) -> None:
        """Add a payment in Stars to the balance and the list of transactions."""
        self.payments[payment.charge_id] = payment
        if payment.currency != "XTR":
            return
        self.balance += payment.amount
        partner: Json = {"type": "user", "transaction_type": "invoice_payment", "user": user}
        partner["invoice_payload"] = payment.payload
        if payment.period:
            partner["subscription_period"] = payment.period
        self.transactions.append(
            {"id": payment.charge_id, "amount": payment.amount, "date": payment.date, "source": partner}
        )

    def give_back(self, payment: Payment, user: Json, date: int) -> None:
        payment.refunded = True
        self.balance -= payment.amount
        partner: Json = {"type": "user", "transaction_type": "invoice_payment", "user": user}
        partner["invoice_payload"] = payment.payload
        self.transactions.append(
            {"id": payment.charge_id, "amount": payment.amount, "date": date, "receiver": partner}
        )

    def charge_nanos(self, nanos: int) -> None:
        """Take a fraction of a Star for a paid broadcast, as far as the balance goes."""
        self.nanos -= nanos
        if self.nanos < 0 and self.balance > 0:
            self.balance -= 1
            self.nanos += 1_000_000_000
        self.nanos = max(0, self.nanos)
