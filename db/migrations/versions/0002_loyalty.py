"""What changed after 0001, made from the models by `make migration`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=96), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=96), nullable=False),
        sa.Column(
            "before",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
        sa.UniqueConstraint("digest", name=op.f("uq_audits_digest")),
    )
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audits_subject_id"), ["subject", "id"], unique=False)

    op.create_table(
        "budgets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purse", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("times", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("most_times", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("points >= 0 and times >= 0", name=op.f("ck_budgets_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
        sa.UniqueConstraint(
            "purse", "owner", "span", "begins", name=op.f("uq_budgets_purse_owner_span_begins")
        ),
    )
    op.create_table(
        "channels",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column(
            "kinds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "fields",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("name", name=op.f("uq_channels_name")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("endpoint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("endpoint_id", "key", name=op.f("uq_deliveries_endpoint_id_key")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliveries_endpoint_id_state_due_at"),
            ["endpoint_id", "state", "due_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_deliveries_state_settled_at"), ["state", "settled_at"], unique=False
        )

    op.create_table(
        "endpoints",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column(
            "kinds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("inside", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off_reason", sa.String(length=200), nullable=True),
        sa.Column(
            "failures",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoints")),
        sa.UniqueConstraint("url", name=op.f("uq_endpoints_url")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "erased_accounts",
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_erased_accounts")),
    )
    with op.batch_alter_table("erased_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erased_accounts_at"), ["at"], unique=False)

    op.create_table(
        "guesses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guesses")),
    )
    with op.batch_alter_table("guesses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guesses_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_guesses_who_at"), ["who", "at"], unique=False)

    op.create_table(
        "payment_checks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begin", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("end", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booked", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refunded", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "differences",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_checks")),
    )
    with op.batch_alter_table("payment_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_checks_at"), ["at"], unique=False)

    op.create_table(
        "sale_announcements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sale", sa.String(length=32), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_announcements")),
        sa.UniqueConstraint("sale", "opens_at", name=op.f("uq_sale_announcements_sale_opens_at")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=128), nullable=True),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("telegram_id", "role", name=op.f("uq_staff_telegram_id_role")),
    )
    op.create_table(
        "stocks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=32), nullable=False),
        sa.Column("taken", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offered", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("taken >= 0 and taken <= offered", name=op.f("ck_stocks_taken")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocks")),
        sa.UniqueConstraint("subject", "slot", name=op.f("uq_stocks_subject_slot")),
    )
    op.create_table(
        "versions",
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "rules",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_versions")),
    )
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_versions_effective_at"), ["effective_at"], unique=False)

    op.create_table(
        "waiting_refunds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("order_ref", sa.String(length=96), nullable=False),
        sa.Column("ref", sa.String(length=96), nullable=False),
        sa.Column("refunded_at", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_waiting_refunds_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_refunds")),
        sa.UniqueConstraint(
            "channel", "order_ref", "ref", name=op.f("uq_waiting_refunds_channel_order_ref_ref")
        ),
    )
    with op.batch_alter_table("waiting_refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_refunds_received_at"), ["received_at"], unique=False)

    op.create_table(
        "adjustments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_adjustments_moves")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_adjustments_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustments")),
        sa.UniqueConstraint("key", name=op.f("uq_adjustments_key")),
    )
    with op.batch_alter_table("adjustments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adjustments_member_id"), ["member_id"], unique=False)

    op.create_table(
        "asks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_asks_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
        sa.UniqueConstraint("member_id", "item", name=op.f("uq_asks_member_id_item")),
    )
    op.create_table(
        "channel_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_keys_channel_id_channels")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_keys")),
    )
    with op.batch_alter_table("channel_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_keys_channel_id"), ["channel_id"], unique=False)

    op.create_table(
        "channel_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "answer",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_requests_channel_id_channels")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_requests")),
        sa.UniqueConstraint(
            "channel_id", "request_id", name=op.f("uq_channel_requests_channel_id_request_id")
        ),
    )
    with op.batch_alter_table("channel_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_requests_at"), ["at"], unique=False)

    op.create_table(
        "data_copies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_data_copies_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_copies")),
    )
    with op.batch_alter_table("data_copies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_copies_member_id_at"), ["member_id", "at"], unique=False)

    op.create_table(
        "identity_claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.String(length=128), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("claimant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=96), nullable=True),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["members.id"], name=op.f("fk_identity_claims_claimant_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["members.id"], name=op.f("fk_identity_claims_holder_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_claims")),
    )
    with op.batch_alter_table("identity_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_claims_claimant_id"), ["claimant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_claims_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(
            "ix_identity_claims_standing",
            ["value", "claimant_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'review')"),
            postgresql_where=sa.text("state IN ('open', 'review')"),
        )
        batch_op.create_index(
            batch_op.f("ix_identity_claims_state_opened_at"), ["state", "opened_at"], unique=False
        )

    op.create_table(
        "merges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor", sa.String(length=96), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column(
            "before",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=96), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["members.id"], name=op.f("fk_merges_source_id_members")),
        sa.ForeignKeyConstraint(["target_id"], ["members.id"], name=op.f("fk_merges_target_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merges_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_target_id"), ["target_id"], unique=False)

    op.create_table(
        "passes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_passes_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passes")),
        sa.UniqueConstraint("digest", name=op.f("uq_passes_digest")),
    )
    with op.batch_alter_table("passes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passes_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_passes_member_id_id"), ["member_id", "id"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice", sa.String(length=32), nullable=True),
        sa.Column("bill_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("telegram_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("tier", sa.String(length=32), nullable=True),
        sa.Column("months", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=8), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("charge", sa.String(length=128), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renews", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refunding_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_positive")),
        sa.ForeignKeyConstraint(["bill_id"], ["payments.id"], name=op.f("fk_payments_bill_id_payments")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_payments_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("charge", name=op.f("uq_payments_charge")),
        sa.UniqueConstraint("invoice", name=op.f("uq_payments_invoice")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_bill_id"), ["bill_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_member_id_id"), ["member_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_payments_state_refunding_at"), ["state", "refunding_at"], unique=False
        )
        batch_op.create_index(
            "ix_payments_unconfirmed",
            ["paid_at"],
            unique=False,
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )

    op.create_table(
        "referral_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_referral_links_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_links")),
        sa.UniqueConstraint("token", name=op.f("uq_referral_links_token")),
    )
    with op.batch_alter_table("referral_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_links_member_id"), ["member_id"], unique=False)

    op.create_table(
        "benefit_claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("benefit", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupons.id"], name=op.f("fk_benefit_claims_coupon_id_coupons")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_benefit_claims_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_claims")),
        sa.UniqueConstraint(
            "member_id", "benefit", "period", name=op.f("uq_benefit_claims_member_id_benefit_period")
        ),
    )
    with op.batch_alter_table("benefit_claims", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_benefit_claims_benefit_period"), ["benefit", "period"], unique=False
        )

    op.create_table(
        "birthday_gifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupons.id"], name=op.f("fk_birthday_gifts_coupon_id_coupons")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_birthday_gifts_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_birthday_gifts")),
        sa.UniqueConstraint("member_id", "year", name=op.f("uq_birthday_gifts_member_id_year")),
    )
    op.create_table(
        "card_terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("months", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("bought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(months IS NULL) <> (days IS NULL)", name=op.f("ck_card_terms_length")),
        sa.CheckConstraint("from_at <= until_at", name=op.f("ck_card_terms_forward")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_card_terms_member_id_members")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_card_terms_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_terms")),
        sa.UniqueConstraint("key", name=op.f("uq_card_terms_key")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_card_terms_payment_id")),
    )
    with op.batch_alter_table("card_terms", schema=None) as batch_op:
        batch_op.create_index(
            "ix_card_terms_active",
            ["until_at"],
            unique=False,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
        batch_op.create_index(
            batch_op.f("ix_card_terms_member_id_until_at"), ["member_id", "until_at"], unique=False
        )
        batch_op.create_index(
            "ix_card_terms_unreminded",
            ["remind_at"],
            unique=False,
            sqlite_where=sa.text("remind_at IS NOT NULL"),
            postgresql_where=sa.text("remind_at IS NOT NULL"),
        )

    op.create_table(
        "debts",
        sa.Column(
            "entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("remaining", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("remaining >= 0 and remaining <= amount", name=op.f("ck_debts_remaining")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_debts_entry_id_entries")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_debts_member_id_members")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_debts")),
    )
    with op.batch_alter_table("debts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debts_member_id"), ["member_id"], unique=False)

    op.create_table(
        "merge_moves",
        sa.Column("merge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column(
            "row_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_merge_moves_merge_id_merges")),
        sa.PrimaryKeyConstraint("merge_id", "place", "row_id", name=op.f("pk_merge_moves")),
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reward", sa.String(length=32), nullable=True),
        sa.Column("sale", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "taken",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "state in ('reserved', 'fulfilled', 'cancelled', 'expired')", name=op.f("ck_redemptions_state")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_redemptions_points")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name=op.f("fk_redemptions_coupon_id_coupons")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_redemptions_entry_id_entries")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_redemptions_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
        sa.UniqueConstraint("code", name=op.f("uq_redemptions_code")),
        sa.UniqueConstraint("key", name=op.f("uq_redemptions_key")),
    )
    with op.batch_alter_table("redemptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_redemptions_member_id_id"), ["member_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_redemptions_member_id_reward"), ["member_id", "reward"], unique=False
        )
        batch_op.create_index(
            "ix_redemptions_open",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("state = 'reserved'"),
            postgresql_where=sa.text("state = 'reserved'"),
        )

    op.create_table(
        "visits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pass_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clerk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_visits_member_id_members")),
        sa.ForeignKeyConstraint(["pass_id"], ["passes.id"], name=op.f("fk_visits_pass_id_passes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("pass_id", name=op.f("uq_visits_pass_id")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_member_id"), ["member_id"], unique=False)

    op.create_table(
        "deductions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("points > 0 and value > 0 and value <= amount", name=op.f("ck_deductions_within")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_deductions_entry_id_entries")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_deductions_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deductions")),
    )
    with op.batch_alter_table("deductions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deductions_state_until"), ["state", "until"], unique=False)
        batch_op.create_index(batch_op.f("ix_deductions_visit_id_state"), ["visit_id", "state"], unique=False)

    op.create_table(
        "partner_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reward", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=128), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redemption_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemptions.id"], name=op.f("fk_partner_codes_redemption_id_redemptions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_codes")),
        sa.UniqueConstraint("redemption_id", name=op.f("uq_partner_codes_redemption_id")),
        sa.UniqueConstraint("reward", "code", name=op.f("uq_partner_codes_reward_code")),
    )
    with op.batch_alter_table("partner_codes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_partner_codes_free",
            ["reward", "id"],
            unique=False,
            sqlite_where=sa.text("redemption_id IS NULL"),
            postgresql_where=sa.text("redemption_id IS NULL"),
        )

    op.create_table(
        "referrals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("inviter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invitee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capped", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cash_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name=op.f("ck_referrals_paid")),
        sa.ForeignKeyConstraint(["invitee_id"], ["members.id"], name=op.f("fk_referrals_invitee_id_members")),
        sa.ForeignKeyConstraint(["inviter_id"], ["members.id"], name=op.f("fk_referrals_inviter_id_members")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_referrals_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("key", name=op.f("uq_referrals_key")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index(
            "ix_referrals_cash",
            ["id"],
            unique=False,
            sqlite_where=sa.text("cash_minor > 0 AND exported_at IS NULL"),
            postgresql_where=sa.text("cash_minor > 0 AND exported_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_referrals_invitee_id_state"), ["invitee_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_referrals_inviter_id_joined_at"), ["inviter_id", "joined_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referrals_state_due_at"), ["state", "due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_referrals_state_expires_at"), ["state", "expires_at"], unique=False
        )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "debt",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "spent",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "expired",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("term_begins", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("earned_tier", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("floor_tier", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("floor_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("warned_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_accounts_floor_until"), ["floor_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_tier_until"), ["tier_until"], unique=False)

    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("store", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("clerk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("order_ref", sa.String(length=96), nullable=True))
        batch_op.add_column(
            sa.Column("saved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_coupons_channel_order_ref"), ["channel", "order_ref"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_coupons_status_expires_at"), ["status", "expires_at"], unique=False
        )

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_member_id_id"), ["member_id", "id"], unique=False)
        batch_op.create_index(
            "ix_entries_reverses_id",
            ["reverses_id"],
            unique=False,
            sqlite_where=sa.text("reverses_id IS NOT NULL"),
            postgresql_where=sa.text("reverses_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_entries_source"), ["source"], unique=False)

    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String(length=32), nullable=True))

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unannounced", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("reminded", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.drop_index(batch_op.f("ix_lots_member_id_expires_at"))
        batch_op.create_index(
            "ix_lots_open",
            ["member_id", "expires_at"],
            unique=False,
            sqlite_where=sa.text("remaining > 0"),
            postgresql_where=sa.text("remaining > 0"),
        )
        batch_op.create_index(
            "ix_lots_unannounced",
            ["active_from"],
            unique=False,
            sqlite_where=sa.text("unannounced"),
            postgresql_where=sa.text("unannounced"),
        )
        batch_op.create_index(
            "ix_lots_unreminded",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("remaining > 0 AND NOT reminded"),
            postgresql_where=sa.text("remaining > 0 AND NOT reminded"),
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birthday_md", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("birthday_told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("preferences", sa.String(length=512), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_members_birthday_md"), ["birthday_md"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_merged_into"), ["merged_into"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_members_merged_into_members"), "members", ["merged_into"], ["id"]
        )

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("category", sa.String(length=64), nullable=True))

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tier", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("first", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(
            sa.Column("coupon_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("coupon_refused", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("rule_version", sa.String(length=16), nullable=True))
        batch_op.add_column(
            sa.Column(
                "cuts",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_orders_coupon_id_coupons"), "coupons", ["coupon_id"], ["id"]
        )

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "owed",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "waived",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )

    with op.batch_alter_table("tier_changes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("earned", sa.String(length=32), nullable=True))
    # By hand: sums that were counted each time are kept beside the balance from now on.
    op.execute(
        "update accounts set"
        " spent = (select coalesce(-sum(amount), 0) from entries"
        " where entries.member_id = accounts.member_id and entries.kind = 'redeem'),"
        " expired = (select coalesce(-sum(amount), 0) from entries"
        " where entries.member_id = accounts.member_id and entries.kind = 'expire')"
    )


def downgrade() -> None:
    with op.batch_alter_table("tier_changes", schema=None) as batch_op:
        batch_op.drop_column("earned")

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_column("waived")
        batch_op.drop_column("owed")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_orders_coupon_id_coupons"), type_="foreignkey")
        batch_op.drop_column("cuts")
        batch_op.drop_column("rule_version")
        batch_op.drop_column("coupon_refused")
        batch_op.drop_column("coupon_id")
        batch_op.drop_column("first")
        batch_op.drop_column("tier")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_column("category")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_members_merged_into_members"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_members_merged_into"))
        batch_op.drop_index(batch_op.f("ix_members_birthday_md"))
        batch_op.drop_column("erased_at")
        batch_op.drop_column("merged_into")
        batch_op.drop_column("preferences")
        batch_op.drop_column("birthday_told_at")
        batch_op.drop_column("birthday_md")

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_lots_unreminded",
            sqlite_where=sa.text("remaining > 0 AND NOT reminded"),
            postgresql_where=sa.text("remaining > 0 AND NOT reminded"),
        )
        batch_op.drop_index(
            "ix_lots_unannounced",
            sqlite_where=sa.text("unannounced"),
            postgresql_where=sa.text("unannounced"),
        )
        batch_op.drop_index(
            "ix_lots_open", sqlite_where=sa.text("remaining > 0"), postgresql_where=sa.text("remaining > 0")
        )
        batch_op.create_index(
            batch_op.f("ix_lots_member_id_expires_at"), ["member_id", "expires_at"], unique=False
        )
        batch_op.drop_column("reminded")
        batch_op.drop_column("unannounced")

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_column("owner")

    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.drop_column("sealed")

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_source"))
        batch_op.drop_index(
            "ix_entries_reverses_id",
            sqlite_where=sa.text("reverses_id IS NOT NULL"),
            postgresql_where=sa.text("reverses_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_entries_member_id_id"))

    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coupons_status_expires_at"))
        batch_op.drop_index(batch_op.f("ix_coupons_channel_order_ref"))
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("saved")
        batch_op.drop_column("order_ref")
        batch_op.drop_column("clerk")
        batch_op.drop_column("store")
        batch_op.drop_column("channel")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_tier_until"))
        batch_op.drop_index(batch_op.f("ix_accounts_floor_until"))
        batch_op.drop_column("warned_days")
        batch_op.drop_column("floor_until")
        batch_op.drop_column("floor_tier")
        batch_op.drop_column("earned_tier")
        batch_op.drop_column("term_begins")
        batch_op.drop_column("expired")
        batch_op.drop_column("spent")
        batch_op.drop_column("debt")

    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referrals_state_expires_at"))
        batch_op.drop_index(batch_op.f("ix_referrals_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_referrals_inviter_id_joined_at"))
        batch_op.drop_index(batch_op.f("ix_referrals_invitee_id_state"))
        batch_op.drop_index(
            "ix_referrals_cash",
            sqlite_where=sa.text("cash_minor > 0 AND exported_at IS NULL"),
            postgresql_where=sa.text("cash_minor > 0 AND exported_at IS NULL"),
        )

    op.drop_table("referrals")
    with op.batch_alter_table("partner_codes", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_partner_codes_free",
            sqlite_where=sa.text("redemption_id IS NULL"),
            postgresql_where=sa.text("redemption_id IS NULL"),
        )

    op.drop_table("partner_codes")
    with op.batch_alter_table("deductions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deductions_visit_id_state"))
        batch_op.drop_index(batch_op.f("ix_deductions_state_until"))

    op.drop_table("deductions")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_member_id"))

    op.drop_table("visits")
    with op.batch_alter_table("redemptions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_redemptions_open",
            sqlite_where=sa.text("state = 'reserved'"),
            postgresql_where=sa.text("state = 'reserved'"),
        )
        batch_op.drop_index(batch_op.f("ix_redemptions_member_id_reward"))
        batch_op.drop_index(batch_op.f("ix_redemptions_member_id_id"))

    op.drop_table("redemptions")
    op.drop_table("merge_moves")
    with op.batch_alter_table("debts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_debts_member_id"))

    op.drop_table("debts")
    with op.batch_alter_table("card_terms", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_card_terms_unreminded",
            sqlite_where=sa.text("remind_at IS NOT NULL"),
            postgresql_where=sa.text("remind_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_card_terms_member_id_until_at"))
        batch_op.drop_index(
            "ix_card_terms_active",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.drop_table("card_terms")
    op.drop_table("birthday_gifts")
    with op.batch_alter_table("benefit_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_benefit_claims_benefit_period"))

    op.drop_table("benefit_claims")
    with op.batch_alter_table("referral_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_links_member_id"))

    op.drop_table("referral_links")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_payments_unconfirmed",
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_payments_state_refunding_at"))
        batch_op.drop_index(batch_op.f("ix_payments_member_id_id"))
        batch_op.drop_index(batch_op.f("ix_payments_bill_id"))

    op.drop_table("payments")
    with op.batch_alter_table("passes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passes_member_id_id"))
        batch_op.drop_index(batch_op.f("ix_passes_expires_at"))

    op.drop_table("passes")
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merges_target_id"))
        batch_op.drop_index(batch_op.f("ix_merges_source_id"))
        batch_op.drop_index(batch_op.f("ix_merges_at"))

    op.drop_table("merges")
    with op.batch_alter_table("identity_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_claims_state_opened_at"))
        batch_op.drop_index(
            "ix_identity_claims_standing",
            sqlite_where=sa.text("state IN ('open', 'review')"),
            postgresql_where=sa.text("state IN ('open', 'review')"),
        )
        batch_op.drop_index(batch_op.f("ix_identity_claims_holder_id"))
        batch_op.drop_index(batch_op.f("ix_identity_claims_claimant_id"))

    op.drop_table("identity_claims")
    with op.batch_alter_table("data_copies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_copies_member_id_at"))

    op.drop_table("data_copies")
    with op.batch_alter_table("channel_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channel_requests_at"))

    op.drop_table("channel_requests")
    with op.batch_alter_table("channel_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channel_keys_channel_id"))

    op.drop_table("channel_keys")
    op.drop_table("asks")
    with op.batch_alter_table("adjustments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adjustments_member_id"))

    op.drop_table("adjustments")
    with op.batch_alter_table("waiting_refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_refunds_received_at"))

    op.drop_table("waiting_refunds")
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_versions_effective_at"))

    op.drop_table("versions")
    op.drop_table("stocks")
    op.drop_table("staff")
    op.drop_table("sale_announcements")
    with op.batch_alter_table("payment_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_checks_at"))

    op.drop_table("payment_checks")
    with op.batch_alter_table("guesses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guesses_who_at"))
        batch_op.drop_index(batch_op.f("ix_guesses_at"))

    op.drop_table("guesses")
    with op.batch_alter_table("erased_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erased_accounts_at"))

    op.drop_table("erased_accounts")
    op.drop_table("endpoints")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_state_settled_at"))
        batch_op.drop_index(batch_op.f("ix_deliveries_endpoint_id_state_due_at"))

    op.drop_table("deliveries")
    op.drop_table("channels")
    op.drop_table("budgets")
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audits_subject_id"))

    op.drop_table("audits")
