package fact

import (
	"strings"
	"sync"
)

// A mender gives words a plain form and mends slips of text recognition: of letters that look alike anywhere, and of one
// letter in a long word that the rules know. A word that the rules know is never changed, nor one that is plain English
// and only looks like one of theirs (kept).
type mender struct {
	done map[string]string
}

func newMender() *mender { return &mender{map[string]string{}} }

// A lexicon is all words that the rules know.
type lexicon struct {
	words map[string]bool
	alike map[string]string // by what is left when letters that look alike are one
	near  map[string]string // by the word with one letter left out; "" where two words meet
}

// kept are words of plain English that one letter parts from a word of the rules.
const kept = `confusion infusion effusion injection infection ejection rejection infarction patent patient parent stated states state started
status strained sprained trained section sections election erection pain pains paid plain plan plane planes normal formal informal
mormal moderate moderated mother another other bother brother father farther gather rather lather denied denies dental mental rental
metal medal pedal dated rated noted voted noting nothing rating dating eating resting testing listing reports report reported
resort retort relief belief chief brief grief release released released relaxed request requests requested require requires required
renal venal penal denal visit visits visited visual usual causal casual manual annual visor duty dirty lower tower power slower
sleep steep sheep gain lain main rain vain strength straight sight right might light night tight eight weight height knee knees
knew kneel keel heel hell wheel steel feel ankle angle ankles tackle uncle walk work works worked words word world worn worse
worst wrist twist whist thumb dumb numb hand hands band land sand stand hip hips lip tip tips ship chip disc disk risk desk
discs disks fisc bulge budge bugle fusion vision version lesion lesions session sessions tension tensions torsion region religion
medial medical medically radical radial facial racial partial martial special social initial initials lateral literal bilateral
collateral natural mature nature lumber member number numbers limber timber cervix service services serviced surface surgeon
surgery surgical procedure procedures produce reduced reduce reduces result results resulted restart therapy therapist therapists
allergy allergies energy daily dairy days day weeks week weeks' month months mouth south north tablet tablets table tables cable
capable capsule capsules dose doses does nose noses rose hose hour hours four pour our out our prior poor prince since once
previous precious current currents currency modified modifies modification notified notifies specified certified certifies verified
verifies identified identifies ordered orders order border older holder folder elder bolder shoulder shoulders should could would
full fully pull pulls dull fell fall falls fill fills refill refills regular regularly irregular secular light lightly limited
limit limits united invited total totally tonal local locally vocal focal loaded located relocated released deleted delayed
relayed decayed displayed played stable unstable table fable usable suitable unable enable able angina vagina migrant emigrant stain
stains strain strains sprain sprains brain brains drain drains train trains grain tear tears year years gear bear dear fear hear
near rear wear heart heard hearing bearing wearing tearing clearing ulcer ulcers under nerve nerves never serve serves verve
fracture fractures factor factors tracture structure structures stricture lecture picture texture posture gesture sutures suture
future feature features measures measure pressure pleasure graft draft craft drafted mass class glass pass gas has had hat
stroke strokes smoke smoker broke spoke woke spike strike score scores store stores shore core sore more scope slope hope cope
soma some same coma sum soap noble mobile mobic music gout about bout rout goat gouty block blocks clock black blood flood
release burn burns born bone bones done gone none alone tone zone stone son sons sun some come home dome home cast case cases
care cares cause causes pause clause because base based basis oasis phase phrase lyric`

var theLexicon = sync.OnceValue(func() *lexicon {
	l := &lexicon{map[string]bool{}, map[string]string{}, map[string]string{}}
	for _, w := range strings.Fields(kept) {
		l.words[w] = true
	}
	known := map[string]bool{}
	for _, text := range []string{drugText, conditionText, procedureText, symptomText, headingText, cueWords} {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
			if len(w) > 2 {
				known[w], l.words[w] = true, true
			}
		}
	}
	for w := range known {
		if len(w) >= 4 {
			if f := alike(w); f != w || len(w) >= 5 {
				if other, twice := l.alike[f]; twice && other != w {
					l.alike[f] = ""
				} else {
					l.alike[f] = w
				}
			}
		}
		if len(w) < 7 {
			continue
		}
		for i := range w {
			short := w[:i] + w[i+1:]
			if other, twice := l.near[short]; twice && other != w {
				l.near[short] = ""
			} else {
				l.near[short] = w
			}
		}
	}
	return l
})

var likeness = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d", "ii", "u", "li", "h", "0", "o", "1", "l", "i", "l", "|", "l", "!", "l",
	"5", "s", "8", "b", "6", "b", "$", "s", "é", "e", "c", "e")

// alike makes letters that look alike one.
func alike(w string) string { return likeness.Replace(w) }

var plain = strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`, "\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-",
	"\u2014", "-", "\u2212", "-", "ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl", "\u00ad", "", "\u0002", "", "\u00a0", " ", "½", "1/2", "×", "x")

const edge = ".,;:!?()[]{}\"'*_•·<>="

func (m *mender) known(w string) bool { return theLexicon().words[w] }

// mend is the plain form of a word: lower case, with the punctuation it has.
func (m *mender) mend(raw string) string {
	if t, ok := m.done[raw]; ok {
		return t
	}
	t := mendWord(strings.ToLower(plain.Replace(raw)))
	if len(m.done) < 200_000 {
		m.done[raw] = t
	}
	return t
}

func mendWord(t string) string {
	core := strings.Trim(t, edge)
	if len(core) < 2 {
		return t
	}
	if fixed := mendNumber(core); fixed != core {
		return strings.Replace(t, core, fixed, 1)
	}
	if strings.ContainsAny(core, "-/") {
		parts := strings.FieldsFunc(core, func(r rune) bool { return r == '-' || r == '/' })
		for _, p := range parts {
			if fixed := mendCore(p); fixed != p {
				t = strings.Replace(t, p, fixed, 1)
			}
		}
		return t
	}
	if fixed := mendCore(core); fixed != core {
		return strings.Replace(t, core, fixed, 1)
	}
	return t
}

// mendNumber mends letters that stand for digits in what is shaped like a date, a score or an amount.
func mendNumber(core string) string {
	if len(core) > 12 || len(core) < 3 {
		return core
	}
	count, marks, odd := 0, 0, 0
	for _, r := range core {
		switch {
		case r >= '0' && r <= '9':
			count++
		case r == '/' || r == '-' || r == '.':
			marks++
		case strings.ContainsRune("oli|sbz!", r):
			odd++
		default:
			return core
		}
	}
	if odd == 0 || marks == 0 || count < odd || count+odd < 3 || core[0] == 'l' && core[1] >= '1' && core[1] <= '5' || core[0] == 's' {
		return core // L4-5 and S1-2 are levels of the spine
	}
	return strings.NewReplacer("o", "0", "l", "1", "i", "1", "|", "1", "!", "1", "s", "5", "b", "8", "z", "2").Replace(core)
}

func mendCore(w string) string {
	l := theLexicon()
	if len(w) < 4 || l.words[w] || len(w) > 30 {
		return w
	}
	if strings.HasSuffix(w, "s") && l.words[w[:len(w)-1]] || strings.HasSuffix(w, "'s") && l.words[w[:len(w)-2]] {
		return w
	}
	number := 0
	for i := 0; i < len(w); i++ {
		if w[i] >= '0' && w[i] <= '9' {
			number++
		}
	}
	if number*2 > len(w) {
		return w
	}
	if k := l.alike[alike(w)]; k != "" && (len(w) >= 5 || number > 0) {
		return k
	}
	if len(w) < 7 {
		return w
	}
	// One letter too many, one too few, one wrong, or two changed places. The first must be right or look alike.
	first := func(k string) bool { return k != "" && alike(k[:1]) == alike(w[:1]) }
	if k := l.near[w]; first(k) {
		return k
	}
	found := ""
	for i := range w {
		short := w[:i] + w[i+1:]
		if l.words[short] && len(short) >= 7 && first(short) && i < len(w)-1 {
			return short
		}
		if k := l.near[short]; first(k) && len(k) >= 7 && plural(w, k) && k != found {
			if found != "" {
				return w // "iliness" is as near to a drug as to "illness"
			}
			found = k
		}
	}
	if found == "" {
		return w
	}
	return found
}

// plural says that two words differ elsewhere than in an ending that only makes another form of the word.
func plural(w, k string) bool {
	n := 0
	for n < len(w) && n < len(k) && w[n] == k[n] {
		n++
	}
	return n < min(len(w), len(k))-1
}
