# The commands of the product, and `check` and `lock` for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.set-up

.PHONY: help setup demo serve test check bench lock clean
help: ## what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

setup: $(SETUP) ## the environment in .venv, from the hashed lock file
$(SETUP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(SETUP) ## review the two examples; results in out/
	@mkdir -p out
	@for name in strathcarron-position-statement strathcarron-draft-report; do \
	  $(BIN)/standpoint check examples/$$name.docx --fail-on never \
	    --out out/$$name.annotated.docx --json out/$$name.json --html out/$$name.html || exit $$?; \
	done
	@echo "Annotated documents, HTML reports and JSON are in out/"

serve: $(SETUP) ## the web service and its pages on http://127.0.0.1:8000, everything embedded
	$(BIN)/standpoint serve

check: $(SETUP) ## format, lint, types, import order
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: check ## every check and every test, with coverage; those of the pages need the package chromium
	$(BIN)/pytest -m "slow or not slow" --cov --cov-report=term:skip-covered

bench: $(SETUP) ## the benchmark table, as text and in out/bench.json
	@mkdir -p out
	$(BIN)/python tests/benchmarks/bench.py --json out/bench.json

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	  --output-file requirements.lock

clean:
	rm -rf $(VENV) out
