package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/config"
)

// A terminal is what a command talks to. Tests give their own.
type terminal struct {
	In       io.Reader
	Out, Err io.Writer
	Screen   bool     // Out is a terminal, where somebody reads
	Environ  []string // NAME=value
}

// env looks a variable of the environment up.
func (t terminal) env(name string) (string, bool) {
	for _, e := range t.Environ {
		if n, value, ok := strings.Cut(e, "="); ok && n == name {
			return value, true
		}
	}
	return "", false
}

// flush sends what was written to Out on its way, for a command that goes on running.
func (t terminal) flush() error {
	if b, ok := t.Out.(*bufio.Writer); ok {
		return b.Flush()
	}
	return nil
}

// The commands. The comment above each struct's Run says what it does; the tags say it to the user.
type commands struct {
	ShowVersion kong.VersionFlag `name:"version" short:"V" help:"Print the version and stop."`

	Demo        demoCommand        `cmd:"" help:"Show the program at work on invented cases."`
	Serve       serveCommand       `cmd:"" help:"Run the server."`
	Account     accountCommand     `cmd:"" help:"Make and change the accounts of those who log in."`
	Audit       auditCommand       `cmd:"" help:"Prove that the record of the cases is whole."`
	Letter      letterCommand      `cmd:"" help:"Read, write and check determination letters."`
	Library     libraryCommand     `cmd:"" help:"Keep published determinations and find like ones."`
	Records     recordsCommand     `cmd:"" help:"Read the files of a medical record, or make an invented one."`
	Certificate certificateCommand `cmd:"" help:"Make a certificate to sign letters with."`
	Clock       clockCommand       `cmd:"" help:"Compute due dates, each with its reason."`
	Guideline   guidelineCommand   `cmd:"" help:"Read citations of medical treatment guidelines, and list the library."`
	Config      configCommand      `cmd:"" help:"Check and show the settings of a server."`
	Warm        warmCommand        `cmd:"" help:"Compile the readers of files ahead of the first start."`
	Version     versionCommand     `cmd:"" help:"Say which version this is."`
	Completion  completionCommand  `cmd:"" help:"Print the completion script of a shell."`
	Complete    completeCommand    `cmd:"" name:"__complete" hidden:"" help:"Print completions of a command line, for the completion scripts."`
}

const about = `Independent Medical Review, from the application to the served Final Determination.

Results go to standard output, messages to standard error. Exit codes: 0 done, 1 it ran and something was wrong, 2 wrong usage.`

// newParser builds the command line. Its help goes to t.Out; a request for help ends in a panic with an exitCode,
// which run turns into the exit code.
func newParser(ctx context.Context, c *commands, t terminal) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("openimr"),
		kong.Description(about),
		kong.Writers(t.Out, t.Err),
		kong.Exit(func(code int) { panic(exitCode(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 100, FlagsLast: true}),
		kong.Vars{
			"version":            strings.TrimSpace(versionOf().String()),
			"default_data":       config.Default("data"),
			"default_listen":     config.Default("listen"),
			"default_log_format": config.Default("log.format"),
			"roles":              join(auth.Roles),
			"default_log_level":  config.Default("log.level"),
		},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c, t),
	)
}

type exitCode int

// run runs one command line and returns the exit code.
func run(ctx context.Context, args []string, t terminal) (code int) {
	out := bufio.NewWriterSize(t.Out, 64<<10)
	t.Out = out
	defer func() {
		if p := recover(); p != nil {
			asked, ok := p.(exitCode)
			if !ok {
				panic(p)
			}
			code = int(asked)
		}
		if err := out.Flush(); err != nil && code == 0 {
			code = report(t.Err, err)
		}
	}()
	var c commands
	parser, err := newParser(ctx, &c, t)
	if err != nil {
		return report(t.Err, err)
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return report(t.Err, usageOf(err))
	}
	return report(t.Err, chosen.Run())
}

// usageOf makes a parse error of kong a usage error with a hint at the help of the command that was meant.
func usageOf(err error) error {
	var parse *kong.ParseError
	hint := `run "openimr --help"`
	if errors.As(err, &parse) && parse.Context != nil {
		if cmd := parse.Context.Selected(); cmd != nil {
			hint = `run "` + strings.TrimSpace(cmd.FullPath()) + ` --help"`
		}
	}
	return &usageError{err.Error(), hint}
}
