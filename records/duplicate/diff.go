package duplicate

// A run is one place in which two lists of tokens differ: half-open ranges, one of which may be empty.
type run struct{ a0, a1, b0, b1 int }

// pair is a token of one page with the same of the other.
type pair struct{ a, b int }

// A script is how two pages' tokens lie on each other.
type script struct {
	same []pair
	runs []run
}

// maxEdits bounds the work: two pages that differ in more are not compared further.
const maxEdits = 900

// diff is the shortest script after Myers (1986) over numbered words. It gives up, with ok false, where more than limit
// words would have to be taken out or put in.
func diff(a, b []int32, limit int) (s script, ok bool) {
	n, m := len(a), len(b)
	head := 0
	for head < n && head < m && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < n-head && tail < m-head && a[n-1-tail] == b[m-1-tail] {
		tail++
	}
	a2, b2 := a[head:n-tail], b[head:m-tail]
	middle, ok := shortest(a2, b2, min(limit, maxEdits))
	if !ok {
		return s, false
	}
	s.same = make([]pair, 0, head+len(middle)+tail)
	for i := range head {
		s.same = append(s.same, pair{i, i})
	}
	for _, p := range middle {
		s.same = append(s.same, pair{p.a + head, p.b + head})
	}
	for i := tail; i > 0; i-- {
		s.same = append(s.same, pair{n - i, m - i})
	}
	i, j := 0, 0
	for _, p := range append(s.same, pair{n, m}) {
		if p.a > i || p.b > j {
			s.runs = append(s.runs, run{i, p.a, j, p.b})
		}
		i, j = p.a+1, p.b+1
	}
	return s, true
}

// shortest finds the pairs that stay, going forward and keeping what each step reached.
func shortest(a, b []int32, limit int) ([]pair, bool) {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return nil, n+m <= limit
	}
	limit = min(limit, n+m)
	v := make([]int32, 2*limit+3)
	off := limit + 1
	var trace [][]int32
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int32(nil), v[off-d-1:off+d+2]...))
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[off+k-1] < v[off+k+1] {
				x = int(v[off+k+1])
			} else {
				x = int(v[off+k-1]) + 1
			}
			y := x - k
			for x < n && y >= 0 && y < m && a[x] == b[y] {
				x, y = x+1, y+1
			}
			v[off+k] = int32(x)
			if x >= n && y >= m {
				return walk(trace, n, m), true
			}
		}
	}
	return nil, false
}

func walk(trace [][]int32, x, y int) []pair {
	var back []pair
	for d := len(trace) - 1; d >= 0; d-- {
		v, mid := trace[d], d+1 // v[mid+k] is what diagonal k had reached before step d
		k := x - y
		var from int
		if k == -d || k != d && v[mid+k-1] < v[mid+k+1] {
			from = k + 1
		} else {
			from = k - 1
		}
		px := int(v[mid+from])
		py := px - from
		if d == 0 {
			px, py = 0, 0
		}
		for x > px && y > py {
			x, y = x-1, y-1
			back = append(back, pair{x, y})
		}
		x, y = px, py
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}
