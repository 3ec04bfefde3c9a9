"""What erasing a member deletes, what it keeps without a name, and what of it is blanked.

Every column that refers to `members.id` stands in exactly one of DELETED and KEPT; a test reads the tables and
fails for one that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from db.models.answers import Answered
from db.models.campaigns import Recipient
from db.models.conversations import Conversation
from db.models.coupons import Coupon
from db.models.erasures import DataCopy, ErasedAccount
from db.models.members import Identity, Member
from db.models.merges import Merge
from db.models.tickets import Ticket, TicketMessage, TicketTopic
from db.models.updates import InboxUpdate
from db.models.usages import Usage
from db.queries.members import ACCOUNTS
from db.statements import insert_many, insert_once
from db.types import Row

# What tells something of a person, or was said to or by them.
DELETED = (
    "answers.member_id",
    "asks.member_id",
    "birthday_gifts.member_id",
    "conversations.member_id",
    "data_copies.member_id",
    "dislikes.member_id",
    "hidden_members.member_id",
    "identities.member_id",
    "identity_claims.claimant_id",
    "identity_claims.holder_id",
    "notices.member_id",
    "referral_links.member_id",
    "showings.member_id",
    "ticket_contacts.member_id",
    "tickets.member_id",
)
# What the books need, under a member that has no name any more; with the reason.
KEPT = {
    "accounts.member_id": "sums of the ledger",
    "adjustments.member_id": "what an operator gave or took, and why",
    "attempts.member_id": "a group's tally of the day",
    "behaviours.member_id": "why points were given",
    "benefit_claims.member_id": "the claim rate",
    "campaign_recipients.member_id": "the campaign's counters; the chat is blanked",
    "card_terms.member_id": "what was sold",
    "checkins.member_id": "why points were given, and a group's tally",
    "consents.member_id": "proof of what was agreed to",
    "coupons.member_id": "what was issued and redeemed",
    "debts.member_id": "ledger",
    "entries.member_id": "ledger",
    "lots.member_id": "ledger",
    "members.merged_into": "which ledger was given to which",
    "merges.source_id": "which ledger was given to which; names in it are blanked",
    "merges.target_id": "which ledger was given to which; names in it are blanked",
    "orders.member_id": "accounts of the shop",
    "passes.member_id": "codes of a minute, which name nobody",
    "payments.member_id": "accounts of the shop; Telegram needs its account for a refund",
    "redemptions.member_id": "what was handed out",
    "referrals.invitee_id": "why the other side was paid",
    "referrals.inviter_id": "why the other side was paid",
    "streaks.member_id": "a recount of check-ins",
    "tier_changes.member_id": "why an order earned what it did",
    "visits.member_id": "what a clerk did",
}


def accounts(session: Session, members: Sequence[int]) -> list[int]:
    """Return the Telegram accounts of members."""
    found = session.execute(
        select(Identity.value).where(Identity.member_id.in_(members), Identity.kind.in_(ACCOUNTS))
    ).scalars()
    return [int(value) for value in found]


def delete_all(session: Session, members: Sequence[int], telegram_ids: Sequence[int]) -> None:
    """Delete what DELETED names, and what was said under the accounts before they joined."""
    tickets = select(Ticket.id).where(
        or_(Ticket.member_id.in_(members), Ticket.telegram_id.in_(telegram_ids))
    )
    session.execute(delete(TicketMessage).where(TicketMessage.ticket_id.in_(tickets)))
    # The topic itself is Telegram's: what is left here is the order to delete it there.
    session.execute(
        update(TicketTopic)
        .where(TicketTopic.telegram_id.in_(telegram_ids))
        .values(telegram_id=None, title="", stale=True, revision=TicketTopic.revision + 1)
    )
    session.execute(delete(Ticket).where(Ticket.telegram_id.in_(telegram_ids)))
    for table in (Answered, Conversation, Usage):
        session.execute(delete(table).where(table.telegram_id.in_(telegram_ids)))
    for place in DELETED:
        name, _, column = place.partition(".")
        rows = Row.metadata.tables[name]
        session.execute(delete(rows).where(rows.c[column].in_(members)))
    _forget_updates(session, telegram_ids)


def blank(session: Session, members: Sequence[int], now: datetime) -> None:
    """Take away what names a person in rows that are kept."""
    session.execute(update(Recipient).where(Recipient.member_id.in_(members)).values(chat_id=None))
    session.execute(
        update(Merge).where(or_(Merge.source_id.in_(members), Merge.target_id.in_(members))).values(before={})
    )
    session.execute(
        update(Coupon)
        .where(Coupon.member_id.in_(members), Coupon.status == "issued")
        .values(status="revoked")
    )
    nobody: dict[str, Any] = {
        "name": None,
        "language": None,
        "birthday": None,
        "birthday_md": None,
        "birthday_told_at": None,
        "joined_at": None,
        "joined_by": None,
        "tags": "",
        "preferences": "",
        "personal": False,
        "reachable": False,
        "last_seen_on": None,
        "erased_at": now,
    }
    session.execute(update(Member).where(Member.id.in_(members)).values(nobody))


def rename(session: Session, member_id: int, number: str) -> None:
    session.execute(update(Member).where(Member.id == member_id).values(number=number))


def remember(session: Session, values: Sequence[str], at: datetime) -> None:
    """Keep blinded accounts, the newest erasure of each."""
    session.execute(delete(ErasedAccount).where(ErasedAccount.value.in_(values)))
    insert_many(session, ErasedAccount, [{"value": value, "at": at} for value in values])


def erased(session: Session, value: str) -> bool:
    return session.execute(select(ErasedAccount.at).where(ErasedAccount.value == value)).first() is not None


def forget_accounts(session: Session, before: datetime) -> None:
    session.execute(delete(ErasedAccount).where(ErasedAccount.at < before))


def last_copy(session: Session, member_id: int) -> datetime | None:
    return session.execute(select(func.max(DataCopy.at)).where(DataCopy.member_id == member_id)).scalar_one()


def note_copy(session: Session, member_id: int, at: datetime) -> None:
    insert_once(session, DataCopy, member_id=member_id, at=at)


def _forget_updates(session: Session, telegram_ids: Sequence[int]) -> None:
    """Delete set-aside updates of these accounts; there are few, so each payload is looked at."""
    wanted = set(telegram_ids)
    rows = session.execute(
        select(InboxUpdate.update_id, InboxUpdate.payload).where(InboxUpdate.state == "poison")
    )
    theirs = [row.update_id for row in rows if _sender(row.payload) in wanted]
    session.execute(delete(InboxUpdate).where(InboxUpdate.update_id.in_(theirs)))


def _sender(payload: dict[str, Any]) -> int | None:
    for part in payload.values():
        if isinstance(part, dict) and isinstance(part.get("from"), dict):
            sender = part["from"].get("id")
            return sender if isinstance(sender, int) else None
    return None
