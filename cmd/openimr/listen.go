package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// A server answers requests on one address until it is told to stop.
type server struct {
	listener net.Listener
	tls      bool
	http     *http.Server
	grace    time.Duration
	logger   *slog.Logger
}

// untilSignal is for a command that goes on until it is told to stop: its context ends at Ctrl-C or SIGTERM. The other
// commands end at once, as programs do.
//
// A later signal ends the program at once. Not a second one right after the first: some supervisors signal the program
// and then its whole group, and that must not keep it from putting things in order.
func untilSignal(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() { time.AfterFunc(2*time.Second, stop) })
	return ctx, stop
}

// Limits of a connection. Papers of some thousand pages are sent and fetched over slow lines, so a whole request may
// take long; what may not is its head.
const (
	headTime    = 10 * time.Second
	requestTime = 15 * time.Minute
	idleTime    = 2 * time.Minute
	maxHead     = 64 << 10
)

// newServer listens on address; with a pair of PEM files it speaks TLS.
func newServer(address, cert, key string, grace time.Duration, logger *slog.Logger) (*server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, listenError(address, err)
	}
	if cert != "" {
		pair := &certificate{cert: cert, key: key, logger: logger}
		if err := pair.load(time.Now()); err != nil {
			return nil, errors.Join(err, l.Close())
		}
		l = tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.get, NextProtos: []string{"h2", "http/1.1"}})
	}
	return &server{listener: l, tls: cert != "", grace: grace, logger: logger, http: &http.Server{
		ReadHeaderTimeout: headTime, ReadTimeout: requestTime, WriteTimeout: requestTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHead, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}}, nil
}

func listenError(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return withHint(fmt.Errorf("%s is in use by another program", address), "stop it, or take another port with --listen")
	case errors.Is(err, syscall.EACCES):
		return withHint(fmt.Errorf("you may not listen on %s", address), "ports below 1024 need the right to bind them; take another with --listen")
	}
	return withHint(fmt.Errorf("listen on %s: %w", address, err), "give an address of this machine with --listen")
}

// url is the address to open in a browser.
func (s *server) url() string {
	scheme := "http"
	if s.tls {
		scheme = "https"
	}
	return scheme + "://" + s.listener.Addr().String()
}

// serve answers until ctx ends; then it takes no new connection and gives the requests under way their grace.
func (s *server) serve(ctx context.Context, h http.Handler) error {
	s.http.Handler = h
	done := make(chan error, 1)
	go func() { done <- s.http.Serve(s.listener) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.logger.Info("stopping", "grace", s.grace.String())
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.grace)
	defer cancel()
	err := s.http.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		s.logger.Warn("requests were cut off", "after", s.grace.String())
		err = s.http.Close()
	}
	if err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	s.logger.Info("stopped")
	return nil
}

// A certificate is a pair of PEM files. They are read again when they change, so that a renewal needs no restart.
type certificate struct {
	cert, key string
	logger    *slog.Logger

	mu      sync.Mutex
	pair    *tls.Certificate
	changed time.Time // of the file that pair was read from
	looked  time.Time
}

// lookEvery is how often the files are looked at, at most.
const lookEvery = 30 * time.Second

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.looked) > lookEvery {
		if err := c.load(now); err != nil {
			c.logger.Error("the certificate cannot be read again; the old one is used on", "error", err)
		}
	}
	return c.pair, nil
}

// load reads the files where they have changed.
func (c *certificate) load(now time.Time) error {
	c.looked = now
	info, err := os.Stat(c.cert)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	if c.pair != nil && info.ModTime().Equal(c.changed) {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	c.pair, c.changed = &pair, info.ModTime()
	return nil
}
