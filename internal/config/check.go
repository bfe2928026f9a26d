package config

import (
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/openimr/openimr/clock"
)

// A Severity says what a problem means.
type Severity string

// The severities. On an Error the server does not start; with something Incomplete it starts, but no letter can be
// served; a Warning is only told.
const (
	Error      Severity = "error"
	Incomplete Severity = "incomplete"
	Warning    Severity = "warning"
)

// A Problem is one thing that is wrong with the settings.
type Problem struct {
	Key      string // "" where it is about no single setting
	Severity Severity
	Message  string
	Hint     string // what to do, "" where the message says it
}

// Check looks at loaded settings against the machine, as of now, and returns the problems of loading and its own. It
// changes nothing; that a folder can be written is tried with an empty file, which it removes.
func (l Loaded) Check(now time.Time, programmes []string) []Problem {
	c := l.Config
	check := Loaded{Problems: slices.Clone(l.Problems)}
	check.data(c)
	check.database(c)
	check.listen(c)
	if fi, err := os.Stat(c.Watch); c.Watch != "" && (err != nil || !fi.IsDir()) {
		check.problem(Error, "watch", "make it, or leave the setting out", "watch: there is no folder %s", c.Watch)
	}
	check.model(c)
	check.certificate(c, now)
	check.address(c)
	check.signing(c.Signing, now)
	if !slices.Contains(programmes, c.Programme) {
		hint := ""
		if near := nearest(c.Programme, programmes); near != "" {
			hint = "did you mean " + near + "?"
		}
		check.problem(Error, "programme", hint, "programme: there is none called %q", c.Programme)
	}
	if _, err := clock.ParseClosures(c.Closures); err != nil {
		check.problem(Error, "closures", "", "closures: %v", err)
	}
	check.organization(c.Organization)
	check.director(c.Director)
	return check.Problems
}

// HasErrors says whether a server must not start with these problems.
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}

// model looks at the address of the language model: pages of medical records go there.
func (l *Loaded) model(c Config) {
	if c.ModelURL == "" {
		return
	}
	u, err := url.Parse(c.ModelURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		l.problem(Error, "model.url", "give it as https://host/v1", "model.url: %q is no address of a language model", c.ModelURL)
		return
	}
	if addr, err := netip.ParseAddr(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && (err != nil || !addr.IsLoopback()) {
		l.problem(Error, "model.url", "use https, or run the model on this machine", "model.url: pages of medical records would be sent to %s without encryption", u.Host)
	}
	if c.ModelName == "" {
		l.problem(Error, "model.name", "name the model", "model.name: it is not set, and model.url is")
	}
	if c.ModelTimeout <= 0 {
		l.problem(Error, "model.timeout", "", "model.timeout: %s is no time to answer in", c.ModelTimeout)
	}
	if c.ModelKeyFile != "" {
		if _, err := os.ReadFile(c.ModelKeyFile); err != nil {
			l.problem(Error, "model.key_file", "", "model.key_file: %v", err)
		}
	}
}

func (l *Loaded) data(c Config) {
	if c.Data == "" {
		l.problem(Error, "data", "", "data: no folder is set")
		return
	}
	if err := canWrite(c.Data); err != nil {
		l.problem(Error, "data", "choose another folder, or give the user of the server the right to write there",
			"data: cannot write to %s: %v", c.Data, err)
	}
	if c.Checkpoints == "" {
		return
	}
	folder := filepath.Dir(c.Checkpoints)
	if _, err := os.Stat(folder); err != nil {
		l.problem(Error, "checkpoints", "make the folder", "checkpoints: there is no folder %s", folder)
	} else if err := canWrite(folder); err != nil {
		l.problem(Error, "checkpoints", "choose another place", "checkpoints: cannot write to %s: %v", folder, err)
	}
}

// canWrite tries whether files can be made in a folder, or the folder itself in the nearest one above that exists.
func canWrite(folder string) error {
	for {
		info, err := os.Stat(folder)
		if errors.Is(err, fs.ErrNotExist) && filepath.Dir(folder) != folder {
			folder = filepath.Dir(folder)
			continue
		}
		if err == nil && !info.IsDir() {
			return errors.New("it is a file")
		}
		if err != nil {
			return err
		}
		f, err := os.CreateTemp(folder, ".openimr-check-*")
		if err != nil {
			return errors.New("you may not write to " + folder)
		}
		_ = f.Close()
		return os.Remove(f.Name())
	}
}

func (l *Loaded) database(c Config) {
	if c.DatabaseURL == "" {
		return
	}
	// The error of url.Parse would repeat the password.
	u, err := url.Parse(c.DatabaseURL)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		l.problem(Error, "database_url", "write postgres://user:password@host/name", "database_url: is no address of a PostgreSQL database")
	}
}

func (l *Loaded) listen(c Config) {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		l.problem(Error, "listen", `write it as "127.0.0.1:8080"`, "listen: %q is no address with a port", c.Listen)
		return
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		l.problem(Error, "listen", `write it as "127.0.0.1:8080"`, "listen: %q is no port", port)
	}
	if !IsLoopback(host) && !c.Secure() {
		l.problem(Error, "listen", "set tls.cert and tls.key, or behind_proxy where a proxy in front speaks HTTPS",
			"listen: %s can be reached from other machines, and passwords and medical records would cross the network in the clear", c.Listen)
	}
}

// IsLoopback says that a host is reached from this machine only. A name other than localhost is not looked up and
// counts as reachable.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// soonExpired is how long before its end a certificate is warned about.
const soonExpired = 14 * 24 * time.Hour

func (l *Loaded) certificate(c Config, now time.Time) {
	if c.TLSCert == "" && c.TLSKey == "" {
		return
	}
	if c.TLSCert == "" || c.TLSKey == "" {
		l.problem(Error, "tls.cert", "", "tls.cert and tls.key go together; set both or none")
		return
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		l.problem(Error, "tls.cert", "give a PEM file each", "tls: cannot use the certificate: %v", err)
		return
	}
	switch end := pair.Leaf.NotAfter; {
	case now.After(end):
		l.problem(Error, "tls.cert", "renew it", "tls.cert: the certificate has expired on %s", end.Format(time.DateOnly))
	case now.Before(pair.Leaf.NotBefore):
		l.problem(Error, "tls.cert", "look at the clock of this machine", "tls.cert: the certificate is not good before %s", pair.Leaf.NotBefore.Format(time.DateOnly))
	case end.Sub(now) < soonExpired:
		l.problem(Warning, "tls.cert", "renew it", "tls.cert: the certificate expires on %s", end.Format(time.DateOnly))
	}
}

// organization asks for all that the served letter and its proof of service say of their sender.
func (l *Loaded) organization(o Organization) {
	need := l.need
	need(o.Name != "", "organization.name", "the letter names the organization that serves it")
	need(len(o.Address) >= 2, "organization.address", "the letter gives the address, street or box and city in lines of their own")
	need(o.Telephone != "", "organization.telephone", "the letter says where the parties can ask")
	need(o.SignedBy != "", "organization.signed_by", "the medical director signs the letter")
	need(o.Title != "", "organization.title", "the title stands under the signature")
	need(o.County != "", "organization.county", "the proof of service names the county (CCP 1013a(1))")
	need(o.Place != "", "organization.place", "the proof of service names the place of deposit (CCP 1013a)")
}

func (l *Loaded) director(d Director) {
	l.need(d.Name != "", "director.name", "every determination goes to the Administrative Director (Labor Code 4610.6(f))")
	l.need(d.Name == "" || len(d.Address) > 0 || d.Email != "", "director.address", "nor is director.email, so the Administrative Director cannot be served")
}

func (l *Loaded) need(set bool, key, why string) {
	if !set {
		l.problem(Incomplete, key, "", "%s is not set: %s", key, why)
	}
}
