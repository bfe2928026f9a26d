//go:build unix

package main

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/openimr/openimr/internal/store/pgtest"
)

// A process is the program as its user runs it.
type process struct {
	*exec.Cmd
	url  string
	rest chan string // what it says until its end
}

var urlInLog = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs the program until it says where it listens.
func start(t *testing.T, environ []string, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(self, args...), rest: make(chan string, 1)}
	p.Args[0] = "openimr"
	p.Env = append(os.Environ(), environ...)
	out, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	r := bufio.NewReader(out)
	var said strings.Builder
	for p.url == "" {
		line, err := r.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			t.Fatalf("it ended before it served: %s", &said)
		}
		if strings.Contains(line, "serving") {
			p.url = urlInLog.FindString(line)
		}
	}
	go func() {
		b, _ := io.ReadAll(r)
		p.rest <- said.String() + string(b)
	}()
	return p
}

// stop sends a signal and returns what the program said in its life; it must end with code 0.
func (p *process) stop(t *testing.T, signal os.Signal) string {
	t.Helper()
	if err := p.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	said := <-p.rest
	if err := p.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, said)
	}
	return said
}

func get(t *testing.T, c *http.Client, url string) (int, string) {
	t.Helper()
	r, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestServeFromTheFirstStartToTheSignal(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := start(t, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
	for _, page := range []string{"/healthz", "/readyz", "/login"} {
		if status, body := get(t, http.DefaultClient, p.url+page); status != http.StatusOK {
			t.Errorf("%s answers %d: %s", page, status, body)
		}
	}
	if status, _ := get(t, http.DefaultClient, p.url+"/demo/login?token="); status != http.StatusNotFound {
		t.Errorf("the links of the demonstration answer %d on a server", status)
	}
	// An account is made while the server runs, and its owner can log in at once.
	var out, errs strings.Builder
	code := run(t.Context(), []string{"account", "add", "dana.kim", "--role", "coordinator", "--name", "Dana Kim", "--data", data},
		terminal{In: strings.NewReader("correct horse battery staple\n"), Out: &out, Err: &errs})
	if code != 0 {
		t.Fatalf("code %d: %s", code, &errs)
	}
	logIn(t, p)
	said := p.stop(t, syscall.SIGTERM)
	for _, want := range []string{"nobody can log in yet", "openimr account add", "letters will lack something of their sender: set organization.name", "msg=stopped"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %s", want, said)
		}
	}

	p = start(t, []string{"OPENIMR_LOG_FORMAT=json"}, "serve", "--data", data, "--listen", "127.0.0.1:0")
	logIn(t, p)
	said = p.stop(t, os.Interrupt)
	if strings.Contains(said, "nobody can log in") {
		t.Errorf("it still says that nobody can log in: %s", said)
	}
	for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
		if !strings.HasPrefix(line, `{"time":`) {
			t.Errorf("not an object of the log: %s", line)
		}
	}
}

func logIn(t *testing.T, p *process) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	r, err := client.PostForm(p.url+"/login", url.Values{"user": {"dana.kim"}, "password": {"correct horse battery staple"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if status, body := get(t, client, p.url+"/queue"); status != http.StatusOK || !strings.Contains(body, "Dana Kim") {
		t.Errorf("after logging in the queue answers %d", status)
	}
}

func TestTwoServersDoNotShareAFolder(t *testing.T) {
	data := t.TempDir()
	p := start(t, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
	var out, errs strings.Builder
	code := run(t.Context(), []string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, terminal{Out: &out, Err: &errs})
	if code != 1 || !strings.Contains(errs.String(), "another OpenIMR has the folder") {
		t.Errorf("code %d: %s", code, &errs)
	}
	// The record can be verified while the server runs.
	errs.Reset()
	if code := run(t.Context(), []string{"audit", "verify", "--data", data}, terminal{Out: &out, Err: &errs}); code != 0 {
		t.Errorf("code %d: %s", code, &errs)
	}
	p.stop(t, syscall.SIGTERM)
}

func TestServeRefusesWhatIsNotSafe(t *testing.T) {
	for name, args := range map[string][]string{
		"passwords in the clear":    {"--listen", "0.0.0.0:0"},
		"a certificate of nothing":  {"--tls-cert", "missing.pem", "--tls-key", "missing.pem"},
		"a password in a flag":      {"--database-url", "postgres://u:geheim@h/d"},
		"a programme without cases": {"--set", "programme=ca-dmhc-imr"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs strings.Builder
			args = append([]string{"serve", "--data", filepath.Join(t.TempDir(), "data"), "--listen", "127.0.0.1:0"}, args...)
			code := run(t.Context(), args, terminal{Out: &out, Err: &errs})
			if code != 2 || !strings.Contains(errs.String(), "openimr: hint: ") || strings.Contains(errs.String(), "geheim") || out.Len() > 0 {
				t.Errorf("code %d: %s%s", code, &out, &errs)
			}
		})
	}
}

func TestTheDemonstrationOpensForEachRoleAndLeavesNothingBehind(t *testing.T) {
	temp := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "demo", "--listen", "127.0.0.1:0")
	cmd.Args[0] = "openimr"
	cmd.Env = append(os.Environ(), "TMPDIR="+temp)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	links := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at := strings.Index(lines.Text(), "http"); at > 0 && strings.Contains(lines.Text(), "token=") {
			links++
			jar, err := cookiejar.New(nil)
			if err != nil {
				t.Fatal(err)
			}
			if status, body := get(t, &http.Client{Jar: jar}, lines.Text()[at:]); status != http.StatusOK || !strings.Contains(body, "Log out") {
				t.Errorf("%s answers %d", lines.Text(), status)
			}
		}
		if strings.HasPrefix(lines.Text(), "Ctrl-C ends") {
			break
		}
	}
	if links != 9 {
		t.Errorf("there are %d links", links)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestServeOnPostgreSQL(t *testing.T) {
	server, err := pgtest.Start()
	if errors.Is(err, pgtest.ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	dsn, err := server.Database()
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	secret := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(secret, []byte(dsn+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"OPENIMR_DATABASE_URL_FILE=" + secret}
	p := start(t, environ, "serve", "--data", data, "--listen", "127.0.0.1:0")
	var out, errs strings.Builder
	talk := terminal{In: strings.NewReader("correct horse battery staple\n"), Out: &out, Err: &errs, Environ: environ}
	if code := run(t.Context(), []string{"account", "add", "dana.kim", "--role", "coordinator", "--name", "Dana Kim", "--data", data}, talk); code != 0 {
		t.Fatalf("code %d: %s", code, &errs)
	}
	logIn(t, p)
	if code := run(t.Context(), []string{"audit", "verify", "--data", data, "--format", "json"}, talk); code != 0 || !strings.Contains(out.String(), `"ok":true`) {
		t.Errorf("code %d: %s%s", code, &out, &errs)
	}
	p.stop(t, syscall.SIGTERM)
	if _, err := os.Stat(filepath.Join(data, "openimr.db")); err == nil {
		t.Error("a SQLite database was made")
	}
}
