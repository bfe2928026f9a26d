package letter

import (
	"strings"

	"github.com/openimr/openimr/guideline"
	"golang.org/x/text/unicode/norm"
)

// Canonical is the determination as every form of the letter holds it, so that Parse of what Render writes gives it
// back: running text folded to one space between words and an empty line between paragraphs, one line where a
// field is one line, accents composed (NFC), characters that no file can hold replaced, lists without empty entries, citations as the
// guideline statements word them, items numbered in the published layout from 1, and there age and sex as the
// summary tells them. File, Error, Unparsed and Warnings are no part of the letter and empty.
func Canonical(d Determination) Determination {
	d.Schema, d.File, d.Error, d.Unparsed, d.Warnings = Schema, "", "", nil, nil
	d.Priority, d.CaseNumber = one(d.Priority), one(d.CaseNumber)
	d.Reviewer = Reviewer{LicensedIn: oneEach(d.Reviewer.LicensedIn), Specialties: oneEach(d.Reviewer.Specialties), Statement: Running(d.Reviewer.Statement)}
	d.Summary.Text, d.Summary.Sex = Running(d.Summary.Text), one(d.Summary.Sex)
	documents := make([]Document, 0, len(d.DocumentsReviewed))
	for _, doc := range d.DocumentsReviewed {
		documents = append(documents, Document{Title: one(doc.Title), Date: doc.Date, Author: one(doc.Author)})
	}
	d.DocumentsReviewed = documents
	items := make([]Item, 0, len(d.Items))
	for i, it := range d.Items {
		if d.Layout == LayoutMaximus2015 {
			it.Number = i + 1
		}
		it.Request, it.OriginalRequest, it.Authorized = one(it.Request), one(it.OriginalRequest), one(it.Authorized)
		it.Decision, it.Rationale = Decision(it.Decision.id()), Running(it.Rationale)
		it.ClaimsAdministratorGuideline = canonicalGuidelines(it.ClaimsAdministratorGuideline)
		it.IMROGuideline = canonicalGuidelines(it.IMROGuideline)
		items = append(items, it)
	}
	d.Items = items
	if d.Layout == LayoutMaximus2015 {
		d.Programme, d.Served, d.DocumentsReviewed = ProgrammeCAWC, nil, nil
		d.Summary.Age, d.Summary.Sex = nil, ""
		readAge(&d.Summary)
		return tidy(d)
	}
	d.Layout, d.Programme = LayoutOpenIMR, one(d.Programme)
	if d.Served != nil {
		s := canonicalServed(*d.Served)
		d.Served = &s
	}
	return tidy(d)
}

func canonicalGuidelines(g Guidelines) Guidelines {
	text := one(g.Text)
	return Guidelines{Text: text, Citations: guideline.ParseStatement(string(text))}
}

func canonicalServed(s Served) Served {
	switch s.Outcome {
	case OutcomeUpheld, OutcomeOverturned, OutcomePartiallyOverturned:
	default:
		s.Outcome = ""
	}
	s.Employee, s.Employer, s.ClaimNumber, s.ADJNumber, s.RequestedBy = one(s.Employee), one(s.Employer), one(s.ClaimNumber), one(s.ADJNumber), one(s.RequestedBy)
	o := s.Organization
	s.Organization = Organization{Name: one(o.Name), Address: oneEach(o.Address), Telephone: one(o.Telephone), SignedBy: one(o.SignedBy), Title: one(o.Title)}
	list := make([]Addressee, 0, len(s.Addressees))
	for _, a := range s.Addressees {
		name := one(a.Name)
		if name == noName {
			name = ""
		}
		list = append(list, Addressee{Role: one(a.Role), Name: name, Address: oneEach(a.Address), Method: methodOf(string(one(a.Method))), To: one(a.To)})
	}
	s.Addressees = list
	s.Verification, s.Correction = canonicalVerification(s.Verification), canonicalCorrection(s.Correction)
	if p := s.ProofOfService; p != nil {
		s.ProofOfService = &ProofOfService{Server: one(p.Server), Address: oneEach(p.Address), County: one(p.County), Place: one(p.Place), Date: p.Date, Time: one(p.Time),
			Documents: oneEach(p.Documents), SignedAt: one(p.SignedAt), SignedOn: p.SignedOn}
	}
	return s
}

// canonicalVerification is nil where it says nothing.
func canonicalVerification(v *Verification) *Verification {
	if v == nil {
		return nil
	}
	if c := (Verification{one(v.Address), one(v.Code)}); c != (Verification{}) {
		return &c
	}
	return nil
}

func canonicalCorrection(k *Correction) *Correction {
	if k == nil {
		return nil
	}
	c := Correction{Of: k.Of, First: k.First, Changes: make([]Change, 0, len(k.Changes))}
	for _, x := range k.Changes {
		if x = (Change{one(x.Where), one(x.Was), one(x.Now)}); x != (Change{}) {
			c.Changes = append(c.Changes, x)
		}
	}
	if c.Of.IsZero() && c.First.IsZero() && len(c.Changes) == 0 {
		return nil
	}
	return &c
}

// tidy makes every list one that is written as [].
func tidy(d Determination) Determination {
	d.Reviewer.LicensedIn, d.Reviewer.Specialties = list(d.Reviewer.LicensedIn), list(d.Reviewer.Specialties)
	d.DocumentsReviewed, d.Items, d.Unparsed, d.Warnings = list(d.DocumentsReviewed), list(d.Items), list(d.Unparsed), list(d.Warnings)
	for i := range d.Items {
		it := &d.Items[i]
		it.ClaimsAdministratorGuideline.Citations = list(it.ClaimsAdministratorGuideline.Citations)
		it.IMROGuideline.Citations = list(it.IMROGuideline.Citations)
	}
	if s := d.Served; s != nil {
		s.Organization.Address, s.Addressees = list(s.Organization.Address), list(s.Addressees)
		for i := range s.Addressees {
			s.Addressees[i].Address = list(s.Addressees[i].Address)
		}
		if p := s.ProofOfService; p != nil {
			p.Address, p.Documents = list(p.Address), list(p.Documents)
		}
		if k := s.Correction; k != nil {
			k.Changes = list(k.Changes)
		}
	}
	return d
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// Running folds running text: one space between words, "\n\n" between paragraphs, which an empty line parts.
func Running(t Text) Text {
	s := nfc(string(t))
	var b strings.Builder
	for _, p := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = foldedLine(strings.ReplaceAll(p, "\n", " ")); p != "" {
			if b.Len() > 0 {
				b.WriteString("\n\n")
			}
			b.WriteString(p)
		}
	}
	return Text(b.String())
}

// nfc has letters with their accents as one character, as fonts have them, and nothing that no file can hold.
func nfc(s string) string { return norm.NFC.String(printable(s)) }

// one folds a text to one line.
func one[T ~string](t T) T {
	return T(foldedLine(strings.ReplaceAll(nfc(string(t)), "\n", " ")))
}

func oneEach[T ~string](l []T) []T {
	out := make([]T, 0, len(l))
	for _, t := range l {
		if t = one(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// foldLines folds each line of a text.
func foldLines(s string) string {
	if !strings.Contains(s, "\n") {
		return one(s)
	}
	return lines(oneEach(strings.Split(s, "\n")))
}
