"""The account tools, one word a file: read-only, without arguments, for the asking member only."""

from __future__ import annotations

from knowledge.tools import (
    benefits,
    cards,
    checkins,
    coupons,
    forecasts,
    members,
    orders,
    passes,
    points,
    profiles,
    reasons,
    redemptions,
    referrals,
    refunds,
    rewards,
    tiers,
)
from knowledge.tools.account import AccountTool

# The first that fits is asked, so the narrower stands before the wider.
TOOLS: tuple[AccountTool, ...] = (
    *forecasts.TOOLS,
    *rewards.TOOLS,
    *redemptions.TOOLS,
    *reasons.TOOLS,
    *points.TOOLS,
    *benefits.TOOLS,
    *tiers.TOOLS,
    *coupons.TOOLS,
    *orders.TOOLS,
    *checkins.TOOLS,
    *cards.TOOLS,
    *referrals.TOOLS,
    *profiles.TOOLS,
    *refunds.TOOLS,
    *passes.TOOLS,
    *members.TOOLS,
)
BY_NAME = {tool.name: tool for tool in TOOLS}
