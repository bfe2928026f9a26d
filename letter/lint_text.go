package letter

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// texts looks through all running text for what should not be there.
func (l *linter) texts() {
	l.characters()
	for _, f := range l.fields() {
		if f.text == "" {
			continue
		}
		low := lower(f.text)
		l.reviewerNames(f, low)
		for _, name := range l.c.Names {
			l.phrases(f, low, lower(name), "name.party", Warning, "This name should not stand in this form of the letter. Replace it by the person's part in the case.")
		}
		for _, p := range placeholders {
			l.phrases(f, low, p, "text.placeholder", Error, "A placeholder was left in the text. Replace it by what belongs here.")
		}
		if f.path != "reviewer.statement" {
			l.people(f, low)
			l.contacts(f)
			for _, p := range beyondNecessity {
				if f.path != "summary.text" && !strings.HasSuffix(f.path, ".rationale") {
					break // a guideline's title and the request are not the reviewer's words
				}
				l.phrases(f, low, p, "scope.words", Warning, "The determination may speak only to medical necessity, and this word belongs to another question. Leave it out unless it only retells the record.")
			}
		}
	}
	for i, doc := range l.d.DocumentsReviewed {
		at := fmt.Sprintf("documents_reviewed[%d].", i)
		l.reviewerNames(field{at + "title", -1, string(doc.Title)}, lower(string(doc.Title)))
		l.reviewerNames(field{at + "author", -1, string(doc.Author)}, lower(string(doc.Author)))
	}
	if s := l.d.Served; s != nil {
		signed := string(s.Organization.SignedBy)
		l.reviewerNames(field{"served.organization.signed_by", -1, signed}, lower(signed))
	}
}

var placeholders = []string{"[insert", "[name", "[date", "[tbd", "tbd", "todo", "lorem ipsum", "___", "xxxx", "<insert"}

var beyondNecessity = []string{"causation", "apportionment", "aoe/coe", "aoe-coe", "arising out of employment", "compensability", "fee schedule", "billing code", "reimbursement rate"}

// phrases reports each place where a phrase in lower case stands.
func (l *linter) phrases(f field, low, phrase, rule string, s Severity, message string) {
	if phrase == "" {
		return
	}
	for i := indexPhrase(low, phrase, 0); i >= 0; i = indexPhrase(low, phrase, i+len(phrase)) {
		l.add(rule, s, f.item, f.path, message)
		l.over(f.text, i, i+len(phrase))
	}
}

const namesReviewer = "This is the name, the initials or a number of a reviewer, who must stay unknown. Take it out."

// reviewerNames looks for the whole name or number, the family name after a title, and dotted initials.
func (l *linter) reviewerNames(f field, low string) {
	for _, name := range l.c.ReviewerNames {
		n := lower(strings.TrimSpace(name))
		l.phrases(f, low, n, "name.reviewer", Error, namesReviewer)
		parts := strings.Fields(n)
		if len(parts) < 2 {
			continue
		}
		family := parts[len(parts)-1]
		for _, title := range []string{"dr. ", "dr ", "doctor "} {
			l.phrases(f, low, title+family, "name.reviewer", Error, namesReviewer)
		}
		for _, degree := range []string{", m.d", ", md", " md", ", d.o", ", do"} {
			if !strings.Contains(low, n) {
				l.phrases(f, low, family+degree, "name.reviewer", Error, namesReviewer)
			}
		}
		initials := ""
		for _, p := range parts {
			if p[0] < 0x80 {
				initials += p[:1] + "."
			}
		}
		if len(initials) >= 4 {
			l.phrases(f, low, initials, "name.reviewer", Error, namesReviewer)
		}
	}
}

// people looks for a doctor called by name: "Dr. Example", "Pat Example, MD".
func (l *linter) people(f field, low string) {
	const message = "A person is named here. Say what the person is (\"the treating physician\") instead."
	ws := words(f.text)
	for i, w := range ws {
		switch lt := low[w.start:w.end]; {
		case (lt == "dr" || lt == "doctor") && i+1 < len(ws) && capital(ws[i+1].text) && onlySpace(f.text[w.end:ws[i+1].start]):
			l.add("name.person", Warning, f.item, f.path, message)
			l.over(f.text, w.start, ws[i+1].end)
		case w.text == "MD" && i > 0 && capital(ws[i-1].text) && strings.HasPrefix(f.text[ws[i-1].end:w.start], ","):
			l.add("name.person", Warning, f.item, f.path, message)
			l.over(f.text, ws[i-1].start, w.end)
		}
	}
}

func capital(s string) bool {
	return len(s) > 1 && 'A' <= s[0] && s[0] <= 'Z' && 'a' <= s[1] && s[1] <= 'z'
}

func onlySpace(gap string) bool { return strings.Trim(gap, ". ") == "" && gap != "" }

// contacts looks for what leads to a person: e-mail addresses, telephone, social security, licence and
// NPI numbers.
func (l *linter) contacts(f field) {
	report := func(start, end int, what string) {
		l.add("name.contact", Warning, f.item, f.path, "This looks like "+what+". Take it out of the text.")
		l.over(f.text, start, end)
	}
	for i := strings.IndexByte(f.text, '@'); i >= 0; {
		start, end := i, i+1
		for start > 0 && strings.IndexByte(" \n(<,;", f.text[start-1]) < 0 {
			start--
		}
		for end < len(f.text) && strings.IndexByte(" \n)>,;", f.text[end]) < 0 {
			end++
		}
		if start < i && strings.Contains(f.text[i:end], ".") {
			report(start, end, "an e-mail address")
		}
		next := strings.IndexByte(f.text[end:], '@')
		if next < 0 {
			break
		}
		i = end + next
	}
	ws := words(f.text)
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		n := digits(w.text)
		gap := func(k int) string { return strings.TrimSpace(f.text[ws[k].end:ws[k+1].start]) }
		switch {
		case n == 3 && i+2 < len(ws) && digits(ws[i+1].text) == 2 && digits(ws[i+2].text) == 4 && gap(i) == "-" && gap(i+1) == "-":
			report(w.start, ws[i+2].end, "a social security number")
			i += 2
		case n == 3 && i+2 < len(ws) && digits(ws[i+1].text) == 3 && digits(ws[i+2].text) == 4 && strings.Contains("-.)", gap(i)) && gap(i) != "" && strings.Contains("-.", gap(i+1)) && gap(i+1) != "":
			report(w.start, ws[i+2].end, "a telephone number")
			i += 2
		case n == 10 && (w.text[0] == '1' || w.text[0] == '2') && i > 0 && strings.EqualFold(ws[i-1].text, "npi"):
			report(ws[i-1].start, w.end, "an NPI number")
		case n >= 4 && i > 0 && strings.Contains(" license licence lic ", " "+lower(ws[i-1].text)+" "), licence(w.text):
			report(w.start, w.end, "a licence number")
		}
	}
}

// digits is the length of a word of digits only, else 0.
func digits(s string) int {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return 0
		}
	}
	return len(s)
}

// licence knows the numbers of the Medical Board of California: a letter and five or six digits.
func licence(s string) bool {
	return (len(s) == 6 || len(s) == 7) && (s[0] == 'A' || s[0] == 'C' || s[0] == 'G') && digits(s[1:]) >= 5
}

// characters looks in every text of the letter for characters that the PDF cannot show.
func (l *linter) characters() {
	list := l.fields()
	for i, doc := range l.d.DocumentsReviewed {
		at := fmt.Sprintf("documents_reviewed[%d].", i)
		list = append(list, field{at + "title", -1, string(doc.Title)}, field{at + "author", -1, string(doc.Author)})
	}
	if s := l.d.Served; s != nil {
		list = append(list, field{"served.employee", -1, string(s.Employee)}, field{"served.employer", -1, string(s.Employer)},
			field{"served.requested_by", -1, string(s.RequestedBy)}, field{"served.organization.signed_by", -1, string(s.Organization.SignedBy)})
		for i, a := range s.Addressees {
			list = append(list, field{fmt.Sprintf("served.addressees[%d]", i), -1, string(a.Name) + " " + lines(a.Address)})
		}
	}
	for _, f := range list {
		if isASCII(f.text) {
			continue
		}
		for _, r := range Unprintable(f.text) {
			l.add("text.character", Error, f.item, f.path, fmt.Sprintf("The character %q (U+%04X) cannot be shown in the PDF of the letter. Write it in another way.", r, r))
			if i := strings.IndexRune(f.text, r); i >= 0 && !strings.HasPrefix(f.path, "served.addressees") {
				l.over(f.text, i, i+utf8.RuneLen(r))
			}
		}
	}
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
