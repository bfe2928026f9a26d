package programme

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
)

// A CustomaryWhen says what makes a customary part apply.
type CustomaryWhen string

// When a customary part applies.
const (
	CustomaryItem      CustomaryWhen = "item"      // to the treatment of the item itself
	CustomaryDependent CustomaryWhen = "dependent" // to an item that accompanies another one of the case
	CustomaryPartial   CustomaryWhen = "partial"   // to an item of which a part was authorized before the review
)

// A Customary is a part that determinations of a programme customarily have under some decisions (customary.tsv). It says
// nothing of what the decision should be, and applies only after one is recorded.
type Customary struct {
	ID         string
	When       CustomaryWhen
	Kinds      []string      // of treatment, as package treatment has them
	Words      []string      // of the request, in small letters; either is enough
	Primary    []string      // kinds of the item that a dependent one accompanies; "surg_*" is all that begin so
	Decisions  []imr.Outcome // on the item, and on the one that it accompanies
	Field      string        // of the item that it belongs to: "rationale"
	Text       string        // with {primary}, {asked}, {authorized}, {disputed}
	Why        string        // in plain words, for the reviewer
	Present    []string      // any of these in the field says that the part is there
	Authority  string
	Confidence string // read, secondary, memory
}

const customaryColumns = "id\twhen\tkinds\twords\tprimary\tdecisions\tfield\ttext\twhy\tpresent\tauthority\tconfidence"

func customary(id string) ([]Customary, error) {
	var cs []Customary
	err := rows(id+"/customary.tsv", customaryColumns, func(f []string) error {
		c := Customary{
			ID: f[0], When: CustomaryWhen(f[1]), Kinds: entries(f[2]), Words: entries(f[3]), Primary: entries(f[4]), Field: f[6], Text: f[7],
			Why: f[8], Present: entries(f[9]), Authority: f[10], Confidence: f[11],
		}
		for _, d := range entries(f[5]) {
			o := imr.Outcome(d)
			if o != imr.Upheld && o != imr.Overturned && o != imr.PartiallyOverturned {
				return fmt.Errorf("%s: there is no decision %q", c.ID, d)
			}
			c.Decisions = append(c.Decisions, o)
		}
		switch {
		case c.When != CustomaryItem && c.When != CustomaryDependent && c.When != CustomaryPartial:
			return fmt.Errorf("%s: there is no condition %q", c.ID, c.When)
		case c.When != CustomaryPartial && len(c.Kinds)+len(c.Words) == 0, c.When == CustomaryDependent && len(c.Primary) == 0:
			return fmt.Errorf("%s applies to nothing", c.ID)
		case c.Field != "rationale" || c.Text == "" || len(c.Present) == 0 || len(c.Decisions) == 0:
			return fmt.Errorf("%s is incomplete", c.ID)
		case slices.ContainsFunc(cs, func(o Customary) bool { return o.ID == c.ID }):
			return fmt.Errorf("%s stands there twice", c.ID)
		}
		cs = append(cs, c)
		return nil
	})
	return cs, err
}

func entries(s string) []string {
	var es []string
	for e := range strings.SplitSeq(s, ";") {
		if e = strings.TrimSpace(e); e != "" {
			es = append(es, e)
		}
	}
	return es
}
