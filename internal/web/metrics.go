package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// limits are the upper bounds of the buckets of times, in seconds.
var limits = [...]float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5}

// metrics counts requests by route and class of status, in the text form of Prometheus. The routes are fixed when the
// server starts, so counting takes no lock and an asker cannot make it grow.
type metrics struct {
	routes map[string]*routeMetrics
	names  []string
}

type routeMetrics struct {
	class   [6]atomic.Int64 // by the first digit of the status
	buckets [len(limits) + 1]atomic.Int64
	micros  atomic.Int64
}

func newMetrics(patterns []string) *metrics {
	m := &metrics{routes: map[string]*routeMetrics{}}
	for _, p := range append(patterns, "cross-site", "other") {
		if m.routes[p] == nil {
			m.routes[p] = &routeMetrics{}
			m.names = append(m.names, p)
		}
	}
	slices.Sort(m.names)
	return m
}

func (m *metrics) note(pattern string, status int, took time.Duration) {
	r, ok := m.routes[pattern]
	if !ok {
		r = m.routes["other"]
	}
	r.class[min(status/100, 5)].Add(1)
	r.micros.Add(took.Microseconds())
	i, _ := slices.BinarySearch(limits[:], took.Seconds())
	r.buckets[i].Add(1)
}

// text writes the metrics.
func (m *metrics) text() string {
	var b strings.Builder
	b.WriteString("# HELP openimr_http_requests_total Requests answered, by route and class of status.\n# TYPE openimr_http_requests_total counter\n")
	for _, n := range m.names {
		for c := range m.routes[n].class {
			if v := m.routes[n].class[c].Load(); v > 0 {
				fmt.Fprintf(&b, "openimr_http_requests_total{route=%q,status=\"%dxx\"} %d\n", n, c, v)
			}
		}
	}
	b.WriteString("# HELP openimr_http_request_seconds Time from the request to the end of its answer.\n# TYPE openimr_http_request_seconds histogram\n")
	for _, n := range m.names {
		r := m.routes[n]
		var sum int64
		for i := range r.buckets {
			sum += r.buckets[i].Load()
		}
		if sum == 0 {
			continue
		}
		sum = 0
		for i := range r.buckets {
			sum += r.buckets[i].Load()
			le := "+Inf"
			if i < len(limits) {
				le = strconv.FormatFloat(limits[i], 'g', -1, 64)
			}
			fmt.Fprintf(&b, "openimr_http_request_seconds_bucket{route=%q,le=%q} %d\n", n, le, sum)
		}
		fmt.Fprintf(&b, "openimr_http_request_seconds_sum{route=%q} %g\n", n, float64(r.micros.Load())/1e6)
		fmt.Fprintf(&b, "openimr_http_request_seconds_count{route=%q} %d\n", n, sum)
	}
	return b.String()
}

func (s *server) metricsPage(w http.ResponseWriter, r *http.Request) {
	notePattern(r, "GET /metrics")
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte(s.metrics.text())) // the asker has gone: nobody to tell
}
