# The same words on every machine and in CI. A newcomer needs two: make run, make test.
PYTHON ?= python3.11
PORT ?= 8000
BIN := .venv/bin
RUN := .venv/installed
DEV := .venv/installed-dev
COMPILE := $(BIN)/uv pip compile pyproject.toml --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links --quiet
BUILD_NEEDS := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")

# What Python makes of a source is kept, whatever the machine says: the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint types docs pictures check bench soak system lock

help:
	@echo "make run     the hotline on this machine; prints its address"
	@echo "make test    all tests"
	@echo "make check   lint, types, docs, menus and a short bench: what CI asks besides the tests"
	@echo "make docs    write the pages that are made from the code    make pictures  take those of docs/images"
	@echo "make bench   what a turn costs    make soak    the tests with very many examples: hours"
	@echo "make system  what the machine needs (Debian)    make lock    new lock files from pyproject.toml"

run: $(RUN)
	$(BIN)/ivr serve --port $(PORT)

# Three at once on two cores: a third of the time a test waits for servers, browsers and deadlines.
test: $(DEV)
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not alone"
	$(BIN)/python -m pytest -m alone $$(grep -rl --include="test_*.py" "mark\.alone" tests)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

docs: $(RUN)
	$(BIN)/python docs/reference.py
	$(BIN)/python docs/lint_rules.py
	$(BIN)/python docs/actions.py
	$(BIN)/python docs/proof.py
	$(BIN)/python docs/demo_wallet.py

pictures: $(DEV)
	$(BIN)/python -m tools.pictures

check: lint types
	$(BIN)/python -m pytest --quiet tests/test_architecture.py
	$(BIN)/ivr lint menus
	$(BIN)/python -m bench --rounds 3 --calls 2 --floor sqlite 0.20 --floor postgresql 0.12

bench: $(DEV)
	$(BIN)/python -m bench

# Single tests of these two files take their time, so each goes to whichever core is free; the floors take every core by themselves.
SPREAD := tests/floor/test_interrupted.py tests/floor/test_floor.py
FLOORS := tests/floor/test_floors.py
soak: export HYPOTHESIS_PROFILE = soak
soak: $(DEV)
	$(BIN)/python -m pytest -n auto --dist worksteal $(SPREAD)
	$(BIN)/python -m pytest $(FLOORS)
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not alone" $(SPREAD:%=--ignore=%) --ignore=$(FLOORS)
	$(BIN)/python -m pytest -m alone $$(grep -rl --include="test_*.py" "mark\.alone" tests)

system:
	@sh .ci/system

# setuptools is locked too: the project is installed without fetching anything that has no hash.
lock: $(DEV)
	$(PYTHON) -c '$(BUILD_NEEDS)' | $(COMPILE) - --output-file requirements.txt
	$(COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt

$(RUN): requirements.txt pyproject.toml
	@echo "Preparing .venv; the first time takes about a minute."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@echo "Preparing the tools for tests and checks."
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
