package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/intake"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/model"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

type serveCommand struct {
	serverFlags
}

// Help gives the examples.
func (serveCommand) Help() string {
	return `The data is kept in one folder (SQLite), or in PostgreSQL with a folder for papers and keys. The server listens on this machine only, unless it has a certificate or stands behind a proxy that speaks HTTPS. On SIGTERM or Ctrl-C it takes no new request and finishes those under way.

Examples:

    openimr serve --data /var/lib/openimr
    openimr serve --config /etc/openimr/openimr.toml
    openimr serve --listen :443 --tls-cert cert.pem --tls-key key.pem
    OPENIMR_DATABASE_URL=postgres://imr:secret@db/imr openimr serve --behind-proxy --listen :8080`
}

// Run serves until ctx ends.
func (c serveCommand) Run(ctx context.Context, t terminal) (err error) {
	ctx, stop := untilSignal(ctx)
	defer stop()
	loaded, _ := c.load(t, c.given())
	problems := loaded.Check(time.Now(), programme.IDs())
	if err := settingsError(problems); err != nil {
		return err
	}
	settings := loaded.Config
	logger := newLogger(t.Err, settings)
	warn(logger, problems)
	s, err := openStore(ctx, settings, store.Options{}, true)
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	if err := firstStart(ctx, s, logger); err != nil {
		return err
	}
	app, err := application(ctx, settings, s, nil, logger)
	if err != nil {
		return err
	}
	srv, err := newServer(settings.Listen, settings.TLSCert, settings.TLSKey, settings.Grace, logger)
	if err != nil {
		return err
	}
	desk, stopReading, err := openDesk(ctx, settings, s, filepath.Join(settings.Data, "cache", "code"), nil, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopReading()) }()
	app.config.Records = desk
	if err := s.Work(ctx, job.Every{}, logger); err != nil {
		return err
	}
	defer app.work(ctx, settings.Watch)()
	logger.Info("serving", "url", srv.url(), "version", versionOf().Version, "programme", settings.Programme)
	return srv.serve(ctx, app.handler())
}

// warn logs the problems on which a server starts all the same. What the letter lacks is one line.
func warn(logger *slog.Logger, problems []config.Problem) {
	var lacking []string
	for _, p := range problems {
		if p.Severity == config.Incomplete {
			lacking = append(lacking, p.Key)
			continue
		}
		logger.Warn(p.Message, "do", p.Hint)
	}
	if len(lacking) > 0 {
		logger.Warn("letters will lack something of their sender: set "+join(lacking), "do", `run "openimr config check"`)
	}
}

// firstStart tells what to do where nobody can log in yet.
func firstStart(ctx context.Context, accounts auth.Accounts, logger *slog.Logger) error {
	for _, role := range auth.Roles {
		of, err := accounts.AccountsByRole(ctx, role)
		if err != nil {
			return err
		}
		if len(of) > 0 {
			return nil
		}
	}
	logger.Warn("nobody can log in yet",
		"do", `make an account: openimr account add dana.kim --role coordinator --name "Dana Kim"`)
	return nil
}

func newLogger(w io.Writer, c config.Config) *slog.Logger {
	level := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}[c.LogLevel]
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == formatJSON {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// An app is the web application on a store, before it listens.
type app struct{ config web.Config }

// application joins the rooms: the store, the rules of the programme and the pages. ctx ends when the server is told
// to stop; from then on it says that it is not ready, so that a load balancer sends nobody more.
// now is the clock on the wall where it is nil.
func application(ctx context.Context, c config.Config, s *store.Store, now func() time.Time, logger *slog.Logger) (*app, error) {
	p, err := programme.Load(c.Programme)
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(c)(p.ID)
	if err != nil {
		return nil, err
	}
	if len(rules.Transitions) == 0 {
		return nil, &usageError{fmt.Sprintf("programme: no case can be run under %s (%s) yet", p.ID, p.Name), "take programme ca-wc-imr"}
	}
	h := letterhead(c)
	signer, err := c.Signing.Load()
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	desk, err := intake.Open(filepath.Join(c.Data, "uploads"), s, s.Blobs(), now, logger)
	if err != nil {
		return nil, err
	}
	helper, err := languageModel(c)
	if err != nil {
		return nil, err
	}
	return &app{web.Config{
		Model: helper, Customary: p.Customary,
		Store: s, Blobs: s.Blobs(), Sessions: s.Sessions(), Rules: rules, Intake: desk, Library: s, Blocks: s, Now: now,
		Organization: h.Organization, County: string(h.County), Place: c.Organization.Place, Director: h.Director,
		Letters: s, Signer: signer, VerifyPage: c.VerifyPage(),
		Logger: logger, Secure: c.Secure(), BehindProxy: c.BehindProxy,
		Ready: func(asked context.Context) error {
			if ctx.Err() != nil {
				return errors.New("the server is stopping")
			}
			return s.Ready(asked)
		},
	}}, nil
}

// languageModel is the one of the settings; nil where there is none.
func languageModel(c config.Config) (web.Model, error) {
	if c.ModelURL == "" {
		return nil, nil
	}
	m := &model.Client{URL: c.ModelURL, Name: c.ModelName, Timeout: c.ModelTimeout}
	if c.ModelKeyFile != "" {
		key, err := os.ReadFile(c.ModelKeyFile)
		if err != nil {
			return nil, fmt.Errorf("model.key_file: %w", err)
		}
		m.Key = strings.TrimSpace(string(key))
	}
	return m, nil
}

// work files what comes in by other ways than a request, until ctx ends or the returned function is called, which waits.
func (a *app) work(ctx context.Context, watch string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var under sync.WaitGroup
	under.Go(func() { a.config.Intake.KeepResuming(ctx, time.Minute) })
	if watch != "" {
		under.Go(func() {
			if err := a.config.Intake.Watch(ctx, watch, 2*time.Second, 5*time.Second); err != nil {
				a.config.Logger.Error("the folder is not watched", "err", err)
			}
		})
	}
	return func() {
		cancel()
		under.Wait()
	}
}

func (a *app) handler() http.Handler { return web.New(a.config) }

func (a *app) links(tokens map[string]imr.UserID) { a.config.DemoTokens = tokens }

// letterhead is what the letter says of its sender, from the settings.
func letterhead(c config.Config) letter.Letterhead {
	o, d := c.Organization, c.Director
	h := letter.Letterhead{
		Organization: letter.Organization{
			Name: letter.Text(o.Name), Address: texts(o.Address), Telephone: letter.Text(o.Telephone),
			SignedBy: letter.Text(o.SignedBy), Title: letter.Text(o.Title),
		},
		County:   letter.Text(o.County),
		Verify:   letter.Text(c.VerifyPage()),
		Director: letter.Addressee{Role: "Administrative Director", Name: letter.Text(d.Name), Address: texts(d.Address), Method: "mail"},
	}
	if d.Email != "" {
		h.Director.Method, h.Director.To = "electronic", letter.Text(d.Email)
	}
	return h
}

func texts(lines []string) []letter.Text {
	var list []letter.Text
	for _, line := range lines {
		list = append(list, letter.Text(line))
	}
	return list
}
