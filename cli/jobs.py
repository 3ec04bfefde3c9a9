"""All jobs, of all features, in the order in which one tick by hand runs them."""

from tasks import (
    campaigns,
    challenges,
    leaderboards,
    notices,
    points,
    posts,
    recommendations,
    updates,
    webhooks,
)

JOBS = (
    *points.JOBS,
    *updates.JOBS,
    *recommendations.JOBS,
    *challenges.JOBS,
    *leaderboards.JOBS,
    *campaigns.JOBS,
    *posts.JOBS,
    *notices.JOBS,
    *webhooks.JOBS,
)
