"""Write db/migrations/versions/0001_initial.py anew from the models, as long as nothing is released."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from alembic.autogenerate import produce_migrations, render_python_code  # noqa: E402
from alembic.runtime.migration import MigrationContext  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402

import db.models  # noqa: E402
from db.types import Row, UtcDateTime  # noqa: E402

assert db.models  # noqa: S101

TARGET = ROOT / "db/migrations/versions/0001_initial.py"
FRAME = '''"""The first schema, made from the models by `make migration`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
'''


def render_type(kind: str, item: object, _context: object) -> str | bool:
    """Name no type of the application: a migration must stay what it was when the application changes."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def main() -> None:
    with create_engine("sqlite://").connect() as connection:
        script = produce_migrations(MigrationContext.configure(connection), Row.metadata)
    # Rendered for PostgreSQL: it is the stricter one, and SQLite understands its literals (`true`) too.
    for_postgres = MigrationContext.configure(dialect_name="postgresql")
    parts = {
        name: "    " + render_python_code(ops, migration_context=for_postgres, render_item=render_type)
        for name, ops in (("upgrade", script.upgrade_ops), ("downgrade", script.downgrade_ops))
    }
    text = FRAME.format(
        **{name: re.sub(r"\n *# ### .*", "", f"\n{part}").strip("\n") for name, part in parts.items()}
    )
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text)
    subprocess.run(
        [sys.executable, "-m", "ruff", "format", "-q", "--no-force-exclude", str(TARGET)], check=True
    )
    print(f"{TARGET.relative_to(ROOT)}: {len(Row.metadata.tables)} tables")


if __name__ == "__main__":
    main()
