package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openimr/openimr/records"
	"github.com/openimr/openimr/records/fact"
	"github.com/openimr/openimr/records/recognise"
)

// A tok is one word of a sentence or of a page.
type tok struct {
	text     string // plain: lower case, slips mended, without the punctuation around it
	stem     string // text without its ending, for comparing
	from, to int    // bytes of the sentence, or words of the page
	clause   int    // what belongs together: counts up at full stops, semicolons, cells and labels
	comma    bool   // a comma or a bracket follows
	colon    bool   // a colon follows
	opens    bool   // a bracket stands before it
	number   bool   // it has a digit
	upper    bool   // as it stands it begins with a capital letter
	used     bool   // a date, level or age has it: it is no number of its own
	negated  bool   // in the reach of a negation
	cue      bool   // is one itself
	part     int32  // of reading.parts, from 1; 0 where it names none
}

const edge = ".,;:!?()[]{}\"'*_•·<>=“”‘’~"

// A reading is a text taken apart, the sentence of a reviewer or a page of the record.
type reading struct {
	toks   []tok
	days   []day
	nums   []num
	levels []level
	sides  []side
	parts  []part
	drugs  []drug
	ages   []aged
	freqs  []freq
	page   bool
}

// readSentence takes the words of a sentence apart; offsets are bytes of text.
func readSentence(text string) *reading {
	r := &reading{}
	clause := 0
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(c) {
			i += size
			continue
		}
		end := i
		for end < len(text) {
			c, size = utf8.DecodeRuneInString(text[end:])
			if unicode.IsSpace(c) {
				break
			}
			end += size
		}
		clause = r.add(text[i:end], i, end, clause)
		i = end
	}
	r.understand()
	return r
}

// readPage takes a page apart; offsets are words. Lines of fax machines and stamps are no part of it.
func readPage(p *records.Page) *reading {
	r := &reading{page: true, toks: make([]tok, 0, len(p.Words)+len(p.Words)/8)}
	if p == nil {
		return r
	}
	width := longest(p.Words)
	clause := 0
	long := 0
	for i := range p.Words {
		w := &p.Words[i]
		if w.Role != records.Body {
			continue
		}
		if i > 0 {
			last := &p.Words[i-1]
			switch {
			case last.Block != w.Block:
				clause++
				long = 0
			case last.Line != w.Line:
				if breaks(last, p.Words[i:], long, width) {
					clause++
				}
				long = 0
			}
		}
		long += len(w.Text) + 1
		text, to := w.Text, i+1
		if i+1 < len(p.Words) && parted(w, &p.Words[i+1]) {
			text, to = strings.TrimRight(w.Text, "-\u00ad\u2010\u2011")+p.Words[i+1].Text, i+2
		} else if i > 0 && parted(&p.Words[i-1], w) {
			continue
		}
		clause = r.add(text, i, to, clause)
	}
	r.understand()
	return r
}

// longest is the length of the longest line of a page in letters.
func longest(ws []records.Word) int {
	most, now := 0, 0
	for i := range ws {
		if i > 0 && ws[i].Line != ws[i-1].Line {
			now = 0
		}
		now += len(ws[i].Text) + 1
		most = max(most, now)
	}
	return most
}

// breaks says that a new line begins something new: after a short line, or with a label or a bullet.
func breaks(last *records.Word, rest []records.Word, long, width int) bool {
	first := rest[0].Text
	c, _ := utf8.DecodeRuneInString(first)
	switch {
	case strings.ContainsRune("•-*·☐☒□■▪►", c) && len(first) < 4, strings.HasSuffix(last.Text, ":"):
		return !strings.HasSuffix(last.Text, ":") || unicode.IsUpper(c)
	case unicode.IsLower(c):
		return false
	case long*10 < width*7 && (unicode.IsUpper(c) || unicode.IsDigit(c)):
		return true
	}
	if !unicode.IsUpper(c) {
		return false
	}
	for i := 0; i < len(rest) && i < 5 && rest[i].Line == rest[0].Line; i++ {
		if strings.HasSuffix(rest[i].Text, ":") {
			return true
		}
	}
	return false
}

func parted(a, b *records.Word) bool {
	if a.Line == b.Line || a.Block != b.Block {
		return false
	}
	last, size := utf8.DecodeLastRuneInString(a.Text)
	if last != '-' && last != '\u00ad' && last != '\u2010' && last != '\u2011' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(a.Text[:len(a.Text)-size])
	next, _ := utf8.DecodeRuneInString(b.Text)
	return unicode.IsLower(before) && unicode.IsLower(next)
}

// add adds a word and returns the clause that the next one is in.
func (r *reading) add(raw string, from, to, clause int) int {
	if k := strings.IndexByte(raw, ':'); k > 0 && k < len(raw)-1 && !digitAt(raw, k-1) { // "Age:34"
		clause = r.add(raw[:k+1], from, to, clause)
		return r.add(raw[k+1:], from, to, clause)
	}
	low := strings.ToLower(plainMarks.Replace(raw))
	if r.page {
		low = mended(raw)
	}
	core := strings.Trim(low, edge)
	after := low
	if core != "" {
		after = low[strings.LastIndex(low, core)+len(core):]
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(raw, edge))
	t := tok{text: core, from: from, to: to, clause: clause, comma: strings.ContainsAny(after, ",)]("), colon: strings.Contains(after, ":"),
		opens: strings.HasPrefix(low, "(") || strings.HasPrefix(low, "["), upper: unicode.IsUpper(first)}
	if core == "" {
		switch {
		case raw == "." || raw == ";" || strings.ContainsAny(raw, "•·☐☒□■▪►"):
			return clause + 1
		case len(r.toks) == 0:
		case strings.Contains(raw, ","):
			r.toks[len(r.toks)-1].comma = true
		case strings.Contains(raw, ":"):
			r.toks[len(r.toks)-1].colon = true
		}
		return clause
	}
	if long, ok := spelled[core]; ok { // "SLR" is three words that stand at one place
		for k, w := range long {
			x := t
			x.text, x.stem = w, stem(w)
			x.comma, x.colon, x.opens = t.comma && k == len(long)-1, t.colon && k == len(long)-1, t.opens && k == 0
			r.toks = append(r.toks, x)
		}
		if strings.ContainsAny(after, ".;!?") {
			return clause + 1
		}
		return clause
	}
	// "knee/leg" and "numbness/tingling" are two words, "mg/day" and numbers are not.
	if !hasDigit(core) && strings.ContainsAny(core, "/") && len(core) > 5 && !strings.HasPrefix(core, "w/") {
		parts := strings.FieldsFunc(core, func(c rune) bool { return c == '/' })
		for i, p := range parts {
			x := t
			x.text, x.stem = p, stem(p)
			x.comma, x.colon = t.comma && i == len(parts)-1 || i < len(parts)-1, t.colon && i == len(parts)-1
			r.toks = append(r.toks, x)
		}
	} else {
		t.number = hasDigit(core)
		t.stem = stem(core)
		r.toks = append(r.toks, t)
	}
	if strings.ContainsAny(after, ";!?") || strings.Contains(after, ".") && !dotted[core] {
		return clause + 1
	}
	return clause
}

// spelled are abbreviations of the field with what they stand for.
var spelled = func() map[string][]string {
	m := map[string][]string{}
	for short, long := range map[string]string{
		"slr": "straight leg raise", "rom": "range of motion", "dtr": "deep tendon reflexes", "dtrs": "deep tendon reflexes", "ttp": "tenderness to palpation", "n/t": "numbness tingling",
		"lbp": "low back pain", "uds": "urine drug screen", "esi": "epidural steroid injection", "lesi": "lumbar epidural steroid injection", "tesi": "transforaminal epidural steroid injection",
		"ha": "headache", "htn": "hypertension", "dm": "diabetes mellitus", "hep": "home exercise program", "rfa": "request for authorization", "ttd": "temporarily totally disabled",
		"n/v": "nausea vomiting", "sob": "shortness of breath", "lom": "loss of motion", "loc": "loss of consciousness", "fwb": "full weight bearing", "nwb": "non weight bearing",
		"oa": "osteoarthritis", "cts": "carpal tunnel syndrome", "mva": "motor vehicle accident", "ddd": "degenerative disc disease",
	} {
		m[short] = strings.Fields(long)
	}
	return m
}()

// dotted are words whose full stop ends nothing.
var dotted = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("dr mr mrs ms st jr sr vs no nos approx e.g i.e etc jan feb mar apr jun jul aug sep sept oct nov dec lt rt l r p.o b.i.d t.i.d q.i.d p.r.n q.d q.h.s h.s a.m p.m d.o.b d.o.i y.o bilat temp resp wt ht tab tabs cap caps") {
		m[w] = true
	}
	return m
}()

var memoryOfWords = newWordMemory()

func mended(raw string) string { return memoryOfWords.mend(raw) }

func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}

func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }

// understand finds what the rules speak of, each word for one thing.
func (r *reading) understand() {
	r.findDays()
	r.findAges()
	r.findLevels()
	r.findNumbers()
	r.findDrugs()
	r.findParts()
	r.findSides()
	r.findNegations()
	r.freqs = r.frequencies()
}

// at is the text of a token, "" beyond the ends and in another clause than that of near.
func (r *reading) at(i, near int) string {
	if i < 0 || i >= len(r.toks) || r.toks[i].clause != r.toks[near].clause {
		return ""
	}
	return r.toks[i].text
}

// stem takes the ending of a word away, so that forms of one word meet.
func stem(w string) string {
	if len(w) < 4 || hasDigit(w) {
		return w
	}
	w = strings.TrimSuffix(w, "'s")
	if s, ok := sameWord[w]; ok {
		return s
	}
	for _, x := range []struct {
		end, put string
		least    int
	}{
		{"iness", "y", 4}, {"ness", "", 4}, {"ations", "at", 4}, {"ation", "at", 4}, {"ating", "at", 4}, {"ated", "at", 4}, {"ates", "at", 4}, {"ate", "at", 4},
		{"ies", "y", 3}, {"ied", "y", 3}, {"ing", "", 4}, {"edly", "", 4}, {"ed", "", 4}, {"es", "", 4}, {"s", "", 3}, {"ly", "", 4}, {"al", "", 5}, {"e", "", 4},
	} {
		if strings.HasSuffix(w, x.end) && len(w)-len(x.end) >= x.least-1 && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-len(x.end)] + x.put
			break
		}
	}
	if n := len(w); n > 4 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' {
		w = w[:n-1]
	}
	if s, ok := sameWord[w]; ok {
		return s
	}
	return w
}

// sameWord makes words one that reports use for each other. Both forms, before and after their ending is taken, may stand here.
var sameWord = func() map[string]string {
	m := map[string]string{}
	for _, group := range []string{
		"tender tenderness tend", "numb numbness hypesthesia hypoesthesia", "tingl tingling tingle paresthesia paresthesias paresthesi", "swell swelling swollen edema edematous oedema",
		"redness erythema erythematous", "weak weakness", "spasm spasms spasmodic", "visit session appointment treatment-session", "fractur fracture fractures fractured fx",
		"surger surgery surgical operation operat operative", "exam examination examin", "ambulat walk walking gait", "inject injection injections", "radicul radicular radiculopathy radiculitis",
		"medic medication medications medicine meds", "depress depression depressed", "anxi anxiety anxious", "vomit vomiting emesis", "nausea nauseated nauseous", "dizzi dizziness dizzy",
		"instabil instability unstable", "tear tears torn", "stiff stiffness", "bruis bruising ecchymosis", "sleep insomnia", "fall fell falls falling fallen", "lock locking locks locked",
		"smok smoking smoker tobacco", "alcohol etoh", "headach headache headaches cephalgia", "crepit crepitus crepitat crepitation", "atroph atrophy atrophic wasting", "infect infection infected",
		"incontin incontinence incontinent", "discharg discharge drainage drain", "hernia herniat herniation herniated hnp", "protrud protrusion", "bulg bulge bulging", "worker patient claimant applicant employee",
		"therap therapy physiotherapy", "reliev relief relieved relieve", "improv improvement improved improve", "bear bearing", "attend attended attends",
		"denied-by noncertif non-certified noncertified", "contrast gadolinium", "go went attend attended goes gone", "abus abuse", "scar scarring scars", "deform deformity deformed",
	} {
		ws := strings.Fields(group)
		for _, w := range ws {
			m[w] = ws[0]
		}
	}
	return m
}()

// mendOnce is the plain form of a word of a page. A word that reports use is never taken for another one.
func mendOnce(raw string) string {
	low := strings.ToLower(plainMarks.Replace(raw))
	if core := strings.Trim(low, edge); !hasDigit(core) && recognise.Known(core) {
		return low
	}
	return fact.Mend(raw)
}

var plainMarks = strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`, "\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-",
	"\u2212", "-", "\u00a0", " ", "½", "1/2", "×", "x")
