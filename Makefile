# Two commands matter: `make demo` and `make test`. Both build .venv from hashed locks first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8080

.DEFAULT_GOAL := help
.PHONY: help setup demo run check test bench soak lock migration clean

help:            ## Show what there is
	@grep -E '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ ··/' | column -t -s '·'

setup: $(VENV)/.dev    ## Make .venv with everything that tests and checks need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, this is: $$($(PYTHON) --version)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run    ## Real bot, local Telegram, chat page: http://127.0.0.1:8080 (PORT=…)
	$(BIN)/python main.py demo --port $(PORT)

run: $(VENV)/.run    ## The bot against Telegram (needs TELEGRAM_TOKEN)
	$(BIN)/python main.py run

check: $(VENV)/.dev    ## Format, lint, types, layers, conventions
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/mypy main.py
	$(BIN)/python -m pytest tests/architecture

test: $(VENV)/.dev    ## All tests, a worker a core (TEST_DATABASE_URL and TEST_REDIS_URL add the real servers)
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/.dev    ## Benchmarks: ratios to a baseline of the same run
	$(BIN)/python -m tests.benchmarks

soak: $(VENV)/.dev    ## The ledger's model-based test, for much longer
	$(BIN)/python -m pytest tests/membership/test_ledger_model.py --hypothesis-profile=soak --timeout=3600

migration: $(VENV)/.dev    ## Make the newest, unreleased migration anew from the models
	$(BIN)/python tools/make_migration.py

lock:    ## Resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements-dev.lock

clean:    ## Remove what the commands above have made
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
