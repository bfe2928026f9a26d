package guideline

import "encoding/json"

// A Citation is one reference to medical evidence as a letter words it.
type Citation struct {
	Text        string // the words of the letter, unchanged
	Source      Source
	NonMTUS     bool     // called a "Non-MTUS Citation", or ODG or a later ACOEM edition by name
	Title       string   // of the guideline or chapter, "" where it cannot be told
	Year        int      // of the edition, 0 where none is given
	Sections    []string // as written, never nil in JSON
	Page        string   // as written: "607", "78-80"; "" where none is given
	GuidelineID string   // the library's row, "" where it cannot be told
}

// Source is the family that a citation belongs to.
type Source string

// The sources of the command-line contract. None is an explicit "did not cite".
const (
	MTUS  Source = "MTUS"
	ACOEM Source = "ACOEM"
	ODG   Source = "ODG"
	Other Source = "other"
	None  Source = "none"
)

type citationJSON struct {
	Text        *string  `json:"text"`
	Source      *Source  `json:"source"`
	NonMTUS     bool     `json:"non_mtus"`
	Title       *string  `json:"title"`
	Year        *int     `json:"year"`
	Sections    []string `json:"sections"`
	Page        *string  `json:"page"`
	GuidelineID *string  `json:"guideline_id"`
}

// MarshalJSON writes the form that others script against: unknown values are null, lists never are.
func (c Citation) MarshalJSON() ([]byte, error) {
	sections := c.Sections
	if sections == nil {
		sections = []string{}
	}
	return json.Marshal(citationJSON{
		orNull(c.Text), orNull(c.Source), c.NonMTUS, orNull(c.Title), orNull(c.Year), sections, orNull(c.Page), orNull(c.GuidelineID),
	})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Citation) UnmarshalJSON(b []byte) error {
	var j citationJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*c = Citation{
		value(j.Text), value(j.Source), j.NonMTUS, value(j.Title), value(j.Year), nil, value(j.Page), value(j.GuidelineID),
	}
	if len(j.Sections) > 0 {
		c.Sections = j.Sections
	}
	return nil
}

func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
