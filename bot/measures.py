"""Counters for `/metrics`; labels are few and never name a person or chat."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

UPDATES_HANDLED = Counter("guanjia_updates_handled", "Updates that handlers dealt with")
UPDATES_FAILED = Counter("guanjia_updates_failed", "Updates that could not be dealt with", ["kind"])
UPDATES_WAITING = Gauge("guanjia_updates_waiting", "Updates taken in and not yet dealt with")
POLLS_FAILED = Counter("guanjia_polls_failed", "Calls of getUpdates that failed", ["kind"])
NOTICES_SENT = Counter("guanjia_notices", "Unasked messages by how their sending ended", ["outcome"])
ANSWERS = Counter("guanjia_answers", "Questions to the assistant by what was done", ["action", "mode"])
MODEL_TOKENS = Counter("guanjia_model_tokens", "Tokens that the language model read and wrote", ["direction"])
LEDGER_FAULTS = Gauge("guanjia_ledger_faults", "What did not add up when the ledger was last counted again")
JOBS_RUN = Counter("guanjia_jobs", "Slots of jobs that were run", ["job", "outcome"])
CAMPAIGNS_SENT = Counter("guanjia_campaigns", "Campaign messages by how their sending ended", ["outcome"])
WEBHOOKS_SENT = Counter("guanjia_webhooks", "Outgoing webhooks by how an attempt ended", ["outcome"])
