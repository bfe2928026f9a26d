//go:build unix

package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/storetest"
)

// A siege keeps a server under the load of many callers and kills it again and again. Each caller sends an order until
// it is acknowledged, with the same key, and only then the next.
type siege struct {
	t           *testing.T
	dsn, folder string
	callers     []*caller
	acked       chan struct{} // one for each acknowledged order

	mu    sync.Mutex
	child *child
	alive *sync.Cond // a child is there
	over  bool
}

// A child is one life of the server.
type child struct {
	cmd     *exec.Cmd
	errors  bytes.Buffer
	mu      sync.Mutex
	in      *json.Encoder
	waiting map[int]chan answer
	gone    chan struct{}
}

// A caller sends its orders one after the other.
type caller struct {
	n     int
	file  bool       // puts files
	sign  bool       // has the record signed
	draft imr.CaseID // that it writes the draft of
	rev   int
	kase  imr.CaseID // that it writes notes to
	seq   int
	done  []order
	sha   []string
}

const besiegers = 32

func (s *siege) start() *child {
	c := &child{cmd: exec.Command(os.Args[0]), waiting: map[int]chan answer{}, gone: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), "OPENIMR_TEST_SERVE="+s.dsn, "OPENIMR_TEST_FOLDER="+s.folder, "GOMAXPROCS=2")
	c.cmd.Stderr = &c.errors
	in, err := c.cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	c.in = json.NewEncoder(in)
	go func() {
		defer close(c.gone)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var a answer
			if json.Unmarshal(lines.Bytes(), &a) != nil {
				continue // cut by the kill
			}
			if a.ID == -1 {
				s.mu.Lock()
				s.child = c
				s.mu.Unlock()
				s.alive.Broadcast()
				continue
			}
			c.mu.Lock()
			ch := c.waiting[a.ID]
			delete(c.waiting, a.ID)
			c.mu.Unlock()
			ch <- a
		}
	}()
	return c
}

// kill ends a child without any warning.
func (s *siege) kill(c *child) {
	_ = c.cmd.Process.Kill()
	<-c.gone
	_ = c.cmd.Wait()
	s.mu.Lock()
	if s.child == c {
		s.child = nil
	}
	s.mu.Unlock()
	if text := c.errors.String(); text != "" {
		s.t.Errorf("the server said: %s", text)
	}
}

// send sends an order until it is acknowledged; false when the siege is over.
func (s *siege) send(o order) (answer, bool) {
	for {
		s.mu.Lock()
		for s.child == nil && !s.over {
			s.alive.Wait()
		}
		c := s.child
		over := s.over
		s.mu.Unlock()
		if over {
			return answer{}, false
		}
		ch := make(chan answer, 1)
		c.mu.Lock()
		c.waiting[o.ID] = ch
		err := c.in.Encode(o)
		c.mu.Unlock()
		if err != nil {
			<-c.gone
			continue
		}
		select {
		case a := <-ch:
			if a.Err == "" {
				return a, true
			}
			if strings.HasPrefix(s.dsn, "/") {
				s.t.Errorf("%+v: %s", o, a.Err)
				return a, false
			}
			select { // the database was killed; it is a moment until it is back
			case <-c.gone:
			case <-time.After(10 * time.Millisecond):
			}
		case <-c.gone:
			select {
			case a := <-ch: // acknowledged before the end
				if a.Err == "" {
					return a, true
				}
			default:
			}
		}
	}
}

func (c *caller) next() order {
	c.seq++
	o := order{ID: c.n, Key: fmt.Sprintf("%d.%d", c.n, c.seq), Text: fmt.Sprintf("note %d.%d", c.n, c.seq)}
	switch {
	case c.file:
		o.Op = "file"
	case c.sign:
		o.Op = "sign"
	case c.draft != "":
		o.Op, o.Case, o.N = "draft", c.draft, c.rev
	case c.kase == "" || c.seq%10 == 0:
		o.Op, o.N = "open", c.n*1000+c.seq
	default:
		o.Op, o.Case = "note", c.kase
	}
	return o
}

func (s *siege) work(c *caller) {
	for {
		o := c.next()
		a, ok := s.send(o)
		if !ok {
			return
		}
		c.done = append(c.done, o)
		switch o.Op {
		case "open":
			c.kase = a.Case
		case "draft":
			c.rev = a.Rev
		case "file":
			c.sha = append(c.sha, a.SHA)
		}
		if !c.sign && !c.file {
			s.acked <- struct{}{}
		}
	}
}

// newSiege makes a store in which three cases wait for their drafts.
func newSiege(t *testing.T, dsn, folder string) *siege {
	s := &siege{t: t, dsn: dsn, folder: folder, acked: make(chan struct{}, 100_000)}
	s.alive = sync.NewCond(&s.mu)
	st, err := store.Open(context.Background(), dsn, store.Options{Rules: storetest.Rules, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	for n := range besiegers {
		c := &caller{n: n, file: n%16 == 1, sign: n == 2}
		if n%8 == 0 {
			steps := append([]storetest.Step{{By: storetest.Dana, On: "2015-09-28", Command: storetest.Application(900_000 + n)}}, storetest.Life()...)
			for _, step := range steps {
				r, err := st.Do(context.Background(), imr.Request{Case: c.draft, Saw: imr.AnyVersion, Command: step.Command, Act: storetest.Act(step.By, storetest.On(step.On))})
				if err != nil {
					t.Fatal(err)
				}
				c.draft = r.Case.ID
			}
		}
		s.callers = append(s.callers, c)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

// run lets the callers work through the rounds; each round ends as end does it, after some acknowledged orders or, now
// and then, while the server is still starting.
func (s *siege) run(rounds int, end func(round int, c *child) (next *child)) {
	var wg sync.WaitGroup
	for _, c := range s.callers {
		wg.Go(func() { s.work(c) })
	}
	random := rand.New(rand.NewPCG(1, uint64(rounds)))
	c := s.start()
	for round := range rounds {
		if random.IntN(20) == 0 {
			select {
			case <-c.gone:
			case <-time.After(time.Duration(random.IntN(30)) * time.Millisecond):
			}
		} else {
			for range 1 + random.IntN(120) {
				select {
				case <-s.acked:
					continue
				case <-c.gone:
				case <-time.After(time.Minute):
					s.t.Errorf("round %d: no order was acknowledged for a minute", round)
				}
				break
			}
		}
		if s.t.Failed() {
			break
		}
		c = end(round, c)
	}
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
	s.alive.Broadcast()
	s.kill(c)
	wg.Wait()
}

// check looks whether everything acknowledged is there exactly once, and nothing that nobody sent.
func (s *siege) check() {
	t, ctx := s.t, context.Background()
	st := open(t, s.dsn, store.Options{Folder: s.folder})
	report, err := st.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !report.OK {
		t.Errorf("the record is broken: %s", report.Broken[0].Why)
	}
	page := imr.QueuePage{Next: ""}
	claims, notes := map[string]int{}, map[string]int{}
	for first := true; first || page.Next != ""; first = false {
		if page, err = st.Queue(ctx, imr.QueueFilter{Order: imr.ByCase, After: page.Next}, time.Now()); err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			claims[row.Claim]++
			events, err := st.Events(ctx, row.Case)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				if d, ok := e.Data.(*imr.NoteAdded); ok {
					notes[d.Text]++
				}
			}
		}
	}
	acked := 0
	for _, c := range s.callers {
		acked += len(c.done)
		for _, o := range c.done {
			switch o.Op {
			case "open":
				if n := claims[storetest.Application(o.N).Claim.Number]; n != 1 {
					t.Errorf("the case of order %s is there %d times", o.Key, n)
				}
			case "note":
				if notes[o.Text] != 1 {
					t.Errorf("%s is there %d times", o.Text, notes[o.Text])
				}
				delete(notes, o.Text)
			}
		}
		last := fmt.Sprintf("note %d.%d", c.n, c.seq) // sent, and perhaps recorded without an answer
		if notes[last] > 1 {
			t.Errorf("%s is there %d times", last, notes[last])
		}
		delete(notes, last)
		if c.draft != "" {
			d, err := st.Draft(ctx, c.draft)
			if err != nil {
				t.Fatal(err)
			}
			if d.Rev != c.rev && d.Rev != c.rev+1 || d.Rev > 0 && d.Draft.Summary != fmt.Sprintf("note %d.%d", c.n, d.Rev) {
				t.Errorf("the draft was acknowledged at rev %d, and is there at rev %d as %q", c.rev, d.Rev, d.Draft.Summary)
			}
		}
		for _, sha := range c.sha {
			if err := st.Blobs().Check(ctx, sha); err != nil {
				t.Error(err)
			}
		}
	}
	if len(notes) > 0 {
		t.Errorf("%d notes are there that nobody sent: %v", len(notes), notes)
	}
	t.Logf("%d acknowledged orders, %d events of %d cases, %d checkpoints", acked, report.Events, report.Cases, report.Checkpoints)
}

func TestWhatWasAcknowledgedSurvivesKilling(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	s := newSiege(t, t.TempDir(), "")
	s.run(rounds, func(_ int, c *child) *child {
		s.kill(c)
		return s.start()
	})
	s.check()
}

func TestWhatWasAcknowledgedSurvivesKillingOnPostgreSQL(t *testing.T) {
	server := pg(t)
	dsn, err := server.Database()
	if err != nil {
		t.Fatal(err)
	}
	s := newSiege(t, dsn, t.TempDir())
	s.run(40, func(round int, c *child) *child {
		switch round % 4 {
		case 0: // the whole database server
			if err := server.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := server.Run(); err != nil {
				t.Fatal(err)
			}
			return c
		case 2: // one process of it, whereupon it restarts the others
			if err := server.KillOne(); err != nil {
				t.Fatal(err)
			}
			return c
		}
		s.kill(c)
		if err := server.Wait(); err != nil {
			t.Fatal(err)
		}
		return s.start()
	})
	s.check()
}
