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
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A later signal ends the program at once. Not a second one right after the first: some supervisors signal the
	// program and then its whole group, and that must not keep it from putting things in order.
	context.AfterFunc(ctx, func() { time.AfterFunc(2*time.Second, stop) })
	code := run(ctx, os.Args[1:], terminal{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ(),
		Screen: term.IsTerminal(int(os.Stdout.Fd())),
	})
	stop()
	os.Exit(code)
}
