"""What changed after 0002, made from the models by `make migration`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("score", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("chosen", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("words", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_column("rated_at")
        batch_op.drop_column("words")
        batch_op.drop_column("reason")
        batch_op.drop_column("chosen")
        batch_op.drop_column("score")
        batch_op.drop_column("language")
