# Thin: every target sets up what it needs. `make PYTHON=/path/to/python3` names another Python.
.DEFAULT_GOAL := help
.PHONY: help serve build test check record mutations fuzz validate lock clean
export PYTHON
# The theme prints a notice about its successor at each start; the README says what follows from it.
export NO_MKDOCS_2_WARNING := 1
bin := .venv/bin
PORT ?= 8000

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/'

serve: ## show the site with live reload
	@./setup.sh site
	@$(bin)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

build: ## write the static site to site/
	@./setup.sh site
	@$(bin)/mkdocs build

test: ## run all tests
	@./setup.sh dev
	@$(bin)/python -m tests.browser
	@$(bin)/python -m pytest

check: ## check every number of the site
	@./setup.sh site
	@$(bin)/python -m macros check

record: ## record what is published in data/published.csv: from then on it is frozen
	@./setup.sh site
	@$(bin)/python -m macros publish-record

mutations: ## make every number of the built site wrong, in every way, and see the check find it (ten minutes)
	@./setup.sh dev
	@$(bin)/python -m tests.mutations

fuzz: ## a million random strings through the finder (five minutes)
	@./setup.sh dev
	@FUZZ_STRINGS=1000000 $(bin)/python -m pytest -q tests/test_properties.py

validate: build ## check the HTML of the built site with the Nu HTML checker (needs Java and npm)
	@command -v java >/dev/null || { echo "error: Java is missing: install it (Debian, Ubuntu: sudo apt install default-jre-headless)" >&2; exit 1; }
	@npm install --silent --no-save --prefix .cache/vnu vnu-jar@24.10.17
	@java -Xss8m -jar .cache/vnu/node_modules/vnu-jar/build/dist/vnu.jar --skip-non-html --format gnu site

lock: ## renew the locked requirements from the .in files
	@./setup.sh dev
	@$(bin)/python -m pip install --quiet uv
	@for name in requirements requirements-dev; do \
	  $(bin)/uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-header $$name.in -o $$name.txt || exit 1; done

clean: ## remove what was built and cached
	rm -rf site .site.new .site.old .cache .venv .pytest_cache .hypothesis
