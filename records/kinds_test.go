package records

import "testing"

func TestEveryKindHasANameAndAGroup(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		if k.ID == "" || k.Name == "" || k.Group == "" || seen[k.ID] {
			t.Errorf("%+v is incomplete or stands there twice", k)
		}
		seen[k.ID] = true
	}
	// The rules of the case ask for these two by name.
	for _, id := range []string{"imr_application", "ur_decision"} {
		if !seen[id] {
			t.Errorf("there is no kind %q", id)
		}
	}
}

func TestAnUnknownKindKeepsItsWords(t *testing.T) {
	for id, want := range map[string]string{"rfa": "DWC Form RFA, Request for Authorization", "therapy_notes": "therapy notes", "": ""} {
		if got := KindName(id); got != want {
			t.Errorf("%q is called %q, not %q", id, got, want)
		}
	}
}
