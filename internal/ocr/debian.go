package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// debian runs Debian's program, one process for each picture: loading the model once would save a twentieth of the time
// and lose that a page which hangs or crashes is one page.
type debian struct {
	program, name string
	pace          pace
}

// Debian looks whether Debian's tesseract is there and can read English. The engine is nil unless it is Ready.
func Debian(ctx context.Context, o Options) (Engine, State) {
	program := o.Program
	switch program {
	case "-":
		return nil, NotInstalled
	case "":
		program = "tesseract"
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, NotInstalled
	}
	ctx, cancel := context.WithTimeout(ctx, leastLimit)
	defer cancel()
	version, err := exec.CommandContext(ctx, path, "--version").CombinedOutput()
	if err != nil {
		return nil, NotInstalled
	}
	languages, err := exec.CommandContext(ctx, path, "--list-langs").CombinedOutput()
	if err != nil || !hasLine(string(languages), "eng") {
		return nil, LanguageMissing
	}
	first, _, _ := strings.Cut(string(version), "\n")
	return &debian{program: path, name: "Tesseract " + strings.TrimPrefix(strings.TrimSpace(first), "tesseract ") + " of this machine"}, Ready
}

func hasLine(text, line string) bool {
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) == line {
			return true
		}
	}
	return false
}

func (d *debian) Name() string { return d.name }

func (d *debian) Close() error { return nil }

// Recognise runs the program with our own picture on its input. It ends the process and all that it started when ctx
// ends or the page takes too long.
func (d *debian) Recognise(ctx context.Context, g *image.Gray, dpi int, layout Layout) ([]Found, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, d.pace.limit(), errTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, d.program, "-", "stdout", "--dpi", strconv.Itoa(dpi), "--psm", strconv.Itoa(int(layout)), "--oem", "1", "-l", "eng", "tsv")
	cmd.Env = environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	var out, talk bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(portable(g)), &out, &talk
	begin := time.Now()
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("recognise a page: %w", context.Cause(ctx))
	}
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return nil, fmt.Errorf("recognise a page: %w: %s", err, strings.TrimSpace(talk.String()))
		}
		return nil, fmt.Errorf("recognise a page: %w", err)
	}
	words, err := parseTSV(out.Bytes())
	if err != nil {
		return nil, err
	}
	d.pace.note(time.Since(begin))
	return words, nil
}

// environment is what the program is told of the machine: no settings of ours. One thread alone, since two processes with
// two threads each are nine times slower than two with one.
func environment() []string {
	env := []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8"}
	for _, name := range []string{"PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
