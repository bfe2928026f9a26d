package imr

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openimr/openimr/review"
)

// A DraftClash is a place of a draft that two windows changed in two ways. The merged draft has Mine.
type DraftClash struct {
	Field string `json:"field"` // "summary", "items[0].outcome"; items are counted as in the merged draft
	review.Clash
}

// MergeDrafts puts together what two windows made of one draft: texts sentence by sentence (review.Merge), all else field
// by field. What one of them changed is taken; where both changed the same in two ways Mine stands and a clash says
// what the other has. Items keep the order of mine.
func MergeDrafts(base, mine, theirs Draft) (Draft, []DraftClash) {
	var m draftMerge
	out := Draft{Summary: m.text("summary", base.Summary, mine.Summary, theirs.Summary)}
	for i, d := range mine.Items {
		at := "items[" + strconv.Itoa(i) + "]."
		b, inBase := decisionOf(base, d.Item)
		t, there := decisionOf(theirs, d.Item)
		if !there {
			t = b
			if !inBase {
				t = DraftDecision{Item: d.Item}
			}
		}
		out.Items = append(out.Items, DraftDecision{
			Item:                         d.Item,
			Outcome:                      Outcome(m.word(at+"outcome", string(b.Outcome), string(d.Outcome), string(t.Outcome))),
			ClaimsAdministratorGuideline: m.word(at+"claims_administrator_guideline", b.ClaimsAdministratorGuideline, d.ClaimsAdministratorGuideline, t.ClaimsAdministratorGuideline),
			IMROGuideline:                m.word(at+"imro_guideline", b.IMROGuideline, d.IMROGuideline, t.IMROGuideline),
			Rationale:                    m.text(at+"rationale", b.Rationale, d.Rationale, t.Rationale),
			Search:                       mergeList(b.Search, d.Search, t.Search, func(s SearchStep) string { return s.Code }),
			Evidence:                     mergeList(b.Evidence, d.Evidence, t.Evidence, func(e CitedEvidence) string { return e.Citation }),
		})
	}
	for _, d := range theirs.Items {
		_, inBase := decisionOf(base, d.Item)
		if _, here := decisionOf(mine, d.Item); !here && !inBase {
			out.Items = append(out.Items, d)
		}
	}
	out.Kept = mergeList(base.Kept, mine.Kept, theirs.Kept, func(k Kept) string { return k.Rule + "\x00" + k.Words })
	return out, m.clashes
}

func decisionOf(d Draft, item int) (DraftDecision, bool) {
	for _, dd := range d.Items {
		if dd.Item == item {
			return dd, true
		}
	}
	return DraftDecision{}, false
}

type draftMerge struct{ clashes []DraftClash }

func (m *draftMerge) text(field, base, mine, theirs string) string {
	out, clashes := review.Merge(base, mine, theirs)
	for _, c := range clashes {
		m.clashes = append(m.clashes, DraftClash{field, c})
	}
	return out
}

// word settles a field that is taken as a whole. One that is empty gives way to one that says something.
func (m *draftMerge) word(field, base, mine, theirs string) string {
	switch {
	case mine == theirs || theirs == base:
		return mine
	case mine == base:
		return theirs
	case mine == "" || theirs == "":
		return cmp.Or(mine, theirs)
	}
	m.clashes = append(m.clashes, DraftClash{field, review.Clash{Base: base, Mine: mine, Theirs: theirs, At: review.Span{From: 0, To: len(mine)}}})
	return mine
}

// mergeList settles rows that are known by a key: what one took away is gone, what one added or changed is there, and
// where both changed one row mine stands.
func mergeList[T comparable](base, mine, theirs []T, key func(T) string) []T {
	find := func(list []T, k string) (T, bool) {
		if i := slices.IndexFunc(list, func(t T) bool { return key(t) == k }); i >= 0 {
			return list[i], true
		}
		var none T
		return none, false
	}
	var out []T
	for _, x := range mine {
		b, inBase := find(base, key(x))
		t, there := find(theirs, key(x))
		switch {
		case there && inBase && x == b:
			out = append(out, t)
		case !there && inBase && x == b: // they took it away
		default:
			out = append(out, x)
		}
	}
	for _, x := range theirs {
		b, inBase := find(base, key(x))
		if _, here := find(mine, key(x)); !here && (!inBase || x != b) {
			out = append(out, x)
		}
	}
	return out
}
