# Thin: every target sets up what it needs. `make PYTHON=/path/to/python3` names another Python.
.DEFAULT_GOAL := help
.PHONY: help serve update data figure chart table correct build preview test test-all diff check read record pictures rates mutations fuzz generated validate lighthouse bench ready reproducible lock platforms clean
export PYTHON
# The theme prints a notice about its successor at each start; the README says what follows from it.
export NO_MKDOCS_2_WARNING := 1
bin := .venv/bin
PORT ?= 8000
BASE ?=
HEAD ?= .

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/'

serve: ## show the site with live reload
	@./setup.sh site
	@$(bin)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

# The day of a build is an input: DAY, else SOURCE_DATE_EPOCH, else that of the newest commit. What is about to be committed is of today.
check diff record correct: export DAY := $(or $(DAY),$(if $(SOURCE_DATE_EPOCH),,$(shell date +%Y-%m-%d)))

# Messages name the variables of make.
update data figure chart table correct: export CALLED_BY_MAKE := 1

# What is given on the command line (TITLE="...") reaches the shell as a variable: no sign in it means anything to the shell.
option = $${$(1):+--$(2)="$$$(1)"}
words := $(call option,TITLE,title) $(call option,DESCRIPTION,description) $(call option,SOURCE,source) \
  $(call option,PUBLISHER,publisher) $(call option,SOURCE_DATE,source-date) $${DRY_RUN:+--dry-run}

update: ## start an update: make update DATE=2023-06-01 TITLE="..."
	@./setup.sh site
	@$(bin)/python -m macros update $(call option,DATE,date) $(words) $(call option,SUMMARY,summary) $(call option,TOPIC,topic) \
	  $(call option,SLUG,slug) $${AHEAD:+--ahead}

# What `make data` asks, as variables: MISSING="[c]=suppressed; ..=missing"
answers := ENCODING SHEET COMBINE ROWS HEADER BELOW NAMES SECTIONS HIDDEN MISSING FLAGS BOUNDS BRACKETS PERCENT REPEATED TOTALS UNPIVOT VALUES CATEGORIES BESIDE PERIODS RENAME \
  CODES TEXT NUMBERS DATES SCALE KEY

data: ## start a data package or a new version of one: make data PACKAGE=... DATE=... FROM=file.csv
	@./setup.sh site
	@$(bin)/python -m macros data $(call option,PACKAGE,package) $(call option,DATE,date) $(call option,FROM,from) $(words) \
	  $(call option,RESOURCE,resource) $(call option,SOURCE_URL,source-url) $(call option,LICENCE,licence) \
	  $(call option,SEPARATOR,separator) $${WIDEN:+--widen} $${AHEAD:+--ahead} \
	  $(foreach each,$(answers),$(call option,$(each),$(shell echo $(each) | tr A-Z a-z)))

figure: ## propose a figure from a data package: make figure MEASURE=package/table/column
	@./setup.sh site
	@$(bin)/python -m macros figure $(call option,MEASURE,measure) $(call option,OPERATION,operation) $(call option,WHERE,where) \
	  $(call option,OF,of) $(call option,FROM,from) $(call option,TO,to) $(call option,OVER,over) $(call option,PER,per) \
	  $(call option,PER_WHERE,per-where) $(call option,EACH,each) $(call option,SKIP,skip) $(call option,ID,id) \
	  $(call option,TITLE,title) $(call option,LABEL,label) $(call option,UNIT,unit) $(call option,DECIMALS,decimals) \
	  $(call option,STATUS,status) $(call option,ATTRIBUTION,attribution) $${DRY_RUN:+--dry-run}

# What a chart and a table have in common.
exhibit := $(call option,MEASURE,measure) $(call option,X,x) $(call option,SERIES,series) $(call option,WHERE,where) \
  $(call option,OPERATION,operation) $(call option,FROM,from) $(call option,OF,of) $(call option,ID,id) $(call option,SOURCE,source) \
  $${TOTALS:+--totals} $${DRY_RUN:+--dry-run}

chart: ## propose a chart of the rows of a data package: make chart MEASURE=package/table/column
	@./setup.sh site
	@$(bin)/python -m macros chart $(exhibit) $(call option,KIND,kind) $(call option,HEADLINE,headline) $(call option,SUBTITLE,subtitle) \
	  $(call option,DESCRIPTION,description)

table: ## propose a table of the rows of a data package: make table MEASURE=package/table/column
	@./setup.sh site
	@$(bin)/python -m macros table $(exhibit) $(call option,CAPTION,caption) $(call option,ROW_HEADER,row-header)

correct: ## correct words of a page and record it: make correct PAGE=docs/en/... OLD="..." NEW="..."; without PAGE, record what is changed
	@./setup.sh site
	@$(bin)/python -m macros correct $(call option,PAGE,page) $(call option,OLD,old) $(call option,NEW,new) $(call option,WHAT,what) \
	  $(call option,WHY,why) $(call option,SCALE,scale) $(call option,KIND,kind) $(call option,NATURE,nature) $(call option,DATE,date) \
	  $(call option,LANGUAGE,lang) $${DRY_RUN:+--dry-run}

build: ## write the static site to site/; as of another day: make build DAY=2026-12-01
	@./setup.sh site
	@$(bin)/mkdocs build

preview: ## write the site, with drafts, to preview.zip: it opens without a server, for somebody who reads it first
	@./setup.sh site
	@$(bin)/python -m macros preview

# One more than there are cores: for a fifth of their time tests wait for browsers and servers.
workers = $$($(bin)/python -c "import os; print(min(4, (os.cpu_count() or 1) + 1))")

test: ## run the tests, sampling those that repeat (ten minutes)
	@./setup.sh dev
	@$(bin)/python -m tests.browser
	@$(bin)/python -m pytest --numprocesses $(workers) --dist worksteal -m "not thorough"

test-all: ## run all tests, with more random examples: before a release, and once a week (half an hour)
	@./setup.sh dev
	@$(bin)/python -m tests.browser
	@TESTS=all $(bin)/python -m pytest --numprocesses $(workers) --dist worksteal

diff: ## show what changes for readers since main, or: make diff BASE=... HEAD=...
	@./setup.sh site
	@$(bin)/python -m macros diff "$(BASE)" $(HEAD)

check: ## check every number of the site, or of one page: make check PAGE=docs/en/index.md
	@./setup.sh site
	@$(bin)/python -m macros check $${PAGE:+"$$PAGE"}

read: ## show how the check reads each number on a line: make read AT=docs/en/index.md:14
	@./setup.sh site
	@$(bin)/python -m macros read "$$AT"

record: ## record what is published in data/published.csv: from then on it is frozen
	@./setup.sh site
	@$(bin)/python -m macros publish-record

pictures: ## retake the pictures on the page for authors (a minute)
	@./setup.sh dev
	@$(bin)/python -m tests.pictures

rates: ## measure how many sentences the judge gets wrong, on sets that nothing was tuned on (RATES="-v --set a")
	@./setup.sh dev
	@$(bin)/python -m tests.claims.measure $(RATES)

mutations: ## make every number on the built site wrong, in every way, and see that the check finds it (ten minutes)
	@./setup.sh dev
	@$(bin)/python -m tests.mutations

fuzz: ## run a million random strings through the finder on all cores, with more examples and longer lines than `make test` (five minutes)
	@./setup.sh dev
	@FUZZ_STRINGS=1000000 $(bin)/python -m pytest -q tests/test_properties.py

generated: ## build sites from random data: two thousand in one process, a hundred in full (an hour)
	@./setup.sh dev
	@GENERATED_PACKAGES=2000 GENERATED_BUILDS=100 $(bin)/python -m pytest -q --numprocesses $(workers) tests/generated

validate: build ## check the HTML of the built site with the Nu HTML checker (needs Java and npm)
	@command -v java >/dev/null || { echo "error: Java is missing: install it (Debian, Ubuntu: sudo apt install default-jre-headless)" >&2; exit 1; }
	@npm install --silent --no-save --prefix .cache/vnu vnu-jar@24.10.17
	@java -Xss8m -jar .cache/vnu/node_modules/vnu-jar/build/dist/vnu.jar --skip-non-html --format gnu site

lighthouse: build ## measure a page of each type with Lighthouse, mobile (needs Node and a browser)
	@./setup.sh dev
	@$(bin)/python -m tests.lighthouse site

bench: ## compare synthetic sites with plain MkDocs Material (an hour; BENCH=--quick for a minute)
	@./setup.sh dev
	@$(bin)/python -m benchmarks $(BENCH)

ready: ## list the addresses and owners of this copy that are still examples
	@./setup.sh site
	@$(bin)/python -m macros ready

reproducible: ## build again in another place, year, time zone and locale, and compare with site/ (needs faketime)
	@./setup.sh site
	@sh tests/reproducible.sh

lock: ## renew the locked requirements from the .in files
	@./setup.sh dev
	@for name in requirements requirements-dev; do \
	  $(bin)/uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate $$name.in -o $$name.txt || exit 1; done

# The systems that the README promises. uv resolves for a platform without having it.
platforms := x86_64-manylinux_2_28 aarch64-manylinux_2_28 x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc

platforms: ## check that each locked package has a wheel for every platform, and name any that does not
	@./setup.sh dev
	@for platform in $(platforms); do for version in 3.11 3.14; do \
	  $(bin)/uv pip install --quiet --dry-run --only-binary :all: --python-platform $$platform --python-version $$version \
	    --target .cache/platforms --requirement requirements.txt && echo "$$platform, Python $$version: every package has a wheel" || exit 1; \
	done; done

clean: ## remove everything built and cached
	rm -rf site .site.new .site.old .cache .venv .venv.new .venv.old .pytest_cache .hypothesis
