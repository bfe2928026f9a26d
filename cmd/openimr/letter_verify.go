package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/signing"
	"github.com/openimr/openimr/internal/store"
)

type letterVerify struct {
	output
	storeFlags
	JSON        bool     `name:"json" help:"The same as --format json."`
	Server      string   `placeholder:"URL" help:"Ask a server, by the hash of the file alone: https://imr.example.org."`
	Certificate string   `placeholder:"FILE" complete:"files" help:"Certificate of the organization, or of who vouches for it, as a PEM file."`
	Files       []string `arg:"" name:"file" complete:"files" help:"Letters as PDF; - is standard input."`
}

// Help gives the examples.
func (letterVerify) Help() string {
	return `Says of each file whether the signature in it covers all of it, whose it is, when it was made, and whether something was added afterwards. With --data or --server also whether the file is a letter that was served, and the last word: a corrected letter may have taken its place, or the Appeals Board may have reversed the determination. The certificate is the one of --certificate, else of the settings or of the server; without any, a signature can be sound and is nobody's.

Exit code 0 where every file is what it should be, 1 where one is not or cannot be read. Whether a certificate was revoked is not asked.

Examples:

    openimr letter verify letter.pdf --certificate signing.pem
    openimr letter verify letter.pdf --server https://imr.example.org
    openimr letter verify --data /var/lib/openimr --format json letters/*.pdf`
}

// A verifyResult is one line of the result. Unknown values are null.
type verifyResult struct {
	File      string           `json:"file"`
	Error     *string          `json:"error"`
	OK        bool             `json:"ok"`
	SHA256    *string          `json:"sha256"`
	Signature *signatureResult `json:"signature"`
	Record    *recordResult    `json:"record"` // null where no record was asked
}

type signatureResult struct {
	State       signing.State `json:"state"`
	Why         string        `json:"why"`
	By          *string       `json:"by"`
	At          *string       `json:"at"` // as the signer says
	Timestamped bool          `json:"timestamped"`
	Trusted     bool          `json:"trusted"`
	Distrust    *string       `json:"distrust"`
}

// A recordResult is what a record of served letters says of a file.
type recordResult struct {
	Genuine    bool    `json:"genuine"`
	Standing   *string `json:"standing"` // "last_word", "replaced", "reversed"
	CaseNumber *string `json:"case_number"`
	Dated      *string `json:"dated"`
	ReplacedBy *string `json:"replaced_by"` // date of the letter that took its place
	ReversedOn *string `json:"reversed_on"`
}

// A letterRecord knows which letters were served.
type letterRecord interface {
	look(ctx context.Context, sha256 string) (recordResult, error)
}

// Run checks the files one after the other.
func (c letterVerify) Run(ctx context.Context, t terminal) (err error) {
	if c.JSON {
		c.Format = formatJSON
	}
	record, trusted, done, err := c.against(ctx, t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if c.Certificate != "" {
		data, err := os.ReadFile(c.Certificate)
		if err != nil {
			return &usageError{fmt.Sprintf("--certificate %s: %s", c.Certificate, whyNot(err)), ""}
		}
		if trusted, err = signing.ParseCertificates(data); err != nil {
			return &usageError{fmt.Sprintf("--certificate %s: %v", c.Certificate, err), ""}
		}
	}
	wrong := false
	for _, name := range c.Files {
		r, err := c.verify(ctx, t, name, record, trusted)
		if err != nil {
			return err
		}
		wrong = wrong || !r.OK
		if err := c.print(t.Out, r, r.describe); err != nil {
			return err
		}
	}
	if wrong {
		return errFound
	}
	return nil
}

// against opens what the files are held against: the store, a server, or nothing.
func (c letterVerify) against(ctx context.Context, t terminal) (letterRecord, []*x509.Certificate, func() error, error) {
	nothing := func() error { return nil }
	stored := c.Data != nil || c.Config != "" || c.DatabaseURL != nil
	switch {
	case stored && c.Server != "":
		return nil, nil, nothing, &usageError{"--data and --server: take one of them", ""}
	case c.Server != "":
		s, err := newLetterServer(c.Server)
		if err != nil {
			return nil, nil, nothing, err
		}
		trusted, err := s.certificates(ctx)
		return s, trusted, nothing, err
	case stored:
		s, settings, err := c.reading(ctx, t)
		if err != nil {
			return nil, nil, nothing, err
		}
		trusted, err := ownCertificates(settings)
		return storedLetters{s}, trusted, s.Close, err
	}
	return nil, nil, nothing, nil
}

// ownCertificates are those of the settings, else the one that this program made in the folder of the data.
func ownCertificates(c config.Config) ([]*x509.Certificate, error) {
	if c.Signing.Set() {
		signer, err := c.Signing.Load()
		if err != nil {
			return nil, fmt.Errorf("signing: %w", err)
		}
		return signer.Chain, nil
	}
	data, err := os.ReadFile(filepath.Join(c.Data, certificateFile))
	if err != nil {
		return nil, nil // there is none, and the signature is told to be nobody's
	}
	return signing.ParseCertificates(data)
}

func (c letterVerify) verify(ctx context.Context, t terminal, name string, record letterRecord, trusted []*x509.Certificate) (verifyResult, error) {
	r := verifyResult{File: name}
	data, err := t.readInput(name)
	if err != nil {
		r.Error = notEmpty(strings.TrimPrefix(err.Error(), name+": "))
		return r, nil
	}
	found := signing.Check(data, trusted, time.Now())
	r.SHA256 = notEmpty(found.SHA256)
	r.Signature = &signatureResult{State: found.State, Why: found.Why, By: notEmpty(found.Name), Timestamped: found.Stamped, Trusted: found.Trusted, Distrust: notEmpty(found.Distrust)}
	if !found.At.IsZero() {
		r.Signature.At = notEmpty(found.At.Format(time.RFC3339))
	}
	r.OK = found.State == signing.Intact && found.Trusted
	if record == nil {
		return r, nil
	}
	of, err := record.look(ctx, found.SHA256)
	if err != nil {
		return r, err
	}
	// What has the very bytes of a letter that was served is that letter, also where it was served without a signature.
	r.Record, r.OK = &of, of.Genuine && of.Standing != nil && *of.Standing == string(imr.LastWord)
	return r, nil
}

func notEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func said(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// describe tells a result for people: the verdict first.
func (r verifyResult) describe(w io.Writer) error {
	var b bytes.Buffer
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %-12s %s\n", name, oneLine(value))
		}
	}
	fmt.Fprintf(&b, "%s: %s\n", oneLine(r.File), r.verdict())
	if s := r.Signature; s != nil {
		line("signature", s.Why)
		line("signed by", said(s.By))
		line("signed at", said(s.At))
		switch {
		case s.State != signing.Intact && s.State != signing.Added:
		case s.Trusted:
			line("certificate", "it is the organization's")
		default:
			line("certificate", said(s.Distrust))
		}
	}
	if k := r.Record; k != nil && k.Genuine {
		line("case", said(k.CaseNumber))
		line("dated", said(k.Dated))
	}
	line("SHA-256", said(r.SHA256))
	_, err := w.Write(b.Bytes())
	return err
}

func (r verifyResult) verdict() string {
	switch {
	case r.Error != nil:
		return *r.Error
	case r.Record == nil && r.OK:
		return "signed by the organization and unchanged; whether it is the last word is not known without --data or --server"
	case r.Record == nil && r.Signature.State == signing.Intact:
		return "unchanged since it was signed, and it is not known by whom"
	case r.Record == nil, !r.Record.Genuine && (r.Signature.State == signing.Added || r.Signature.State == signing.Changed):
		return map[signing.State]string{signing.Added: "changed after it was signed: something was added", signing.Changed: "changed after it was signed",
			signing.Damaged: "not to be relied on", signing.Unsigned: "without a signature"}[r.Signature.State]
	case !r.Record.Genuine:
		return "not a letter that was served"
	case r.OK:
		return "genuine, and the last word"
	case r.Record.ReplacedBy != nil:
		return "genuine, but not the last word: a corrected letter of " + *r.Record.ReplacedBy + " has taken its place"
	}
	return "genuine, but no longer in force: the Appeals Board reversed the determination on " + said(r.Record.ReversedOn)
}

// storedLetters are the letters of a store.
type storedLetters struct{ *store.Store }

func (s storedLetters) look(ctx context.Context, sum string) (recordResult, error) {
	var r recordResult
	id, err := s.CaseOfLetter(ctx, sum, "")
	var e *imr.Error
	if errors.As(err, &e) && e.Kind == imr.NotFound {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	c, err := s.Case(ctx, id)
	if err != nil {
		return r, err
	}
	l, ok := c.LetterWith(sum, "")
	if !ok {
		return r, fmt.Errorf("the letters of %s are not those by which it is found; run \"openimr audit verify\"", id)
	}
	standing, by := c.StandingOf(l)
	r = recordResult{Genuine: true, Standing: notEmpty(string(standing)), CaseNumber: notEmpty(string(id)), Dated: notEmpty(l.Served.String())}
	switch standing {
	case imr.Replaced:
		r.ReplacedBy = notEmpty(by.Served.String())
	case imr.Reversed:
		r.ReversedOn = notEmpty(l.SetAside.String())
	}
	return r, nil
}

// A letterServer is a server that knows its letters. It is sent hashes, and no letter.
type letterServer struct {
	base   string
	client *http.Client
}

const maxAnswer = 1 << 20

func newLetterServer(address string) (*letterServer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !config.IsLoopback(u.Hostname())) {
		return nil, &usageError{fmt.Sprintf("--server: %q is no address that begins with https://", address), `write it as "https://imr.example.org"`}
	}
	return &letterServer{strings.TrimSuffix(u.Scheme+"://"+u.Host+u.Path, "/"), &http.Client{Timeout: 30 * time.Second}}, nil
}

func (s *letterServer) ask(ctx context.Context, method, path string, form url.Values) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Accept", "application/json")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w, err := s.client.Do(r)
	if err != nil {
		return 0, nil, withHint(fmt.Errorf("ask %s: %w", s.base, err), "see that the address is right and the server runs")
	}
	defer func() { _ = w.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(w.Body, maxAnswer))
	return w.StatusCode, data, err
}

// certificates are those with which the server signs; none where it signs nothing.
func (s *letterServer) certificates(ctx context.Context) ([]*x509.Certificate, error) {
	status, data, err := s.ask(ctx, http.MethodGet, "/verify/certificate.pem", nil)
	if err != nil || status != http.StatusOK {
		return nil, err
	}
	return signing.ParseCertificates(data)
}

func (s *letterServer) look(ctx context.Context, sum string) (recordResult, error) {
	var r struct {
		recordResult
		Error *string `json:"error"`
	}
	status, data, err := s.ask(ctx, http.MethodPost, "/verify", url.Values{"sha256": {sum}})
	if err != nil {
		return r.recordResult, err
	}
	if err := json.Unmarshal(data, &r); err != nil || status != http.StatusOK {
		if r.Error != nil {
			return r.recordResult, fmt.Errorf("%s: %s", s.base, *r.Error)
		}
		return r.recordResult, fmt.Errorf("%s answered with status %d and nothing that can be read; is it an OpenIMR server?", s.base, status)
	}
	return r.recordResult, nil
}
