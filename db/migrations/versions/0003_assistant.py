"""What changed after 0002, made from the models by `make migration`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_alternates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_alternates")),
        sa.UniqueConstraint("article", "text", name=op.f("uq_article_alternates_article_text")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("newest", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("subject", "language", name=op.f("uq_articles_subject_language")),
    )
    op.create_table(
        "faq_findings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_findings")),
        sa.UniqueConstraint("digest", name=op.f("uq_faq_findings_digest")),
    )
    op.create_table(
        "gaps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "examples",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "folds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("askers", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("near", sa.String(length=200), nullable=True),
        sa.Column("near_title", sa.Text(), nullable=True),
        sa.Column("fit", sa.SmallInteger(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gaps_state"), ["state"], unique=False)

    op.create_table(
        "ticket_desks",
        sa.Column(
            "configured",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("configured", name=op.f("pk_ticket_desks")),
    )
    op.create_table(
        "ticket_topics",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column(
            "revision",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_topics")),
        sa.UniqueConstraint("chat_id", "thread_id", name=op.f("uq_ticket_topics_chat_id_thread_id")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_ticket_topics_telegram_id")),
    )
    with op.batch_alter_table("ticket_topics", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_topics_stale",
            ["id"],
            unique=False,
            sqlite_where=sa.text("stale = 1"),
            postgresql_where=sa.text("stale"),
        )

    op.create_table(
        "usages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("calls", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tokens_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tokens_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usages")),
        sa.UniqueConstraint("day", "telegram_id", name=op.f("uq_usages_day_telegram_id")),
    )
    op.create_table(
        "article_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "alternates",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column(
            "tiers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_versions_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_versions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_versions_article_id_number")),
    )
    with op.batch_alter_table("article_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_versions_state"), ["state"], unique=False)

    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column(
            "turns",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_conversations_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("chat_id", "telegram_id", name=op.f("uq_conversations_chat_id_telegram_id")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversations_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_conversations_member_id"), ["member_id"], unique=False)

    op.create_table(
        "ticket_contacts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agent_name", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_ticket_contacts_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_contacts")),
        sa.UniqueConstraint("member_id", name=op.f("uq_ticket_contacts_member_id")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("score", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("chosen", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("words", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_answers_telegram_id_id"), ["telegram_id", "id"], unique=False)

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("answers", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("ticket_messages", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("to", sa.String(length=8), server_default=sa.text("'desk'"), nullable=False)
        )
        batch_op.add_column(sa.Column("agent_name", sa.String(length=128), nullable=True))
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), server_default=sa.text("'text'"), nullable=False)
        )
        batch_op.add_column(sa.Column("text", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "entities",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("album", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("says", sa.String(length=48), nullable=True))
        batch_op.add_column(
            sa.Column(
                "values",
                sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("key", sa.String(length=96), nullable=True))
        batch_op.add_column(
            sa.Column("from_chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("from_message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("answers_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("state", sa.String(length=8), server_default=sa.text("'sent'"), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "attempts",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("edited", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.alter_column("chat_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("message_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(
            "ix_ticket_messages_edited",
            ["to", "id"],
            unique=False,
            sqlite_where=sa.text("edited = 1"),
            postgresql_where=sa.text("edited"),
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_messages_state_due_at"), ["state", "due_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ticket_messages_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_ticket_messages_from_chat_id_from_message_id"), ["from_chat_id", "from_message_id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_ticket_messages_key"), ["key"])

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agent_name", sa.String(length=128), nullable=True))
        batch_op.add_column(sa.Column("name", sa.String(length=128), nullable=True))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("first", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(
            sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("member_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("agent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "reminded",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("rating", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("rating_words", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "uq_tickets_open_telegram_id",
            ["telegram_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
    # By hand: what notices without a member said is blanked as soon as they are settled, from now on.
    op.execute(
        "update notices set \"values\" = '{}' where member_id is null and state not in ('queued', 'sending')"
    )


def downgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tickets_open_telegram_id",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_column("rated_at")
        batch_op.drop_column("rating_words")
        batch_op.drop_column("rating")
        batch_op.drop_column("warned_at")
        batch_op.drop_column("reminded")
        batch_op.drop_column("agent_at")
        batch_op.drop_column("member_at")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("urgent")
        batch_op.drop_column("first")
        batch_op.drop_column("language")
        batch_op.drop_column("name")
        batch_op.drop_column("agent_name")

    with op.batch_alter_table("ticket_messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_ticket_messages_key"), type_="unique")
        batch_op.drop_constraint(
            batch_op.f("uq_ticket_messages_from_chat_id_from_message_id"), type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_ticket_messages_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_messages_state_due_at"))
        batch_op.drop_index(
            "ix_ticket_messages_edited",
            sqlite_where=sa.text("edited = 1"),
            postgresql_where=sa.text("edited"),
        )
        batch_op.alter_column("message_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("chat_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("edited")
        batch_op.drop_column("due_at")
        batch_op.drop_column("attempts")
        batch_op.drop_column("state")
        batch_op.drop_column("answers_id")
        batch_op.drop_column("from_message_id")
        batch_op.drop_column("from_chat_id")
        batch_op.drop_column("key")
        batch_op.drop_column("values")
        batch_op.drop_column("says")
        batch_op.drop_column("album")
        batch_op.drop_column("entities")
        batch_op.drop_column("text")
        batch_op.drop_column("kind")
        batch_op.drop_column("agent_name")
        batch_op.drop_column("to")

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_column("answered_at")
        batch_op.drop_column("answers")

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_telegram_id_id"))
        batch_op.drop_column("rated_at")
        batch_op.drop_column("words")
        batch_op.drop_column("reason")
        batch_op.drop_column("chosen")
        batch_op.drop_column("score")
        batch_op.drop_column("language")

    op.drop_table("ticket_contacts")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversations_member_id"))
        batch_op.drop_index(batch_op.f("ix_conversations_at"))

    op.drop_table("conversations")
    with op.batch_alter_table("article_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_versions_state"))

    op.drop_table("article_versions")
    op.drop_table("usages")
    with op.batch_alter_table("ticket_topics", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ticket_topics_stale", sqlite_where=sa.text("stale = 1"), postgresql_where=sa.text("stale")
        )

    op.drop_table("ticket_topics")
    op.drop_table("ticket_desks")
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gaps_state"))

    op.drop_table("gaps")
    op.drop_table("faq_findings")
    op.drop_table("articles")
    op.drop_table("article_alternates")
