package assemble

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records/fact"
	"github.com/openimr/openimr/treatment"
)

// enough is from where on two requests are taken for the same.
const enough = 2.0

var fillWords = kinds("the a an of for to and or with without in on at by x per qty quantity times time week weeks month months day days session sessions visit visits unit units request requested one two three four six eight twelve each every additional purchase rental trial number count total dispensed")

// alike says how likely two texts ask for the same: their words, their kind of treatment, their part of the body and side.
func alike(a, b, code string) float64 {
	as, bs := content(a), content(b)
	if len(as) == 0 || len(bs) == 0 {
		return 0
	}
	common := 0
	for _, x := range as {
		if slices.Contains(bs, x) {
			common++
		}
	}
	score := 3 * float64(common) / float64(min(len(as), len(bs)))
	ka, oka := treatment.Of(a)
	kb, okb := treatment.Of(b)
	switch {
	case oka && okb && ka.ID == kb.ID:
		score += 1.2
		if common == 0 && strings.HasPrefix(ka.ID, "pharma_") {
			score = 0 // two drugs of one class
		}
	case oka && okb && common < min(len(as), len(bs)):
		score -= 1
	}
	if code != "" && strings.Contains(a, code) {
		score += 2
	}
	if ra, rb := regionsIn(a), regionsIn(b); len(ra) > 0 && len(rb) > 0 && !overlap(ra, rb) {
		score -= 3
	}
	if sa, sb := sideIn(a), sideIn(b); sa != "" && sb != "" && sa != sb && sa != "bilateral" && sb != "bilateral" {
		score -= 1 // a contradiction worth telling, where nothing else fits better
	}
	return score
}

func content(s string) []string {
	var ws []string
	for _, w := range treatment.Words(s) {
		if generic := drugs()[w]; generic != "" {
			w = generic
		}
		if fillWords[w] || len(w) < 2 || isDigit(w[0]) {
			continue
		}
		for _, x := range expand(strings.TrimSuffix(w, "s")) {
			if !slices.Contains(ws, x) {
				ws = append(ws, x)
			}
		}
	}
	return ws
}

// short are abbreviations of what is asked for.
var short = map[string]string{
	"pt": "physical therapy", "ot": "occupational therapy", "esi": "epidural steroid injection", "lesi": "lumbar epidural steroid injection", "cesi": "cervical epidural steroid injection",
	"emg": "electrodiagnostic", "ncv": "electrodiagnostic", "nc": "electrodiagnostic", "electromyography": "electrodiagnostic", "ud": "urine drug screen", "udt": "urine drug screen", "chiro": "chiropractic",
	"acu": "acupuncture", "mbb": "medial branch block", "tpi": "trigger point injection", "fce": "functional capacity evaluation", "frp": "functional restoration program", "cbt": "cognitive behavioral therapy",
	"physiotherapy": "physical therapy", "xray": "x ray", "radiograph": "x ray", "lumbosacral": "lumbar", "toxicology": "drug", "testing": "screen", "test": "screen",
}

func expand(w string) []string {
	if long, ok := short[w]; ok {
		return strings.Fields(long)
	}
	return []string{w}
}

// drugs gives the generic name of a drug that a word names.
func drugs() map[string]string { return fact.DrugNames() }

var regions = map[string]string{
	"lumbar": "back", "lumbosacral": "back", "back": "back", "cervical": "neck", "neck": "neck", "thoracic": "thoracic", "shoulder": "shoulder", "elbow": "elbow", "wrist": "wrist",
	"hand": "hand", "finger": "hand", "thumb": "hand", "hip": "hip", "knee": "knee", "ankle": "ankle", "foot": "foot", "carpal": "wrist", "sacroiliac": "sacroiliac", "rotator": "shoulder", "meniscus": "knee",
}

func regionsIn(s string) []string {
	var rs []string
	for _, w := range treatment.Words(s) {
		if r := regions[strings.TrimSuffix(w, "s")]; r != "" && !slices.Contains(rs, r) {
			rs = append(rs, r)
		}
	}
	return rs
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

func sideIn(s string) string {
	side := ""
	for _, w := range treatment.Words(s) {
		switch w {
		case "left", "right", "bilateral", "bilaterally":
			w = strings.TrimSuffix(w, "ly")
			if side != "" && side != w {
				return "bilateral"
			}
			side = w
		}
	}
	return side
}

var (
	counted   = regexp.MustCompile(`(?i)\b(\d{1,3}) ?(sessions?|visits?|treatments?)\b`)
	pills     = regexp.MustCompile(`(?i)(?:#|qty\.?:? ?|quantity:? ?(?:of )?)(\d{1,4})\b|\b(\d{1,4}) ?(?:tablets?|tabs?|capsules?|patches)\b`)
	scheduled = regexp.MustCompile(`(?i)\b(\d) ?(?:x|times|visits?)(?: ?(?:a|per|/)? ?(?:week|wk)s?)? ?(?:x|for|times) ?(\d{1,2}) ?(?:weeks?|wks?)?\b`)
	levels    = regexp.MustCompile(`(?i)\b([CTLS]\d{1,2})[-/ ]+(?:([CTLS])?(\d{1,2}))\b`)
)

// visits is how many visits a text asks for, 0 where it says none.
func visits(s string) int {
	if m := counted.FindStringSubmatch(s); m != nil {
		return number(m[1])
	}
	if m := scheduled.FindStringSubmatch(s); m != nil {
		return number(m[1]) * number(m[2])
	}
	return 0
}

func pillCount(s string) int {
	if m := pills.FindStringSubmatch(s); m != nil {
		if m[1] != "" {
			return number(m[1])
		}
		return number(m[2])
	}
	return 0
}

func levelIn(s string) string {
	m := levels.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	second := m[2]
	if second == "" {
		second = m[1][:1]
		if number(m[3]) == 1 && strings.EqualFold(second, "L") {
			second = "S"
		}
	}
	return strings.ToUpper(m[1] + "-" + second + m[3])
}

func strengthIn(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", ",", ".").Replace(strength.FindString(s)))
}

// differs says where form, application and decision do not ask for the same.
func (w *writer) differs(it imr.Item, out Item) []string {
	var says []string
	app := it.Request
	asked := it.Asked.Amount
	unit := strings.ToLower(it.Asked.Unit)
	compare := func(t told, text, paper string) {
		if t.n == 0 {
			return
		}
		tell := func(what, here, there string) {
			if here != "" && there != "" && !strings.EqualFold(here, there) {
				says = append(says, fmt.Sprintf("%s (page %d) has %s, the application %s.", paper, t.n, what+here, there))
			}
		}
		tell("the side ", sideIn(text), sideIn(app))
		tell("the level ", levelIn(text), levelIn(app))
		tell("the strength ", strengthIn(text), strengthIn(app))
		n := visits(text)
		if n == 0 {
			n = visits(t.Quantity + " " + t.Value)
		}
		want := visits(app)
		if want == 0 && (strings.HasPrefix(unit, "session") || strings.HasPrefix(unit, "visit") || strings.HasPrefix(unit, "treatment")) {
			want = asked
		}
		if n > 0 && want > 0 && n != want {
			says = append(says, fmt.Sprintf("%s (page %d) has %d visits, the application %d.", paper, t.n, n, want))
		}
		k := pillCount(text)
		if k == 0 && number(t.Quantity) > 0 && strengthIn(text) != "" {
			k = number(t.Quantity)
		}
		wantPills := pillCount(app)
		if wantPills == 0 && asked > 0 && (strings.HasPrefix(unit, "tab") || strings.HasPrefix(unit, "cap") || strings.HasPrefix(unit, "patch") || strings.HasPrefix(unit, "pill")) {
			wantPills = asked
		}
		if k > 0 && wantPills > 0 && k != wantPills {
			says = append(says, fmt.Sprintf("%s (page %d) has the quantity %d, the application %d.", paper, t.n, k, wantPills))
		}
	}
	if out.form.n > 0 && out.form.kind() == "rfa" {
		compare(out.form, out.Request[0].Text, "The request for authorization")
		form := out.Request[0].Text
		if a, b := counted.FindStringSubmatch(form), scheduled.FindStringSubmatch(strings.Replace(form, counted.FindString(form), "", 1)+" "+out.form.Value); a != nil && b != nil && number(a[1]) != number(b[1])*number(b[2]) {
			says = append(says, fmt.Sprintf("The request for authorization (page %d) asks for %s, and for %s, which is %d.", out.form.n, a[0], strings.TrimSpace(b[0]), number(b[1])*number(b[2])))
		}
	}
	if out.refusal.n > 0 && out.Decision == "denied" {
		compare(out.refusal, out.Denial[0].Text, "The denial")
	}
	return says
}
