package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/config"
	"github.com/openimr/openimr/internal/demo"
	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/store"
)

type demoCommand struct {
	output
	Listen string    `placeholder:"HOST:PORT" help:"Address on this machine. Default: 127.0.0.1:8080, or a free port where that one is taken."`
	Serve  bool      `default:"true" negatable:"" help:"Serve the pages. With --no-serve the data is made and kept, and that is all."`
	Keep   string    `placeholder:"DIR" complete:"files" help:"Keep the data in a folder; a second start goes on with what is there. Default: a temporary folder that is removed at the end."`
	Cases  bool      `default:"true" negatable:"" help:"Tell the invented cases. With --no-cases there are only the people, who can begin with a case of their own."`
	At     time.Time `placeholder:"INSTANT" format:"2006-01-02T15:04:05Z07:00" help:"Run as if it were then, 2015-09-28T09:00:00-07:00 for one; the clock goes on from there."`
}

// Help gives the examples.
func (demoCommand) Help() string {
	return `Makes invented cases at every stage, with papers and letters, and one link for each role that logs in without a password. Nobody in them is real. The server can be reached from this machine only. Ctrl-C ends it and removes the data.

Examples:

    openimr demo
    openimr demo --keep ./demo-data --listen 127.0.0.1:9000`
}

// demoFile marks a folder as one of the demonstration, so that --keep never puts invented cases among real ones.
const demoFile = "openimr-demo"

// demoReady is what the mark says when every case is there; before that it holds the time of the beginning.
const demoReady = "ready\n"

// Run builds the demonstration and serves it until ctx ends.
func (c demoCommand) Run(ctx context.Context, t terminal) (err error) {
	ctx, stop := untilSignal(ctx)
	defer stop()
	settings, err := c.settings()
	if err != nil {
		return err
	}
	if !c.Serve && c.Keep == "" {
		return &usageError{"--no-serve leaves nothing behind without a folder", "name one with --keep"}
	}
	if c.Cases && !c.At.IsZero() && clock.DayIn(c.At, imr.Office) < sample.Earliest {
		return &usageError{fmt.Sprintf("--at: the invented cases begin on %s", sample.Earliest), "name a later day, or add --no-cases"}
	}
	remove, err := c.folder(&settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if err := signWith(&settings, demoCertified); err != nil {
		return err
	}

	logger := newLogger(t.Err, settings)
	clock := c.clock(time.Now)
	s, err := openStore(ctx, settings, store.Options{Now: clock}, true)
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	if err := c.fill(ctx, t, s, settings, clock()); err != nil || !c.Serve {
		return err
	}
	app, err := application(ctx, settings, s, clock, logger)
	if err != nil {
		return err
	}
	links := demo.Links()
	tokens := map[string]imr.UserID{}
	for _, l := range links {
		tokens[l.Token] = l.Person.ID
	}
	app.links(tokens)
	desk, stopReading, err := openDesk(ctx, settings, s, codeFolder(settings.Data), clock, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopReading()) }()
	app.config.Records = desk
	if err := s.Work(ctx, job.Every{}, logger); err != nil {
		return err
	}
	srv, err := c.listen(settings, logger)
	if err != nil {
		return err
	}
	if err := c.tell(t, srv.url(), links, settings.Data); err != nil {
		return err
	}
	defer app.work(ctx, "")()
	return srv.serve(ctx, app.handler())
}

// clock is the clock on the wall, or one that was set to another day when the demonstration began.
func (c demoCommand) clock(wall func() time.Time) func() time.Time {
	if c.At.IsZero() {
		return wall
	}
	ahead := c.At.Sub(wall())
	return func() time.Time { return wall().Add(ahead) }
}

func (c demoCommand) settings() (config.Config, error) {
	settings := config.Load(config.Sources{}).Config
	settings.LogLevel, settings.Grace = "warn", time.Second
	if c.Listen != "" {
		settings.Listen = c.Listen
		host, _, err := net.SplitHostPort(c.Listen)
		if err != nil {
			return settings, &usageError{fmt.Sprintf("--listen: %q is no address with a port", c.Listen), `write it as "127.0.0.1:8080"`}
		}
		if !config.IsLoopback(host) {
			return settings, &usageError{"--listen: the links log in without a password, so the demonstration is for this machine only", `write it as "127.0.0.1:8080"`}
		}
	}
	h := demo.Letterhead()
	settings.Organization = config.Organization{
		Name: string(h.Organization.Name), Telephone: string(h.Organization.Telephone), SignedBy: string(h.Organization.SignedBy),
		Title: string(h.Organization.Title), County: string(h.County), Place: demo.Town,
	}
	settings.URL = demo.Address
	settings.Director = config.Director{Name: string(h.Director.Name), Email: string(h.Director.To)}
	for _, line := range h.Organization.Address {
		settings.Organization.Address = append(settings.Organization.Address, string(line))
	}
	return settings, nil
}

// folder chooses the folder of the data and returns how to remove it at the end.
func (c demoCommand) folder(settings *config.Config) (remove func() error, err error) {
	if c.Keep != "" {
		settings.Data = c.Keep
		list, err := os.ReadDir(c.Keep)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %s", c.Keep, whyNot(err))
		}
		if _, err := os.Stat(filepath.Join(c.Keep, demoFile)); err != nil && len(list) > 0 {
			return nil, withHint(fmt.Errorf("%s holds something else than a demonstration", c.Keep), "name a new folder with --keep")
		}
		return func() error { return nil }, nil
	}
	if settings.Data, err = os.MkdirTemp("", "openimr-demo-"); err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	return func() error { return os.RemoveAll(settings.Data) }, nil
}

// fill makes the invented cases, unless the folder has them from an earlier start. Beside them it puts the settings of
// the invented organization, for commands that write a letter of one of the cases.
func (c demoCommand) fill(ctx context.Context, t terminal, s *store.Store, settings config.Config, now time.Time) error {
	mark := filepath.Join(settings.Data, demoFile)
	said, err := os.ReadFile(mark)
	if string(said) == demoReady {
		return nil
	}
	// The stories are told in days before now; one that was cut off goes on with the now of its beginning.
	if begun, e := time.Parse(time.RFC3339Nano, strings.TrimSpace(string(said))); err == nil && e == nil {
		now = begun
	} else if err := os.WriteFile(mark, []byte(now.Format(time.RFC3339Nano)+"\n"), 0o600); err != nil {
		return err
	}
	started := time.Now()
	signer, err := settings.Signing.Load()
	if err != nil {
		return err
	}
	place := demo.Place{Store: s, Blobs: s.Blobs(), Letterhead: demo.Letterhead(), Signer: signer}
	var stories []sample.Story
	if c.Cases {
		stories = sample.All(now)
	}
	cases := 0
	if err := place.Fill(ctx, now, stories, func(done, _ int) { cases = done }); err != nil {
		return err
	}
	if err := keepSettings(settings); err != nil {
		return err
	}
	say(t.Err, "%s made in %s", countOf(cases, "invented case"), time.Since(started).Round(10*time.Millisecond))
	return os.WriteFile(mark, []byte(demoReady), 0o600)
}

// keepSettings puts the settings of the organization beside the data.
func keepSettings(settings config.Config) error {
	kept := config.Load(config.Sources{}).Config
	kept.Organization, kept.Director, kept.URL = settings.Organization, settings.Director, settings.URL
	var err error
	for at, file := range map[*string]string{&kept.Signing.Certificate: settings.Signing.Certificate, &kept.Signing.Key: settings.Signing.Key} {
		if *at, err = filepath.Abs(file); err != nil {
			return err
		}
	}
	if kept.Data, err = filepath.Abs(settings.Data); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(kept.Data, "openimr.toml"), []byte(kept.TOML()), 0o600)
}

// listen takes the usual port, or a free one where that is taken and none was asked for.
func (c demoCommand) listen(settings config.Config, logger *slog.Logger) (*server, error) {
	srv, err := newServer(settings.Listen, "", "", settings.Grace, logger)
	if err != nil && c.Listen == "" {
		return newServer("127.0.0.1:0", "", "", settings.Grace, logger)
	}
	return srv, err
}

// tell prints one link for each role.
func (c demoCommand) tell(t terminal, url string, links []demo.Link, folder string) error {
	type link struct {
		Role string     `json:"role"`
		User imr.UserID `json:"user"`
		Name string     `json:"name"`
		URL  string     `json:"url"`
	}
	result := struct {
		URL      string `json:"url"`
		Data     string `json:"data"`
		Password string `json:"password"`
		Links    []link `json:"links"`
	}{url, folder, demo.Password, nil}
	for _, l := range links {
		result.Links = append(result.Links, link{l.Person.Role, l.Person.ID, l.Person.Name, url + "/demo/login?token=" + l.Token})
	}
	err := c.print(t.Out, result, func(w io.Writer) error {
		_, _ = fmt.Fprintf(w, "\nOpenIMR with invented cases: %s\n\n", url)
		for _, l := range result.Links {
			_, _ = fmt.Fprintf(w, "  %-21s %-19s %s\n", auth.RoleName(auth.Role(l.Role)), l.Name, l.URL)
		}
		_, err := fmt.Fprintf(w, "\nEach link logs in; a private window lets you be somebody else at the same time.\nOr log in as %q with the password %q.\nCtrl-C ends the demonstration.\n", result.Links[0].User, demo.Password)
		return err
	})
	if err != nil {
		return err
	}
	return t.flush()
}
