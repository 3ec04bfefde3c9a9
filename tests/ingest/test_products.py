from __future__ import annotations

import pytest

from core.program import Program
from db.engine import Database
from membership import products
from tests.ingest.conftest import Imported

HEAD = "product_id,name,category,price,tags,active_from,active_until,stock,image\n"


async def test_products_are_made_changed_and_recognised(
    db: Database, program: Program, imported: Imported
) -> None:
    row = "p1,红杯,cups,49.90,red;gift,2026-01-01,,12,https://example.org/p1.jpg"
    first = await imported("products", f"{HEAD}{row}\np2,蓝杯,cups,59,,,,,\n")
    again = await imported("products", f"{HEAD}{row}\np2,蓝杯,cups,69,,,,,\np2,蓝杯,cups,69,,,,,\n")
    assert (first.created, first.updated, first.duplicate) == (2, 0, 0)
    assert (again.created, again.updated, again.duplicate) == (0, 1, 2)
    named = await db.read(products.describe, ids=["p1", "p2"], program=program)
    assert (named["p1"].name.zh_hans, named["p1"].price_minor) == ("红杯", 4_990)
    assert named["p2"].price_minor == 6_900


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("p1,,cups,49,,,,,", "name"),
        ("p1,杯,cups,free,,,,,", "price"),
        ("p1,杯,cups,1.001,,,,,", "price"),
        ("p1,杯,cups,49,,soon,,,", "active_from"),
        ("p1,杯,cups,49,,,,-3,", "stock"),
    ],
)
async def test_a_faulty_product_is_named_and_the_rest_goes_in(
    row: str, reason: str, imported: Imported
) -> None:
    report = await imported("products", f"{HEAD}{row}\np2,蓝杯,cups,59,,,,,\n")
    assert (report.created, report.rejected) == (1, 1)
    assert report.rejects[0].reason.startswith(reason)
