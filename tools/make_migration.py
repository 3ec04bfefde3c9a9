"""Write the newest, not yet released migration anew: the difference between the one before it and the models.

What follows the line `# By hand` in its `upgrade` (moving data into the new columns) is kept.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from alembic.autogenerate import produce_migrations, render_python_code  # noqa: E402
from alembic.runtime.migration import MigrationContext  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402

import db.models  # noqa: E402
from db import migrate  # noqa: E402
from db.types import Row, UtcDateTime  # noqa: E402

assert db.models  # noqa: S101

# Released ones are never rewritten: a new schema change gets the next number here.
BEFORE, REVISION, NAME = "0002", "0003", "assistant"
TARGET = ROOT / f"db/migrations/versions/{REVISION}_{NAME}.py"
BY_HAND = "    # By hand"
FRAME = '''"""What changed after {before}, made from the models by `make migration`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{revision}"
down_revision = "{before}"
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


def by_hand() -> str:
    """Return what people wrote into the migration as it stands."""
    text = TARGET.read_text() if TARGET.exists() else ""
    upgrade, _, _ = text.partition("def downgrade()")
    _, mark, rest = upgrade.partition(BY_HAND)
    return f"\n{mark}{rest}".rstrip() if mark else ""


def main() -> None:
    moved = by_hand()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "before.db"
        asyncio.run(migrate.upgrade(f"sqlite+aiosqlite:///{file}", BEFORE))
        engine = create_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            script = produce_migrations(context, Row.metadata)
        engine.dispose()
    # Rendered for PostgreSQL, the stricter one (SQLite understands its literals, such as `true`), in batches,
    # because SQLite changes a table by copying it.
    for_postgres = MigrationContext.configure(dialect_name="postgresql")
    parts = {
        name: "    "
        + render_python_code(
            ops, migration_context=for_postgres, render_item=render_type, render_as_batch=True
        )
        for name, ops in (("upgrade", script.upgrade_ops), ("downgrade", script.downgrade_ops))
    }
    bodies = {name: re.sub(r"\n *# ### .*", "", f"\n{part}").strip("\n") for name, part in parts.items()}
    bodies["upgrade"] += moved
    TARGET.write_text(FRAME.format(before=BEFORE, revision=REVISION, **bodies))
    subprocess.run(
        [sys.executable, "-m", "ruff", "format", "-q", "--no-force-exclude", str(TARGET)], check=True
    )
    print(f"{TARGET.relative_to(ROOT)}: {len(Row.metadata.tables)} tables")


if __name__ == "__main__":
    main()
