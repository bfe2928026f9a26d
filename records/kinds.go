// Package records knows the papers of a medical record: which kinds there are, and what pages call them.
//
// The kinds are a table (kinds.tsv) so that an index, a form and a letter use the same words. A paper of a kind that
// the table does not have keeps its own word; nothing is refused for being unusual. The package never reads a
// paper's content and never says which papers matter.
package records

import (
	_ "embed"
	"strings"
)

// A Kind is one kind of paper.
type Kind struct {
	ID       string
	Name     string
	Group    string // "clinical", "ur", "legal", …
	Required string // by 8 CCR 9792.10.5: "yes", "if used", …; "" where it is not
}

//go:embed kinds.tsv
var table string

var kinds = parse(table)

func parse(table string) []Kind {
	var ks []Kind
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) < 4 {
			continue
		}
		ks = append(ks, Kind{f[0], f[1], f[2], f[3]})
	}
	return ks
}

// Kinds lists the kinds in the order of the table.
func Kinds() []Kind { return append([]Kind(nil), kinds...) }

// KindName returns the name of a kind; of one that is not in the table its own words, "therapy notes" for
// "therapy_notes".
func KindName(id string) string {
	for _, k := range kinds {
		if k.ID == id {
			return k.Name
		}
	}
	return strings.ReplaceAll(id, "_", " ")
}
