"""The clock's edge; all jobs, of all features."""

from tasks import campaigns, challenges, leaderboards, notices, points, posts, recommendations, updates

JOBS = (
    *points.JOBS,
    *updates.JOBS,
    *recommendations.JOBS,
    *challenges.JOBS,
    *leaderboards.JOBS,
    *campaigns.JOBS,
    *posts.JOBS,
    *notices.JOBS,
)
