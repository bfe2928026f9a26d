package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
)

// noticeRoutes are the notice of assignment and request for information, to print or to take along as a PDF.
func (s *server) noticeRoutes() []Route {
	return []Route{
		{Pattern: "GET /cases/{id}/notice", Action: auth.Notify, OfCase: true, Handle: s.noticePage},
		{Pattern: "GET /cases/{id}/notice.pdf", Action: auth.Notify, OfCase: true, Handle: s.noticePDF},
	}
}

// A noticeDue is a last day for records, by the way in which the notice is sent.
type noticeDue struct {
	How  string
	When string
}

// notice composes the paper of 8 CCR 9792.10.4(b): who reviews, what is in dispute, what kind of review, which
// records are asked for and by when, and who gets the notice. Each part names its row of letter_requirements.tsv.
func notice(c imr.Case, o letter.Organization, sent clock.Day, dues []noticeDue) letter.Page {
	p := letter.Page{Title: "Notice of Assignment and Request for Information " + string(c.ID), Footer: "Independent Medical Review, case " + string(c.ID)}
	para := func(role string, text ...string) {
		p.Blocks = append(p.Blocks, letter.Block{Kind: letter.Paragraph, Role: role, Runs: []letter.Run{{Text: strings.Join(text, "\n")}}})
	}
	head := func(level int, text string) {
		p.Blocks = append(p.Blocks, letter.Block{Kind: letter.Heading, Level: level, Runs: []letter.Run{{Text: text}}})
	}
	table := func(label string, rows ...[]string) {
		b := letter.Block{Kind: letter.Table, Role: "case", Label: label}
		for _, r := range rows {
			if r[1] != "" {
				b.Rows = append(b.Rows, []letter.Cell{{Header: true, Runs: []letter.Run{{Text: r[0]}}}, {Runs: []letter.Run{{Text: r[1]}}}})
			}
		}
		p.Blocks = append(p.Blocks, b)
	}
	list := func(label string, items ...string) {
		b := letter.Block{Kind: letter.List, Label: label}
		for _, it := range items {
			b.Items = append(b.Items, []letter.Run{{Text: it}})
		}
		p.Blocks = append(p.Blocks, b)
	}
	from := []string{string(o.Name)} // noa.iro
	for _, l := range o.Address {
		from = append(from, string(l))
	}
	if o.Telephone != "" {
		from = append(from, "Telephone "+string(o.Telephone))
	}
	para("letterhead", from...)
	head(1, "Notice of Assignment and Request for Information")
	physician, kind := "", "Regular"
	for _, pt := range c.Parties {
		if pt.Role == imr.RequestingPhysician && physician == "" {
			physician = pt.Label()
		}
	}
	if c.Priority == imr.Expedited { // noa.kind
		kind = "Expedited"
	}
	if c.Priority == imr.Formulary {
		kind = "Regular, over a drug under the MTUS Drug Formulary"
	}
	table("About this case",
		[]string{"IMR case number", string(c.ID)}, []string{"Date of this notice", dayWords(sent)}, []string{"Injured worker", c.Worker.Name},
		[]string{"Claim number", c.Claim.Number}, []string{"Appeals Board case number", c.Claim.ADJ}, []string{"Employer", c.Claim.Employer},
		[]string{"Date of injury", dayWords(c.Injury.Date)}, []string{"Application received", dayWords(c.Facts.Received.At)}, // noa.received
		[]string{"Kind of review", kind})
	para("", "The application for independent medical review named above was found eligible and is assigned to "+string(o.Name)+". A physician who has no part in the case will decide whether the treatment in dispute is medically necessary.")
	head(2, "Treatment in dispute") // noa.treatment
	table("Request and decision",
		[]string{"Request for authorization dated", dayWords(c.Denial.RequestDated)}, []string{"Requested by", physician}, []string{"Utilization review decision", dayWords(c.Denial.Decided)})
	var items []string
	for _, it := range c.Items {
		if it.State == imr.ItemInDispute {
			items = append(items, withQuantity(it.Request, it.InDispute))
		}
	}
	list("Treatment in dispute", items...)
	head(2, "Records that the claims administrator sends, and by when") // noa.due_regular, noa.due_expedited
	for _, d := range dues {
		para("", d.How+" the records must be received by "+d.When+".")
	}
	para("", "The days hold what service by mail adds; nothing more is added. What does not come in time can cost a penalty of $500 a day (8 CCR 9792.10.5(a)(1), 9792.12(c)(6)).")
	head(2, "Which records are asked for") // noa.records
	list("Records",
		"All reports of the physician that bear on the current condition, from the six months before the request for authorization, and any report named in the request or in the decision. Where that physician treated for less than six months, also the reports of the one before.",
		"The Application for Independent Medical Review, DWC Form IMR, as it was sent to the employee, without the written decision and the instructions.",
		"Everything else that the employee was told about the utilization review decision, letters included.",
		"What the employee or the physician sent in support of the request.",
		"Everything else that was used in deciding, with statements of the reasons.",
		"A list of all that is sent. The employee gets the list, and copies of what he or she does not have; records of mental health may be withheld from it.")
	para("", "The injured worker and the physician may send papers of their own within the same time, with a copy to the claims administrator. Papers found later are sent at once, with copies to the other side.")
	head(2, "Who receives this notice") // noa.to
	b := letter.Block{Kind: letter.Table, Role: "addressees", Label: "Who receives this notice", Rows: [][]letter.Cell{{{Header: true, Runs: []letter.Run{{Text: "Party"}}}, {Header: true, Runs: []letter.Run{{Text: "Name and address"}}}}}}
	for _, pt := range c.Parties {
		lines := append([]string{pt.Label()}, pt.Address...)
		b.Rows = append(b.Rows, []letter.Cell{{Runs: []letter.Run{{Text: imr.RoleName(pt.Role)}}}, {Runs: []letter.Run{{Text: strings.Join(lines, "\n")}}}})
	}
	p.Blocks = append(p.Blocks, b)
	return p
}

func dayWords(d clock.Day) string { return d.Format("January 2, 2006") }

// noticeOf makes the notice of a case: as it was sent, or as it would be today.
func (s *server) noticeOf(v *Visit) (letter.Page, error) {
	c := v.Case
	if c.Facts.Eligible.Seq == 0 {
		return letter.Page{}, &imr.Error{Kind: imr.Refused, Rule: "8 CCR 9792.10.4(b)", Message: "There is no notice yet: the application has not been found eligible."}
	}
	sent := v.Now
	for _, t := range c.Trail {
		if t.Event == "notice_sent" {
			sent = t.At
		}
	}
	return notice(c, s.Organization, clock.DayIn(sent, imr.Office), recordsDue(s.Rules, c, sent)), nil
}

// recordsDue tells the last day for records by each way of sending the notice.
func recordsDue(r imr.Rules, c imr.Case, sent time.Time) []noticeDue {
	var ds []noticeDue
	add := func(how, rule string, by clock.Service) {
		d, err := r.Clocks.Due(rule, clock.Start{At: sent, Service: by, Urgent: c.Priority == imr.Expedited})
		if err != nil {
			return // not in force on that day
		}
		ds = append(ds, noticeDue{how, dueTitle(d.Day, d.At)})
	}
	if c.Priority == imr.Expedited {
		add("Within 24 hours after this notice is received; if it is received as it is sent,", "imr.records.expedited", clock.Electronic)
		return ds
	}
	add("Where this notice was sent by mail,", "imr.records.mail", clock.MailInState)
	add("Where it was sent electronically,", "imr.records.electronic", clock.Electronic)
	return ds
}

func (s *server) noticePage(v *Visit) error {
	p, err := s.noticeOf(v)
	if err != nil {
		return err
	}
	return v.Render(http.StatusOK, Page{Title: p.Title, Here: "/queue"}, noticeBody(v, string(onPage(p.Blocks))))
}

func (s *server) noticePDF(v *Visit) error {
	p, err := s.noticeOf(v)
	if err != nil {
		return err
	}
	b, err := p.PDF()
	if err != nil {
		return fmt.Errorf("write the notice of %s: %w", v.Case.ID, err)
	}
	sendFile(v, "Notice-"+string(v.Case.ID)+".pdf", letterKinds[letter.FormPDF], bytes.NewReader(b))
	return nil
}
