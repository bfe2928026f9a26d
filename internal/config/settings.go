package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A setting is one row of the table of settings.
type setting struct {
	key      string
	fallback string // its default
	about    string // one line, for a commented file and for help
	secret   bool
	at       func(*Config) any // *string, *bool, *[]string or *time.Duration
	among    []string          // the only values, where they are few
}

// settings is the table, in the order in which they are shown; keys without a point come first, as TOML wants it.
var settings = []setting{
	{key: "data", fallback: "openimr-data", at: func(c *Config) any { return &c.Data },
		about: "folder of the papers, the keys and, without database_url, of the database"},
	{key: "database_url", secret: true, at: func(c *Config) any { return &c.DatabaseURL },
		about: "PostgreSQL instead of SQLite: postgres://user:password@host/name"},
	{key: "database_url_file", at: func(c *Config) any { return &c.DatabaseURLFile },
		about: "file that holds database_url, so that it stands nowhere else"},
	{key: "checkpoints", at: func(c *Config) any { return &c.Checkpoints },
		about: "file of the signed checkpoints, best on another disk or machine; in the folder of the data by default"},
	{key: "watch", at: func(c *Config) any { return &c.Watch },
		about: "folder whose files are taken in: a folder for each case, in it one for each sender"},
	{key: "ocr", fallback: "best", among: []string{"best", "debian", "inside", "off"}, at: func(c *Config) any { return &c.OCR },
		about: "how scans are read: by Debian's tesseract, by the one inside, by the first of them that is there, or not at all"},
	{key: "listen", fallback: "127.0.0.1:8080", at: func(c *Config) any { return &c.Listen },
		about: "address and port of the server; beyond this machine only with tls or behind_proxy"},
	{key: "behind_proxy", fallback: "false", at: func(c *Config) any { return &c.BehindProxy },
		about: "a proxy in front speaks HTTPS with the browsers"},
	{key: "programme", fallback: "ca-wc-imr", at: func(c *Config) any { return &c.Programme },
		about: "rules of the reviews"},
	{key: "closures", at: func(c *Config) any { return &c.Closures },
		about: `days appointed as holidays of ca, us, ny or tx: ["2025-01-09 us National day of mourning"]`},
	{key: "grace", fallback: "30s", at: func(c *Config) any { return &c.Grace },
		about: "time for the requests under way at shutdown"},
	{key: "url", at: func(c *Config) any { return &c.URL },
		about: "address under which people reach the server from outside: https://imr.example.org; letters name it for their check"},
	{key: "model.url", at: func(c *Config) any { return &c.ModelURL },
		about: "language model of the organization, with an OpenAI-compatible address: http://127.0.0.1:8000/v1; off by default"},
	{key: "model.name", at: func(c *Config) any { return &c.ModelName }, about: "its name, as the address knows it"},
	{key: "model.key_file", at: func(c *Config) any { return &c.ModelKeyFile }, about: "file that holds its key, where it wants one"},
	{key: "model.timeout", fallback: "90s", at: func(c *Config) any { return &c.ModelTimeout }, about: "how long an answer may take"},
	{key: "tls.cert", at: func(c *Config) any { return &c.TLSCert }, about: "certificate, a PEM file"},
	{key: "tls.key", at: func(c *Config) any { return &c.TLSKey }, about: "its key, a PEM file"},
	{key: "log.format", fallback: "text", among: []string{"text", "json"}, at: func(c *Config) any { return &c.LogFormat },
		about: "text or json"},
	{key: "log.level", fallback: "info", among: []string{"debug", "info", "warn", "error"}, at: func(c *Config) any { return &c.LogLevel },
		about: "debug, info, warn or error"},
	{key: "signing.certificate", at: func(c *Config) any { return &c.Signing.Certificate },
		about: `certificate with which letters are signed, a PEM file; "openimr certificate" makes one for a start`},
	{key: "signing.key", at: func(c *Config) any { return &c.Signing.Key }, about: "its key, a PEM file without a password"},
	{key: "signing.pkcs12", at: func(c *Config) any { return &c.Signing.PKCS12 }, about: "both in one PKCS#12 file instead"},
	{key: "signing.password_file", at: func(c *Config) any { return &c.Signing.PasswordFile }, about: "file that holds the password of signing.pkcs12"},
	{key: "signing.timestamp", at: func(c *Config) any { return &c.Signing.Timestamp },
		about: "address of a time-stamp authority (RFC 3161), for signatures that prove their time; off by default"},
	{key: "organization.name", at: func(c *Config) any { return &c.Organization.Name },
		about: "the independent medical review organization, as the letter names it"},
	{key: "organization.address", at: func(c *Config) any { return &c.Organization.Address },
		about: `its lines: ["PO Box 1", "Sacramento, CA 95814"]; parted by ";" in flag and environment`},
	{key: "organization.telephone", at: func(c *Config) any { return &c.Organization.Telephone },
		about: "for questions of the parties"},
	{key: "organization.signed_by", at: func(c *Config) any { return &c.Organization.SignedBy },
		about: "medical director who signs; never a reviewer"},
	{key: "organization.title", at: func(c *Config) any { return &c.Organization.Title },
		about: "title under the signature"},
	{key: "organization.county", at: func(c *Config) any { return &c.Organization.County },
		about: "county in which those who serve the letters are employed"},
	{key: "organization.place", at: func(c *Config) any { return &c.Organization.Place },
		about: "city and state in which the letters are deposited or sent"},
	{key: "director.name", at: func(c *Config) any { return &c.Director.Name },
		about: "the Administrative Director, who gets every determination"},
	{key: "director.address", at: func(c *Config) any { return &c.Director.Address },
		about: "the lines of the address, for service by mail"},
	{key: "director.email", at: func(c *Config) any { return &c.Director.Email },
		about: "to which the letters are sent instead"},
}

// Keys lists the keys of all settings.
func Keys() []string {
	keys := make([]string, len(settings))
	for i, s := range settings {
		keys[i] = s.key
	}
	return keys
}

// Default returns the default of a setting, "" where it has none.
func Default(key string) string {
	if s := settingOf(key); s != nil {
		return s.fallback
	}
	return ""
}

// EnvironmentName returns the name of a setting's variable: organization.name is OPENIMR_ORGANIZATION_NAME.
func EnvironmentName(key string) string {
	return environmentPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

const environmentPrefix = "OPENIMR_"

func settingOf(key string) *setting {
	i := slices.IndexFunc(settings, func(s setting) bool { return s.key == key })
	if i < 0 {
		return nil
	}
	return &settings[i]
}

// set puts a value that came as text into its place.
func (s setting) set(c *Config, text string) error {
	if len(s.among) > 0 && !slices.Contains(s.among, text) {
		return fmt.Errorf("is %q and must be one of %s", text, strings.Join(s.among, ", "))
	}
	switch at := s.at(c).(type) {
	case *string:
		*at = strings.TrimSpace(text)
	case *[]string:
		*at = nil
		for _, line := range strings.Split(text, ";") {
			if line = strings.TrimSpace(line); line != "" {
				*at = append(*at, line)
			}
		}
	case *bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("is %q and must be true or false", text)
		}
		*at = b
	case *time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return fmt.Errorf(`is %q and must be a time such as "30s"`, text)
		}
		*at = d
	}
	return nil
}

// setTOML puts a value of the file into its place.
func (s setting) setTOML(c *Config, v any) error {
	switch v := v.(type) {
	case string:
		if at, ok := s.at(c).(*[]string); ok {
			*at = []string{strings.TrimSpace(v)}
			return nil
		}
		return s.set(c, v)
	case bool:
		if _, ok := s.at(c).(*bool); ok {
			return s.set(c, strconv.FormatBool(v))
		}
	case []any:
		if at, ok := s.at(c).(*[]string); ok {
			var lines []string
			for _, e := range v {
				line, ok := e.(string)
				if !ok {
					return fmt.Errorf("has %v in its list, which must hold texts only", e)
				}
				lines = append(lines, strings.TrimSpace(line))
			}
			*at = lines
			return nil
		}
	}
	return fmt.Errorf("is %v and must be %s", v, s.kind())
}

// kind says in words what a setting holds.
func (s setting) kind() string {
	var c Config
	switch s.at(&c).(type) {
	case *bool:
		return "true or false, without quotes"
	case *[]string:
		return `a list of texts: ["…", "…"]`
	case *time.Duration:
		return `a time in quotes, such as "30s"`
	}
	return "a text in quotes"
}

// text writes the value of a setting as it would be given in the environment.
func (s setting) text(c *Config) string {
	switch at := s.at(c).(type) {
	case *string:
		return *at
	case *[]string:
		return strings.Join(*at, "; ")
	case *bool:
		return strconv.FormatBool(*at)
	case *time.Duration:
		return at.String()
	}
	return ""
}

// Example is a settings file with every key; each stands under a line that says what it is for, and is commented out
// where it has no default. It can be read as it is.
func Example() string {
	var b strings.Builder
	b.WriteString("# Settings of OpenIMR. A flag, or a variable of the environment such as OPENIMR_LISTEN, is stronger than this file.\n")
	inside := ""
	for _, s := range settings {
		table, name, ok := strings.Cut(s.key, ".")
		if !ok {
			table, name = "", s.key
		}
		if table != inside {
			fmt.Fprintf(&b, "\n[%s]", table)
			inside = table
		}
		value, comment := strconv.Quote(s.fallback), ""
		switch s.at(&Config{}).(type) {
		case *bool:
			value = s.fallback
		case *[]string:
			value = `["", ""]`
		}
		if s.fallback == "" {
			comment = "# "
		}
		fmt.Fprintf(&b, "\n# %s\n%s%s = %s\n", s.about, comment, name, value)
	}
	return b.String()
}

// TOML writes the settings that differ from the defaults as a file, without secrets.
func (c Config) TOML() string {
	var b strings.Builder
	inside := ""
	for _, s := range settings {
		if s.secret || s.text(&c) == "" || s.isDefault(&c) {
			continue
		}
		table, name, ok := strings.Cut(s.key, ".")
		if !ok {
			table, name = "", s.key
		}
		if table != inside {
			fmt.Fprintf(&b, "\n[%s]\n", table)
			inside = table
		}
		fmt.Fprintf(&b, "%s = %s\n", name, s.toml(&c))
	}
	return b.String()
}

func (s setting) isDefault(c *Config) bool {
	var d Config
	if s.fallback != "" {
		if err := s.set(&d, s.fallback); err != nil {
			return false
		}
	}
	return s.text(c) == s.text(&d)
}

// toml writes a value as TOML.
func (s setting) toml(c *Config) string {
	switch at := s.at(c).(type) {
	case *bool:
		return strconv.FormatBool(*at)
	case *[]string:
		quoted := make([]string, len(*at))
		for i, line := range *at {
			quoted[i] = quoteTOML(line)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	}
	return quoteTOML(s.text(c))
}

// quoteTOML writes a basic string: as JSON does, which has the same escapes for what must not stand in it.
func quoteTOML(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return strings.ReplaceAll(string(b), "\x7f", `\u007f`)
}
