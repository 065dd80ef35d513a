# Two commands matter: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup dev run test check lint arrows style types tests needs bench drill shots pins clean

PY      := .venv/bin/python
PORT    ?= 8501
WORKERS ?= 2

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## build .venv/ from requirements.txt (needs Python 3.11 or newer, no root)
	@scripts/setup.sh requirements.txt

dev: ## the same with everything tests and benchmarks need
	@scripts/setup.sh requirements-dev.txt

run: setup ## the application with the demonstration district, http://127.0.0.1:8501 (PORT=…)
	@$(PY) -m hazards demo
	@echo "请用浏览器打开 http://127.0.0.1:$(PORT)(按 Ctrl+C 停止)"
	@$(PY) -m streamlit run streamlit_app.py --server.address 127.0.0.1 --server.port $(PORT)

test: dev needs lint tests ## everything that must pass, with what it needs installed where it may

check: ## what CI runs
	.ci/run

needs: # Chromium, Chinese fonts and PostgreSQL from Debian
	@.ci/needs

lint: arrows style types ## arrows between rooms, style, types

arrows:
	.venv/bin/lint-imports

style:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types:
	.venv/bin/mypy

tests:
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not browser"
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m browser # after the others: pages need the processor

bench: dev ## hot paths beside their peers, written to docs/bench.md (15 minutes)
	$(PY) -m benchmarks

drill: dev needs ## the tests' long forms: hostile seeds, many examples, 32 writers, 100,000 rows
	$(PY) -m tests.drill

shots: dev needs ## screenshots of every page into docs/screenshots/
	HAZARDS_SHOTS=1 $(PY) -m pytest tests/browser/test_shots.py

pins: dev ## rewrite constraints.txt after a change of requirements
	scripts/pins.sh

clean: ## remove caches and .venv/; var/ with the ledger stays
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
