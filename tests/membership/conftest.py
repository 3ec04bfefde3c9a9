"""How long model-based tests run: a moment in `make test`, an hour with `--hypothesis-profile=soak`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile(
    "soak", max_examples=3_000, stateful_step_count=100, deadline=None, suppress_health_check=QUIET
)
