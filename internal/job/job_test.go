package job

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/riverqueue/river/rivertype"
)

// A job that fails is told with its kind and number, never with what it is about beyond them.
func TestAFailedJobIsLogged(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewTextHandler(&b, nil))
	l := errorLog{log}
	l.HandleError(t.Context(), &rivertype.JobRow{ID: 7, Kind: "due_came", Attempt: 1, MaxAttempts: 25, EncodedArgs: []byte(`{"case":"CM15-0190123"}`)}, rivertype.ErrNotFound)
	l.HandlePanic(t.Context(), &rivertype.JobRow{ID: 8, Kind: "sweep"}, "oops", "trace")
	for _, want := range []string{"job=7 kind=due_came", "job=8 kind=sweep", "panic=oops"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "CM15") {
		t.Errorf("the arguments are in the log: %s", b.String())
	}
}

// What the job engine tells of its ordinary work is not passed on.
func TestOnlyWarningsArePassedOn(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(warnings{slog.NewTextHandler(&b, nil)})
	log.Info("jobs counted")
	log.Warn("a job takes long")
	if got := b.String(); strings.Contains(got, "counted") || !strings.Contains(got, "takes long") {
		t.Error(got)
	}
}

// The kinds are names in the database of every installation: another name would leave jobs that nobody works.
func TestTheKindsStayAsTheyAre(t *testing.T) {
	for want, k := range map[string]interface{ Kind() string }{"due_came": DueCame{}, "sweep": Sweep{}, "checkpoint": Checkpoint{}, "tidy": Tidy{}} {
		if k.Kind() != want {
			t.Errorf("%T is called %q", k, k.Kind())
		}
	}
}
