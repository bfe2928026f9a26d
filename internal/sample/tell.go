package sample

import (
	"fmt"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
)

// A teller writes a story in days before now, so that the invented cases stand at their stage on any day.
type teller struct {
	Story
	now   time.Time
	owner Person
	app   *imr.ApplicationReceived
}

func tell(now time.Time, id imr.CaseID, about string, owner Person) *teller {
	return &teller{Story: Story{Case: id, About: about}, now: now, owner: owner}
}

// day is the working day that lies so many days before now; a weekend moves back to its Friday.
func (t *teller) day(ago int) clock.Day {
	d := clock.DayIn(t.now, imr.Office).AddDays(-ago)
	switch d.Weekday() {
	case time.Saturday:
		return d.AddDays(-1)
	case time.Sunday:
		return d.AddDays(-2)
	}
	return d
}

// at is a time of that day, after the step before and never later than now.
func (t *teller) at(ago, hour, minute int) time.Time {
	when := t.day(ago).At(hour, minute, 0, imr.Office)
	last := t.now.Add(-time.Hour)
	if n := len(t.Steps); n > 0 {
		last = t.Steps[n-1].At
	}
	if when.After(t.now) {
		return last.Add(t.now.Sub(last) / 2).Truncate(time.Second)
	}
	if !when.After(last) && len(t.Steps) > 0 {
		return last.Add(min(7*time.Minute, t.now.Sub(last)/2)).Truncate(time.Second)
	}
	return when
}

func (t *teller) do(by Person, when time.Time, how *imr.How, c imr.Command) *teller {
	t.Steps = append(t.Steps, Step{by.Actor, when, how, c})
	return t
}

func (t *teller) receive(ago int, app *imr.ApplicationReceived) *teller {
	t.app = app
	how := &imr.How{Method: imr.MailInState}
	switch t.Case[len(t.Case)-1] % 3 {
	case 1:
		how = &imr.How{Method: imr.Fax, Detail: "+1 916 555 0143"}
	case 2:
		how = &imr.How{Method: imr.Electronic}
	}
	t.do(dana, t.at(ago, 9, 12), how, app)
	if t.owner.ID != "" {
		t.do(dana, t.at(ago, 9, 20), nil, &imr.OwnerChanged{Owner: t.owner.ID, Name: t.owner.Name})
	}
	return t
}

func (t *teller) screen(ago int) *teller {
	return t.do(t.worker(), t.at(ago, 9, 45), nil, &imr.ScreeningStarted{})
}

func (t *teller) eligible(ago int) *teller {
	return t.do(t.worker(), t.at(ago, 11, 5), nil, &imr.FoundEligible{})
}

func (t *teller) notice(ago int, m imr.Method) *teller {
	return t.do(t.worker(), t.at(ago, 14, 30), &imr.How{Method: m}, &imr.NoticeSent{Services: t.everybody(m)})
}

func (t *teller) records(ago int, papers ...imr.Document) *teller {
	return t.do(t.worker(), t.at(ago, 11, 20), &imr.How{Method: imr.Electronic}, &imr.RecordsReceived{From: "P2", Documents: papers})
}

func (t *teller) assign(ago int, p Person) *teller {
	return t.do(t.worker(), t.at(ago, 8, 50), nil, &imr.ReviewerAssigned{Attested: true, Reviewer: imr.Reviewer{
		ID: p.ID, Name: p.Name, LicensedIn: p.LicensedIn, Specialties: p.Specialties,
	}})
}

func (t *teller) draft(ago int, by Person, d imr.Draft) *teller {
	return t.do(by, t.at(ago, 12, 15), nil, &imr.DraftSubmitted{Draft: d})
}

func (t *teller) pass(ago int) *teller {
	return t.do(nora, t.at(ago, 13, 30), nil, &imr.QualityPassed{Ticks: ticked()})
}

func (t *teller) sign(ago int) *teller {
	return t.do(miguel, t.at(ago, 14, 0), nil, &imr.Approved{SignedBy: miguel.Name, Title: "Medical Director"})
}

func (t *teller) serve(ago int) *teller {
	return t.do(t.worker(), t.at(ago, 15, 45), &imr.How{Method: imr.MailInState}, &imr.Served{
		Services: t.everybody(imr.MailInState), Server: t.worker().Name, Place: "Sacramento, California",
	})
}

func (t *teller) worker() Person {
	if t.owner.ID == "" {
		return dana
	}
	return t.owner
}

// everybody serves all parties by one method; who has no number or address for it is served by mail.
func (t *teller) everybody(m imr.Method) []imr.Service {
	var services []imr.Service
	for i, p := range t.app.Parties {
		by := m
		if m == imr.Electronic && p.Email == "" || m == imr.Fax && p.Fax == "" {
			by = imr.MailInState
		}
		services = append(services, imr.Service{Party: imr.PartyID(fmt.Sprintf("P%d", i+1)), Method: by})
	}
	return services
}

// dashed is how many letters write a day: 11-3-2026.
func dashed(d clock.Day) string { return d.Format("1-2-2006") }

// age in whole years of the worker on a day.
func (t *teller) age(on clock.Day) int {
	by, bm, bd := t.app.Worker.BirthDate.Date()
	y, m, d := on.Date()
	years := y - by
	if m < bm || m == bm && d < bd {
		years--
	}
	return years
}

// patient opens a summary: "The injured worker is a 43 year old male who sustained an industrial injury on 9-18-2014."
func (t *teller) patient(decided int) string {
	return fmt.Sprintf("The injured worker is a %d year old %s who sustained an industrial injury on %s.",
		t.age(t.day(decided)), t.app.Worker.Sex, dashed(t.app.Injury.Date))
}
