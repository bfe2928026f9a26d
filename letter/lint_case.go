package letter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openimr/openimr/clock"
)

// dates checks the head of the letter against itself and against the clock.
func (l *linter) dates() {
	d := l.d.Dates
	if l.d.CaseNumber == "" {
		l.add("dates.missing", Warning, -1, "case_number", "The letter has no case number. Enter the number of the case.")
	}
	if l.d.Priority == "" {
		l.add("dates.missing", Warning, -1, "priority", "The letter does not say whether the review was standard or expedited. Enter the priority.")
	}
	list := []struct {
		path, name string
		day        clock.Day
	}{
		{"dates.injury", "date of injury", d.Injury}, {"dates.ur_denial", "date of the utilization review decision", d.URDenial},
		{"dates.application_received", "date on which the application was received", d.ApplicationReceived},
		{"dates.assigned", "date of assignment", d.Assigned}, {"dates.decided", "date of the decision", d.Decided},
	}
	last := -1
	for i, e := range list {
		if e.day.IsZero() && i == 4 && l.c.Unserved {
			continue // the draft is decided when it is signed
		}
		if e.day.IsZero() {
			l.add("dates.missing", Warning, -1, e.path, fmt.Sprintf("The %s is missing. Enter it from the case.", e.name))
			continue
		}
		if last >= 0 && e.day < list[last].day {
			l.add("dates.order", Error, -1, e.path, fmt.Sprintf("The %s, %s, is before the %s, %s. Correct the one that is wrong.", e.name, e.day, list[last].name, list[last].day))
		}
		if i < 4 && !l.c.On.IsZero() && e.day > l.c.On {
			l.add("dates.future", Error, -1, e.path, fmt.Sprintf("The %s, %s, lies after the day of decision, %s. Correct the one that is wrong.", e.name, e.day, l.c.On))
		}
		last = i
	}
	if !l.c.DueBy.IsZero() && d.Decided > l.c.DueBy {
		l.add("dates.late", Warning, -1, "dates.decided", fmt.Sprintf("The decision of %s comes after the last day for it, %s. It is still to be served; record why it is late.", d.Decided, l.c.DueBy))
	}
}

func (l *linter) reviewer() {
	r := l.d.Reviewer
	if len(r.LicensedIn) == 0 {
		l.add("qualifications.missing", Error, -1, "reviewer.licensed_in", "No state of licensure is named. Enter each state in which the reviewer is licensed.")
	}
	if len(r.Specialties) == 0 {
		l.add("qualifications.missing", Error, -1, "reviewer.specialties", "No certification or specialty is named. Enter the reviewer's.")
	}
	low := lower(string(r.Statement))
	for _, p := range []struct{ what, phrases string }{
		{"no affiliation with the parties", "affiliat|no tie|conflict of interest"},
		{"active practice for more than five years", "five years|5 years"},
		{"at least 24 hours a week in active practice", "24 hours|twenty-four hours"},
		{"the same or a similar specialty", "similar specialt"},
		{"knowledge of the hierarchy of evidence", "hierarchy|strength of evidence"},
	} {
		found := false
		for phrase := range strings.SplitSeq(p.phrases, "|") {
			found = found || strings.Contains(low, phrase)
		}
		if !found {
			l.add("independence.missing", Warning, -1, "reviewer.statement", "The statement on the reviewer does not speak of "+p.what+". Take the standard statement of the programme.")
		}
	}
	if l.c.Reviewers > 1 && !l.c.MoreApproved {
		l.add("reviewers.more", Error, -1, "reviewer", fmt.Sprintf("%d reviewers decided, and the case holds no written approval of the Administrative Director for more than one. File the approval, or decide with one reviewer.", l.c.Reviewers))
	}
}

func (l *linter) documents() {
	published := l.d.Layout == LayoutMaximus2015
	if len(l.d.DocumentsReviewed) == 0 && !published {
		l.add("documents.missing", Error, -1, "documents_reviewed", "The letter lists no documents reviewed. List each one with its date and author.")
	}
	listed := map[string]bool{}
	for i, doc := range l.d.DocumentsReviewed {
		listed[documentKey(string(doc.Title), doc.Date)] = true
		if doc.Title == "" {
			l.add("documents.missing", Warning, -1, fmt.Sprintf("documents_reviewed[%d].title", i), "This document has no title. Enter what it is.")
		}
	}
	if len(l.c.Documents) == 0 {
		return
	}
	held, other := map[string]bool{}, false
	for _, doc := range l.c.Documents {
		key := documentKey(doc.Title, doc.Date)
		held[key] = true
		other = other || !doc.Decision
		if len(listed) > 0 && !listed[key] {
			l.add("documents.differ", Warning, -1, "documents_reviewed", fmt.Sprintf("The case holds %q (%s), which the letter does not list. Add it, or say why it was not reviewed.", doc.Title, orNoDate(doc.Date)))
		}
	}
	for i, doc := range l.d.DocumentsReviewed {
		if !held[documentKey(string(doc.Title), doc.Date)] {
			l.add("documents.differ", Warning, -1, fmt.Sprintf("documents_reviewed[%d]", i), "The case holds no document of this title and date. Correct the entry, or add the document to the case.")
		}
	}
	if !other {
		l.add("documents.ur_only", Error, -1, "documents_reviewed", "The case holds nothing but the utilization review decision, and a determination may not rest on that alone. Ask for the records.")
	}
}

func documentKey(title string, day clock.Day) string {
	return strings.Join(strings.Fields(strings.ToLower(title)), " ") + "|" + day.String()
}

func orNoDate(d clock.Day) string {
	if d.IsZero() {
		return "no date"
	}
	return d.String()
}

// caseItems compares the requests of the letter with those of the case and with each other.
func (l *linter) caseItems() {
	if len(l.d.Items) == 0 {
		l.add("item.none", Error, -1, "items", "The letter decides nothing. Enter each disputed treatment with its decision.")
	}
	seen := map[string]int{}
	for i, it := range l.d.Items {
		key := requestKey(string(it.Request))
		if key == "" {
			continue
		}
		if first, dup := seen[key]; dup {
			l.add("item.duplicate", Warning, i, fmt.Sprintf("items[%d].request", i), fmt.Sprintf("The same request stands in item %d. Leave one out, or say how they differ.", first+1))
			continue
		}
		seen[key] = i
	}
	if len(l.c.CaseItems) == 0 {
		return
	}
	inCase := map[string]bool{}
	for _, request := range l.c.CaseItems {
		key := requestKey(request)
		inCase[key] = true
		if _, ok := seen[key]; !ok {
			l.add("item.left_out", Error, -1, "items", fmt.Sprintf("The case disputes %q, and the letter does not decide it. Add the item, or take it out of the case with its reason.", request))
		}
	}
	for i, it := range l.d.Items {
		if key := requestKey(string(it.Request)); key != "" && !inCase[key] {
			l.add("item.differs", Error, i, fmt.Sprintf("items[%d].request", i), "The case has no disputed treatment in these words. Word the request as the case has it.")
		}
	}
}

func requestKey(s string) string {
	var b strings.Builder
	for _, w := range words(strings.ToLower(s)) {
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	return b.String()
}

// served checks the parts that only the served letter has.
func (l *linter) served() {
	s := l.d.Served
	if s == nil {
		return
	}
	need := func(rule, path string, missing bool, message string) {
		if missing {
			l.add(rule, Error, -1, path, message)
		}
	}
	need("served.organization", "served.organization", s.Organization.Name == "" || len(s.Organization.Address) == 0, "Name or address of the review organization is missing. Enter both.")
	need("served.date", "served.letter_date", s.LetterDate.IsZero() && !l.c.Unserved, "The letter has no date. Enter the day on which it is sent: the time to appeal runs from it.")
	if !s.LetterDate.IsZero() && s.LetterDate < l.d.Dates.Decided {
		l.add("served.date", Error, -1, "served.letter_date", fmt.Sprintf("The letter is dated %s, before the decision of %s. Correct the one that is wrong.", s.LetterDate, l.d.Dates.Decided))
	}
	if want := outcomeOf(l.d.Items); want != "" && s.Outcome != want {
		l.add("served.outcome", Error, -1, "served.outcome", fmt.Sprintf("The outcome says %q, and the decisions on the items make %q. Correct the outcome, or the item that is wrong.", s.Outcome, want))
	}
	roles := make([]string, len(s.Addressees))
	for i, a := range s.Addressees {
		path := fmt.Sprintf("served.addressees[%d]", i)
		roles[i] = strings.ToLower(string(a.Role))
		need("served.addressees", path, a.Name == "", "This addressee has no name. Enter it as on the envelope.")
		how := strings.ToLower(string(a.Method))
		known := how == "mail" || how == "fax" || how == "electronic" || how == "personal"
		need("pos.how", path+".method", !known, "The way of sending is missing or not one of mail, fax, electronic, personal. Enter it.")
		need("pos.whom", path+".address", (how == "mail" || how == "personal") && len(a.Address) == 0, "The address is missing. Enter it as on the envelope.")
		need("pos.how", path+".to", (how == "fax" || how == "electronic") && a.To == "", "The fax number or e-mail address is missing. Enter where it is sent.")
	}
	all := strings.Join(roles, "|")
	for _, r := range []struct{ name, words string }{
		{"the injured worker", "worker|employee"}, {"the claims administrator or employer", "claims administrator|employer"},
		{"the requesting physician", "physician|provider|doctor"}, {"the Administrative Director", "director"},
	} {
		found := false
		for w := range strings.SplitSeq(r.words, "|") {
			found = found || strings.Contains(all, w)
		}
		need("served.addressees", "served.addressees", !found, "The letter does not go to "+r.name+". Add the addressee, or the role of the one who is meant.")
	}
	if len(l.c.ServiceList) > 0 {
		l.serviceList(s.Addressees)
	}
	l.proof(s)
}

func (l *linter) serviceList(have []Addressee) {
	key := func(a Addressee) string { return requestKey(string(a.Name)) }
	listed, wanted := map[string]bool{}, map[string]bool{}
	for _, a := range have {
		listed[key(a)] = true
	}
	for _, a := range l.c.ServiceList {
		wanted[key(a)] = true
		if !listed[key(a)] {
			l.add("pos.whom", Error, -1, "served.addressees", fmt.Sprintf("%s is on the service list of the case and not among the addressees. Add the addressee.", a.Role))
		}
	}
	for i, a := range have {
		// The Administrative Director gets every determination, though no party of the case.
		if !wanted[key(a)] && !strings.Contains(strings.ToLower(string(a.Role)), "director") {
			l.add("pos.whom", Warning, -1, fmt.Sprintf("served.addressees[%d]", i), "This addressee is not on the service list of the case. Take it out, or add it to the case.")
		}
	}
}

// sentByWire says that somebody was served in a way of which the proof names the time.
func sentByWire(as []Addressee) bool {
	return slices.ContainsFunc(as, func(a Addressee) bool { return a.Method == "fax" || a.Method == "electronic" })
}

func (l *linter) proof(s *Served) {
	p := s.ProofOfService
	if p == nil && l.c.Unserved {
		return
	}
	if p == nil {
		l.add("pos.missing", Error, -1, "served.proof_of_service", "The letter has no proof of service. Add the declaration of the person who sends it.")
		return
	}
	for _, e := range []struct {
		rule, path string
		missing    bool
		message    string
	}{
		{"pos.who", "server", p.Server == "", "The name of the person who serves is missing. Enter it."},
		{"pos.where", "address", len(p.Address) == 0, "The address of the person who serves is missing. Enter the residence or business address."},
		{"pos.where", "county", p.County == "", "The county of mailing is missing. Enter it."},
		{"pos.when", "place", p.Place == "", "The place of deposit or sending is missing. Enter it."},
		{"pos.when", "date", p.Date.IsZero(), "The day of deposit or sending is missing. Enter it."},
		{"pos.when", "time", p.Time == "" && sentByWire(s.Addressees), "The letter went by fax or electronically, and the time of sending is missing. Enter it."},
		{"pos.what", "documents", len(p.Documents) == 0, "No document is named. Enter the exact title of each one that is sent."},
		{"pos.oath", "signed_at", p.SignedAt == "", "The place of signing is missing. Enter it."},
		{"pos.oath", "signed_on", p.SignedOn.IsZero(), "The day of signing is missing. Enter it."},
	} {
		if e.missing {
			l.add(e.rule, Error, -1, "served.proof_of_service."+e.path, e.message)
		}
	}
	if !p.SignedOn.IsZero() && p.SignedOn < p.Date {
		l.add("pos.oath", Error, -1, "served.proof_of_service.signed_on", "The declaration is signed before the letter was sent. Correct the one that is wrong.")
	}
}

// outcomeOf is the plain result over all items, "" while one of them is not decided.
func outcomeOf(items []Item) Outcome {
	up, over := 0, 0
	for _, it := range items {
		switch it.Decision {
		case Upheld:
			up++
		case Overturned:
			over++
		case PartiallyOverturned:
			up, over = up+1, over+1
		default:
			return ""
		}
	}
	switch {
	case up > 0 && over > 0:
		return OutcomePartiallyOverturned
	case over > 0:
		return OutcomeOverturned
	case up > 0:
		return OutcomeUpheld
	}
	return ""
}
