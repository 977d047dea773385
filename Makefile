# `make demo` and `make test` need Python 3.11 or newer with venv, and nothing else.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin/python -m

# The tests start the program hundreds of times, and compiled it starts in two thirds of the time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test thorough spark lint types messages docs docs-check check versions oldest audit bench measure fuzz clean

help:
	@echo "make demo      build the environment and assess an example enterprise"
	@echo "make test      build the environment and run the tests"
	@echo "make thorough  run the tests that take long and rarely fail alone"
	@echo "make spark     run the tests on a cluster of Spark on this machine; needs Java 17 and 430 MB for PySpark"
	@echo "make check     run all tests, linting, strict type checks (for Windows too) and documentation checks"
	@echo "make versions  run the tests on every installed Python version"
	@echo "make oldest    run the tests with the oldest allowed libraries"
	@echo "make audit     look for known vulnerabilities, if an advisory source can be reached"
	@echo "make messages  bring the catalogues of translations in step with the messages in the code"
	@echo "make docs      update the parts of the documentation that come from the program"
	@echo "make bench     measure start-up, reading, exports and cohorts, as ratios; needs duckdb"
	@echo "make measure   score simulated firms and update docs/measurement.md; takes some minutes"
	@echo "make fuzz      test every reader with random input for a minute, or SECONDS=...; needs atheris"
	@echo "make clean     remove the environment and all built files"
	@echo "PYTHON=...     use this interpreter; the default is $(PYTHON)"

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "'$(PYTHON)' was not found. Install Python 3.11 or newer, or say where it is: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "readiness needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Choose another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "'$(PYTHON)' has no venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# The example in Chinese where the program speaks Chinese.
LANGUAGE_OF_RUN := $(firstword $(READINESS_LANG) $(LC_ALL) $(LC_MESSAGES) $(LANG))
DEMO := examples/$(if $(filter zh%,$(LANGUAGE_OF_RUN)),zh/)ningbo-ev-parts.yaml

demo: $(READY)
	$(VENV)/bin/readiness assess --answers $(DEMO) --export report.html

TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard src/readiness/messages/translations/*.po))

%.mo: %.po $(READY)
	$(VENV)/bin/python docs/catalogue.py --compile

PYTEST := $(RUN) pytest --numprocesses auto --dist worksteal

test: $(READY) $(TRANSLATIONS)
	$(PYTEST)

thorough: $(READY) $(TRANSLATIONS)
	$(PYTEST) -m thorough

spark: $(READY) $(TRANSLATIONS)
	$(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,spark]'
	$(RUN) pytest --numprocesses 2 --dist worksteal -m spark tests/test_spark.py

# What the scripts of the form are checked with; they run as they are written.
TYPESCRIPT := 5.9.3

lint: $(READY)
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: $(READY)
	$(RUN) mypy
	$(RUN) mypy --platform win32 --cache-dir .mypy_cache/win32
	@if command -v npx >/dev/null; then \
	    npx --yes --package typescript@$(TYPESCRIPT) tsc --project src/readiness/rendering/browser; \
	elif [ -n "$$CI" ]; then echo "CI must install npm" >&2; exit 1; \
	else echo "npm is not installed, so the types of the form's scripts were not checked"; fi

messages: $(READY)
	$(VENV)/bin/python docs/catalogue.py

docs: $(READY) $(TRANSLATIONS)
	$(VENV)/bin/python docs/generate.py

docs-check: $(READY) $(TRANSLATIONS)
	$(VENV)/bin/python docs/generate.py --check

check: lint types docs-check test thorough

versions: $(READY)
	$(RUN) nox --session tests $(if $(SKIP_PYTHON),--pythons $(filter-out $(SKIP_PYTHON),3.11 3.12 3.13 3.14))

oldest: $(READY)
	$(RUN) nox --session oldest

audit: $(READY)
	$(RUN) nox --session audit

bench: $(READY)
	$(VENV)/bin/python benchmarks/startup.py
	$(VENV)/bin/python benchmarks/reading.py
	$(VENV)/bin/python benchmarks/exports.py
	$(VENV)/bin/python benchmarks/decisions.py
	$(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	$(VENV)/bin/python benchmarks/cohort.py tables
	$(VENV)/bin/python benchmarks/cohort.py files

measure: $(READY)
	$(VENV)/bin/python benchmarks/measurement.py --page

fuzz: $(READY)
	$(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,fuzz]'
	$(VENV)/bin/python fuzz/read.py $(SECONDS)

clean:
	rm -rf $(VENV) .nox build dist report.html .mypy_cache .pytest_cache .ruff_cache .hypothesis
