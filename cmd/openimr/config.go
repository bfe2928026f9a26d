package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/programme"
)

type configCommand struct {
	Check   configCheck   `cmd:"" help:"Check the settings of a server against this machine."`
	Show    configShow    `cmd:"" help:"Show the settings as they hold, and where each comes from."`
	Example configExample `cmd:"" help:"Print a settings file with every key."`
}

type configCheck struct {
	output
	serverFlags
}

// Help gives the examples.
func (configCheck) Help() string {
	return `Looks whether every key is known and every value can be read, whether the folder can be written, the address be listened on safely, the certificate be used, and whether the letter has all that it must say of its sender. Nothing is changed. Exit code 1 where something is wrong.

A setting is taken from its flag, else from the environment (OPENIMR_LISTEN, OPENIMR_ORGANIZATION_NAME), else from the file, else it has its default.

Examples:

    openimr config check
    openimr config check --config /etc/openimr/openimr.toml --format json`
}

// Run checks the settings.
func (c configCheck) Run(t terminal) error {
	loaded, file := c.load(t, c.given())
	problems := loaded.Check(time.Now(), programme.IDs())
	type problem struct {
		Key      *string         `json:"key"`
		Severity config.Severity `json:"severity"`
		Message  string          `json:"message"`
		Hint     *string         `json:"hint"`
	}
	result := struct {
		File     *string   `json:"file"`
		OK       bool      `json:"ok"`
		Problems []problem `json:"problems"`
	}{orNull(file), true, []problem{}}
	for _, p := range problems {
		result.Problems = append(result.Problems, problem{orNull(p.Key), p.Severity, p.Message, orNull(p.Hint)})
		result.OK = result.OK && p.Severity == config.Warning
	}
	err := c.print(t.Out, result, func(w io.Writer) error {
		for _, p := range problems {
			line := fmt.Sprintf("%-10s  %s", p.Severity, oneLine(p.Message))
			if p.Hint != "" {
				line += "; " + oneLine(p.Hint)
			}
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
		if result.OK {
			_, err := fmt.Fprintln(w, "ok")
			return err
		}
		return nil
	})
	if err == nil && !result.OK {
		return errFound
	}
	return err
}

type configShow struct {
	output
	serverFlags
}

// Help gives the examples.
func (configShow) Help() string {
	return `Secrets are not shown. A setting without a value is null in JSON.

Examples:

    openimr config show
    OPENIMR_LISTEN=127.0.0.1:9000 openimr config show --format json`
}

// Run shows the settings.
func (c configShow) Run(t terminal) error {
	loaded, file := c.load(t, c.given())
	if err := settingsError(loaded.Problems); err != nil {
		return err
	}
	type setting struct {
		Key    string  `json:"key"`
		Value  *string `json:"value"`
		Source string  `json:"source"` // flag, environment, file, default
		Name   *string `json:"name"`   // of the variable or file
	}
	result := struct {
		File     *string   `json:"file"`
		Settings []setting `json:"settings"`
	}{File: orNull(file)}
	for _, v := range loaded.Values {
		result.Settings = append(result.Settings, setting{v.Key, orNull(v.Text), v.Origin.Kind, orNull(v.Origin.Name)})
	}
	return c.print(t.Out, result, func(w io.Writer) error {
		columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, v := range loaded.Values {
			text := v.Text
			if text == "" {
				text = "-"
			}
			_, _ = fmt.Fprintf(columns, "%s\t%s\t%s\n", v.Key, oneLine(text), v.Origin)
		}
		return columns.Flush()
	})
}

type configExample struct{}

// Help gives the examples.
func (configExample) Help() string {
	return `Examples:

    openimr config example > openimr.toml`
}

// Run prints the file.
func (c configExample) Run(t terminal) error {
	return writeText(config.Example())(t.Out)
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
