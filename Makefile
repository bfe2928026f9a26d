.PHONY: demo test bench bench-records build lint generate check unit e2e vulnerabilities clean

GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK   := golang.org/x/vuln/cmd/govulncheck@v1.9.0
GO_FILES       = $(shell git ls-files '*.go')

# The web application with invented cases in a temporary folder, and a link to log in as each role. Needs Go alone.
demo: build
	bin/openimr demo

build:
	CGO_ENABLED=0 go build -trimpath -o bin/openimr ./cmd/openimr

# Everything that a change must pass. Needs Go and Node; installs Debian packages where it is root.
test: check lint unit e2e

# The form of the source: formatted, generated code as it would be generated, dependencies as they are used.
check:
	@test -z "$$(gofmt -l $(GO_FILES))" || { echo "gofmt these files:"; gofmt -l $(GO_FILES); exit 1; }
	go mod tidy -diff
	cd internal/web && go tool templ generate -log-level error
	@git diff --exit-code --stat -- '*_templ.go' || { echo "generated code is stale: run make generate and commit"; exit 1; }

lint: bin/golangci-lint
	go vet ./...
	bin/golangci-lint run ./...

bin/golangci-lint: Makefile
	GOBIN=$(CURDIR)/bin go install $(GOLANGCI_LINT)
	@touch $@

unit:
	.ci/setup 'postgresql:/usr/lib/postgresql/*/bin/initdb' poppler-utils:pdftotext qpdf:qpdf tesseract-ocr:tesseract
	go test ./...

e2e: build
	.ci/setup chromium:chromium tesseract-ocr:tesseract
	cd e2e && npm ci --silent --no-audit --no-fund && node --test --test-reporter=spec

# Figures, each beside its peer of the same run. Not part of test: a slow machine is no fault.
bench:
	.ci/setup 'postgresql:/usr/lib/postgresql/*/bin/initdb' poppler-utils:pdftotext weasyprint:weasyprint
	go test -run '^$$' -bench . -skip BenchmarkRecords -benchtime 2s ./bench

# The medical record in one run: speed beside its peers, and how much of bundles with known truth is found. About 20 minutes.
bench-records:
	.ci/setup tesseract-ocr:tesseract poppler-utils:pdftotext
	go test -run '^$$' -bench BenchmarkRecords -benchtime 1x -timeout 90m -v ./bench

generate:
	cd internal/web && go tool templ generate

# Known holes in the dependencies. Asks vuln.go.dev, so it needs the network.
vulnerabilities:
	go run $(GOVULNCHECK) ./...

clean:
	rm -rf bin e2e/node_modules
