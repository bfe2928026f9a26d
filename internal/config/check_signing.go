package config

import (
	"net/url"
	"os"
	"runtime"
	"time"

	"github.com/openimr/openimr/internal/signing"
)

// soonEnded is how long before its end the certificate of the signatures is warned about: a new one takes weeks to get.
const soonEnded = 45 * 24 * time.Hour

// address checks the one under which people reach the server.
func (l *Loaded) address(c Config) {
	if c.URL == "" {
		return
	}
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		l.problem(Error, "url", `write it as "https://imr.example.org"`, "url: %q is no address of a server", c.URL)
	case u.Scheme == "http" && !IsLoopback(u.Hostname()):
		l.problem(Warning, "url", "serve the page under https", "url: %s is not encrypted; letters will name it", c.URL)
	}
}

// signing checks whether letters can be signed with what is set, on the day of now.
func (l *Loaded) signing(s Signing, now time.Time) {
	for _, pair := range [][2]string{{"signing.certificate", s.Certificate}, {"signing.pkcs12", s.PKCS12}} {
		if pair[1] != "" && s.Certificate != "" && s.PKCS12 != "" {
			l.problem(Error, pair[0], "leave one of them out", "signing.certificate and signing.pkcs12 are both set")
			return
		}
	}
	if (s.Certificate == "") != (s.Key == "") {
		l.problem(Error, "signing.certificate", "set both or none", "signing.certificate and signing.key go together")
		return
	}
	if s.Timestamp != "" {
		if u, err := url.Parse(s.Timestamp); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			l.problem(Error, "signing.timestamp", `write it as "https://tsa.example.org/tsr"`, "signing.timestamp: %q is no address of a time-stamp authority", s.Timestamp)
		}
	}
	if !s.Set() {
		return
	}
	signer, err := s.Load()
	if err != nil {
		l.problem(Error, "signing.certificate", `make one for a start with "openimr certificate"`, "signing: %v", err)
		return
	}
	for _, file := range []string{s.Key, s.PKCS12} {
		if fi, err := os.Stat(file); file != "" && err == nil && fi.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			l.problem(Warning, "signing.key", "chmod 600 "+file, "signing: others on this machine can read the key in %s", file)
		}
	}
	switch own := signer.Chain[0]; {
	case now.After(own.NotAfter):
		l.problem(Error, "signing.certificate", "renew it", "signing: the certificate has expired on %s", own.NotAfter.Format(time.DateOnly))
	case now.Before(own.NotBefore):
		l.problem(Error, "signing.certificate", "look at the clock of this machine", "signing: the certificate is not good before %s", own.NotBefore.Format(time.DateOnly))
	case own.NotAfter.Sub(now) < soonEnded:
		l.problem(Warning, "signing.certificate", "renew it", "signing: the certificate expires on %s", own.NotAfter.Format(time.DateOnly))
	}
}

// Load reads the certificate and the key; nil where nothing is set.
func (s Signing) Load() (*signing.Signer, error) {
	switch {
	case !s.Set():
		return nil, nil
	case s.PKCS12 != "":
		data, err := os.ReadFile(s.PKCS12)
		if err != nil {
			return nil, err
		}
		var password []byte
		if s.PasswordFile != "" {
			if password, err = os.ReadFile(s.PasswordFile); err != nil {
				return nil, err
			}
		}
		return signing.ParsePKCS12(data, string(password))
	}
	pem, err := os.ReadFile(s.Certificate)
	if err != nil {
		return nil, err
	}
	key, err := os.ReadFile(s.Key)
	if err != nil {
		return nil, err
	}
	return signing.ParseSigner(pem, key)
}
