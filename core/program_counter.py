"""What `program.yaml` decides about the counter: what points are worth on an order (抵扣)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from core.program_values import Part, Positive, expects


class SpendingRules(Part):
    """`points_per_unit` points pay one currency unit, in steps of `step` points, up to `max_share` of an order."""

    points_per_unit: Positive
    step: Positive = 1
    max_share: Annotated[Decimal, Field(gt=0, le=1), expects("a share above 0 and at most 1")] = Decimal(1)
