"""All jobs, of all features, in the order in which one tick by hand runs them."""

from tasks import (
    campaigns,
    cards,
    challenges,
    coupons,
    leaderboards,
    notices,
    payments,
    points,
    posts,
    recommendations,
    updates,
    waiting,
    webhooks,
)

JOBS = (
    *points.JOBS,
    *updates.JOBS,
    *payments.JOBS,
    *cards.JOBS,
    *recommendations.JOBS,
    *challenges.JOBS,
    *coupons.JOBS,
    *leaderboards.JOBS,
    *campaigns.JOBS,
    *posts.JOBS,
    *waiting.JOBS,
    *notices.JOBS,
    *webhooks.JOBS,
)
