package absence

import "strings"

// A cue is where a sentence says that something is absent: what is absent lies in words from to before to.
type cue struct {
	from, to int    // words of the thing
	begin    int    // first word of the statement
	end      int    // word after it
	needs    string // classes of the table that the thing must be of, "" where any thing will do
}

const (
	known  = "outcome monitoring treatment diagnostic finding warning paper"
	doable = "treatment diagnostic monitoring"
	there  = "outcome monitoring treatment diagnostic paper warning" // "there is no X": of a finding it is one on the patient
)

// strong verbs are about papers whoever is their subject; weak ones only where the record, or who wrote it, is.
var (
	strong  = setOf("document documented documenting mention mentioned mentioning discuss discussed address addressed specify specified contain contained include included provide provided submit submitted record recorded state stated describe described furnish furnished list listed comment outline outlined detail detailed")
	weak    = setOf("show shows showed shown reveal revealed demonstrate demonstrated support reflect reflected establish established report reported identify identified indicate indicated confirm confirmed note noted evidence evidenced suggest suggested substantiate substantiated")
	writers = setOf("record records documentation documents document note notes report reports file chart provider providers physician doctor pr-2 submission submitted materials information request rfa letter dr author practitioner surgeon facility clinician")
	passive = setOf("documented mentioned provided submitted included recorded discussed addressed specified described stated listed attached available furnished supplied identified")
	hazy    = setOf("noted reported shown demonstrated established evident evidenced found seen indicated clear known apparent present evaluated assessed quantified")
	done    = setOf("tried trialed trialled attempted exhausted completed performed done undergone failed obtained utilized used given initiated started rendered received")
	tries   = setOf("tried trialed trialled attempted undergone had received completed failed exhausted participated attended engaged performed used utilized taken started initiated done obtained try undergo receive complete fail exhaust participate attend engage perform use take start initiate attempt trial")
	be      = setOf("is are was were has have had been being be remains remain")
	aux     = setOf("do does did has have had is was are were could can")
	adverbs = setOf("clearly adequately sufficiently specifically explicitly yet been ever also currently previously recently fully properly formally objectively thoroughly actually being be consistently well first")
)

// cues finds the statements of a sentence, in its order.
func cues(ws []word) []cue {
	var cs []cue
	for i := 0; i < len(ws); i++ {
		c, ok := cueAt(ws, i)
		if !ok {
			continue
		}
		if n := len(cs); n > 0 && c.from < cs[n-1].end && c.to > cs[n-1].from {
			continue // within the one before
		}
		cs = append(cs, c)
		if c.end > i+1 {
			i = max(i, c.from)
		}
	}
	return cs
}

func cueAt(ws []word, i int) (cue, bool) {
	switch t := ws[i].text; t {
	case "no", "without", "insufficient", "inadequate", "lack", "lacks", "lacked", "lacking", "absence", "absent", "little", "limited", "neither", "nor", "minimal", "undocumented":
		if generalised(ws, i) || refusing(ws, i) {
			return cue{}, false
		}
		return nothingOf(ws, i)
	case "not", "never", "fails", "failed", "fail", "cannot", "doesn't", "didn't", "don't", "isn't", "wasn't", "weren't", "hasn't", "haven't", "hadn't":
		if refusing(ws, i) {
			return cue{}, false
		}
		return denied(ws, i)
	case "unclear", "unknown", "unspecified", "missing", "untried":
		return hazyAt(ws, i)
	}
	return cue{}, false
}

// generalised says that a guideline or a condition speaks, not the reviewer of this record.
func generalised(ws []word, i int) bool {
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		t := ws[k].text
		if rules[t] {
			return true
		}
		switch t {
		case "if", "unless", "should", "recommended", "recommend", "recommends", "indicated", "appropriate", "requires", "require", "when", "whether":
			return true
		case "however", "but", "although":
			return false
		}
		if ws[k].stop && k < i-1 && !strings.HasPrefix(t, "in") {
			break
		}
	}
	// "in the absence of red flags, imaging is not recommended"
	if ws[i].text == "absence" || ws[i].text == "without" && (i+1 >= len(ws) || !paperNouns[ws[i+1].text]) {
		for k := i + 1; k < len(ws); k++ {
			switch ws[k].text {
			case "recommended", "recommend", "indicated", "should", "appropriate":
				return k <= 0 || !has(ws[i:k], "documented", "documentation")
			}
		}
	}
	return false
}

// refusing says that the sentence tells what a denial gave as its reason.
func refusing(ws []word, i int) bool {
	for k := 0; k+1 < i; k++ {
		switch ws[k].text {
		case "denied", "non-certified", "noncertified", "modified", "denial", "denying", "refused", "denies":
			return true
		}
		if ws[k].text == "utilization" && ws[k+1].text == "review" {
			return true
		}
	}
	return false
}

func has(ws []word, any ...string) bool {
	for _, w := range ws {
		for _, a := range any {
			if w.text == a {
				return true
			}
		}
	}
	return false
}

// nothingOf reads "no documentation of X", "no documented X", "no X in the records", "no trial of X", "lack of X".
func nothingOf(ws []word, i int) (cue, bool) {
	word := ws[i].text
	k := i + 1
	if word == "lack" || word == "absence" {
		if k >= len(ws) || ws[k].text != "of" {
			if word == "absence" || k >= len(ws) {
				return cue{}, false
			}
		} else {
			k++
		}
	}
	if (word == "lack" || word == "lacking") && k < len(ws) && (ws[k].text == "of" || ws[k].text == "in") {
		k++
	}
	begin := i
	papers, documented := false, false
	start := k
	for k < len(ws) {
		t := ws[k].text
		if t == "such" {
			return cue{}, false
		}
		if paperNouns[t] {
			if t == "history" && !has(ws[k:min(len(ws), k+3)], "trial", "trials", "attempts") || t == "findings" || t == "finding" {
				break
			}
			if t == "documented" {
				documented = true
			} else {
				papers = true
			}
			k++
			if ws[k-1].stop {
				break
			}
			continue
		}
		if t == "recorded" || t == "demonstrated" || t == "established" || t == "charted" {
			documented = true
			k++
			continue
		}
		if !fillers[t] || papers && !has(ws[k+1:min(len(ws), k+3)], "documentation", "evidence", "records", "notes", "mention", "discussion") {
			break
		}
		k++
	}
	if papers && has(ws[start:min(k, len(ws))], "documentation", "mention", "records", "record", "documents", "report", "reports", "notes", "note", "data", "information", "description", "discussion", "indication", "evidence", "statement", "details", "augmentation", "notation", "account", "reference") {
		if has(ws[start:k], "evidence") && !has(ws[start:k], "documentation", "documented") && found(ws, i) {
			return cue{}, false // "the MRI showed no evidence of"
		}
		from, ok := afterPaper(ws, k)
		if !ok {
			return cue{}, false
		}
		return cue{from: from, to: len(ws), begin: begin, end: len(ws)}, true
	}
	if documented {
		return cue{from: k, to: len(ws), begin: begin, end: len(ws)}, true
	}
	return lacking(ws, i, start)
}

// found says that before a "no" stands a study or an examination that found something absent.
func found(ws []word, i int) bool {
	for k := i - 1; k >= 0 && k >= i-12; k-- {
		switch ws[k].text {
		case "there", "however":
			return false
		case "revealed", "reveals", "showed", "shows", "demonstrated", "demonstrates", "noted", "with", "found", "had", "has", "appreciated":
			return !has(ws[max(0, k-8):k], "records", "record", "documentation", "file", "chart", "notes", "reports", "submission")
		}
		if studies[ws[k].text] {
			return true
		}
	}
	return false
}

// afterPaper skips what joins "documentation" with what it is of; literature is nobody's record.
func afterPaper(ws []word, k int) (int, bool) {
	for k < len(ws) {
		switch t := ws[k].text; t {
		case "of", "regarding", "regard", "about", "for", "on", "that", "indicating", "indicates", "showing", "shows", "demonstrating", "specifying", "suggesting", "suggestive", "documenting", "confirming", "describing", "concerning", "noting", "stating", "with", "as", "to", "which", "where", "how", "when", "if", "whether", "in", "or", "and", "supporting", "reflecting", "identifying", "evidencing", "including", "detailing", "what", "whose", "why":
			if t == "supporting" || t == "why" {
				return 0, false
			}
			if t == "in" { // "in the records of", "in the records that"
				end := k + 1
				for end < len(ws) && end < k+7 && (fillers[ws[end].text] || places[ws[end].text] || ws[end].text == "for" || ws[end].text == "review") {
					end++
				}
				if end == k+1 || !has(ws[k:end], "records", "record", "documentation", "file", "chart", "notes", "reports", "submission", "documents", "materials") {
					return 0, false
				}
				k = end
				continue
			}
			if t == "to" && k+1 < len(ws) {
				switch ws[k+1].text {
				case "show", "indicate", "suggest", "demonstrate", "confirm", "document", "reflect", "establish", "verify":
					k += 2
					continue
				case "support", "substantiate", "corroborate":
					k += 2
					return k, k < len(ws)
				}
				return 0, false
			}
			k++
			continue
		}
		break
	}
	return k, k < len(ws)
}

// lacking reads "no trial of X", "no X in the records", "no X was documented", "lack of X".
func lacking(ws []word, i, k int) (cue, bool) {
	word, start := ws[i].text, k
	for k < len(ws) && fillers[ws[k].text] {
		k++
	}
	if k >= len(ws) {
		return cue{}, false
	}
	switch ws[k].text {
	case "trial", "trials", "attempt", "attempts", "course", "failure", "use", "history", "response", "improvement", "benefit", "completion":
		if word != "limited" && word != "minimal" && word != "little" && k+1 < len(ws) && (ws[k+1].text == "of" || ws[k+1].text == "and" || ws[k+1].text == "at" || ws[k+1].text == "with") {
			from := k + 2
			for from < len(ws) && (ws[from].text == "failure" || ws[from].text == "of" || ws[from].text == "failed" || ws[from].text == "trial" || ws[from].text == "at" || fillers[ws[from].text]) {
				from++
			}
			needs := doable
			if t := ws[k].text; t == "response" || t == "improvement" || t == "benefit" {
				from, needs = k, known
			}
			return cue{from: from, to: len(ws), begin: i, end: len(ws), needs: needs}, from < len(ws)
		}
	}
	if word == "without" {
		switch ws[k].text {
		case "trying", "attempting", "undergoing", "completing", "exhausting", "failing", "documenting":
			return cue{from: k + 1, to: len(ws), begin: i, end: len(ws), needs: known}, k+1 < len(ws)
		}
		return cue{}, false
	}
	// "no X in the records", "no X was documented"
	for e := k; e < len(ws) && e < k+14; e++ {
		if be[ws[e].text] && e > k && word != "lack" {
			p := e + 1
			for p < len(ws) && (adverbs[ws[p].text] || be[ws[p].text]) {
				p++
			}
			if p < len(ws) && (passive[ws[p].text] || hazy[ws[p].text] && ofRecord(ws, p)) {
				return cue{from: start, to: e, begin: i, end: min(p+1, len(ws))}, true
			}
			return cue{}, false
		}
		if e > k && (ws[e].text == "in" || ws[e].text == "within" || ws[e].text == "on" || ws[e].text == "of") && e+1 < len(ws) {
			last := min(len(ws), e+6)
			if ofPlaces(ws[e+1 : last]) {
				return cue{from: start, to: e, begin: i, end: last}, true
			}
		}
		if passive[ws[e].text] && e > k && (e+1 == len(ws) || ws[e].stop || ofRecord(ws, e)) && word != "lack" {
			return cue{from: start, to: e, begin: i, end: e + 1}, true
		}
		if ws[e].stop {
			break
		}
	}
	switch word {
	case "lack", "lacks", "lacking", "lacked", "absence", "insufficient", "inadequate":
		if found(ws, i) || word == "absence" && i > 0 && has(ws[max(0, i-4):i], "reveal", "revealed", "shows", "showed") {
			return cue{}, false
		}
		return cue{from: start, to: len(ws), begin: i, end: len(ws), needs: known}, true
	case "no":
		// "She has had no physical therapy"
		if i > 0 && has(ws[max(0, i-2):i], "had", "undergone", "received", "tried", "attended", "completed") && has(ws[:i], "patient", "worker", "applicant", "claimant", "he", "she", "employee") {
			return cue{from: start, to: len(ws), begin: i, end: len(ws), needs: doable}, true
		}
		if i > 0 && be[ws[i-1].text] && has(ws[max(0, i-3):i], "there") {
			return cue{from: start, to: len(ws), begin: i, end: len(ws), needs: there}, true
		}
		if k > i+1 && has(ws[i+1:k], "prior", "previous", "recent") {
			return cue{from: start, to: len(ws), begin: i, end: len(ws), needs: doable}, true
		}
	}
	return cue{}, false
}

func ofPlaces(ws []word) bool {
	for k, w := range ws {
		switch w.text {
		case "records", "file", "chart", "documentation", "documents", "notes", "reports", "submission", "materials":
			return true
		case "record":
			return true
		}
		if !fillers[w.text] && k > 2 || w.stop {
			return false
		}
	}
	return false
}

// ofRecord says that the words after a place name the record.
func ofRecord(ws []word, i int) bool {
	return ofPlaces(ws[min(len(ws), i+1):min(len(ws), i+8)]) || i+2 < len(ws) && ws[i+1].text == "for" && ws[i+2].text == "review"
}

// clauseStart is the first word of the clause in which a word stands.
func clauseStart(ws []word, i int) int {
	for k := i - 1; k >= 0; k-- {
		if ws[k].stop {
			return k + 1
		}
		switch ws[k].text {
		case "but", "however", "although", "though", "because", "since", "as", "that", "which", "and":
			if ws[k].text == "and" && k+1 < i && !hasVerb(ws[:k]) {
				continue
			}
			return k + 1
		}
	}
	return 0
}

// clauseStartLoose goes over commas, for a subject that stands further away: "The records, dated 2015, do not mention".
func clauseStartLoose(ws []word, i int) int {
	for k := i - 1; k >= 0 && k > i-16; k-- {
		switch ws[k].text {
		case "but", "however", "although", "because":
			return k + 1
		}
	}
	return max(0, i-16)
}

func hasVerb(ws []word) bool {
	for _, w := range ws {
		if be[w.text] || aux[w.text] || strings.HasSuffix(w.text, "ed") {
			return true
		}
	}
	return false
}
