package absence

import (
	"strings"

	"github.com/openimr/openimr/review"
)

// A Statement is words of a text that say that something is absent.
type Statement struct {
	review.Span        // of the text, from the cue to the end of the thing
	Sentence    string // that it stands in, without marks
	Thing       string // what is absent, in the text's words
	Means       string // what the field calls it, "" where the table does not have it

	of     *group   // what is looked for
	only   *member  // the one member of it that is meant, nil for all
	words  []string // looked for close together where the table has nothing
	beside []*group // what the statement adds: a part of the body, a treatment
}

// Statements lists what a text says is absent, in its order.
func Statements(text string) []Statement {
	var all []Statement
	for _, s := range review.Sentences(text) {
		body := s.Body.Of(text)
		if !mayDeny(body) {
			continue
		}
		ws := wordsOf(text, s.Body)
		for _, c := range cues(ws) {
			for _, t := range things(ws, c) {
				t.Sentence = s.Words
				all = append(all, t)
			}
		}
	}
	return all
}

// mayDeny is quick to say that a sentence has no cue.
func mayDeny(s string) bool {
	s = strings.ToLower(s)
	for _, t := range []string{"no", "n't", "n’t", "lack", "without", "absen", "fail", "never", "insufficient", "inadequate", "unclear", "missing", "limited", "unspecified", "minimal", "untried", "undocumented", "little", "neither"} {
		if strings.Contains(s, t) {
			return true
		}
	}
	return false
}

var (
	ends      = setOf("would which who because since although though but however despite therefore thus before per beyond outside until unless while will should could may must can so given being making leading that where when than")
	finite    = setOf("is are was were has have had been does did do")
	leads     = setOf("the a an any all patient injured worker applicant claimant employee he she they patient's worker's applicant's his her their has had have was is been be being will would tried trialed trialled and or failed failure undergone received completed attempted currently previously recently adequately proper properly of course trial trials initiated into using taking treated with participated in prior previous recent current objective specific how many more less other first undergoing to additional amount type some least at initial there were are")
	stopWords = setOf("the a an any all of in on for to with by from at and or nor his her their its this that these those patient patient's injured worker worker's applicant claimant employee he she they has had have been is are was were be being as regarding about during after within into using use used usage prior previous previously recent recently current currently objective subjective significant specific further other additional available adequate sufficient documented clear such more most least recommended requested noted proper overt any continued ongoing actual specified known clinical medical clinically findings finding signs sign symptoms symptom related associated due condition conditions result results level")
	nobody    = setOf("need necessity rationale request reason justification circumstances such") // could look for it
	vague     = setOf("necessity rationale request requests reason reasons justification circumstances factors exceptional extenuating need needs necessary appropriate information documentation evidence case guidelines guideline support claim treatment treatments care service services therapy intention plan physician provider criteria basis explanation clarification indication contraindications time benefit record records review determination authorization approval medically change changes")
)

// things are what a cue says is absent, part by part.
func things(ws []word, c cue) []Statement {
	from := c.from
	for from < c.to && (leads[ws[from].text] || fillers[ws[from].text]) && len(meet(ws[from:min(c.to, from+2)])) == 0 {
		from++
	}
	to := from
	for to < c.to && !ending(ws, to, c) {
		to++
	}
	var all []Statement
	parts := 0
	for begin := from; begin < to; parts++ {
		end := begin + 1
		for end < to && !parting(ws, begin, end) {
			end++
		}
		part := ws[begin:end]
		next := end
		for next < to && joint(ws[next].text) {
			next++
		}
		if parts > 0 && sentenceOfItsOwn(part) {
			break
		}
		if t, ok := thing(part, c, parts == 0); ok {
			t.Span = review.Span{From: ws[min(c.begin, begin)].From, To: ws[max(end, min(c.end, to))-1].To}
			if c.end < len(ws) && c.end > end && parts == 0 {
				t.To = ws[c.end-1].To
			}
			if parts > 0 {
				t.From = part[0].From
			}
			all = append(all, t)
		}
		begin = next
	}
	return all
}

func joint(t string) bool {
	return t == "and" || t == "or" || t == "nor" || t == "and/or" || t == "well" || t == "as" || t == "versus" || t == "also"
}

// parting says that a new part begins at a word.
func parting(ws []word, begin, at int) bool {
	if ws[at-1].stop {
		return true
	}
	if !joint(ws[at].text) || ws[at].text == "as" && (at+1 >= len(ws) || ws[at+1].text != "well") {
		return false
	}
	for _, m := range meet(ws[max(begin, at-3):min(len(ws), at+4)]) { // "numbness or tingling" is one name where the table has it
		if lo := max(begin, at-3); m.from+lo < at && m.to+lo > at {
			return false
		}
	}
	return true
}

// sentenceOfItsOwn says that a part is no further thing but goes on with the sentence.
func sentenceOfItsOwn(part []word) bool {
	for _, w := range part {
		if finite[w.text] || ends[w.text] {
			return true
		}
	}
	switch part[0].text {
	case "the", "there", "it", "this", "he", "she", "they", "patient", "i", "in":
		return part[0].text != "the" || len(part) > 5
	}
	return false
}

// ending says that what is absent ends before a word.
func ending(ws []word, i int, c cue) bool {
	t := ws[i].text
	if i > c.from && ws[i-1].stop && (t == "therefore" || t == "thus" || t == "the" || t == "in") {
		return true
	}
	if i > c.from && (ends[t] && (t != "that" || i >= c.from+2)) {
		return true
	}
	if i > c.from && finite[t] && i+1 < len(ws) && !leads[ws[i-1].text] {
		return true
	}
	next := ""
	if i+1 < len(ws) {
		next = ws[i+1].text
	}
	switch t {
	case "to":
		switch next {
		case "support", "warrant", "justify", "substantiate", "proceed", "necessitate", "require", "suggest", "indicate", "deviate", "continue", "recommend", "exceed":
			return true
		}
	case "prior":
		return next == "to"
	case "at":
		return next == "this" || next == "the"
	case "as":
		return next != "well" && i > c.from
	case "in":
		return next == "this" || next == "adjunct" || next == "addition" || next == "order" || next == "light" || next == "terms" || ofPlaces(ws[i+1:min(len(ws), i+6)])
	case "for":
		return next == "review" || next == "the" && i+2 < len(ws) && (ws[i+2].text == "requested" || ws[i+2].text == "request")
	case "from", "on":
		return ofPlaces(ws[i+1 : min(len(ws), i+6)])
	case "such":
		return next == "as"
	case "despite", "warranting", "supporting", "suggesting", "indicating", "consistent":
		return i > c.from && t != "consistent"
	}
	return false
}

// unspecific are groups that give way to what they are said of: "failure of NSAIDs" is about NSAIDs.
var unspecific = map[string]bool{"failed treatment": true, "medication": true, "physical examination": true, "subjective complaints": true, "diagnosis": true, "duration of symptoms": true, "treatment notes": true, "change in condition": true}

func thing(part []word, c cue, first bool) (Statement, bool) {
	t := Statement{Thing: said(part)}
	for _, w := range part[:min(3, len(part))] {
		if nobody[w.text] && !strings.Contains(strings.ToLower(t.Thing), "request for authorization") {
			return t, false
		}
	}
	var main *met
	found := meet(part)
	for i := range found {
		m := &found[i]
		switch {
		case m.group.class == "region":
		case main == nil, unspecific[main.group.name] && !unspecific[m.group.name]:
			main = m
		}
	}
	if main != nil && main.member.wide && unspecific[main.group.name] {
		return t, false
	}
	if main == nil || c.needs != "" && !strings.Contains(c.needs, main.group.class) {
		if c.needs != "" || !first && len(found) == 0 && len(part) > 5 {
			return t, false
		}
		if main == nil {
			return t.unknown(part, found)
		}
		return t, false
	}
	t.of, t.Means = main.group, main.group.name
	if main.member.wide {
		t.only, t.Means = main.member, main.member.text
	}
	for _, m := range found {
		if m.group != main.group && !unspecific[m.group.name] {
			t.beside = append(t.beside, m.group)
		}
	}
	return t, true
}

// unknown is a thing that the table does not have.
func (t Statement) unknown(part []word, found []met) (Statement, bool) {
	in := map[int]bool{}
	for _, m := range found {
		t.beside = append(t.beside, m.group)
		for k := m.from; k < m.to; k++ {
			in[k] = true
		}
	}
	for i, w := range part {
		if in[i] || stopWords[w.text] || fillers[w.text] || leads[w.text] || paperNouns[w.text] {
			continue
		}
		if vague[w.text] || finite[w.text] && len(t.words) > 0 {
			return t, false
		}
		if len(w.text) < 3 {
			continue
		}
		t.words = append(t.words, w.text)
	}
	if n := len(t.words); n == 0 || n > 4 {
		return t, false
	}
	return t, true
}

func said(ws []word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.own)
	}
	return b.String()
}
