package bench

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver of the store

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/internal/sample"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/web"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

// fullQueue makes the folder of a store with n cases in the queue. The rows are written straight into the tables that
// people query: a queue does not look at events.
func fullQueue(tb testing.TB, n int, now time.Time) (*store.Store, string) {
	tb.Helper()
	ctx := context.Background()
	dir := tb.TempDir()
	open := func() *store.Store {
		s, err := store.Open(ctx, dir, store.Options{Now: func() time.Time { return now }, Rules: func(id string) (imr.Rules, error) {
			p, err := programme.Load(id)
			return p.Rules, err
		}})
		if err != nil {
			tb.Fatal(err)
		}
		return s
	}
	s := open()
	for i := range 12 {
		a := auth.Account{ID: imr.UserID(fmt.Sprintf("person.%02d", i)), Role: auth.Coordinator, Name: fmt.Sprintf("Person %c. Example", 'A'+i), Hash: "-", Created: now}
		if err := s.CreateAccount(ctx, a); err != nil {
			tb.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		tb.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "openimr.db")+"?_pragma=synchronous(off)")
	if err != nil {
		tb.Fatal(err)
	}
	for _, text := range fillQueue {
		if strings.Contains(text, "?1") {
			_, err = db.Exec(text, n, now.UnixMilli())
		} else {
			_, err = db.Exec(text)
		}
		if err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
	}
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
	s = open()
	tb.Cleanup(func() { _ = s.Close() })
	return s, dir
}

// fillQueue spreads the cases over states, owners and due times: a fifth is closed, and what is due is due within
// thirty days before and after now.
var fillQueue = []string{`
	with recursive n (i) as (select 1 union all select i + 1 from n where i < ?1),
		c (i, st, due) as (select i, i * 7919 % 15, (?2 / 86400000 + i * 104729 % 61 - 30) * 86400000 + 28799000 from n)
	insert into cases (id, worker, claim, request, items, state, priority, owner, owner_name, reviewer, next_step, owes, due_rule, due, due_at,
		received, changed, version, worker_key, is_open, programme, head, rowed_at)
	select printf('CM26-%07d', i), 'Given' || (i % 997) || ' Family' || (i % 4999), printf('2026-55-%06d', i),
		case i % 4 when 0 then 'Tramadol ER 100 mg, 30 tablets' when 1 then 'MRI of the lumbar spine without contrast'
			when 2 then 'Physical therapy, 12 sessions, right shoulder' else 'Functional restoration program, 80 hours' end,
		1 + i % 3,
		case st when 0 then 'received' when 1 then 'eligibility_review' when 2 then 'eligible' when 3 then 'awaiting_records' when 4 then 'awaiting_records'
			when 5 then 'records_overdue' when 6 then 'records_complete' when 7 then 'in_review' when 8 then 'in_review' when 9 then 'quality_check'
			when 10 then 'awaiting_information' when 11 then 'determined' when 12 then 'final' when 13 then 'withdrawn' else 'terminated' end,
		case when i % 23 = 0 then 'expedited' else 'regular' end,
		case when i % 6 = 0 then '' else printf('person.%02d', i % 12) end, case when i % 6 = 0 then '' else printf('Person %c. Example', 65 + i % 12) end,
		case when st in (7, 8, 9, 10, 11) then printf('doctor.%03d', i % 300) else '' end,
		case when st > 11 then '' else 'Do the next step of the case' end, case when st > 11 then '' else 'Coordinator' end,
		case when st > 11 then '' else 'imr.decide.regular' end, case when st > 11 then '' else date(due / 1000, 'unixepoch') end,
		case when st > 11 then 9223372036854775807 else due end,
		date(?2 / 1000 - i % 90 * 86400, 'unixepoch'), ?2 - i, 7, 'family' || (i % 4999), st <= 11, 'ca-wc-imr', x'', ?2
	from c order by i`, `
	insert into case_word (word, case_id)
	select 'given' || (cast(substr(id, 6) as integer) % 997), id from cases union
	select worker_key, id from cases union select lower(id), id from cases union
	select case cast(substr(id, 6) as integer) % 4 when 0 then 'tramadol' when 1 then 'lumbar' when 2 then 'physical' else 'functional' end, id from cases`,
	`analyze`,
}

// queueServer is the web application over the store, with somebody logged in, and the time of each answer.
type queueServer struct {
	*httptest.Server
	client *http.Client
	mu     sync.Mutex
	took   []time.Duration // of the server, from the request to the end of its answer

	bare     func() // at /bare, with nothing around it but the same server: the peer
	tookBare []time.Duration
}

func newQueueServer(tb testing.TB, s *store.Store, now time.Time) *queueServer {
	tb.Helper()
	p, err := programme.Load("ca-wc-imr")
	if err != nil {
		tb.Fatal(err)
	}
	app := web.New(web.Config{Store: s, Blobs: s.Blobs(), Sessions: s.Sessions(), Rules: p.Rules, Organization: letter.Organization{Name: "Example Review"},
		Now: func() time.Time { return now }, Logger: slog.New(slog.NewJSONHandler(io.Discard, nil)), DemoTokens: map[string]imr.UserID{"t": "person.01"}})
	q := &queueServer{}
	q.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		bare := r.URL.Path == "/bare"
		if bare {
			q.bare()
		} else {
			app.ServeHTTP(w, r)
		}
		took := time.Since(began)
		q.mu.Lock()
		defer q.mu.Unlock()
		if bare {
			q.tookBare = append(q.tookBare, took)
		} else {
			q.took = append(q.took, took)
		}
	}))
	tb.Cleanup(q.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	q.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	q.get(tb, "/demo/login?token=t", 1)
	return q
}

// get asks for a page and checks that it has so many rows or more.
func (q *queueServer) get(tb testing.TB, path string, rows int) {
	r, err := q.client.Get(q.URL + path)
	if err != nil {
		tb.Error(err)
		return
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if n := strings.Count(string(b), `class="open"`); err != nil || r.StatusCode != http.StatusOK || n < rows {
		tb.Errorf("%s: %d, %d rows, %v", path, r.StatusCode, n, err)
	}
}

func (q *queueServer) times() []time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := q.took
	q.took = nil
	slices.Sort(t)
	return t
}

// bareQueue asks the same rows of the same database by the same driver, in one prepared statement, into plain values.
func bareQueue(tb testing.TB, dir string) func() {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "openimr.db")+"?_pragma=query_only(1)&_pragma=cache_size(-32768)&_pragma=mmap_size(268435456)")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	st, err := db.Prepare(`select id, worker, claim, request, items, state, priority, owner, owner_name, reviewer, next_step, owes, due_rule, due, due_at,
		received, changed, version from cases where is_open = 1 order by due_at, id limit 101`)
	if err != nil {
		tb.Fatal(err)
	}
	var text [13]string
	var num [5]int64
	return func() {
		rows, err := st.Query()
		if err != nil {
			tb.Fatal(err)
		}
		n := 0
		for rows.Next() {
			err := rows.Scan(&text[0], &text[1], &text[2], &text[3], &num[0], &text[4], &text[5], &text[6], &text[7], &text[8], &text[9], &text[10],
				&text[11], &text[12], &num[1], &text[0], &num[2], &num[3])
			if err != nil {
				tb.Fatal(err)
			}
			n++
		}
		if err := rows.Err(); err != nil || n != 101 {
			tb.Fatalf("%d rows, %v", n, err)
		}
		_ = rows.Close()
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// quartile is the time that three in four need or exceed. Both sides are told by it: what else the machine does at the
// moment hits the longer one oftener.
func quartile(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/4]
}

// BenchmarkQueueFirstPage is the time of the server for the first page of the work queue with 100,000 cases, session,
// numbers and HTML included, against its bare SQL.
func BenchmarkQueueFirstPage(b *testing.B) {
	now := time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)
	s, dir := fullQueue(b, 100_000, now)
	q := newQueueServer(b, s, now)
	q.bare = bareQueue(b, dir)
	story := sample.Traction().Steps[0]
	res, err := s.Do(context.Background(), imr.Request{Command: story.Command, Act: imr.Act{Actor: story.By, At: story.At, Recorded: now, How: story.How}})
	if err != nil {
		b.Fatal(err)
	}
	change := func() { // the store keeps a page until a case changes
		_, err := s.Do(context.Background(), imr.Request{Case: res.Case.ID, Saw: imr.AnyVersion, Command: &imr.NoteAdded{Text: "x"},
			Act: imr.Act{Actor: story.By, At: now, Recorded: now}})
		if err != nil {
			b.Fatal(err)
		}
	}
	for name, before := range map[string]func(){"as it stands": func() {}, "after a change": change} {
		b.Run(name, func(b *testing.B) {
			both := func() { // one beside the other, so that a slow moment meets both
				before()
				q.get(b, "/bare", 0)
				q.get(b, "/queue", 100)
			}
			for range 200 {
				both()
			}
			q.times()
			q.tookBare = nil
			for b.Loop() {
				both()
			}
			page, peer := quartile(q.times()), quartile(q.tookBare)
			b.ReportMetric(float64(page.Microseconds()), "page-µs")
			b.ReportMetric(float64(peer.Microseconds()), "bare-SQL-µs")
			b.ReportMetric(float64(page)/float64(peer), "page/bare-SQL")
			b.ReportMetric(0, "ns/op")
		})
	}
	for name, paths := range map[string][]string{
		"first page at 50 a second": {"/queue"},
		"mixed at 50 a second": {"/queue", "/queue?owner=me", "/queue?due=late", "/queue?stage=quality", "/queue?q=family123", "/queue?priority=expedited",
			"/queue?which=all", "/queue?owner=none", "/queue?sort=worker", "/queue?sort=stage"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				at50(b, q, paths, 5*time.Second)
			}
			t := q.times()
			b.ReportMetric(float64(t[len(t)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(t[len(t)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(t[len(t)-1].Microseconds())/1000, "max-ms")
			b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "cores")
		})
	}
}

// at50 asks for pages fifty times a second, whether or not the one before is answered.
func at50(tb testing.TB, q *queueServer, paths []string, long time.Duration) {
	q.times()
	tick := time.NewTicker(time.Second / 50)
	defer tick.Stop()
	var all sync.WaitGroup
	for i := range int(long / (time.Second / 50)) {
		<-tick.C
		all.Go(func() { q.get(tb, paths[i%len(paths)], 1) })
	}
	all.Wait()
}
