package auth_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The matrix in testdata/may.golden is who may do what, for a lawyer to read; whoever changes the table changes it in
// the same commit.
func TestWhoMayDoWhatIsAsWritten(t *testing.T) {
	var b strings.Builder
	for a := auth.SeeQueue; a.String() != "unknown_action"; a++ {
		fmt.Fprintf(&b, "%s\n", a)
		for _, r := range auth.Roles {
			if n := auth.NeedOf(r, a); n != auth.Never {
				fmt.Fprintf(&b, "\t%-22s %s\n", r, n)
			}
		}
		fmt.Fprintf(&b, "\t%-22s %s\n", "(refusal)", auth.Refusal(auth.Administrator, a))
	}
	const file = "testdata/may.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("the table of permissions differs from %s (-want +got):\n%s", file, d)
	}
}

func TestMayAsksTheFacts(t *testing.T) {
	all := []auth.Facts{}
	for i := range 16 {
		all = append(all, auth.Facts{Party: i&1 > 0, Reviewer: i&2 > 0, Served: i&4 > 0, Auditor: i&8 > 0})
	}
	for _, r := range append(auth.Roles, "nobody", "") {
		for a := auth.Action(-1); a <= auth.OwnAccount+1; a++ {
			for _, f := range all {
				want := false
				switch auth.NeedOf(r, a) {
				case auth.Always:
					want = true
				case auth.PartyOfCase:
					want = f.Party
				case auth.ReviewerOfCase:
					want = f.Reviewer
				case auth.PartyServed:
					want = f.Party && f.Served
				case auth.AuditorOfCase:
					want = f.Auditor
				case auth.ReviewerOrAuditor:
					want = f.Reviewer || f.Auditor
				}
				if got := auth.May(r, a, f); got != want {
					t.Errorf("May(%s, %s, %+v) = %t, want %t", r, a, f, got, want)
				}
			}
		}
	}
}

func TestNobodyOutsideMayDoTheOrganizationsWork(t *testing.T) {
	everything := auth.Facts{Party: true, Reviewer: true, Served: true, Auditor: true}
	open := map[auth.Action]bool{auth.SeeQueue: true, auth.SeeCase: true, auth.SeeLetter: true, auth.OwnAccount: true, auth.SendFiles: true}
	for _, r := range append(auth.Roles, "unknown") {
		if !r.Outside() {
			continue
		}
		for a := auth.SeeQueue; a <= auth.OwnAccount; a++ {
			if auth.May(r, a, everything) && !open[a] {
				t.Errorf("%s may %s", r, a)
			}
		}
	}
}

func TestEveryCommandHasAnAction(t *testing.T) {
	for _, e := range imr.EventTypes() {
		a, ok := auth.ActionOf(e)
		if !ok {
			t.Errorf("no action for the command %s", e)
			continue
		}
		somebody := false
		for _, r := range auth.Roles {
			somebody = somebody || auth.NeedOf(r, a) != auth.Never
		}
		if !somebody {
			t.Errorf("nobody may %s, which the command %s needs", a, e)
		}
	}
	if _, ok := auth.ActionOf("no_such_event"); ok {
		t.Error("a command that does not exist has an action")
	}
}

func TestRefusalSaysWhoseActItIs(t *testing.T) {
	for _, c := range []struct {
		role   auth.Role
		action auth.Action
		want   string
	}{
		{auth.Coordinator, auth.Sign, "Only the medical director may sign a determination."},
		{auth.Reviewer, auth.WriteDraft, "Only the reviewer to whom the case is assigned may write the draft."},
		{auth.Coordinator, auth.WriteDraft, "Only the reviewer of the case may write the draft."},
		{auth.InjuredWorker, auth.SeeLetter, "A party may open the determination once it has been served."},
		{auth.InjuredWorker, auth.CheckQuality, "Only the quality nurse or the medical director may check the quality of a draft."},
		{auth.Coordinator, 9999, "Nobody may do that."},
	} {
		if got := auth.Refusal(c.role, c.action); got != c.want {
			t.Errorf("Refusal(%s, %s) = %q, want %q", c.role, c.action, got, c.want)
		}
	}
}

func TestFactsComeFromTheCaseAndTheAccount(t *testing.T) {
	c := imr.Case{Parties: []imr.Party{{ID: "P1", Account: "maria"}, {ID: "P2"}}, Reviewer: &imr.Reviewer{ID: "dr.lee"}}
	for _, x := range []struct {
		name string
		who  auth.Account
		want auth.Facts
	}{
		{"the injured worker is a party", auth.Account{ID: "maria", Role: auth.InjuredWorker}, auth.Facts{Party: true}},
		{"another worker is not", auth.Account{ID: "jose", Role: auth.InjuredWorker}, auth.Facts{}},
		{"an account without a name is nobody, though a party has none", auth.Account{Role: auth.InjuredWorker}, auth.Facts{}},
		{"the reviewer assigned", auth.Account{ID: "dr.lee", Role: auth.Reviewer}, auth.Facts{Reviewer: true}},
		{"another reviewer", auth.Account{ID: "dr.wu", Role: auth.Reviewer}, auth.Facts{}},
		{"a coordinator with the reviewer's name is no reviewer", auth.Account{ID: "dr.lee", Role: auth.Coordinator}, auth.Facts{}},
		{"a reviewer with a party's account is no party", auth.Account{ID: "maria", Role: auth.Reviewer}, auth.Facts{}},
	} {
		if got := auth.FactsOf(x.who, c); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.name, got, x.want)
		}
	}
	c.Facts.Served.Seq = 20
	if !auth.FactsOf(auth.Account{ID: "maria", Role: auth.InjuredWorker}, c).Served {
		t.Error("the served determination is not seen")
	}
}

func BenchmarkMay(b *testing.B) {
	f := auth.Facts{Reviewer: true}
	for b.Loop() {
		if !auth.May(auth.Reviewer, auth.WriteDraft, f) {
			b.Fatal("the reviewer may not write")
		}
	}
}
