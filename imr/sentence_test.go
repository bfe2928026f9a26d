package imr_test

import (
	"strings"
	"testing"

	"github.com/openimr/openimr/imr"
)

func TestHistoryReadsAsSentences(t *testing.T) {
	s := tell(t).toReview()
	want := []string{
		"Application received from Daniel Okafor, disputing 1 treatment.",
		"The check of eligibility began.",
		"Found eligible.",
		"Notice of assignment and request for information sent to 3 parties.",
		"Records of 6 pages in 1 paper received from Sierra Claims.",
		"Ruth Adeyemi (Anesthesiology, Pain Management) was assigned as the reviewer and attested that there is no conflict of interest.",
	}
	for i, e := range s.events {
		if got := imr.Sentence(e, s.c, imr.Inside); got != want[i] {
			t.Errorf("event %d: %q", i+1, got)
		}
	}
}

func TestNoPartyReadsWhoTheReviewerIs(t *testing.T) {
	s := tell(t).toReview()
	s.by("rev1").do(&imr.DraftSubmitted{Draft: draft()}, imr.QualityCheck)
	for _, e := range s.events {
		got := imr.Sentence(e, s.c, imr.ToParty)
		for _, clue := range []string{"Ruth", "Adeyemi", "rev1", "Massachusetts", "Anesthesiology"} {
			if strings.Contains(got, clue) {
				t.Errorf("a party reads %q", got)
			}
		}
	}
}
