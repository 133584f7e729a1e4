# Two commands: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: run test test-long lint demo install bench lock

run: install ## Install from the lock file, fill ./demo-data the first time, serve it.
	@test -f demo-data/demo && grep -q '"whole": true' demo-data/demo || $(BIN)/python -m nharong --data demo-data demo
	@$(BIN)/python -m nharong --data demo-data run --port $(PORT)

install: $(VENV)/installed ## The virtual environment, anew only where the lock file changed.

$(VENV)/installed: requirements.lock tools/venv
	@PYTHON="$(PYTHON)" tools/venv "$(VENV)" requirements.lock

test: $(VENV)/installed-test ## All tests: style, types, SQLite, a real browser, PostgreSQL.
	@tools/test $(BIN)

LENGTH ?= 20
SEED ?= $(shell date +%s)
test-long: $(VENV)/installed-test ## The property tests at length, on both databases; prints the seed (repeat: make test-long SEED=…).
	@echo "Seed: $(SEED), length: $(LENGTH)"
	@NHARONG_LENGTH=$(LENGTH) $(BIN)/python -m pytest -q -n 2 --hypothesis-seed=$(SEED) $$(grep -rl "examples(" nharong tests --include="test_*.py")
	@NHARONG_LENGTH=$(LENGTH) $(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -q -n 2 --hypothesis-seed=$(SEED) -m both nharong

$(VENV)/installed-test: requirements-test.lock tools/venv
	@PYTHON="$(PYTHON)" tools/venv "$(VENV)" requirements-test.lock
	@touch $(VENV)/installed-test

lint: ## Style and types alone.
	@$(BIN)/ruff check --quiet . && $(BIN)/mypy --no-error-summary nharong

demo: install ## Fill ./demo-data anew.
	@$(BIN)/python -m nharong --data demo-data demo

bench: ## Measure on a province of 600,000 invented people; see docs/performance.md.
	@$(BIN)/python -m bench $(BENCH)

lock: ## Resolve requirements*.lock anew (needs uv).
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --extra test pyproject.toml -o requirements-test.lock
