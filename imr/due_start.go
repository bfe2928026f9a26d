package imr

import (
	"fmt"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
)

// choose tells which rules a reference of the table means in this case at this event: those of its priority and of
// the way in which the notice was sent.
func (t *teller) choose(ref string, turn Turn) []string {
	switch ref {
	case "imr.apply":
		if turn.Priority == Formulary && t.inForce("imr.apply.formulary", t.c.Denial.Decided) {
			return []string{"imr.apply.formulary"}
		}
		return []string{ref}
	case "imr.decide.regular", "imr.decide.formulary", "imr.decide.expedited", "imr.decide.*":
		switch {
		case turn.Priority == Expedited:
			return []string{"imr.decide.expedited"}
		case turn.Priority == Formulary && t.inForce("imr.decide.formulary", clock.DayIn(turn.At, Office)):
			return []string{"imr.decide.formulary"}
		}
		return []string{"imr.decide.regular"}
	case "imr.records.mail", "imr.records.electronic", "imr.records.expedited":
		return []string{t.records(turn, ClaimsAdministrator), t.papers(turn)}
	case "imr.more_information.regular", "imr.more_information.expedited":
		if turn.Priority == Expedited {
			return []string{"imr.more_information.expedited"}
		}
		return []string{"imr.more_information.regular"}
	case "imr.implement.authorize", "imr.implement.reimburse", "imr.implement.*":
		var ids []string
		if t.served != nil && len(t.items(false)) > 0 {
			ids = append(ids, "imr.implement.authorize")
		}
		if t.served != nil && len(t.items(true)) > 0 {
			ids = append(ids, "imr.implement.reimburse")
		}
		return ids
	case "imr.appeal.petition":
		if t.served == nil {
			return nil
		}
	}
	if strings.HasSuffix(ref, "*") {
		return nil
	}
	return []string{ref}
}

func (t *teller) inForce(id string, d clock.Day) bool {
	_, err := t.r.Clocks.On(id, d)
	return err == nil
}

// records is the rule by which the claims administrator owes its records: by the review's priority, and by how the
// notice was sent to it. A fax is electronic. Of a notice handed over the regulation says nothing, and the ten days
// of the statute are taken; so too of an electronic one before the regulation spoke of it.
func (t *teller) records(turn Turn, to Role) string {
	if turn.Priority == Expedited {
		return "imr.records.expedited"
	}
	switch turn.method(t.c, to) {
	case Electronic, Fax:
		if t.inForce("imr.records.electronic", clock.DayIn(turn.At, Office)) {
			return "imr.records.electronic"
		}
		return "imr.records.statute"
	case Personal:
		return "imr.records.statute"
	}
	return "imr.records.mail"
}

// papers is the rule by which the employee and the physician may send papers of their own.
func (t *teller) papers(turn Turn) string {
	switch t.records(turn, InjuredWorker) {
	case "imr.records.expedited":
		return "imr.records.employee.expedited"
	case "imr.records.electronic":
		return "imr.records.employee.electronic"
	}
	return "imr.records.employee.mail"
}

// from finds what a clock counts from, and says it in words. It is not ok where the clock does not start after all.
func (t *teller) from(id string, turn Turn) (s clock.Start, because string, ok bool) {
	on := func(what string, at time.Time) string {
		return what + " on " + clock.DayIn(at, Office).Format("January 2, 2006")
	}
	says := func(at time.Time) string {
		if t.terse {
			return ""
		}
		rule, err := t.r.Clocks.On(id, clock.DayIn(at, Office))
		if err != nil {
			return on("it began", at)
		}
		return on(clock.StartWords(rule.StartsOn), at)
	}
	s = clock.Start{At: turn.At, Service: clock.Service(turn.Method), Urgent: turn.Priority == Expedited}
	switch id {
	case "imr.apply", "imr.apply.formulary":
		d := t.c.Denial
		if d.Served.IsZero() {
			return clock.Start{}, "", true
		}
		s = clock.Start{At: d.Served.At(0, 0, 0, Office), DayOnly: true, Service: clock.Service(d.ServedBy)}
		return s, says(s.At) + byMethod(d.ServedBy), true
	case "imr.decide.regular", "imr.decide.expedited", "imr.decide.formulary":
		return t.complete(id, turn)
	case "imr.decide.extension":
		return t.extended(turn)
	case "imr.records.expedited", "imr.records.employee.expedited":
		to := ClaimsAdministrator
		if id == "imr.records.employee.expedited" {
			to = InjuredWorker
		}
		s = t.received(turn.At, turn.method(t.c, to))
		if turn.Event == "converted_to_expedited" {
			s = t.received(turn.At, turn.Method)
			return s, on("the parties were told that the review is expedited", s.At), true
		}
		return s, says(s.At), true
	case "imr.records.mail", "imr.records.electronic", "imr.records.statute":
		s.Service = clock.Service(turn.method(t.c, ClaimsAdministrator))
		s.Why = t.statute(id, s)
	case "imr.records.employee.mail", "imr.records.employee.electronic":
		s.Service = clock.Service(turn.method(t.c, InjuredWorker))
	case "imr.eligibility.answer", "imr.more_information.regular", "imr.more_information.expedited":
		s = t.received(turn.At, turn.Method)
	case "imr.implement.authorize", "imr.implement.reimburse":
		s = t.received(turn.At, t.served.method(t.c, ClaimsAdministrator))
		if turn.Event == "petition_denied" {
			s = clock.Start{At: turn.At}
			return s, on("the appeal was denied", s.At), true
		}
	case "imr.appeal.petition":
		s.Service = t.longestService(turn)
	}
	because = says(s.At)
	switch id {
	case "imr.appeal.petition", "imr.eligibility.appeal":
		because += byMethod(Method(s.Service))
	}
	return s, because, true
}

func byMethod(m Method) string {
	if m == "" {
		return ""
	}
	return " " + MethodName(m)
}

// complete is when both the application and the records were in. An application that becomes expedited under review
// is complete for that track when the physician's certificate is in.
func (t *teller) complete(id string, turn Turn) (clock.Start, string, bool) {
	application := t.c.Trail[0].At
	s := clock.Start{At: turn.At}
	say := func(what string, at time.Time) string {
		return what + " on " + clock.DayIn(at, Office).Format("January 2, 2006")
	}
	switch {
	case turn.Event == "converted_to_expedited":
		s.Why = []clock.Step{{Text: "The review became expedited; the certificate of the physician completes what the shorter time counts from.", Authority: "8 CCR 9792.10.4(c), 9792.10.6(g)"}}
		return s, say("the review became expedited", s.At), true
	case turn.Event == "go_on_without":
		s.Why = []clock.Step{{Text: "The review goes on without the claims administrator's records; what there is counts as complete from then on.", Authority: "8 CCR 9792.10.6(b)(2)"}}
		return s, say("the review went on without records", s.At), true
	case application.After(turn.At):
		s.At = application
		return s, say("the application was received", s.At), true
	}
	return s, say("the records were received", s.At), true
}

// extended counts from the first due date of the determination, and stops that one.
func (t *teller) extended(turn Turn) (clock.Start, string, bool) {
	for i := len(t.dues) - 1; i >= 0; i-- {
		d := &t.dues[i]
		if !strings.HasPrefix(d.Rule.ID, "imr.decide.") || !d.Met.IsZero() || d.Status == Unknown {
			continue
		}
		due, err := t.r.Clocks.Due(d.Rule.ID, d.start)
		if err != nil {
			return clock.Start{}, "", false
		}
		d.Due, d.Status, d.Met, d.MetBy = due, Stopped, turn.At, turn.Seq
		return clock.Start{At: due.Day.At(0, 0, 0, Office), DayOnly: true},
			"the time was extended on " + clock.DayIn(turn.At, Office).Format("January 2, 2006"), true
	}
	return clock.Start{}, "", false
}

// received takes a paper as received when it was sent, and by mail as many days later as service by mail adds.
func (t *teller) received(sent time.Time, by Method) clock.Start {
	days := map[Method]int{MailInState: 5, MailOutOfState: 10, MailAbroad: 20}[by]
	if days == 0 {
		return clock.Start{At: sent}
	}
	day := clock.DayIn(sent, Office)
	return clock.Start{At: day.AddDays(days).At(0, 0, 0, Office), DayOnly: true, Why: []clock.Step{{
		Text: fmt.Sprintf("The paper was sent %s on %s. No day of receipt is on file; it is taken as received %d days later, as service by mail is counted.",
			MethodName(by), day.Format("Monday, January 2, 2006"), days),
		Authority: "CCP 1013(a), by analogy",
	}}}
}

// statute tells the statute's own time for records beside that of the regulation, which is the one that counts.
func (t *teller) statute(id string, s clock.Start) []clock.Step {
	if id == "imr.records.statute" || t.terse {
		return nil
	}
	due, err := t.r.Clocks.Due("imr.records.statute", s)
	if err != nil {
		return nil
	}
	return []clock.Step{{Text: "By the statute the records were to be sent by " + due.Day.Format("Monday, January 2, 2006") + "; the regulation's time, to have them received, is the working rule.",
		Authority: due.Rule.Authority}}
}

// longestService is the way of service that gives the most time to appeal: the time is over when it is over for all.
func (t *teller) longestService(turn Turn) clock.Service {
	order := []Method{"", Personal, Electronic, Fax, MailInState, MailOutOfState, MailAbroad}
	longest := 0
	for _, s := range turn.Services {
		for i, m := range order {
			if s.Method == m {
				longest = max(longest, i)
			}
		}
	}
	return clock.Service(order[longest])
}
