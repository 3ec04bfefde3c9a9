"""All that is kept of one member, table by table and page by page.

Every column that refers to `members.id` stands in exactly one of TABLES and LEFT_OUT; a test reads the tables
and fails for one that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import LargeBinary, Table, and_, or_, select
from sqlalchemy.orm import Session

from db.types import Row

# Table and the columns that say whose a row is.
TABLES: dict[str, tuple[str, ...]] = {
    "members": ("id",),
    "identities": ("member_id",),
    "consents": ("member_id",),
    "accounts": ("member_id",),
    "entries": ("member_id",),
    "lots": ("member_id",),
    "debts": ("member_id",),
    "adjustments": ("member_id",),
    "tier_changes": ("member_id",),
    "orders": ("member_id",),
    "coupons": ("member_id",),
    "redemptions": ("member_id",),
    "card_terms": ("member_id",),
    "payments": ("member_id",),
    "visits": ("member_id",),
    "referral_links": ("member_id",),
    "referrals": ("inviter_id", "invitee_id"),
    "behaviours": ("member_id",),
    "benefit_claims": ("member_id",),
    "birthday_gifts": ("member_id",),
    "checkins": ("member_id",),
    "streaks": ("member_id",),
    "attempts": ("member_id",),
    "campaign_recipients": ("member_id",),
    "notices": ("member_id",),
    "answers": ("member_id",),
    "conversations": ("member_id",),
    "tickets": ("member_id",),
    "showings": ("member_id",),
    "dislikes": ("member_id",),
    "hidden_members": ("member_id",),
    "asks": ("member_id",),
    "data_copies": ("member_id",),
    "merges": ("source_id", "target_id"),
}
# Rows that hang on a row of TABLES: (table, column, table it hangs on).
PARTS = (
    ("order_lines", "order_id", "orders"),
    ("refunds", "order_id", "orders"),
    ("allocations", "entry_id", "entries"),
    ("deductions", "visit_id", "visits"),
    ("ticket_messages", "ticket_id", "tickets"),
)
LEFT_OUT = {
    "ticket_contacts.member_id": "names a colleague",
    "identity_claims.claimant_id": "names another member",
    "identity_claims.holder_id": "names another member",
    "members.merged_into": "a merged member's rows are the survivor's",
    "passes.member_id": "hashes of codes that lived for a minute",
}
# Keys of the machine, other people, and hashes that say nothing to whom they are about.
_HIDDEN = frozenset(
    {
        "body",
        "key",
        "sealed",
        "before",
        "digest",
        "agent_id",
        "agent_name",
        "decided_by",
        "clerk",
        "actor",
        "code",
        "inviter_id",
        "invitee_id",
        "reason",
    }
)
# Where lines of a talk stand in the support chat, and the names of colleagues.
_HIDDEN_IN = {
    "ticket_messages": frozenset(
        {"chat_id", "message_id", "from_chat_id", "from_message_id", "answers_id", "values"}
    )
}


def references() -> set[str]:
    return {
        f"{table}.{column}" for table, columns in TABLES.items() for column in columns if table != "members"
    }


def page(
    session: Session, name: str, member_ids: Sequence[int], after: Sequence[Any] | None, limit: int
) -> tuple[list[dict[str, Any]], tuple[Any, ...] | None]:
    """Return up to `limit` rows of a table behind the key `after`, and the key of the last one (None at the end)."""
    table = Row.metadata.tables[name]
    keys = list(table.primary_key.columns)
    statement = select(table).where(_whose(table, member_ids)).order_by(*keys).limit(limit)
    if after is not None:
        # A key of several columns is compared column by column, which both engines understand.
        statement = statement.where(
            or_(
                *(
                    and_(
                        *(one == value for one, value in zip(keys[:at], after, strict=False)), key > after[at]
                    )
                    for at, key in enumerate(keys)
                )
            )
        )
    hidden = _HIDDEN | _HIDDEN_IN.get(name, frozenset())
    shown = [
        column
        for column in table.columns
        if column.name not in hidden and not isinstance(column.type, LargeBinary)
    ]
    found = session.execute(statement).mappings().all()
    rows = [{column.name: _plain(row[column.name]) for column in shown} for row in found]
    last = tuple(found[-1][key.name] for key in keys) if len(found) == limit else None
    return rows, last


def _whose(table: Table, member_ids: Sequence[int]) -> Any:
    if table.name in TABLES:
        return or_(*(table.c[column].in_(member_ids) for column in TABLES[table.name]))
    column, parent = next((column, parent) for name, column, parent in PARTS if name == table.name)
    whole = Row.metadata.tables[parent]
    theirs = table.c[column].in_(select(whole.c.id).where(_whose(whole, member_ids)))
    if table.name == "ticket_messages":
        # What the bot tells the desk is about colleagues and their work; the member never saw it.
        return and_(theirs, or_(table.c.says.is_(None), table.c.to == "member"))
    return theirs


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
