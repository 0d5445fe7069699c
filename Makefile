# The two to know: `make demo` (a working shop with sample data) and `make test`.
# They need python3 (>= 3.11, with venv), make and a package registry; nothing else.

# Each command would compile four thousand modules anew, which takes it 5 seconds.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
RUN := .venv/bin/python -m
ARGS ?=
TEMPLATES = git ls-files -z -- 'templates/*.html' '*/templates/*.html'
PURE = $(wildcard catalogue/globe.py catalogue/ocop.py catalogue/taxonomy.py catalogue/gtin.py catalogue/product_codes.py catalogue/addresses.py catalogue/renewal.py catalogue/vietnamese.py traceability/gs1.py traceability/codes.py traceability/epcis.py traceability/rules.py outlets/geo.py search/text.py)

.PHONY: help setup demo test test-long bench check format \
        check-code check-imports check-templates check-types check-django check-messages check-length

help:
	@echo "make demo       the shop with sample data at http://127.0.0.1:8000/ (PORT=, DATABASE_URL=)"
	@echo "make test       all tests (SQLite; PostgreSQL and the browser trip when found)"
	@echo "make check      format, lint, import rules, templates, types, translations, deployment"
	@echo "make format     rewrite code and templates in the house format"
	@echo "make test-long  the same tests with full counts    make bench  the figures"

setup: ## environment, locked packages, front-end files, translations
	@$(PYTHON) -m marketplace.run.setup

demo: setup
	@$(RUN) marketplace.run.demo

test: setup
	@$(RUN) tests.run $(ARGS)

test-long: setup
	@TEST_LONG=1 $(RUN) tests.run $(ARGS)

bench: setup
	@$(RUN) tests.bench $(ARGS)

format: setup
	@$(RUN) ruff check --fix --quiet .
	@$(RUN) ruff format .
	@$(TEMPLATES) | xargs -0 -r .venv/bin/djade --target-version 5.2
	@$(TEMPLATES) | xargs -0 -r .venv/bin/djhtml --tabwidth 2

check: setup check-code check-imports check-templates check-types check-django check-messages check-length
	@echo "check: all clean"

check-code:
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .

check-imports:
	@.venv/bin/lint-imports

check-templates:
	@$(TEMPLATES) | xargs -0 -r .venv/bin/djade --check --target-version 5.2
	@$(TEMPLATES) | xargs -0 -r .venv/bin/djhtml --check --tabwidth 2

check-types:
	@.venv/bin/mypy $(PURE)

check-django:
	@$(RUN) marketplace.run.check

check-messages:
	@$(RUN) marketplace.run.messages check

check-length:
	@git ls-files '*.py' '*.html' '*.css' '*.js' | grep -v /migrations/ | xargs wc -l | \
	  awk '$$2 != "total" && $$1 > 400 {print "over 400 lines, time to become two: " $$2 " (" $$1 ")"}'
