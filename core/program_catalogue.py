"""The products of `catalog.csv`, each fault with the number of its line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.program_files import Faults, checked, read_text, rows
from core.program_offers import Product

CATALOGUE = "catalog.csv"
COLUMNS = (
    *("product_id", "name", "name_en", "name_zh_hant", "category", "price", "tags", "season"),
    *("active_from", "active_until", "stock", "image", "url"),
)
COLUMN_OF = {"id": "product_id", "price_minor": "price", "name.zh-Hans": "name"}
PRICE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class CatalogueRead:
    """The sound products by id, and every id with its line, of faulty products too."""

    products: dict[str, Product] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    readable: bool = True


def read_catalogue(file: Path, faults: Faults, *, rules: dict[str, Any]) -> CatalogueRead:
    """Read the catalogue; prices are in currency units with at most the `minor_units` of `rules`."""
    text = read_text(file, faults)
    if text is None:
        return CatalogueRead(readable=False)
    found = CatalogueRead()
    try:
        for line, row in rows(text):
            if line == 2 and (odd := {str(name) for name in row if name} - {*COLUMNS}):
                faults.add(
                    f"{CATALOGUE}: line 1", f"unknown column, expected {', '.join(COLUMNS)}", *sorted(odd)
                )
                return CatalogueRead(readable=False)
            _read_row(line, row, found, faults, minor_units=rules.get("minor_units", 2))
    except csv.Error as error:
        faults.add(CATALOGUE, f"expected a CSV file, but {error}")
        return CatalogueRead(readable=False)
    if not found.lines:
        faults.add(CATALOGUE, "expected at least one product")
    return found


def _read_row(
    line: int, row: dict[str | None, Any], found: CatalogueRead, faults: Faults, *, minor_units: Any
) -> None:
    where = f"{CATALOGUE}: line {line}"
    name = str(row.get("product_id") or "").strip()
    if name in found.lines:
        faults.add(f"{where}: product_id", f"expected each id once, line {found.lines[name]} has it", name)
    found.lines.setdefault(name, line)
    if None in row or None in row.values():
        faults.add(where, "expected as many values as the first line has columns")
        return
    product: Product | None = checked(Product, _product(row, minor_units), where, faults, COLUMN_OF)
    if product is not None:
        found.products.setdefault(product.id, product)


def _product(row: dict[str | None, Any], minor_units: Any) -> dict[str, Any]:
    given = {str(key): str(value).strip() for key, value in row.items()}
    names = {
        "zh-Hans": given.get("name", ""),
        "zh-Hant": given.get("name_zh_hant"),
        "en": given.get("name_en"),
    }
    product: dict[str, Any] = {
        "id": given.get("product_id", ""),
        "name": {language: name for language, name in names.items() if name or language == "zh-Hans"},
        "category": given.get("category", ""),
        "price_minor": _minor(given.get("price", ""), minor_units),
        "tags": tuple(given.get("tags", "").replace(";", " ").replace("|", " ").split()),
        "season": tuple(given.get("season", "").replace(";", " ").split()),
    }
    plain = ("active_from", "active_until", "stock", "image", "url")
    return product | {name: given[name] for name in plain if given.get(name)}


def _minor(price: str, minor_units: Any) -> Any:
    if not PRICE.fullmatch(price) or not isinstance(minor_units, int):
        return price
    minor = Decimal(price).scaleb(minor_units)
    return int(minor) if minor == int(minor) else price
