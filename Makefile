# make run            start the application (first time: installs and fills everything it needs)
# make test           what every change needs: something of each kind, browser included; five to seven minutes on two processors
# make test-long      the rest of it: every state, seed and width of which make test has one, older migrations
# make quick          the fast part of it, for while one works: half a minute
# make test-postgres  the suite without browser on a real PostgreSQL, with what needs one: two hosts, races of two roles
# make check          format, lint, migrations, deployment settings, import order, template names
# make coverage       line and branch coverage of tasks/ and units/
# make bench          the benchmark; a part of it: ONLY=pages|load|writes|documents|bounds, SIZE=38|3800|1000x38|38000, REQUESTS=200
# make mutants        small changes that a test should notice; ROOM=rules|policies|querysets|ledger|actions, SAMPLE=20 of each
# make audit          known vulnerabilities of the pinned versions, and a bill of materials in var/sbom.json

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Neighbours share what was made for them, so that each process begins with a stretch of its own, and takes from the others' in the end.
SHARED := -n auto --dist worksteal
PYTEST := $(BIN)/pytest $(SHARED)

# What is compiled is kept, whatever the environment says: tests start a hundred processes, which begin with the same modules.
unexport PYTHONDONTWRITEBYTECODE

# What needs no database, what guards the house, and pages of one kind.
QUICK := $(addprefix tests/,rules common docs project home)

.PHONY: run test test-long quick test-postgres check coverage bench mutants audit

run: .venv/run.stamp
	@bin/packages documents
	@exec $(BIN)/python bin/run.py

test: .venv/dev.stamp
	@bin/packages documents browser service
	$(PYTEST) --whole -m "not long"

test-long: .venv/dev.stamp
	@bin/packages documents browser scanner
	$(PYTEST) -m long

quick: .venv/dev.stamp
	$(PYTEST) -m "not browser and not process and not migration and not long" $(QUICK)

test-postgres: .venv/dev.stamp
	@bin/packages documents postgres hosts scanner
	$(BIN)/python -m tests.postgres $(SHARED) -m "not browser"

check: .venv/dev.stamp
	@bin/packages documents
	bin/check

coverage: .venv/dev.stamp
	@bin/packages documents browser scanner
	$(PYTEST) --cov=tasks --cov=units --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=95

bench: .venv/run.stamp
	@bin/packages documents bench
	$(BIN)/python bench/run.py $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE)) $(if $(REQUESTS),--requests $(REQUESTS))

mutants: .venv/dev.stamp
	@bin/packages documents postgres
	bin/mutants $(if $(ROOM),--room $(ROOM)) $(if $(SAMPLE),--sample $(SAMPLE))

audit: .venv/run.stamp
	bin/audit

.venv/run.stamp: requirements.txt bin/install
	PYTHON="$(PYTHON)" bin/install requirements.txt $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	PYTHON="$(PYTHON)" bin/install requirements-dev.txt $@
