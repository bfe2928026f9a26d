package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// How a process knows that it is a child. The argument only tells it to those who look at the list of processes.
const (
	childArgument = "__sandbox"
	childVariable = "OPENIMR_SANDBOX"
)

// Child makes this process a child of a Pool where it was started as one, and then does not return; otherwise it does nothing.
// The main function of a program that uses a Pool calls it before anything else, and so does TestMain of a test.
func Child() {
	setting := os.Getenv(childVariable)
	if setting == "" {
		return
	}
	var o Options
	if err := json.Unmarshal([]byte(setting), &o); err != nil {
		fmt.Fprintln(os.Stderr, "openimr:", childVariable, "is not ours:", err)
		os.Exit(2)
	}
	c := &child{out: bufio.NewWriterSize(os.Stdout, 256<<10), limits: o.Limits.withDefaults()}
	jobs := make(chan []byte, 1)
	go listen(os.Stdin, jobs)
	if err := c.loop(o.Cache, jobs); err != nil {
		_ = writeFrame(c.out, frameFailed, []byte(err.Error()))
		_ = c.out.Flush()
		os.Exit(1)
	}
	os.Exit(0)
}

// listen passes the jobs on. The process ends with its input, also in the middle of a job.
func listen(r io.Reader, jobs chan<- []byte) {
	in := bufio.NewReader(r)
	for {
		kind, body, err := readFrame(in)
		if err != nil || kind != frameJob {
			os.Exit(0)
		}
		jobs <- body
	}
}

type child struct {
	out    *bufio.Writer
	limits Limits
	lib    *library
	guest  *guest
	open   []openFile // the one used last at the end
}

// goMemory is how much memory a child may have for Go, next to the guest's: pictures are unpacked there.
const goMemory = 1 << 30

func (c *child) loop(cache string, jobs <-chan []byte) error {
	debug.SetMemoryLimit(goMemory / 8)
	debug.SetGCPercent(200) // the heap is small, and collecting it at every page costs a tenth of the time
	var err error
	if c.lib, err = loadLibrary(cache, c.limits.Memory); err != nil {
		return err
	}
	restrict(c.limits.Memory + goMemory)
	if err := c.send(frameReady, nil); err != nil {
		return err
	}
	for body := range jobs {
		w := wire{b: body}
		j, err := w.job()
		if err != nil {
			return err
		}
		if err := c.answer(j); err != nil {
			return err
		}
	}
	return nil
}

func (c *child) send(kind frameKind, body []byte) error {
	if err := writeFrame(c.out, kind, body); err != nil {
		return err
	}
	return c.out.Flush()
}

// answer does a job. A problem is the file's and told; everything else that goes wrong is told as ours.
func (c *child) answer(j job) error {
	err := c.do(j)
	c.tidy()
	if problem, ok := errors.AsType[Problem](err); ok {
		return c.send(frameProblem, []byte(problem))
	}
	if err != nil {
		return c.send(frameFailed, []byte(err.Error()))
	}
	return nil
}

func (c *child) do(j job) error {
	switch j.op {
	case opOpen:
		f, err := c.file(j.path)
		if problem, ok := errors.AsType[Problem](err); ok {
			f.Problem, err = string(problem), nil // with the kind, as far as it is known
		}
		if err != nil {
			return err
		}
		var w wire
		w.putFile(f)
		return c.send(frameFile, w.b)
	case opPages:
		return c.pages(j)
	case opPicture, opGray:
		return c.picture(j)
	case opUnzip:
		return c.unzip(j.path)
	}
	return fmt.Errorf("there is no job %q", j.op)
}

// pages sends pages one after the other, so that the parent sees which one takes too long.
func (c *child) pages(j job) error {
	var w wire
	for n := j.page; n < j.page+max(j.count, 1); n++ {
		d, err := c.document(j.path)
		if err != nil {
			return err
		}
		page, err := d.text(n)
		if problem, ok := errors.AsType[Problem](err); ok {
			page, err = unreadable(problem), nil
		}
		if errors.Is(err, errBroken) {
			page, err = unreadable(problemPage), nil
		}
		if err != nil {
			return err
		}
		w.b = w.b[:0]
		w.putPage(n, page)
		if err := c.send(framePage, w.b); err != nil {
			return err
		}
		c.tidy()
	}
	return c.send(frameDone, nil)
}
