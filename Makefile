# The workshop: everything that checks, builds and measures the house.
# `make quick` while working, `make test` before anything leaves, the rest when it is needed.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := quick
TOOL := go tool -modfile=tools/go.mod
GO_FILES = $$(git ls-files -co --exclude-standard '*.go' | grep -v '_templ\.go$$')

.NOTPARALLEL:
.PHONY: quick test setup fresh lint suite css generate fmt fuzz bench shots dead build

# quick: SQLite only, no browser, at most a minute.
quick: export CHATIERE_QUICK = 1
quick:
	go vet ./...
	go test ./...

# test: everything, on both databases and in a browser. What .ci/run runs.
test: setup fresh lint suite

# setup: finds PostgreSQL, Chromium and npm's packages, or installs them, or says what to install.
setup:
	tools/setup.sh

# fresh: what is generated is what would be generated now. (Templates are compared by the house test.)
fresh:
	tools/fresh.sh

lint:
	@echo "gofumpt, templ fmt, vet, staticcheck"
	@long=$$($(TOOL) gofumpt -l $(GO_FILES)); [ -z "$$long" ] || { echo "make fmt would change:"; echo "$$long"; exit 1; }
	@[ ! -d views ] || $(TOOL) templ fmt -fail views
	go vet ./...
	go -C tools vet ./...
	$(TOOL) staticcheck ./...

# suite: all tests; a skipped test is a failed one.
suite:
	tools/suite.sh

# css: builds static/css/app.css from its sources (needs npm, for development only).
css:
	tools/setup.sh npm
	npm run --silent --prefix tools css

# generate: Go code from the templates.
generate:
	$(TOOL) templ generate -path views

fmt:
	$(TOOL) gofumpt -w $(GO_FILES)
	[ ! -d views ] || $(TOOL) templ fmt views

# fuzz: a minute for each parser of foreign input.
fuzz:
	tools/fuzz.sh 60s

# bench: cost of pages as ratios to nginx serving the same bytes.
bench: build
	tools/setup.sh bench
	tools/bench.sh

# shots: pictures of the twelve kinds of page into screenshots/, on desktop and phone, light and dark, printed too.
# SHOTS=. keeps those that all other browser tests take as well.
SHOTS = TestTheTwelveKinds|TestPapersPrint
shots:
	tools/setup.sh chromium npm
	CHATIERE_SHOTS=1 go test -count=1 -run '$(SHOTS)' ./handlers/
	@ls screenshots

# dead: functions that nothing reaches, tests included.
dead:
	$(TOOL) deadcode -test ./...

# build: the program as it is released.
build:
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o chatiere .
