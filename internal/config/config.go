// Package config is the settings of a server: where they come from, and whether they hold together.
//
// A setting has one name, its key ("organization.name"). It is looked for in four places, and the first that has it
// wins: the flag, the environment (OPENIMR_ORGANIZATION_NAME), the file (TOML: name under [organization]), the
// default. Load reads them and remembers of each value where it came from; a key that nobody knows is a problem that
// names it, and the nearest one that there is. Check looks at the values against the machine: whether folders can be
// written, whether a certificate is still good, whether the letter has all that the law asks it to say of its sender.
//
// Secrets come from the file, from the environment or from a file of their own, never from a flag, which every user of
// the machine can read in the list of processes. Values that are secrets are never shown.
//
// Relative paths are meant from the folder in which the program was started.
package config

import (
	"strings"
	"time"
)

// A Config is the settings of a server.
type Config struct {
	Data            string // folder of the papers and, without a DatabaseURL, of the SQLite database
	DatabaseURL     string // of PostgreSQL, "" for SQLite; a secret
	DatabaseURLFile string // a file that holds the DatabaseURL
	Checkpoints     string // file of the signed checkpoints, "" for one in Data
	Listen          string // host:port
	TLSCert, TLSKey string // PEM files; none: plain HTTP
	BehindProxy     bool   // a proxy in front speaks HTTPS with the browsers
	Programme       string
	Closures        []string // days appointed as holidays, as clock.ParseClosures reads them
	LogFormat       string   // text or json
	LogLevel        string   // debug, info, warn or error
	Watch           string   // folder whose files are taken in
	OCR             string   // how scans are read: "best", "debian", "inside" or "off"
	ModelURL        string   // of a language model with an OpenAI-compatible address; "" is off
	ModelName       string
	ModelKeyFile    string        // that holds its key, "" where it wants none
	ModelTimeout    time.Duration // of one answer
	Grace           time.Duration // for the requests under way at shutdown
	URL             string        // under which people reach the server from outside, "" where it is not known
	Signing         Signing
	Organization    Organization
	Director        Director
}

// Organization is what the letter says of the independent medical review organization that serves it.
type Organization struct {
	Name      string
	Address   []string // lines
	Telephone string
	SignedBy  string // the medical director, never a reviewer (Labor Code 4610.6(f))
	Title     string // of SignedBy
	County    string // in which those who serve the letters are employed (CCP 1013a)
	Place     string // at which they deposit or send them: city and state
}

// Director is the Administrative Director, who gets every determination (Labor Code 4610.6(f)).
type Director struct {
	Name    string
	Address []string // lines
	Email   string   // to which the letters go; by mail where it is ""
}

// Signing is with what the organization signs its letters. Without a certificate they are served unsigned.
type Signing struct {
	Certificate  string // PEM file: the organization's own first, then those above it
	Key          string // PEM file of its key, without a password
	PKCS12       string // both in one file instead
	PasswordFile string // that holds the password of PKCS12
	Timestamp    string // address of a time-stamp authority (RFC 3161), "" for no time-stamps
}

// Set says that there is something to sign with.
func (s Signing) Set() bool { return s.Certificate != "" || s.PKCS12 != "" }

// VerifyPage is the address of the page on which a letter can be checked, "" where it is not known.
func (c Config) VerifyPage() string {
	if c.URL == "" {
		return ""
	}
	return strings.TrimSuffix(c.URL, "/") + "/verify"
}

// Secure says that browsers reach the server over HTTPS.
func (c Config) Secure() bool { return c.TLSCert != "" || c.BehindProxy }
