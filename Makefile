# Two commands matter: `make report` and `make test`. Both set everything up on first use and are quick afterwards.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test check lab slow bench lock docs pictures clean

report: .venv/ready
	$(BIN)/lwj report $(SOURCE) --out reports
	@echo "Open reports/index.html"

test: .venv/ready-dev
	@$(PYTHON) scripts/chromium.py
	$(BIN)/python -m pytest -m "not slow" -n 3 --dist loadfile --no-loadscope-reorder tests/browser tests

# What waits for browsers, notebooks, processes or many texts is left to `make test`.
LONG := tests/browser $(addprefix tests/test_,$(addsuffix .py,report forms diff redact notebooks cli export reconcile corrections explain unseen benchmarks actors compare plots explore store security hostile blocks cluster kept incidents progress whole whole_reports evaluate counting fetch events_notes events_types records claims intake files doctor))

check: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -m "not slow" -x -n 2 $(addprefix --ignore=,$(LONG))

lab: .venv/ready
	$(BIN)/jupyter lab --notebook-dir=. notebooks/00-start-here.ipynb

slow: .venv/ready-dev
	$(BIN)/python -m pytest -m slow -n 2 --dist worksteal

bench: .venv/ready-dev
	$(BIN)/python benchmarks/all.py

docs: .venv/ready
	$(BIN)/python scripts/build_docs.py

pictures: .venv/ready-dev
	$(BIN)/python scripts/screenshots.py

lock: .venv/ready-dev
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements-dev.lock

clean:
	rm -rf .venv reports build *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Install the venv module first: apt-get install python3-venv" >&2; exit 1; }

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
