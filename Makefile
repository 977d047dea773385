# `make demo` and `make test` need Python 3.11 or newer with venv, and nothing else.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin/python -m

.PHONY: help demo test lint types docs docs-check check versions oldest audit bench fuzz clean

help:
	@echo "make demo    build the environment and assess an example enterprise"
	@echo "make test    build the environment and run all tests"
	@echo "make check   tests, linting, strict types (for Windows too) and the documentation checks"
	@echo "make versions the tests on every Python that is installed here"
	@echo "make oldest  the tests with the oldest libraries that are allowed"
	@echo "make audit   look for known vulnerabilities, where an advisory source can be reached"
	@echo "make docs    regenerate what the documentation quotes from the program"
	@echo "make bench   measure start-up and reading, as ratios"
	@echo "make fuzz    try to break every reader for a minute, or SECONDS=..., where atheris runs"
	@echo "make clean   remove the environment and what was built"
	@echo "PYTHON=...   the interpreter to use, $(PYTHON) by default"

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "readiness needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "'$(PYTHON)' has no venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(READY)
	$(VENV)/bin/readiness assess --answers examples/ningbo-ev-parts.yaml --export report.md

test: $(READY)
	$(RUN) pytest --numprocesses auto --dist loadfile

lint: $(READY)
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: $(READY)
	$(RUN) mypy
	$(RUN) mypy --platform win32 --cache-dir .mypy_cache/win32

docs: $(READY)
	$(VENV)/bin/python docs/generate.py

docs-check: $(READY)
	$(VENV)/bin/python docs/generate.py --check

check: lint types docs-check test

versions: $(READY)
	$(RUN) nox --session tests $(if $(SKIP_PYTHON),--pythons $(filter-out $(SKIP_PYTHON),3.11 3.12 3.13 3.14))

oldest: $(READY)
	$(RUN) nox --session oldest

audit: $(READY)
	$(RUN) nox --session audit

bench: $(READY)
	$(VENV)/bin/python benchmarks/startup.py
	$(VENV)/bin/python benchmarks/reading.py

fuzz: $(READY)
	$(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,fuzz]'
	$(VENV)/bin/python fuzz/read.py $(SECONDS)

clean:
	rm -rf $(VENV) .nox build dist report.md .mypy_cache .pytest_cache .ruff_cache .hypothesis
