//go:build unix

// Package pgtest starts a PostgreSQL server of its own for tests, from the programs of Debian's package "postgresql".
// The server lives in a temporary folder, listens on a socket in it and nowhere else, and ends with the tests.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// ErrAbsent says that no PostgreSQL is installed.
var ErrAbsent = errors.New("no PostgreSQL is installed: apt-get install postgresql (or name the folder of its programs in OPENIMR_PG_BIN)")

// A Server is a running PostgreSQL.
type Server struct {
	dir  string
	bin  string
	as   *syscall.Credential // PostgreSQL refuses to run as root
	cmd  *exec.Cmd
	log  *bytes.Buffer
	made atomic.Int64
}

// Start makes an empty cluster and starts its server. Text is compared byte by byte (locale C).
func Start() (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin}
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return nil, fmt.Errorf("run PostgreSQL as another user than root: %w", err)
		}
		uid, _ := strconv.Atoi(u.Uid) // digits on every Unix
		gid, _ := strconv.Atoi(u.Gid)
		s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	// The path of a socket may have only some hundred bytes, so the folder lies directly in the temporary one.
	if s.dir, err = os.MkdirTemp(os.TempDir(), "imr-pg-"); err != nil {
		return nil, err
	}
	if s.as != nil {
		if err := os.Chown(s.dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
			return nil, errors.Join(err, s.Stop())
		}
	}
	init := s.command("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "--locale=C", "--encoding=UTF8", "--no-sync")
	if out, err := init.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), s.Stop())
	}
	if err := s.Run(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func programs() (string, error) {
	if dir := os.Getenv("OPENIMR_PG_BIN"); dir != "" {
		return dir, nil
	}
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well formed
	sort.Slice(dirs, func(i, j int) bool {
		v := func(d string) int { n, _ := strconv.Atoi(filepath.Base(filepath.Dir(d))); return n }
		return v(dirs[i]) > v(dirs[j])
	})
	for _, d := range dirs {
		if _, err := os.Stat(filepath.Join(d, "initdb")); err == nil {
			return d, nil
		}
	}
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	return "", ErrAbsent
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.dir
	c.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	return c
}

// Run starts the server of the cluster, also again after Kill, and waits until it answers. It does not flush to the
// disk: what a killed process has written is safe with the system all the same.
func (s *Server) Run() error {
	s.log = &bytes.Buffer{}
	s.cmd = s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200",
		"-c", "fsync=off", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal")
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	return s.Wait()
}

// Wait waits until the server answers.
func (s *Server) Wait() error {
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w: %s", err, s.log)
		case <-time.After(20 * time.Millisecond): // there is nothing to wait on but its answer
		}
	}
}

func (s *Server) address(name string) string {
	v := url.Values{"host": {s.dir}, "user": {"postgres"}, "sslmode": {"disable"}}
	return "postgres:///" + name + "?" + v.Encode()
}

// Database makes an empty database and returns its address.
func (s *Server) Database() (string, error) {
	name := "t" + strconv.FormatInt(s.made.Add(1), 10)
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("create database " + name); err != nil {
		return "", fmt.Errorf("make a database: %w", err)
	}
	return s.address(name), nil
}

// Kill ends the server at once, with all its processes, as a power failure would.
func (s *Server) Kill() error {
	if s.cmd == nil {
		return nil
	}
	// The processes of the server end by themselves when the first one is gone; it is they who hold the folder.
	children := s.children("")
	err := s.cmd.Process.Kill()
	for _, pid := range children {
		_ = syscall.Kill(pid, syscall.SIGKILL) // may be gone
	}
	_ = s.cmd.Wait() // tells that it was killed
	s.cmd = nil
	return err
}

// KillOne ends the process of one connection, if there is one; the server then ends all others and recovers.
func (s *Server) KillOne() error {
	for _, pid := range s.children("postgres t") { // a database made by Database
		return syscall.Kill(pid, syscall.SIGKILL)
	}
	return nil
}

// children are the processes of the server; with a name those whose command line holds it.
func (s *Server) children(name string) []int {
	list, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", s.cmd.Process.Pid, s.cmd.Process.Pid)) // empty where there is no /proc
	var pids []int
	for _, text := range strings.Fields(string(list)) {
		pid, err := strconv.Atoi(text)
		if err != nil {
			continue
		}
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)) // it may be gone
		if name == "" || strings.Contains(string(line), name) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() error {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = s.cmd.Wait()
		s.cmd = nil
	}
	return os.RemoveAll(s.dir)
}
