# Imports model specifications from the Hugging Face Hub. 'make help' lists the targets and variables.
#
# It also works with GNU make 3.81 and bash 3.2, the versions of macOS.

SHELL := /bin/bash
.SUFFIXES:
.DEFAULT_GOAL := help

##@ Variables of an import

## the model's id, such as openai-community/gpt2
MODEL ?=
## the URL of one of the model's pages, instead of MODEL
URL ?=
## override the model's number of parameters, in billions
PARAMS ?=
## override the model's context length, in tokens
CONTEXT ?=
## the id of the new entry, instead of the default
ID ?=
## override fields: FIELD=JSON, separated by blanks
SET ?=
## fields whose overrides are dropped, with UPDATE=1
FORGET ?=
## 1: do not sort existing entries
KEEP_ORDER ?=
## 1: import only the language model of a multimodal model
TEXT_ONLY ?=
## 1: also import the evaluation results that a model publishes
BENCHMARKS ?=
## the database to import into
DATABASE ?= data/models.json
## 1: show what would change and write nothing
DRY_RUN ?=
## 1: do not ask before writing
FORCE ?=
## 1: replace existing entries
UPDATE ?=
## the backup to restore; without it, 'restore' lists the backups
BACKUP ?=

##@ Variables of a batch

## the list of models: one id, URL or JSON request per line
FILE ?= models-to-import.txt
## 1: import the valid models even if others fail
CONTINUE_ON_ERROR ?=
## 1: leave existing entries unchanged
SKIP_EXISTING ?=
## how many models to fetch at once
JOBS ?=
## the file for the Markdown log
LOG ?= import-results.log

##@ Variables of audits, snapshots and exports

## 1: fetch the commits that the entries record, not the newest
LOCKED ?=
## 1: fail also if an entry cannot be derived
STRICT ?=
## 1: write the derived values
FIX ?=
## 1: name all entries that cannot be derived
VERBOSE ?=
## the ids of the entries to audit or record, or the fuzzers to run; empty: all
ONLY ?=
## a file of recorded snapshots to read instead of the network
SNAPSHOTS ?=
## the format of an export: cyclonedx, models.dev or llmfit
FORMAT ?=

##@ Stages: shell commands to run instead of the tools

## instead of hf-fetch
FETCH ?=
## instead of hf-transform
TRANSFORM ?=
## instead of hf-validate
VALIDATE ?=
## instead of models-merge
MERGE ?=

##@ Variables of discovery and installation

## the ranking of models to discover: trending, downloads, likes or recent
SORT ?= trending
## how many models to discover
LIMIT ?= 20
## words in the names of discovered models
SEARCH ?=
## the author of discovered models
AUTHOR ?=
## the file that 'snapshot' or 'export' writes, or the directory that 'reference' writes
OUT ?=
## the file for the catalog page
CATALOG ?= catalog.html
## the directory to install into
PREFIX ?= /usr/local
## a staging directory that is put before PREFIX, for packagers
DESTDIR ?=
## a directory of tools to use instead of building them
TOOLS ?=

##@ Variables of development

## a directory of models, with all/<org>/<name>/{config,info}.json
CORPUS ?=
## the values of model_type that 'reference' writes; empty: all
TYPES ?=
## 1: 'check-corpus' runs the tools without the Hub's counts
WITHOUT_HUB_COUNT ?=
## the Python of 'bench' (needs orjson, jsonschema, huggingface_hub) or 'reference' (transformers, torch)
PYTHON ?= python3
## a directory with another build of the tools; 'bench' then compares only these two builds
BASELINE ?=
## 1: run a hundredth of the benchmark, to check that it works
QUICK ?=
## at how many random moments the crash test kills models-merge
KILLS ?= 1000
## how many minutes each fuzzer runs
MINUTES ?= 1
## the seed of the fuzzers' random inputs
SEED ?= 1
## a directory with json-schema-test-suite and json-parsing
SUITES ?=

# The variables that each target uses; TOOLS is accepted by all.
import_uses := DATABASE DRY_RUN FORCE UPDATE FORGET SKIP_EXISTING KEEP_ORDER TEXT_ONLY BENCHMARKS CONTINUE_ON_ERROR \
  SNAPSHOTS FETCH TRANSFORM VALIDATE MERGE
audit_uses := DATABASE DRY_RUN FORCE TEXT_ONLY LOCKED STRICT FIX VERBOSE ONLY SNAPSHOTS FETCH JOBS
uses.import-model := $(import_uses) MODEL URL PARAMS CONTEXT ID SET
uses.batch-import := $(import_uses) FILE JOBS LOG
uses.audit := $(audit_uses)
uses.refresh := $(audit_uses)
uses.undo := DATABASE FORCE DRY_RUN
uses.restore := DATABASE FORCE DRY_RUN BACKUP
uses.snapshot := DATABASE FILE ONLY OUT SNAPSHOTS JOBS
uses.export := DATABASE FORMAT OUT
uses.discover := SORT LIMIT SEARCH AUTHOR
uses.demo :=
uses.catalog := CATALOG DATABASE
# The name of this target before 2.0.0.
uses.catalogue := $(uses.catalog)
uses.build :=
uses.test :=
uses.bench := BASELINE QUICK CORPUS PYTHON
uses.crash-test := KILLS
uses.fuzz := ONLY MINUTES SEED
uses.check-corpus := CORPUS WITHOUT_HUB_COUNT
uses.reference := OUT PYTHON TYPES
uses.conformance := SUITES
uses.lint :=
uses.hooks :=
uses.database :=
uses.pages :=
uses.clean :=
uses.install := PREFIX DESTDIR
uses.uninstall := PREFIX DESTDIR
uses.help :=
targets := $(patsubst uses.%,%,$(filter uses.%,$(.VARIABLES)))

# The values of variables are data. Make expands a variable of the command line when it exports the variable, so the
# command in MODEL='$(shell …)' would run. So each variable is first set to its literal text, and recipes read it from
# the environment.
settings := $(sort TOOLS $(foreach target,$(targets),$(uses.$(target))))
FILE_IS_GIVEN := $(if $(filter file,$(origin FILE)),,1)
# The name of CATALOG before 2.0.0.
ifneq ($(origin CATALOGUE),undefined)
override CATALOG := $(value CATALOGUE)
override CATALOGUE :=
endif
$(foreach name,$(settings),$(eval origin_of_$(name) := $(origin $(name))))
$(foreach name,$(settings),$(eval override $(name) := $$(value $(name))))
export $(settings) FILE_IS_GIVEN
MAKEOVERRIDES :=

ifeq ($(wildcard .make/unknown-name.awk),)
$(error the targets work only in the directory of the Makefile; run make -C $(dir $(lastword $(MAKEFILE_LIST))))
endif

# Without this check, make would ignore a mistyped variable, and run the other targets before it reports an unknown one.
# The shell gets names in single quotes.
quoted = '$(subst ','\'',$(strip $(1)))'
of_origin = $(call quoted,$(foreach name,$(.VARIABLES),$(if $(filter $(1)%,$(origin $(name))),$(name))))
unknown := $(shell awk -f .make/unknown-name.awk -- $(call of_origin,command) '$(settings)' \
  $(call of_origin,environment) $(call quoted,$(filter-out .build/release/tools.built,$(MAKECMDGOALS))) '$(targets)')
ifneq ($(unknown),)
$(error $(unknown))
endif

# A variable without effect is refused, too: with 'make undo DRY_RUN=1', a person expects that nothing is undone.
goals := $(or $(MAKECMDGOALS),help)
used := TOOLS $(foreach goal,$(goals),$(uses.$(goal)))
comma := ,
blank := $(comma) $(comma)
blank := $(subst $(comma),,$(blank))
users_of = $(subst $(blank),$(comma) ,$(strip $(foreach target,$(sort $(filter-out catalogue,$(targets))),$(if $(filter \
  $(1),$(uses.$(target))),$(target)))))
$(foreach name,$(filter-out $(used),$(settings)),$(if $(filter command%,$(origin_of_$(name))),$(if $(value $(name)),$(error \
  'make $(goals)' does not use $(name); it is for: $(call users_of,$(name))))))

# The tools are built when their sources are newer than the last build. Running 'swift build' each time takes seconds.
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

## compare the database with the Hub's data: LOCKED=1, STRICT=1, ONLY=…, FIX=1
audit: $(built)
	@.make/audit audit

## like 'audit FIX=1', and record the newest commit of each model: ONLY=…
refresh: $(built)
	@.make/audit refresh

## undo the last change of the database and later edits; repeat it to undo more: DRY_RUN=1, FORCE=1
undo: $(built)
	@.make/undo

## restore a backup of the database, or list the backups: BACKUP=…, DRY_RUN=1, FORCE=1
restore: $(built)
	@.make/undo --restore

## record the snapshots of the database's models, or of a list (FILE=…), in OUT=…
snapshot: $(built)
	@.make/snapshot

## print the database in another format, or write it to OUT=…: FORMAT=…
export: $(built)
	@.make/export

## print popular models as requests for hf-fetch
discover: $(built)
	@.make/discover

## import seven of eight bundled models into a scratch database, offline
demo: $(built)
	@.make/demo

## write the database as one HTML page
catalog:
	@.make/catalog

catalogue: catalog

##@ Development

## build the four tools
build: $(built)

.build/release/tools.built: Package.swift $(shell find Sources -type d -o -name '*.swift' -o -name '*.h' -o -name '*.modulemap' 2>/dev/null)
	@for tool in hf-fetch hf-transform hf-validate models-merge; do \
	  swift build -c release --product $$tool >&2 || exit 1; \
	done
	@touch $@

scripts = $(filter-out %.awk %/scaling,$(wildcard .make/*)) .make/scaling/*.sh .ci/run \
  .github/actions/keep-models/keep Tests/Programs/Breaks/run

# Makes a debug build of everything, and runs a test program, which expects the tools in its own directory.
run_check = swift build >&2 && "$$(swift build --show-bin-path)"/$(1)

## run all tests
test:
	@.make/test

## compare the speed of the tools with jq and Python: BASELINE=…, QUICK=1, CORPUS=…, PYTHON=…
bench: $(built)
	@.make/bench

## kill models-merge at KILLS random moments, with strace also at each system call; check the database
crash-test:
	@$(call run_check,crash-test) "$$KILLS"

## run each fuzzer for MINUTES under AddressSanitizer; needs a Swift with libFuzzer: ONLY='json headers'
fuzz:
	@.make/fuzz

## compare derived entries with the reference values of a corpus: CORPUS=…, WITHOUT_HUB_COUNT=1
check-corpus:
	@.make/check-corpus

## write a corpus from the installed transformers: OUT=…, PYTHON=… with transformers and torch, TYPES=…
reference:
	@.make/reference

## run the public test suites of JSON Schema and of JSON parsing: SUITES=…
conformance:
	@$(call run_check,conformance) "$$SUITES"

## check formatting, wording and shell scripts
lint:
	@swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@for script in $(scripts); do bash -n "$$script" || exit 1; done
	@.make/lint-words
	@! command -v shellcheck >/dev/null || shellcheck --severity=warning --exclude=SC2154 --shell=bash $(scripts)

## run lint before each commit in this clone
hooks:
	@.make/hooks

## rebuild the bundled database from the recorded configs
database: $(built)
	@.make/database

## update the manual pages, completions and pages of docs/
pages: $(built)
	@.make/pages

## remove what was built
clean:
	rm -rf .build

##@ Installation

## install the tools, manual pages, completions and schemas
install: $(built)
	@.make/install

## remove what 'make install' installed
uninstall:
	@.make/install --remove

##@ Help

## print this help
help:
	@awk -f .make/help.awk Makefile

.PHONY: $(targets)
