# make run | make test — everything else is for people who change the code.
SHELL := /bin/bash
ENV_PYTHON := .venv/bin/python
SOURCES := $(wildcard app.py simulator store charts words exports ui pages benchmarks validation scripts)

.DEFAULT_GOAL := help
.PHONY: help run test check bench validate pictures format lock clean

help:
	@echo "make run      open the app on this machine (PORT=8600 asks for a port)"
	@echo "make test     run every test (ARGS='tests/unit -k verdict' narrows it)"
	@echo "make check    ruff, formatting, mypy"
	@echo "make bench    the figures of the engine and of the page"
	@echo "make validate the tables of docs/VALIDATION.md, half an hour (ARGS=--quick: two minutes, printed only)"
	@echo "make pictures take the README's pictures from the app"
	@echo "make format   apply ruff's fixes and formatting"
	@echo "make lock     write requirements.lock from the environment"
	@echo "make clean    remove the environment and every cache"

run:
	@scripts/environment.sh run
	@exec $(ENV_PYTHON) scripts/launch.py $(PORT)

test:
	@scripts/packages.sh tests
	@scripts/environment.sh dev
	@$(ENV_PYTHON) -m pytest --numprocesses=auto --maxprocesses=4 $(ARGS)

check:
	@scripts/environment.sh dev
	$(ENV_PYTHON) -m ruff check .
	$(ENV_PYTHON) -m ruff format --check .
	$(ENV_PYTHON) -m mypy $(SOURCES) tests

bench:
	@scripts/environment.sh dev
	@$(ENV_PYTHON) -m benchmarks

validate:
	@scripts/environment.sh dev
	@$(ENV_PYTHON) -m validation $(ARGS)

pictures:
	@scripts/packages.sh browser
	@scripts/environment.sh dev
	@PYTHONPATH=. $(ENV_PYTHON) scripts/pictures.py

format:
	@scripts/environment.sh dev
	$(ENV_PYTHON) -m ruff check --fix .
	$(ENV_PYTHON) -m ruff format .

lock:
	@scripts/environment.sh dev
	@{ echo "# Every package of the environment, exactly. Written by: make lock"; .venv/bin/pip freeze; } > requirements.lock.new
	@mv requirements.lock.new requirements.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
