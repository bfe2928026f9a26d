package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/openimr/openimr/internal/config"
)

// defaultFile is the settings file that is read where none is named and it exists.
const defaultFile = "/etc/openimr/openimr.toml"

// storeFlags say where cases are kept. They are embedded by the commands that open the store.
type storeFlags struct {
	Config      string            `short:"c" placeholder:"FILE" complete:"files" help:"Settings file. Default: $OPENIMR_CONFIG, else openimr.toml in the folder of --data, else /etc/openimr/openimr.toml, where there is one."`
	Data        *string           `placeholder:"DIR" complete:"files" help:"Folder of the data. Default: ${default_data}."`
	DatabaseURL *string           `placeholder:"URL" help:"PostgreSQL instead of SQLite, postgres://host/name; with a password only as $OPENIMR_DATABASE_URL or in the file."`
	Set         map[string]string `placeholder:"KEY=VALUE" mapsep:"none" help:"Any setting by its key; \"openimr config show\" lists them."`
}

// given are the settings that stand on the command line, by key.
func (f storeFlags) given() map[string]string {
	given := map[string]string{}
	for key, value := range f.Set {
		given[key] = value
	}
	put(given, "data", f.Data)
	put(given, "database_url", f.DatabaseURL)
	return given
}

func put(given map[string]string, key string, value *string) {
	if value != nil {
		given[key] = *value
	}
}

// serverFlags are the settings of a server that have a flag of their own.
type serverFlags struct {
	storeFlags
	Listen      *string `placeholder:"HOST:PORT" help:"Address of the server; port 0 takes a free one. Default: ${default_listen}."`
	TLSCert     *string `name:"tls-cert" placeholder:"FILE" complete:"files" help:"Certificate, PEM."`
	TLSKey      *string `name:"tls-key" placeholder:"FILE" complete:"files" help:"Key of the certificate, PEM."`
	BehindProxy *bool   `help:"A proxy in front speaks HTTPS with the browsers."`
	LogFormat   *string `placeholder:"FORM" help:"text or json. Default: ${default_log_format}."`
	LogLevel    *string `placeholder:"LEVEL" help:"debug, info, warn or error. Default: ${default_log_level}."`
}

func (f serverFlags) given() map[string]string {
	given := f.storeFlags.given()
	put(given, "listen", f.Listen)
	put(given, "tls.cert", f.TLSCert)
	put(given, "tls.key", f.TLSKey)
	put(given, "log.format", f.LogFormat)
	put(given, "log.level", f.LogLevel)
	if f.BehindProxy != nil {
		given["behind_proxy"] = fmt.Sprint(*f.BehindProxy)
	}
	return given
}

// load reads the settings: flags, then environment, then file, then defaults. It returns the file that was read, ""
// for none.
func (f storeFlags) load(t terminal, given map[string]string) (config.Loaded, string) {
	from := config.Sources{File: f.Config, Environ: t.Environ, Flags: given}
	if from.File == "" {
		from.File, _ = t.env(config.FileVariable)
	}
	for _, file := range []string{besideData(given["data"]), defaultFile} {
		if from.File != "" || file == "" {
			continue
		}
		if _, err := os.Stat(file); err == nil {
			from.File, from.Optional = file, true
		}
	}
	return config.Load(from), from.File
}

// besideData is the settings file that a folder of data brings with it: who keeps the two together need not name both.
func besideData(folder string) string {
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "openimr.toml")
}

// settingsError makes one error of the problems that keep a command from running, nil where there are none. The first
// is told in full.
func settingsError(problems []config.Problem) error {
	var first *config.Problem
	count := 0
	for i, p := range problems {
		if p.Severity == config.Error {
			if first == nil {
				first = &problems[i]
			}
			count++
		}
	}
	if first == nil {
		return nil
	}
	message, hint := first.Message, first.Hint
	if count > 1 {
		message = fmt.Sprintf("%s (and %d more)", message, count-1)
		hint = `run "openimr config check"`
	}
	return &usageError{message, hint}
}
