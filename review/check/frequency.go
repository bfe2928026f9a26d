package check

// A freq is how often in a day something is done.
type freq struct {
	perDay int
	tok    int
}

var aDay = map[string]int{"bid": 2, "b.i.d": 2, "tid": 3, "t.i.d": 3, "qid": 4, "q.i.d": 4, "qd": 1, "q.d": 1, "qday": 1, "qhs": 1, "q.h.s": 1, "nightly": 1, "q4h": 6, "q6h": 4, "q8h": 3, "q12h": 2, "q24h": 1}

var timesOf = map[string]int{"once": 1, "twice": 2, "thrice": 3}

// frequencies finds how often in a day: "twice daily", "BID", "three times a day", "every 8 hours", "q8h", "daily".
func (r *reading) frequencies() []freq {
	var fs []freq
	for i := range r.toks {
		t := r.toks[i].text
		if n := aDay[t]; n > 0 {
			fs = append(fs, freq{n, i})
			continue
		}
		if n := timesOf[t]; n > 0 && r.perDay(i+1, i) {
			fs = append(fs, freq{n, i})
			continue
		}
		n := numberWords[t]
		if v := atoi(t); v > 0 {
			n = v
		}
		switch next := r.at(i+1, i); {
		case n == 0:
			if t == "daily" && !r.counted(i) || t == "bedtime" && i > 0 && (r.toks[i-1].text == "at" || r.toks[i-1].text == "every") {
				fs = append(fs, freq{1, i})
			}
		case (next == "time" || next == "times" || next == "x") && r.perDay(i+2, i):
			fs = append(fs, freq{n, i})
		case i > 0 && r.toks[i-1].text == "every" && units[next] == "hour" && n <= 24:
			fs = append(fs, freq{24 / n, i})
		}
	}
	return fs
}

// perDay says that "a day", "per day", "daily" or "each day" stands at a place.
func (r *reading) perDay(k, near int) bool {
	switch w := r.at(k, near); w {
	case "daily", "day", "/day":
		return true
	case "a", "per", "each", "every":
		return r.at(k+1, near) == "day"
	}
	return false
}

// counted says that how often is said before "daily".
func (r *reading) counted(i int) bool {
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		t := r.toks[k].text
		if timesOf[t] > 0 || t == "times" || t == "time" || t == "x" || aDay[t] > 0 {
			return true
		}
	}
	return false
}
