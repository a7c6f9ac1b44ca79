# make chat   set up, index the sample archive, open the page
# make test   set up, run all tests
# make check  style, types and the direction of imports
# make faults the long forms of the tests of faults, an hour or two (docs/reliability.md)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: chat test check faults format setup

chat: setup
	$(BIN)/onrecord chat --sample

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: setup
	$(BIN)/python -m tests.faults.kills --kills 200
	$(BIN)/python -m tests.faults.readers --queries 1000
	$(BIN)/python -m tests.faults.fuzz --inputs 10000
	$(BIN)/python -m tests.faults.crafted
	$(BIN)/python -m tests.faults.long_articles
	$(BIN)/python -m tests.faults.advisories
	ONRECORD_HOSTILE=300 $(BIN)/python -m pytest tests/chat/test_hostile_evidence.py
	ONRECORD_EXAMPLES=500 $(BIN)/python -m pytest tests/faults/test_state_machine.py

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "On Record needs Python 3.11 or later: make PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet torch==2.13.0 $(TORCH_INDEX)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(BIN)/python -c 'from assistant.settings import Settings; from index.encoder import DEFAULT_MODEL, load_encoder; load_encoder(DEFAULT_MODEL, Settings().cache)'
	touch $(READY)
