package absence

import "strings"

// denied reads "the records do not mention X", "failed to document X", "X was not provided", "has not tried X".
func denied(ws []word, i int) (cue, bool) {
	k := i + 1
	t := ws[i].text
	switch t {
	case "fails", "failed", "fail":
		if k >= len(ws) || ws[k].text != "to" {
			return cue{}, false
		}
		k++
	}
	for k < len(ws) && (adverbs[ws[k].text] || ws[k].text == "able" || ws[k].text == "to") {
		k++
	}
	if k >= len(ws) {
		return cue{}, false
	}
	v := ws[k].text
	before := ws[:i]
	prev := i - 1
	for prev > 0 && adverbs[ws[prev].text] {
		prev--
	}
	wasPassive := prev >= 0 && (be[ws[prev].text] || strings.HasSuffix(t, "n't") && (strings.HasPrefix(t, "is") || strings.HasPrefix(t, "wa") || strings.HasPrefix(t, "we"))) || i+1 < len(ws) && ws[i+1].text == "been"
	active := i > 0 && (ws[i-1].text == "has" || ws[i-1].text == "have" || ws[i-1].text == "had") && (i+1 >= len(ws) || ws[i+1].text != "been")
	if active || !wasPassive {
		if c, ok := didNot(ws, i, k); ok {
			return c, true
		}
		if !wasPassive || active && (strong[v] || weak[v]) {
			return cue{}, false
		}
	}
	// X was not documented
	subject := clauseStart(ws, i)
	end := i
	for end > subject && (be[ws[end-1].text] || adverbs[ws[end-1].text]) {
		end--
	}
	if end <= subject || has(before[subject:], "it") && end-subject < 3 {
		return cue{}, false
	}
	c := cue{from: subject, to: end, begin: subject, end: min(len(ws), k+1)}
	switch {
	case passive[v] && v != "identified" || v == "on" && ofPlaces(ws[k+1:min(len(ws), k+5)]) || v == "in" && ofPlaces(ws[k+1:min(len(ws), k+6)]) || (v == "on" || v == "of") && k+1 < len(ws) && (ws[k+1].text == "file" || ws[k+1].text == "record"):
		return c, true
	case hazy[v] || v == "identified":
		c.needs = known
		if !ofRecord(ws, k) {
			if v != "established" && v != "demonstrated" && v != "clear" && v != "known" && v != "evident" && v != "quantified" && v != "assessed" && v != "indicated" || v == "indicated" {
				return cue{}, false
			}
		}
		return c, true
	case done[v]:
		c.needs = doable
		return c, true
	}
	return cue{}, false
}

// didNot reads a denial whose thing follows its verb.
func didNot(ws []word, i, k int) (cue, bool) {
	v := ws[k].text
	before := ws[clauseStartLoose(ws, i):i]
	writer, patient, rule, study := false, false, false, false
	for _, w := range before {
		writer = writer || writers[w.text]
		patient = patient || patients[w.text]
		rule = rule || rules[w.text] && w.text != "studies"
		study = study || studies[w.text]
	}
	if rule {
		return cue{}, false
	}
	from := k + 1
	if from >= len(ws) {
		return cue{}, false
	}
	c := cue{from: from, to: len(ws), begin: i, end: len(ws)}
	switch {
	case strong[v] && !strings.HasSuffix(v, "ed") || strong[v] && i > 0 && !be[ws[i-1].text] || strong[v] && i > 0 && (ws[i-1].text == "has" || ws[i-1].text == "have" || ws[i-1].text == "had"):
		if study && !writer || patient && !writer && len(before) < 4 {
			return cue{}, false
		}
	case weak[v]:
		if !writer || study || has(before, "exam", "examination") || has(before, "evidence") && !has(before, "documentation", "records", "record") {
			return cue{}, false
		}
		if v == "support" || v == "substantiate" {
			c.needs = known
		}
	case tries[v]:
		if i == 0 || !patient && !has(before, "there") {
			return cue{}, false
		}
		if v == "failed" && (ws[i].text == "has" || ws[i].text == "have") {
			return cue{}, false
		}
		for c.from < len(ws) && (ws[c.from].text == "in" || ws[c.from].text == "or" || ws[c.from].text == "and" || tries[ws[c.from].text] || ws[c.from].text == "a" || ws[c.from].text == "trial" || ws[c.from].text == "course" || ws[c.from].text == "of" || ws[c.from].text == "with") {
			c.from++
		}
		c.needs = doable
		return c, c.from < len(ws)
	default:
		return cue{}, false
	}
	// the verb's object may be papers again: "did not provide any documentation of X"
	o := c.from
	for o < len(ws) && fillers[ws[o].text] {
		o++
	}
	papers := false
	for o < len(ws) && (paperNouns[ws[o].text] && ws[o].text != "findings" && ws[o].text != "history" || fillers[ws[o].text] && papers) {
		papers = papers || paperNouns[ws[o].text]
		o++
	}
	if papers {
		if from, ok := afterPaper(ws, o); ok {
			c.from = from
			return c, true
		}
		if o < len(ws) {
			c.from = o
			return c, true
		}
		return cue{}, false
	}
	for c.from < len(ws) && (ws[c.from].text == "that" || ws[c.from].text == "if" || ws[c.from].text == "whether" || ws[c.from].text == "for" || ws[c.from].text == "on" || ws[c.from].text == "how" || ws[c.from].text == "or" || strong[ws[c.from].text] || weak[ws[c.from].text]) {
		c.from++
	}
	return c, c.from < len(ws)
}

// hazyAt reads "the work status is unclear", "X is missing from the records".
func hazyAt(ws []word, i int) (cue, bool) {
	if i == 0 || !be[ws[i-1].text] {
		return cue{}, false
	}
	if ws[i].text == "missing" && (i+1 >= len(ws) || ws[i+1].text != "from" && ws[i+1].text != "in" || !ofPlaces(ws[i+2:min(len(ws), i+7)])) {
		return cue{}, false
	}
	from := clauseStart(ws, i)
	end := i
	for end > from && be[ws[end-1].text] {
		end--
	}
	return cue{from: from, to: end, begin: from, end: i + 1, needs: known}, end > from
}
