package letter

import "strings"

// concluded is what a rationale says at its end.
type concluded int

const (
	unclear concluded = iota
	necessary
	notNecessary
)

// The paragraph on opioids that follows the conclusion speaks of necessity too, and concludes nothing.
var riders = []string{
	"this decision addresses the medical necessity", "this medical necessity decision", "if necessary", "should not be interpreted",
	"this determination addresses the medical necessity",
}

// conclusion finds the last sentence of a rationale that says whether the request is necessary, and what
// it says. Where the words leave a doubt it is unclear, and the linter keeps silent.
func conclusion(text string) (concluded, sentence) {
	low := lower(text)
	list := sentences(low)
	for i := len(list) - 1; i >= 0; i-- {
		s := low[list[i].start:list[i].end]
		if hasAny(s, riders...) {
			continue
		}
		if got := says(s); got != unclear {
			return got, list[i]
		}
		if strings.Contains(s, "medically necessary") {
			return unclear, list[i]
		}
	}
	if len(list) > 0 {
		first := strings.TrimSpace(low[list[0].start:list[0].end])
		switch {
		case strings.HasPrefix(first, "yes,"):
			return necessary, list[0]
		case strings.HasPrefix(first, "no,"):
			return notNecessary, list[0]
		}
	}
	return unclear, sentence{}
}

// says tells what one sentence in lower case concludes.
func says(s string) concluded {
	ws := words(s)
	for i := len(ws) - 2; i >= 0; i-- {
		pair := ws[i].text + " " + ws[i+1].text
		switch pair {
		case "medically necessary", "medically appropriate":
			return before(s, ws, i)
		case "medical necessity":
			if got := after(ws, i+2); got != unclear {
				return got
			}
		}
	}
	return unclear
}

// before reads the words ahead of "medically necessary": a negation up to eight words back denies it,
// "is considered" and the like right ahead affirm it. A negation further back belongs to another clause
// ("criteria have not been met and …"), as does all that stands before "because" or a semicolon.
func before(s string, ws []word, at int) concluded {
	affirmed := false
	for i := at - 1; i >= 0 && i >= at-8; i-- {
		gap := s[ws[i].end:ws[i+1].start]
		if strings.ContainsAny(gap, ";:") {
			break
		}
		switch ws[i].text {
		case "not", "cannot", "never", "nor", "neither", "isn't", "wasn't", "aren't", "weren't", "non":
			return notNecessary
		case "if", "whether", "unless", "would", "could", "may", "might", "should":
			return unclear
		case "because", "since", "so", "therefore", "thus", "hence", "although", "while":
			if affirmed {
				return necessary
			}
			return unclear
		case "is", "are", "was", "were", "be", "been", "remains", "as":
			affirmed = true
		case "and":
			// "…have not been met and is not medically necessary" has been answered by its own "not".
			if affirmed {
				return necessary
			}
		}
	}
	if affirmed {
		return necessary
	}
	return unclear
}

// after reads what is said of "medical necessity": "has not been established", "is established".
func after(ws []word, from int) concluded {
	denied := false
	for i := from; i < len(ws) && i < from+8; i++ {
		switch ws[i].text {
		case "not", "cannot", "never", "isn't", "wasn't":
			denied = true
		case "established", "supported", "demonstrated", "substantiated", "documented", "shown", "confirmed":
			if denied {
				return notNecessary
			}
			return necessary
		}
	}
	return unclear
}
