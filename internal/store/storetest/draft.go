package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

func draftHistory(t *testing.T, s *suite) {
	id := s.apply(0)
	s.play(id, Life())
	save := func(rev int, window, summary string) (imr.DraftText, error) {
		return s.st.SaveDraft(s.ctx, imr.DraftText{Case: id, By: Ruth.ID, Rev: rev, Window: window, Draft: Draft(summary)})
	}
	for rev, summary := range []string{"One.", "One. Two.", "One. Two. Three."} {
		_, err := save(rev, "a", summary)
		must(t, err)
	}
	// What a window goes on from is found, and whether it was itself that saved since.
	var e *imr.DraftChanged
	if _, err := save(1, "a", "One. Two and"); !errors.As(err, &e) || e.Now.Rev != 3 || e.Base.Draft.Summary != "One." || !e.Own {
		t.Errorf("the window itself: %+v", e)
	}
	if _, err := save(2, "b", "Other."); !errors.As(err, &e) || e.Base.Draft.Summary != "One. Two." || e.Base.Rev != 2 || e.Own {
		t.Errorf("another window: %+v", e)
	}
	if _, err := save(0, "b", "Other."); !errors.As(err, &e) || !reflect.DeepEqual(e.Base, imr.DraftText{}) || e.Own {
		t.Errorf("from nothing: %+v", e)
	}
	if _, err := save(9, "a", "Other."); !errors.As(err, &e) || e.Own || e.Base.Rev != 3 {
		t.Errorf("from what there is not: %+v", e)
	}
	if d, err := s.st.DraftAt(s.ctx, id, 2); err != nil || d.Draft.Summary != "One. Two." || d.Window != "a" || !d.Saved.Equal(s.now) {
		t.Errorf("revision 2 is %+v, %v", d, err)
	}
	if d, err := s.st.DraftAt(s.ctx, id, 12); err != nil || d.Rev != 0 {
		t.Errorf("revision 12 is %+v, %v", d, err)
	}

	// Two days of typing, every two seconds for some minutes: all of the last hour remains, a few of before.
	began := s.now
	rev := 3
	for _, at := range []time.Duration{time.Hour, 24 * time.Hour, 50 * time.Hour} {
		for i := range 3 * thin {
			s.now = began.Add(at + time.Duration(i)*2*time.Second)
			_, err := save(rev, "a", "One. Two. Three. Four.")
			must(t, err)
			rev++
		}
	}
	list, err := s.st.DraftHistory(s.ctx, id)
	must(t, err)
	count := func(from, to time.Duration) (n int) {
		for _, d := range list {
			if since := d.Saved.Sub(began); since >= from && since < to {
				n++
			}
		}
		return n
	}
	if list[0].Rev != rev || list[0].Draft.Summary != "" {
		t.Errorf("the newest is %+v", list[0])
	}
	if n := count(50*time.Hour, 51*time.Hour); n < 3*thin-1 {
		t.Errorf("%d of the last hour are kept of %d", n, 3*thin)
	}
	if n := count(time.Hour, 2*time.Hour); n < 1 || n > 2 {
		t.Errorf("%d are kept of what was typed two days ago", n)
	}
	if n := count(0, time.Minute); n != 1 {
		t.Errorf("%d are kept of the first minute", n)
	}
	if _, err := save(2, "b", "Other."); !errors.As(err, &e) || e.Base.Rev > 2 {
		t.Errorf("the base of a thinned revision is %+v", e)
	}

	// The next reviewer sees nothing of it.
	s.do(id, Step{Ruth, "2015-10-13", &imr.ConflictDeclared{Why: "Worked at the clinic."}})
	if list, err := s.st.DraftHistory(s.ctx, id); err != nil || len(list) != 0 {
		t.Errorf("without a reviewer: %d, %v", len(list), err)
	}
	if d, err := s.st.DraftAt(s.ctx, id, rev); err != nil || d.Rev != 0 {
		t.Errorf("without a reviewer: %+v, %v", d, err)
	}
}

// thin is how many revisions are saved between two times of thinning out.
const thin = 32

func workTime(t *testing.T, s *suite) {
	id := s.apply(0)
	day, _ := clock.ParseDay("2015-10-20")
	spend := func(by imr.UserID, d clock.Day, window string, seconds int) {
		must(t, s.st.SpendTime(s.ctx, imr.WorkTime{Case: id, By: by, Day: d, Window: window, Seconds: seconds}))
	}
	spend(Ruth.ID, day, "a", 30)
	spend(Ruth.ID, day, "a", 60)
	spend(Ruth.ID, day, "a", 60) // told again
	spend(Ruth.ID, day, "a", 20) // came late
	spend(Ruth.ID, day, "b", 5)
	spend(Ruth.ID, day.AddDays(1), "a", 7)
	spend(Dana.ID, day, "c", 1000)
	if d, err := s.st.TimeSpent(s.ctx, id, Ruth.ID); err != nil || d != 72*time.Second {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := s.st.TimeSpent(s.ctx, "CM15-9999999", Ruth.ID); err != nil || d != 0 {
		t.Errorf("of no case: %v, %v", d, err)
	}
}
