package audit

// A Report is what a check of the whole record found.
type Report struct {
	Cases       int      `json:"cases"`
	Events      int      `json:"events"`
	Checkpoints int      `json:"checkpoints"`
	OK          bool     `json:"ok"`
	Broken      []Broken `json:"broken"`
}

// A Broken says what is wrong and where: in a case and at one of its events, as far as that can be said.
type Broken struct {
	Case *string `json:"case"`
	Seq  *int    `json:"seq"`
	Why  string  `json:"why"`
}

// mostBroken bounds the findings of a report; a record that was rewritten as a whole has as many as it has events.
const mostBroken = 1000

// Add notes a finding; caseID is "" and seq 0 where it is of no one case or event.
func (r *Report) Add(caseID string, seq int, why string) {
	r.OK = false
	if len(r.Broken) >= mostBroken {
		return
	}
	b := Broken{Why: why}
	if caseID != "" {
		b.Case = &caseID
	}
	if seq > 0 {
		b.Seq = &seq
	}
	r.Broken = append(r.Broken, b)
}
