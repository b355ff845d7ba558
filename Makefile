# make demo   the fictional event in your browser        make test   set-up and every check
# make check  the quick gate while you work              make bench  accuracy and speed, as ratios
PYTHON ?= python3
BIN := .venv/bin
DEMO_DIR := data/local/demo
SHELL := /bin/sh
# A process that may not keep compiled modules compiles a thousand of them anew: 2.4 s of CPU, and tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: audit demo test every-test check static coverage torture fuzz bench bench-award bench-committee bench-extraction bench-load bench-scale bench-schedule bench-switch conference env env-dev debian hangul lock notices clean-demo

demo: env hangul
	DEALFLOW_DATA_DIR=$(DEMO_DIR) $(BIN)/dealflow demo

# Types take a hundred seconds of one core: meanwhile Debian's packages are fetched and the first tests run.
test: env-dev
	$(MAKE) --jobs=2 static every-test

every-test: env-dev debian
	$(BIN)/pytest -n 2 --durations=15

# What can be said of the source without running it.
static: env-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

# Every test again, counting the lines that it reaches; counting doubles the time, so it is no part of make test.
coverage: env-dev debian
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

# The quick gate: what holds everywhere, the rules of the field, reading, words, and the tests of what changed since BASE.
BASE = HEAD
EVERYWHERE = tests/test_house.py tests/i18n tests/catalogue tests/domain tests/extract tests/mail tests/post tests/ui
CHANGED = $(wildcard $(shell { git diff --name-only $(BASE); git ls-files --others --exclude-standard; } 2>/dev/null | \
	sed -n 's,^dealflow/\(.*\)/[^/]*$$,tests/\1,p; s,^tests/.*/test_[^/]*\.py$$,&,p' | sort -u))

check: static
	HYPOTHESIS_PROFILE=quick $(BIN)/pytest -n 2 -m "not slow and not browser and not postgres and not torture" \
		$(EVERYWHERE) $(CHANGED)

# Kill -9 at random moments, many rounds, on both databases: some minutes. Every text into every form, in both languages: hours.
torture: env-dev
	$(BIN)/pytest -m torture tests/store/test_kill.py tests/e2e/test_forms.py tests/test_wheel.py

# Decks to measure on besides our own: make bench DECKS="a.pdf b.pdf"
bench: env-dev
	$(BIN)/python bench/extraction.py
	$(BIN)/python bench/speed.py $(or $(DECKS),$(wildcard data/demo/decks/*.pdf))
	$(BIN)/python bench/ledger.py
	$(BIN)/python bench/warehouse.py

# Two hundred people moving and voting at once, on SQLite and on PostgreSQL: nothing lost, nothing wrong; two minutes
bench-committee: env-dev
	$(BIN)/python bench/committee.py

# A hundred decks on one worker and on two, a thousand in one process: some minutes
bench-scale: env-dev
	$(BIN)/python bench/scale.py

# Two hundred people who arrive within a minute and work on one process: how long do they wait? Four minutes
bench-load: env-dev
	$(BIN)/python bench/load.py $(or $(PEOPLE),200) 60 20 120

# An award with 13 preliminaries: make bench-award [APPLICATIONS=130]
bench-award: env-dev
	$(BIN)/python bench/award.py $(or $(APPLICATIONS),130)

# A whole conference in a browser, 20 suppliers, 12 investors, 6 adopters, 5 judges: make conference [PICTURES=folder]
conference: env-dev
	$(BIN)/python -m bench.conference $(or $(PICTURES),data/local/conference)

# How long a browser takes from screen to screen: make bench-switch [ROUNDS=10]
bench-switch: env-dev
	$(BIN)/python bench/switch.py $(or $(ROUNDS),10)

# Timetables: how good, how fast, on days drawn by chance and (INSTANCES=folder with irday/ and b2bsp/, JUDGE=script) on
# published ones: make bench-schedule [INSTANCES=folder] [JUDGE=script] [SECONDS=60]
bench-schedule: env-dev
	$(BIN)/python bench/schedule.py --seconds $(or $(SECONDS),60) $(if $(JUDGE),--judge $(JUDGE)) \
		$(if $(INSTANCES),--days $(INSTANCES)/irday --events $(INSTANCES)/b2bsp --published $(INSTANCES)/b2bsp/published.csv)

# Spoiled decks for ten minutes: each gives claims or one named reason within 10 s and 512 MB
fuzz: env-dev
	nice $(BIN)/python bench/fuzz.py --seconds $(or $(SECONDS),600) --keep data/local/fuzz

# How well figures are read, on the fictional decks, and on decks of one's own with their truth and its scorer:
# make bench-extraction [DECKS=folder TRUTH=folder SCORER=script.py] [PICTURES=all]; writes what the app and docs show
bench-extraction: env-dev
	$(BIN)/python bench/extraction.py --write $(if $(PICTURES),--pictures $(PICTURES)) \
		$(if $(DECKS),--decks $(DECKS) --truth $(TRUTH) --scorer $(SCORER))
	$(BIN)/python bench/variety.py

env: .venv/run-installed
env-dev: .venv/dev-installed

.venv/bin/uv: bootstrap.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	touch $@

.venv/run-installed: .venv/bin/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

.venv/dev-installed: .venv/run-installed requirements-dev.lock
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	touch $@

# What the tests drive besides Python: a browser, fonts, OCR data, LibreOffice; installed where we may (as root).
debian:
	sh install-debian.sh

# The data with which Tesseract reads Korean in pictures: installed where we may, else the command is said.
hangul:
	sh install-debian.sh tesseract-ocr-kor tesseract-ocr-eng

lock: .venv/bin/uv
	echo "uv" | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o bootstrap.lock -
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra postgres -c requirements.lock pyproject.toml -o requirements-postgres.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group build --group test --group check -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/python .ci/notices.py

# Known weaknesses of the locked packages, where the advisories can be reached: make audit [AUDIT="-s osv"]
audit: .venv/bin/uv
	$(BIN)/uv tool run pip-audit $(AUDIT) --requirement requirements.lock --require-hashes --disable-pip

# The licences of what the application stands on, out of the installed packages' own metadata.
notices: env-dev
	$(BIN)/python .ci/notices.py

clean-demo:
	rm -rf $(DEMO_DIR)
