package review

// A Place is words of a page of the record that are shown beside a finding.
type Place struct {
	Number int    `json:"number"` // of the page in the record
	Words  Span   `json:"words"`  // half-open, of records.Page.Words
	Before string `json:"before"`
	Text   string `json:"text"` // the words themselves
	After  string `json:"after"`
	Note   string `json:"note,omitempty"` // what sets the place apart: "denied there too"
}

// A Finding is something that the reviewer should look at in what they wrote.
type Finding struct {
	Field   string  `json:"field"` // "summary", "items[0].rationale"
	Span            // of that field's text, bytes
	Rule    string  `json:"rule"`              // "cite.missing": see check's list of rules
	Message string  `json:"message"`           // in plain words, with what to do
	Must    bool    `json:"must"`              // to be solved before the determination can be signed
	MayKeep bool    `json:"may_keep"`          // the reviewer may keep the sentence, knowingly
	Kept    bool    `json:"kept"`              // and did
	Fix     string  `json:"fix,omitempty"`     // what could stand in its place, "" where nothing is offered
	Places  []Place `json:"places,omitempty"`  // pages that speak of it
	Found   int     `json:"found,omitempty"`   // how many there are, where Places is only the first
	Words   string  `json:"words"`             // the words that it is about
	Expects string  `json:"expects,omitempty"` // what the page says instead
}
