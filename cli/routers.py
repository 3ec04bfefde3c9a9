"""The Telegram edge; the routers in the order in which they are asked."""

from handlers import (
    adjustments,
    answers,
    campaign_replies,
    campaigns,
    cards,
    challenges,
    checkins,
    coupons,
    groups,
    help,  # noqa: A004
    launches,
    leaderboards,
    letters,
    members,
    orders,
    payments,
    points,
    recommendations,
    segments,
    staff,
    tickets,
    tiers,
)

ROUTERS = (
    # Stars first: nothing that reads messages may take a payment for talk.
    payments.router,
    members.router,
    points.router,
    tiers.router,
    coupons.router,
    cards.router,
    orders.router,
    recommendations.router,
    campaigns.router,
    segments.router,
    staff.router,
    letters.router,
    launches.router,
    campaign_replies.router,
    adjustments.router,
    groups.router,
    checkins.router,
    challenges.router,
    leaderboards.router,
    # From here on free text is read: an open ticket first, then the assistant, then whoever is left.
    tickets.router,
    answers.router,
    help.router,
)
