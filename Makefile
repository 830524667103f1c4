# Two commands matter: `make run` does the main job, `make test` proves it.
PYTHON ?= python3
SOURCE ?= pypi:udocker==1.3.17
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
export PYTHONSAFEPATH = 1

.PHONY: run install test check fix lock docs clean

run: install  ## build, test, score and badge SOURCE (default: udocker)
	@$(BIN)/assay run "$(SOURCE)" $(if $(filter file,$(origin SOURCE)),--allow-host) $(ARGS)

install: $(VENV)/.installed  ## the command alone, at .venv/bin/assay

test: $(VENV)/.installed-test  ## everything, with a real container engine
	@scripts/test.sh

check: $(VENV)/.installed-test  ## linters, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.installed  ## resolve the dependencies anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group test pyproject.toml -c requirements.lock -o requirements-test.lock

docs: $(VENV)/.installed  ## the reference pages, from the code
	@$(BIN)/python -P scripts/make_reference.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Assay needs Python 3.11 or newer; name one with make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing Assay into $(VENV) from its lock file" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis assay-out dist
