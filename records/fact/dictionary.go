package fact

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed drugs.txt
var drugText string

//go:embed conditions.txt
var conditionText string

//go:embed procedures.txt
var procedureText string

//go:embed symptoms.txt
var symptomText string

// cueWords are the words of the rules that stand in no table, so that slips in them are mended too.
const cueWords = `date injury injured service request requested requesting requests authorization authorize authorized denied denial deny
modified modification certified noncertified certification approved approval determination utilization review medically necessary necessity
patient claimant applicant employee worker diagnosis diagnosed diagnoses assessment impression history status post prior previous previously
mother father brother sister family negative positive evidence without denies reports complains visit visits session sessions completed
attended therapy physical occupational acupuncture chiropractic pain scale rated severity average worst medication medications
tablet tablets capsule capsules daily twice three times weekly monthly bedtime needed every hours quantity refill refills dispense dispensed
temporarily temporary totally total disabled disability modified restrictions restricted lifting permanent stationary maximum medical improvement
return work regular duty usual customary limited partial cervical thoracic lumbar lumbosacral sacral shoulder elbow wrist hand finger thumb
knee ankle foot spine radiograph radiographs magnetic resonance imaging computed tomography ultrasound electromyography nerve conduction
showed shows revealed reveals demonstrated demonstrates findings finding unremarkable normal abnormal underwent performed procedure operation
surgery surgical epidural injection injections arthroscopic examination evaluation encounter allergies allergic bilateral bilaterally
extremity extremities disc discs protrusion herniation foraminal moderate severe mild chronic acute recurrent unspecified
guideline guidelines recommended rationale because insufficient documentation functional improvement failure conservative treatment`

// A trie finds phrases in tokens.
type trie struct {
	next map[string]*trie
	end  bool
}

func newTrie() *trie { return &trie{next: map[string]*trie{}} }

func (t *trie) add(phrase string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return r == ' ' || r == '-' || r == '/' }) {
		key := stem(strings.Trim(w, edge))
		n := t.next[key]
		if n == nil {
			n = newTrie()
			t.next[key] = n
		}
		t = n
	}
	t.end = true
}

// at is how many tokens the longest phrase has that begins with token i, 0 where none does.
func (t *trie) at(ts []token, i int) int {
	best := 0
	for k := i; k < len(ts); k++ {
		if t = t.next[ts[k].key]; t == nil {
			break
		}
		if t.end {
			best = k - i + 1
		}
	}
	return best
}

type dictionaries struct {
	drugs, conditions, procedures, symptoms, statuses *trie
}

var theDictionaries = sync.OnceValue(func() *dictionaries {
	d := &dictionaries{newTrie(), newTrie(), newTrie(), newTrie(), newTrie()}
	for _, line := range strings.Split(drugText, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		generic, brands, _ := strings.Cut(line, ":")
		for _, name := range append(strings.Split(brands, ","), generic) {
			if name = strings.TrimSpace(name); name != "" {
				d.drugs.add(name)
			}
		}
	}
	for t, text := range map[*trie]string{d.conditions: conditionText, d.procedures: procedureText, d.symptoms: symptomText} {
		for _, line := range strings.Split(text, "\n") {
			if line != "" && !strings.HasPrefix(line, "#") {
				t.add(line)
			}
		}
	}
	for _, p := range workPhrases {
		d.statuses.add(p)
	}
	return d
})
