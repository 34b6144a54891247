# Everything lives in .venv and node_modules; no target asks a question. `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test quick check lint types imports gates tables fix campaign again measure lock machine ready ready-dev

export PORT ?= 8000
BIN := .venv/bin
# The first interpreter that is new enough; looked for only when .venv has to be made.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
# loadgroup keeps tests marked xdist_group on one worker; all others go wherever there is room.
# ARGS narrows a run: make quick ARGS="tests/cases -k closing".
PYTEST := $(BIN)/pytest -n auto --dist loadgroup $(ARGS)
HEAVY := $(PYTEST) -m campaign -o faulthandler_timeout=7200
WITH_postgresql := $(BIN)/python -m tools.with_postgres
TOLD := var/campaign
COMMIT = $(shell git describe --always --abbrev=12 --dirty)
ASSETS := src/tomoni/ui/static/vendor/htmx.min.js src/tomoni/documents/fonts/NotoSansJP-Bold.ttf

help:
	@sed -n 's/^## \([a-z-]*\): /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

## run: start Tomoni with the demo town on http://127.0.0.1:8000 (PORT= for another port)
run: ready
	@$(BIN)/tomoni setup
	@exec $(BIN)/tomoni serve --demo

# Where the browser tests find their browser, once `machine` has seen to it.
test again: export TOMONI_CHROMIUM ?= $(shell $(BIN)/python -c 'from tools.machine import chromium; print(chromium() or "")')

## test: the whole suite on SQLite and then on PostgreSQL, with the browser
test: ready-dev machine
	@echo "== SQLite"
	@$(PYTEST)
	@echo "== PostgreSQL"
	@$(WITH_postgresql) $(PYTEST)

## quick: the suite on SQLite without the browser
quick: ready-dev
	@$(PYTEST) -m "not browser and not postgres"

## check: lint, types, import order, budgets and the other gates (make -k check shows everything at once)
check: lint types imports gates tables

lint: ready-dev
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .

types: ready-dev
	$(BIN)/mypy

imports: ready-dev
	$(BIN)/lint-imports

gates: ready-dev
	$(BIN)/python -m tools

tables: ready-dev
	TOMONI_DATABASE_URL=sqlite:/// $(BIN)/tomoni check --fail-level WARNING
	TOMONI_DATABASE_URL=sqlite:/// $(BIN)/tomoni makemigrations --check --dry-run

## fix: format, and mend what ruff can mend
fix: ready-dev
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format --quiet .

## campaign: the heavy tests and benchmarks at full count on both databases; writes docs/developer/evidence.md
campaign: ready-dev machine
	@rm -rf $(TOLD)
	@for database in sqlite postgresql; do $(MAKE) --no-print-directory again ON=$$database || true; done
	@$(MAKE) --no-print-directory measure

# A campaign takes long. What failed in it may be mended and run again: `make again ON=sqlite ARGS="tests/walk -k head"`.
again: export TOMONI_CAMPAIGN := 1
again: ready-dev machine
	@mkdir -p $(TOLD)
	@$(WITH_$(ON)) $(HEAVY) --junitxml=$(TOLD)/$(ON).$$(date +%s)@$(COMMIT).xml
	@$(BIN)/python -m tools.evidence $(TOLD)

# A missed bar ends a benchmark with 1, its figures written all the same: tools.evidence tells of it at the end.
measure: ready-dev
	@mkdir -p $(TOLD)
	$(call BENCH,journal,--entries 1000000)
	$(call BENCH,search,--persons 100000)
	@$(BIN)/python -m tools.newcomer > $(TOLD)/newcomer@$(COMMIT).json || true
	@$(BIN)/python -m tools.evidence $(TOLD)

define BENCH
	@TOMONI_DATABASE_URL=sqlite:/// $(BIN)/tomoni bench $(1) $(2) --json > $(TOLD)/bench-$(1)-sqlite@$(COMMIT).json || true
	@$(WITH_postgresql) $(BIN)/tomoni bench $(1) $(2) --json > $(TOLD)/bench-$(1)-postgresql@$(COMMIT).json || true
endef

## lock: pin requirements/*.in and package.json anew (needs the network)
lock: ready-dev
	for name in build runtime dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-header --no-annotate requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	npm install --package-lock-only

# What the program needs to run, and what building and testing need on top. The stamps make a second start free.
ready: .venv/.project-stamp $(ASSETS)
ready-dev: .venv/.dev-stamp ready

machine:
	@$(BIN)/python -m tools.machine test

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 以上が必要です。入れてから、もう一度 make を実行してください。" >&2; exit 1; }
	@PYTHONPATH=. $(PYTHON) -m tools.machine run
	@echo "Python の環境を用意しています（初回だけ、1〜2 分）…"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.runtime-stamp: requirements/build.txt requirements/runtime.txt | .venv/bin/python
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@touch $@

.venv/.dev-stamp: requirements/dev.txt .venv/.runtime-stamp
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.project-stamp: pyproject.toml requirements/runtime.in .venv/.runtime-stamp
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc
	@echo "画面と印刷の部品を用意しています（初回だけ）…"
	@npm ci --loglevel=error >/dev/null
	@touch $@

$(ASSETS): tools/assets.py node_modules/.stamp
	@$(BIN)/python -m tools.assets
