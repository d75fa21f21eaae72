# Two commands matter: `make run` and `make test`. `make help` lists the others.
#
# Each recipe line is one program that make starts itself, without a shell between them: a signal to make reaches it.
# (That is also why SHELL is not set here.)

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= .local
TESTS ?=
WORKERS ?= 2
NAMES ?= 10000,100000

VENV := .venv
PY := $(VENV)/bin/python
PEERS := .peers
MANAGE := $(PY) manage.py
# The tests of a file stay together, for they share its beginning; files come in their order, the small ones last. What
# was compiled is kept even where Python is told to keep nothing: each worker and each program that a test starts reads it.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
UV := $(shell command -v uv 2>/dev/null)

ifneq ($(UV),)
MAKE_VENV = $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(PY) --require-hashes --only-binary :all: --requirement
else
MAKE_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement
endif

# Packages whose every branch is covered by the tests that mirror them.
COVERED := duediligence/domain duediligence/policy screening/names screening/matching

# Settings for commands that look at the code and serve nobody.
DEV := env -u DATABASE_URL -u REDIS_URL DJANGO_SETTINGS_MODULE=tests.settings LC_ALL=C.UTF-8

BROWSER := env -u DATABASE_URL -u REDIS_URL DJANGO_SETTINGS_MODULE=tests.browser.settings

# ---- Daily ---------------------------------------------------------------------------------------------

.PHONY: run
run: export EMBEDDED := true
run: export PORT := $(PORT)
run: export DATA_DIR := $(DATA_DIR)
run: export SITE_URL := http://127.0.0.1:$(PORT)
ifeq ($(SECRET_KEY)$(SECRET_KEY_FILE),)
run: export SECRET_KEY_FILE := $(DATA_DIR)/secret_key
run: $(DATA_DIR)/secret_key
endif
run: $(VENV)/.run  ## set everything up, do the main job on the demo proposals, serve the web admin (PORT=8000)
	@$(PY) -m config.embedded --demo

.PHONY: test
test: $(VENV)/.dev  ## run the tests on SQLite, without any server (TESTS=path chooses some)
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) $(TESTS)

.PHONY: test-services
test-services: $(VENV)/.dev require-services  ## run the tests on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	@$(PYTEST) $(TESTS)

.PHONY: require-services
require-services:
	$(if $(DATABASE_URL),,$(error Set DATABASE_URL, for instance postgresql://user:password@127.0.0.1/postgres))
	$(if $(REDIS_URL),,$(error Set REDIS_URL, for instance redis://127.0.0.1:6379/0))

.PHONY: test-browser
test-browser: $(VENV)/.e2e  ## run the tests in a real browser (CHROMIUM=path, else the one found)
	@$(BROWSER) $(PY) -m pytest -o addopts=-q tests/browser

# ---- Gates ---------------------------------------------------------------------------------------------

.PHONY: check
check: lint types contracts migrations schema-check coverage  ## everything continuous integration looks at besides the tests
	@echo "All checks passed."

.PHONY: lint
lint: $(VENV)/.dev  ## check the rules of the code and its format
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

.PHONY: types
types: $(VENV)/.dev  ## check the types
	@$(DEV) $(VENV)/bin/mypy

.PHONY: contracts
contracts: $(VENV)/.dev  ## check who may import whom
	@$(VENV)/bin/lint-imports

.PHONY: migrations
migrations: $(VENV)/.dev  ## check whether a migration is missing, on DATABASE_URL too
	@$(DEV) $(MANAGE) makemigrations --check --dry-run
ifneq ($(DATABASE_URL),)
	@env DJANGO_SETTINGS_MODULE=tests.settings LC_ALL=C.UTF-8 $(MANAGE) makemigrations --check --dry-run
endif

.PHONY: schema-check
schema-check: $(VENV)/.dev  ## check whether the description of the API is the present one
	@$(DEV) $(MANAGE) spectacular --validate --fail-on-warn --file $(VENV)/openapi.yaml
	@diff -u duediligence/api/openapi.yaml $(VENV)/openapi.yaml

.PHONY: coverage
coverage: $(VENV)/.dev  ## check the branches that tests must cover whole
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) $(addprefix --cov=,$(subst /,.,$(COVERED))) --cov-branch \
		--cov-report=term-missing:skip-covered --cov-fail-under=100 $(addprefix tests/,$(COVERED))

# ---- Making --------------------------------------------------------------------------------------------

.PHONY: format
format: $(VENV)/.dev  ## put the code in order
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

.PHONY: schema
schema: $(VENV)/.dev  ## write the OpenAPI description of the API anew
	@$(DEV) $(MANAGE) spectacular --validate --fail-on-warn --file duediligence/api/openapi.yaml

.PHONY: screenshots
screenshots: $(VENV)/.e2e  ## photograph the pages of the demonstration office into docs/images
	@$(BROWSER) $(PY) -m tests.browser.screenshots

.PHONY: quality
quality: $(VENV)/.dev  ## measure matching and technology screening on labelled data (DD_DATA=its folder)
	@$(DEV) $(PY) -m tests.quality.matching
	@$(DEV) $(PY) -m tests.quality.end_to_end
	@$(DEV) $(PY) -m tests.quality.technology

.PHONY: bench
bench: $(VENV)/.dev  ## measure indexes and engine against brute force and WRatio (NAMES=10000,100000,1000000; DD_DATA)
	@$(DEV) $(PY) -m tests.quality.bench --names $(NAMES)

.PHONY: bench-peers
bench-peers: $(VENV)/.dev $(PEERS)/.made  ## measure the engine against nomenklatura doing the same work (DD_DATA)
	@$(DEV) $(PY) -m tests.quality.bench_peers --peer $(PEERS)/bin/python

.PHONY: messages
messages: $(VENV)/.dev  ## bring the translators' catalogue up to date and compile it (needs GNU gettext)
	@$(DEV) $(MANAGE) makemessages --locale ja --no-obsolete --no-wrap --add-location file --ignore '.venv/*' --ignore 'tests/*'
	@$(DEV) $(MANAGE) compilemessages --locale ja --ignore '.venv/*'

.PHONY: help
help:  ## list these targets
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Environment ---------------------------------------------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed, this is %d.%d; choose one with: make PYTHON=python3.12 …" % sys.version_info[:2])'
	@$(MAKE_VENV)
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.made
	@echo "Installing the packages …"
	@$(INSTALL) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.made
	@echo "Installing the packages for tests and checks …"
	@$(INSTALL) requirements-dev.txt
	@touch $@

$(VENV)/.e2e: requirements-e2e.txt | $(VENV)/.dev
	@echo "Installing the driver of the browser …"
	@$(INSTALL) requirements-e2e.txt
	@touch $@

# What others made for the same work, apart from our own packages.
$(PEERS)/.made: tests/quality/requirements-peers.txt | $(VENV)/.made
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --requirement $<
	@touch $@

# Known to this machine alone; sessions and links are signed with it.
$(DATA_DIR)/secret_key: | $(VENV)/.made
	@$(PY) -c 'import os, pathlib, secrets, sys; os.umask(0o077); path = pathlib.Path(sys.argv[1]); path.parent.mkdir(parents=True, exist_ok=True); path.write_text(secrets.token_urlsafe(48) + "\n")' '$@'
