package imr

import "testing"

func TestWhatAModelWroteStaysOutOfRationales(t *testing.T) {
	var c Case
	(&ModelAsked{Sentences: []string{"The MRI shows a full-thickness tear.", "No."}}).apply(&c, Event{})
	for rationale, want := range map[string]bool{
		"The MRI shows a full-thickness tear.":                    true,
		"As said, the mri shows a FULL thickness tear, and so on": true,
		"The MRI shows a full-thickness\n\ntear [p. 3]":           true,
		"Something else. [unconfirmed: model]":                    true,
		"No. The MRI shows a tear.":                               false,
		"":                                                        false,
	} {
		if item, ok := c.FromModel(Draft{Items: []DraftDecision{{Item: 4, Rationale: rationale}}}); ok != want || ok && item != 4 {
			t.Errorf("%q: %v, %v", rationale, item, ok)
		}
	}
	if _, ok := c.FromModel(Draft{Summary: "The MRI shows a full-thickness tear."}); ok {
		t.Error("a summary may have it")
	}
}
