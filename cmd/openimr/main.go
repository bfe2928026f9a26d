// Command openimr is Independent Medical Review on the command line and as a server.
//
// Each subcommand is a struct in a file of its own; its fields are its flags, its Run method does the work with the
// packages of the module. Nothing here knows a rule: this package reads flags and files, wires the rooms together and
// writes results.
//
// Results go to standard output; with --format json that is one document, or one object a line, and nothing else.
// Messages go to standard error, one line each, followed where possible by a hint that says what to do.
// The exit code is 0 when it is done, 1 when it ran and something was wrong, 2 when the usage was wrong.
package main

import (
	"context"
	"os"

	"golang.org/x/term"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sandbox"
)

func main() {
	ocr.Child()     // this process may have been started to read scans alone
	sandbox.Child() // or to open the files of strangers
	os.Exit(run(context.Background(), os.Args[1:], terminal{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ(),
		Screen: term.IsTerminal(int(os.Stdout.Fd())),
	}))
}
