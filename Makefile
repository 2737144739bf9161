# Imports model specifications from the Hugging Face Hub. 'make help' lists the targets and variables.
#
# Written for GNU make 3.81 and bash 3.2 as well, which is what macOS has.

SHELL := /bin/bash
.SUFFIXES:
.DEFAULT_GOAL := help

##@ Variables of an import

## the model's id, such as openai-community/gpt2
MODEL ?=
## the model's address, instead of MODEL
URL ?=
## its parameters in billions, where the Hub does not say
PARAMS ?=
## its context length in tokens, where config.json does not say
CONTEXT ?=
## the id of the new entry, where the usual one is taken
ID ?=
## what to state of the entry: FIELD=JSON, several with blanks between
SET ?=
## fields that are no longer stated, with UPDATE=1
FORGET ?=
## 1: leave entries where they are in a file that is not sorted
KEEP_ORDER ?=
## 1: take the language model out of a multimodal model
TEXT_ONLY ?=
## 1: take the evaluation results that a model publishes, too
BENCHMARKS ?=
## the database to import into
DATABASE ?= data/models.json
## 1: show what would change, write nothing
DRY_RUN ?=
## 1: do not ask before writing
FORCE ?=
## 1: replace entries that are there already
UPDATE ?=

##@ Variables of a batch

## the list of models, one id or address a line
FILE ?= models-to-import.txt
## 1: import what is good, even if something fails
CONTINUE_ON_ERROR ?=
## 1: leave models alone that are there already
SKIP_EXISTING ?=
## how many models to fetch at a time
JOBS ?=
## where the Markdown log goes
LOG ?= import-results.log

##@ Variables of a database that is kept true

## 1: take the commits that the entries record
LOCKED ?=
## 1: count entries that cannot be derived as differences
STRICT ?=
## 1: write what was derived
FIX ?=
## the ids of the entries to look at, or the fuzzers to run; all of them without it
ONLY ?=
## recorded snapshots that take the place of the network
SNAPSHOTS ?=
## the format of an export: cyclonedx, models.dev or llmfit
FORMAT ?=

##@ Stages: a shell command line each, run instead of the tool

## instead of hf-fetch
FETCH ?=
## instead of hf-transform
TRANSFORM ?=
## instead of hf-validate
VALIDATE ?=
## instead of models-merge
MERGE ?=

##@ Variables of discovery and installation

## what to discover by: trending, downloads, likes or recent
SORT ?= trending
## how many models to discover
LIMIT ?= 20
## words that the ids of discovered models contain
SEARCH ?=
## the author of discovered models
AUTHOR ?=
## the file that 'snapshot' and 'export' write, the directory of 'reference'
OUT ?=
## where the catalog page goes
CATALOG ?= catalog.html
## where 'install' puts things
PREFIX ?= /usr/local
## a staging directory before PREFIX, for packagers
DESTDIR ?=
## a directory of tools to use instead of building them
TOOLS ?=

##@ Variables of development

## a directory of models, with all/<org>/<name>/{config,info}.json
CORPUS ?=
## the values of model_type that 'reference' writes; empty: all
TYPES ?=
## 1: withhold the Hub's counts from check-corpus
WITHOUT_HUB_COUNT ?=
## the Python to measure against, with orjson, jsonschema and huggingface_hub if it is to take part
PYTHON ?= python3
## a directory with another build of the tools, to measure against that build alone
BASELINE ?=
## 1: measure a hundredth, to see that it works
QUICK ?=
## how many imports a crash test kills at random moments
KILLS ?= 1000
## how many minutes each fuzzer runs
MINUTES ?= 1
## what the inputs of a fuzzer start from
SEED ?= 1
## a directory with json-schema-test-suite and json-parsing
SUITES ?=

# What a user sets is data. Command-line variables are recursive: exported as they are, make would expand them, and
# MODEL='$(shell …)' would run. So each is pinned to its literal text, and recipes read it from the environment.
settings := MODEL URL PARAMS CONTEXT ID SET FORGET KEEP_ORDER TEXT_ONLY BENCHMARKS DATABASE DRY_RUN FORCE UPDATE \
  LOCKED STRICT FIX ONLY SNAPSHOTS FORMAT FILE CONTINUE_ON_ERROR SKIP_EXISTING JOBS LOG FETCH TRANSFORM VALIDATE MERGE \
  SORT LIMIT SEARCH AUTHOR CATALOG PREFIX DESTDIR TOOLS \
  CORPUS WITHOUT_HUB_COUNT OUT TYPES PYTHON BASELINE QUICK KILLS MINUTES SEED SUITES
FILE_IS_GIVEN := $(if $(filter file,$(origin FILE)),,1)
# The name of CATALOG before 2.0.0.
ifneq ($(origin CATALOGUE),undefined)
override CATALOG := $(value CATALOGUE)
override CATALOGUE :=
endif
# Those on the command line: a target refuses one that it has no use for.
SETTINGS_GIVEN := $(foreach name,$(settings),$(if $(filter command%,$(origin $(name))),$(name)))
$(foreach name,$(settings),$(eval override $(name) := $$(value $(name))))
export $(settings) FILE_IS_GIVEN SETTINGS_GIVEN
MAKEOVERRIDES :=

# A mistyped variable would be ignored, and an import would write what it was not asked to. Names go to the shell in
# single quotes.
of_origin = $(subst ','\'',$(strip $(foreach name,$(.VARIABLES),$(if $(filter $(1)%,$(origin $(name))),$(name)))))
unknown := $(shell awk -f .make/unknown-variable.awk -- '$(call of_origin,command)' '$(settings)' '$(call of_origin,environment)')
ifneq ($(unknown),)
$(error $(unknown))
endif

# The tools are built when their sources are newer than the last build; asking swift each time would take seconds.
built := $(if $(TOOLS),,.build/release/tools.built)
ifeq ($(TOOLS),)
override TOOLS := .build/release
endif

##@ Import

## import one model: MODEL=… or URL=…
import-model: $(built)
	@.make/import model

## import a list of models: FILE=…
batch-import: $(built)
	@.make/import batch

## compare the database with what its models say today: LOCKED=1, STRICT=1, ONLY=…, FIX=1
audit: $(built)
	@.make/audit audit

## bring entries up to date whose model has a new commit
refresh: $(built)
	@.make/audit refresh

## take the last change of the database back; again, the one before
undo: $(built)
	@MODELS_MERGE_CALLER=make "$$TOOLS/models-merge" --undo $(if $(filter 1 yes true,$(value FORCE)),--force) -- "$$DATABASE"

## record the snapshots of the database, or of a list with FILE=…, to OUT=…
snapshot: $(built)
	@.make/snapshot

## print the database in another format, or write it to OUT=…: FORMAT=…
export: $(built)
	@.make/export

## print models worth importing, as requests for hf-fetch
discover: $(built)
	@.make/discover

## import the bundled sample into a scratch database, offline
demo: $(built)
	@.make/demo

## write a page to look at from the database: one file, no network
catalog:
	@.make/catalog

# The name of this target before 2.0.0.
catalogue: catalog

##@ Development

## build the four tools
build: $(built)

.build/release/tools.built: Package.swift $(shell find Sources -type d -o -name '*.swift' 2>/dev/null)
	@for tool in hf-fetch hf-transform hf-validate models-merge; do \
	  swift build -c release --product $$tool >&2 || exit 1; \
	done
	@touch $@

# A program of the tests, beside freshly built tools.
run_check = swift build >&2 && "$$(swift build --show-bin-path)"/$(1)

## run all tests
test:
	@.make/test

## measure the tools beside what one would use instead: BASELINE=…, QUICK=1, CORPUS=…, PYTHON=…
bench: $(built)
	@.make/bench

## kill imports, KILLS of them at random moments and one at every system call, and look at what is left
crash-test:
	@$(call run_check,crash-test) "$$KILLS"

## try made-up inputs under AddressSanitizer, MINUTES of each kind; needs a Swift with libFuzzer: ONLY='json headers'
fuzz:
	@.make/fuzz

## compare what the tools make of a corpus with its truth, field by field: CORPUS=…, WITHOUT_HUB_COUNT=1
check-corpus:
	@$(call run_check,check-corpus) $${WITHOUT_HUB_COUNT:+--without-hub-count} -- "$$CORPUS"

## write a corpus from the installed transformers: OUT=…, PYTHON=… with transformers and torch, TYPES=…
reference:
	@.make/reference

## run the public test suites of JSON Schema and of JSON parsing: SUITES=…
conformance:
	@$(call run_check,conformance) "$$SUITES"

## check the form of the sources, and that nothing warns
lint:
	@swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@for script in $(filter-out %.awk %/scaling,$(wildcard .make/*)) .make/scaling/*.sh .ci/run .github/actions/keep-models/keep; do bash -n "$$script" || exit 1; done
	@.make/lint-words
	@! command -v shellcheck >/dev/null || shellcheck --severity=warning --exclude=SC2154 --shell=bash \
	  $(filter-out %.awk %/scaling,$(wildcard .make/*)) .make/scaling/*.sh .ci/run .github/actions/keep-models/keep

## run lint before each commit in this clone
hooks:
	@.make/hooks

## rebuild the bundled database from its evidence
database: $(built)
	@.make/database

## update the manual pages, completions and pages of docs/
pages: $(built)
	@.make/pages

## remove what was built
clean:
	rm -rf .build

##@ Installation

## install tools, manual pages, completions and schema
install: $(built)
	@.make/install

## remove exactly those
uninstall:
	@.make/install --remove

##@ Help

## print this help
help:
	@awk -f .make/help.awk Makefile

.PHONY: import-model batch-import audit refresh undo snapshot export discover demo catalog catalogue build test bench crash-test fuzz check-corpus reference conformance \
  lint hooks database pages clean install uninstall help
