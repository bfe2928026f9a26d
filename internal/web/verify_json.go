package web

import (
	"time"

	"github.com/openimr/openimr/clock"
)

// verifyJSON is the answer to a program. Unknown values are null.
type verifyJSON struct {
	Genuine    bool           `json:"genuine"`   // it was served here, byte for byte or by its code
	LastWord   bool           `json:"last_word"` // and nothing has taken its place
	Standing   *string        `json:"standing"`  // "last_word", "replaced", "reversed"
	CaseNumber *string        `json:"case_number"`
	Dated      *string        `json:"dated"`
	Outcome    *string        `json:"outcome"`
	ReplacedBy *string        `json:"replaced_by"` // date of the letter that took its place
	ReversedOn *string        `json:"reversed_on"`
	Signature  *signatureJSON `json:"signature"` // of a file that was sent
	Says       *string        `json:"says"`
	Error      *string        `json:"error"`
}

type signatureJSON struct {
	State   string  `json:"state"`
	By      *string `json:"by"`
	At      *string `json:"at"`
	Trusted bool    `json:"trusted"`
	Why     string  `json:"why"`
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func dayOrNull(d clock.Day) *string {
	if d.IsZero() {
		return nil
	}
	return orNull(d.String())
}

var verdictStandings = map[string]string{"genuine": "last_word", "replaced": "replaced", "reversed": "reversed"}

func verifyJSONOf(p verifyView) verifyJSON {
	j := verifyJSON{Error: orNull(p.Error)}
	a := p.Answer
	if a == nil {
		return j
	}
	standing := verdictStandings[a.Verdict]
	j.Genuine, j.LastWord, j.Standing = standing != "", a.Verdict == "genuine", orNull(standing)
	j.CaseNumber, j.Dated, j.Outcome = orNull(string(a.Case)), dayOrNull(a.Dated), orNull(a.Outcome)
	j.ReplacedBy, j.ReversedOn, j.Says = dayOrNull(a.By), dayOrNull(a.Reversed), orNull(a.Title)
	if r := a.Signature; r != nil {
		at := ""
		if !r.At.IsZero() {
			at = r.At.Format(time.RFC3339)
		}
		j.Signature = &signatureJSON{State: string(r.State), By: orNull(r.Name), At: orNull(at), Trusted: r.Trusted, Why: r.Why}
	}
	return j
}
