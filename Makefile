# Everything a checkout needs. `make help` lists it; each target sets up what it uses.
# Needs: make, Python >= 3.11, and node with npm for the tests that compare with JavaScript.

PYTHON ?=
JOBS ?= 2
ARGS ?=

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set-up ------------------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/.installed  ## make .venv with the pinned requirements and the rollcall command

# The first of these that is Python 3.11 or newer and can make an environment; PYTHON=... decides instead.
.venv/bin/python:
	@found=; \
	for candidate in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3 python); do \
	  if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	  then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "make setup: no $(or $(PYTHON),python3) here is Python 3.11 or newer with the venv module;" >&2; \
	  echo "  install one (on Debian: apt-get install python3 python3-venv) or name it: make setup PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	echo "making .venv with $$("$$found" -c 'import sys; print(sys.executable, sys.version.split()[0])')"; \
	"$$found" -m venv --clear .venv

.venv/.requirements: requirements/dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.installed: .venv/.requirements pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Node is for tests alone: without it they are skipped with a reason, and under CI they fail.
tests/node_modules/.package-lock.json: tests/package.json tests/package-lock.json
	@if command -v npm >/dev/null 2>&1; then \
	  echo "npm ci in tests/"; (cd tests && npm ci --ignore-scripts --silent) && touch $@; \
	elif [ -n "$$CI" ]; then \
	  echo "make test: node and npm are missing, and CI must run the tests that compare with JavaScript" >&2; exit 1; \
	else \
	  echo "*** node and npm are missing: the tests that compare with JavaScript will be SKIPPED ***" >&2; \
	fi

# --- daily work --------------------------------------------------------------------------------------------

.PHONY: demo
demo: setup  ## check the embedded catalog and judge a few payloads by it
	$(BIN)/rollcall check --catalog events
	@echo
	$(BIN)/rollcall validate --catalog events docs/demo.ndjson || test $$? -eq 1
	@echo
	$(BIN)/rollcall validate --catalog events docs/demo.ndjson --summary || test $$? -eq 1
	@echo
	@echo "docs/demo.ndjson holds payloads that pass and payloads that do not, so validate ended with 1, as it does in CI."

.PHONY: check
check: setup  ## format, lint, types and import contracts (under a minute)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.PHONY: test
test: setup tests/node_modules/.package-lock.json  ## all tests, the strict docs build among them; ARGS='-k name' narrows
	$(BIN)/pytest -q -n $(JOBS) $(ARGS)

.PHONY: soak
soak: setup tests/node_modules/.package-lock.json  ## the property tests with thousands of examples each
	$(BIN)/pytest -q -n $(JOBS) -m hypothesis --hypothesis-profile=soak $(ARGS)

.PHONY: bench
bench: setup  ## speed and memory, as ratios measured side by side
	$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: format
format: setup  ## format the code and fix what ruff can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: setup  ## build the documentation into site/, strictly
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

.PHONY: examples
examples: setup  ## write into the documentation what its commands print now (read the difference like code)
	$(BIN)/python -m tests.docs.pages

.PHONY: reference
reference: setup  ## write the reference pages of rules, problems and data categories from the code's tables
	$(BIN)/python -m catalog.docgen docs/reference

.PHONY: lock
lock: setup  ## compile requirements/ anew from pyproject.toml (ARGS=--upgrade for newer versions)
	$(BIN)/uv pip compile pyproject.toml $(LOCK) $(ARGS) -o requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK) $(ARGS) --group dev -c requirements/runtime.txt -o requirements/dev.txt

# No line names an index, a host or a folder, so that the files hold on any machine.
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

.PHONY: clean
clean:  ## remove what was built, .venv included
	rm -rf .venv site build dist tests/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
