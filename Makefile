# Two commands are all that most people need: `make demo` and `make test`.
# They ask of the machine only make, Python 3.11 or newer with venv, and the internet.

PYTHON ?= python3
BIN := .venv/bin
# uv stays inside the environment it fills: without --python it would follow a UV_PYTHON set by the
# reader and remake .venv under its own feet.
SYNC := env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --quiet --locked --inexact \
	--python $(BIN)/python

.PHONY: help demo test drills check bench pictures release-check clean

help:
	@echo "make demo           serve a forum with made-up people on http://127.0.0.1:8000"
	@echo "make test           run the tests (on PostgreSQL when CONVENOR_DATABASE_URL says so)"
	@echo "make drills         kill it, starve it, restore it: what takes too long for every day"
	@echo "make check          style, types, contracts, templates, migrations"
	@echo "make bench          measure it beside bare Django (docs/performance.md); GROUP=pages for one group"
	@echo "make pictures       take every page at 360 and 1280 px into docs/pictures"
	@echo "make release-check  look at it as a slow telephone and checkers do; needs Node"

demo: export CONVENOR_DEMO = 1
demo: .venv/.synced
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_demo
	@exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py forum.project.wsgi

test: .venv/.synced-test
	@$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST)

drills: .venv/.synced-test
	@$(BIN)/python -m pytest -m drill -n auto --dist worksteal --timeout 1800 $(PYTEST)

check: .venv/.synced-dev
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	.ci/deploy-check

bench: .venv/.synced-test
	@$(BIN)/python -m benchmarks.bench $(GROUP) $(if $(OUTPUT),--output $(OUTPUT))

pictures: .venv/.synced-test
	@$(BIN)/python docs/pictures/take.py

release-check: .venv/.synced-test
	@$(BIN)/python .ci/release/check.py

clean:
	rm -rf .venv

# The environment, in stamps: each is older than the lock when there is something to install.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Convenor needs Python 3.11 or newer. Name one: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python has no venv here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(BIN)/uv: | $(BIN)/python
	@echo "Installing Convenor into .venv (the first time takes a minute)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv==0.13.9

.venv/.synced: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC)
	@touch $@

.venv/.synced-test: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC) --group test
	@touch $@

.venv/.synced-dev: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC) --group dev
	@touch $@
