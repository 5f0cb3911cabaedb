# Two targets need to be known: `make run` and `make test`. Each sets up what it needs.
# The set-up is a virtual environment in .venv with locked, hash-checked packages; nothing else is touched.

PYTHON ?= python3
BIN := .venv/bin
SAMPLE_DAY := 2026-11-22

.PHONY: bench bench-assistant bench-engine bench-forms bench-screening bench-store bench-tui run test test-slow lint format forms locales lock clean system-packages

run: .venv/run
	@if [ -t 0 ] && [ -t 1 ] && [ "$${TERM:-dumb}" != dumb ]; then $(BIN)/lov; \
	else $(BIN)/lov --today $(SAMPLE_DAY) sample; fi

test: .venv/test lint
	$(BIN)/pytest -n 2 --dist worksteal

test-slow: .venv/test
	HYPOTHESIS_PROFILE=search $(BIN)/pytest -n 2 -m slow

lint: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lov flows check --no-proofs  # the proofs are tests, side by side with the others

bench: bench-assistant bench-engine bench-forms bench-screening bench-store bench-tui bench-batch

# What the assistant understands of the corpus of utterances, and makes up; against dateparser on dates.
bench-assistant: .venv/test
	$(BIN)/python -m tests.benchmarks.assistant

# The flow engine against a JsonLogic engine, and how it grows.
bench-engine: .venv/test
	$(BIN)/python -m tests.benchmarks.engine

# Filling forms against the peers, which are set up below build/bench; see tests/benchmarks.
bench-forms: .venv/test
	$(BIN)/python -m tests.benchmarks.forms

# One package against pypdf reading its files, and a folder of a thousand.
bench-screening: .venv/test
	$(BIN)/python -m tests.benchmarks.screening

# From an answer to its being on the disk, against raw sqlite3.
bench-store: .venv/test
	$(BIN)/python -m tests.benchmarks.store

# A batch: packages against the floor of their bytes, processes, and a large workbook against Frictionless.
bench-batch: .venv/test
	$(BIN)/python -m tests.benchmarks.batch

# The terminal app: the first picture, and from a key to its picture, against Textual's smallest apps.
bench-tui: .venv/test
	$(BIN)/python -m tests.benchmarks.tui

format: .venv/test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The blanks and the papers of the sample, from their sources. Needs Pango (Debian: libpangoft2-1.0-0).
forms: .venv/test
	$(BIN)/python -m wizard.authoring.build
	$(BIN)/python -m wizard.authoring.papers

locales: .venv/test
	$(BIN)/python -m wizard.authoring.catalogues

# Pin everything anew, with hashes and without the address of any index.
lock: .venv/test
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --group build --extra serve --extra signatures --extra pictures pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header -c requirements.txt --group build --group dev --extra forms --extra proofs --extra postgres --extra encryption --extra serve --extra signatures --extra pictures --extra cluster pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/run: requirements.txt pyproject.toml hatch_build.py
	@.ci/venv $(PYTHON) requirements.txt
	@touch $@

.venv/test: requirements-dev.txt pyproject.toml hatch_build.py
	@.ci/venv $(PYTHON) requirements-dev.txt
	@touch $@ .venv/run
