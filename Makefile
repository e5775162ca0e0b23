# Each habit is one command. An environment is made from the lock when it is needed, and only inside this folder.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CODE := navsim tests benchmarks docs experiments
VERSIONS := 3.11 3.12 3.13
LOWEST := 3.11
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.DELETE_ON_ERROR:
.PHONY: help corona test test-versions check-long check-kills format golden docs proof published figures sweeps bench lock \
	clean

help:  ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile

corona: $(VENV)/run.stamp  ## run the corona case of NAV Indre Fosen
	$(BIN)/python -m navsim run configs/indre-fosen-2020.yaml

test: $(VENV)/dev.stamp  ## lint, format, types, layers and tests
	$(BIN)/python -m ruff check --output-format concise $(CODE)
	$(BIN)/python -m ruff format --check --output-format concise $(CODE)
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n 2

test-versions:  ## the tests on each supported Python that is found
	@for version in $(VERSIONS); do \
	    python=$$(.ci/find-python $$version) || { echo "Python $$version not found: skipped"; continue; }; \
	    $(MAKE) --no-print-directory VENV=$(VENV)-$$version PYTHON="$$python" $(VENV)-$$version/dev.stamp || exit 1; \
	    $(VENV)-$$version/bin/python -m pytest -n 2 || exit 1; \
	done

check-long: $(VENV)/dev.stamp  ## the tests that take long
	$(BIN)/python -m pytest -n 2 -m "long or browser"

check-kills: $(VENV)/dev.stamp  ## kill a sweep at a thousand moments
	NAVSIM_KILLS=500 $(BIN)/python -m pytest -n 2 -m long tests/sweeps/test_kill.py

format: $(VENV)/dev.stamp  ## mend lint and format
	$(BIN)/python -m ruff check --fix $(CODE)
	$(BIN)/python -m ruff format $(CODE)

golden: $(VENV)/dev.stamp  ## rewrite the golden files; read the difference before committing it
	$(BIN)/python -m pytest --rewrite-golden

docs: $(VENV)/dev.stamp  ## write the reference pages anew from the code
	$(BIN)/python -m docs.generate

proof: $(VENV)/dev.stamp  ## run the tests that prove the claims and write docs/proof.md anew
	$(BIN)/python -m docs.prove

published: $(VENV)/dev.stamp  ## run the corona case and keep its tables and report in results/published
	$(BIN)/python -m docs.publish

figures: $(VENV)/dev.stamp  ## run every case and write docs/figures.md anew: the documents' figures beside the model's
	$(BIN)/python -m docs.figures

sweeps: $(VENV)/dev.stamp  ## run the three sweeps and write their tables and pictures anew
	$(BIN)/python -m docs.publish_sweeps

bench: $(VENV)/dev.stamp  ## speed beside others, memory and start-up
	$(BIN)/python -m benchmarks

# Pins are kept where they still fit; remove the lock files first to renew them all. The lowest Python decides, so
# that one file serves every version. pip's own settings are left out: another index's files have other hashes.
lock:  ## write the lock files anew
	@$(PYTHON) -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "$(LOWEST)")' || \
	    { echo "Locks are made with Python $(LOWEST): make lock PYTHON=python$(LOWEST)" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --disable-pip-version-check -qq install pip-tools==7.6.2
	$(COMPILE) --output-file requirements/run.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements/run.lock --output-file requirements/dev.lock pyproject.toml
	sed -i.before -e '/considered to be unsafe/d' -e '/^$$/d' requirements/dev.lock && rm requirements/dev.lock.before
	rm -rf $(VENV)-lock

COMPILE := env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null \
    CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/pip-compile --quiet --generate-hashes --strip-extras \
    --build-deps-for editable --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

clean:  ## remove environments and caches, keep results
	rm -rf $(VENV) $(VENV)-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "navsim needs Python 3.11 or newer, and '$(PYTHON)' is not. Name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements/run.lock pyproject.toml | $(VENV)/made.stamp
	$(PIP) install --require-hashes --requirement requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock pyproject.toml | $(VENV)/made.stamp
	$(PIP) install --require-hashes --requirement requirements/dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
