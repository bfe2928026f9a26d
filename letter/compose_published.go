package letter

import (
	"slices"
	"strings"
)

// The published letter names no organization but MAXIMUS Federal Services, and no person.

const noValue = "—" // where the head of a published letter has nothing to say

// published composes the layout of the letters that the Division posted from 2014 to 2017.
func published(d Determination) []Block {
	var b blocks
	value := func(s string) string {
		if s == "" {
			return noValue
		}
		return s
	}
	head := func(label, v string) []Cell {
		return []Cell{{Runs: text1(label), Header: true}, {Runs: text1(value(v))}}
	}
	b = append(b, Block{Kind: Table, Role: roleHead, Label: "Case and dates", Rows: [][]Cell{
		head("Case Number:", quote(string(d.CaseNumber))),
		append(head("Date Assigned:", format(d.Dates.Assigned, shortDay)), head("Date of Injury:", format(d.Dates.Injury, shortDay))...),
		append(head("Decision Date:", format(d.Dates.Decided, shortDay)), head("UR Denial Date:", format(d.Dates.URDenial, shortDay))...),
		append(head("Priority:", priorityWord(d.Priority)), head("Application Received:", format(d.Dates.ApplicationReceived, shortDay))...),
	}})
	b.heading(1, "published", phrases[partHow])
	b.running("statement", Text(quote(string(d.Reviewer.Statement))))
	b.paragraph("credentials", phrases[partCredentials]+
		"\n"+phrases[partLicensed]+" "+quote(joinList(d.Reviewer.LicensedIn))+
		"\n"+phrases[partSpecialty]+" "+quote(joinList(d.Reviewer.Specialties)))
	b.heading(1, "published", phrases[partSummary])
	b.paragraph("note", phrases[partSummaryIntro])
	b.running("summary", Text(quote(string(d.Summary.Text))))
	b.heading(1, "published", phrases[partItems])
	b.paragraph("note", phrases[partItemsIntro])
	for _, it := range d.Items {
		b.heading(2, "request", quote(joinRequest(it)+": "+it.Decision.word()))
		b.labelled(partUR, "guideline", it.ClaimsAdministratorGuideline.Text)
		b.labelled(partIMRO, "guideline", it.IMROGuideline.Text)
		b.labelled(partRationale, "rationale", it.Rationale)
	}
	return b
}

// labelled adds running text whose first paragraph begins with a label.
func (b *blocks) labelled(p part, role string, text Text) {
	first, rest, more := strings.Cut(quote(string(text)), "\n\n")
	runs := []Run{{Text: phrases[p], Bold: true}}
	if first != "" {
		runs[0].Text += " "
		runs = append(runs, Run{Text: first})
	}
	*b = append(*b, Block{Kind: Paragraph, Role: role, Runs: runs})
	if more {
		b.running(role, Text(rest))
	}
}

const roleHead = "head"

// joinList writes a list with commas; a comma inside an entry gets a backslash.
func joinList(list []string) string {
	var b strings.Builder
	for _, s := range list {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), ",", `\,`))
	}
	return b.String()
}

// splitList reads what joinList writes, and lists without blanks after their commas. A full stop ends no entry.
func splitList(s string) []string {
	list := []string{}
	var b strings.Builder
	end := func() {
		if entry := trim(b.String()); entry != "" {
			list = append(list, entry)
		}
		b.Reset()
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ',':
			end()
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == ',' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	end()
	return list
}

// The words in which a heading tells that a part of the request was authorized before the review.
const (
	wasOriginal   = "was the original request."
	wasAuthorized = "was authorized by the Claims Administrator."
	remaining     = "The remaining IMR eligible portion of the original request,"
	caAuthorized  = "The Claims Administrator authorized "
	leaving       = ", leaving the original request IMR eligible. " + theOriginal
	theOriginal   = "The original request, "
)

// connectors are quoted in this order and unquoted in the other, as the last one is a piece of the one before.
var connectors = []string{wasOriginal, wasAuthorized, remaining, caAuthorized, leaving, theOriginal}

// joinRequest writes what an item disputes, and before it what was asked for and authorized.
func joinRequest(it Item) string {
	request := quoteConnectors(string(it.Request))
	if it.OriginalRequest == "" && it.Authorized == "" {
		return request
	}
	s := ""
	if it.OriginalRequest != "" {
		s = quoteConnectors(string(it.OriginalRequest)) + " " + wasOriginal + " "
	}
	if it.Authorized != "" {
		s += quoteConnectors(string(it.Authorized)) + " " + wasAuthorized + " "
	}
	return s + remaining + " " + request + " is"
}

// splitRequest reads a heading without its decision. Words that fit no pattern are the request as a whole.
func splitRequest(s string) (request, original, authorized string) {
	rest := s
	if i := indexConnector(rest, wasOriginal); i >= 0 {
		original, rest = trim(rest[:i]), trim(rest[i+len(wasOriginal):])
		if after, ok := strings.CutPrefix(rest, caAuthorized); ok {
			if j := indexConnector(after, leaving); j >= 0 {
				return unquoteConnectors(cutIs(after[j+len(leaving):])), unquoteConnectors(original), unquoteConnectors(after[:j])
			}
		}
	}
	if i := indexConnector(rest, wasAuthorized); i >= 0 {
		authorized, rest = trim(rest[:i]), trim(rest[i+len(wasAuthorized):])
	}
	after, ok := strings.CutPrefix(rest, remaining)
	if !ok || original == "" && authorized == "" {
		return unquoteConnectors(s), "", ""
	}
	return unquoteConnectors(cutIs(trim(after))), unquoteConnectors(original), unquoteConnectors(authorized)
}

// cutIs takes away the "is" before the decision, which some headings have lost.
func cutIs(s string) string {
	if s == "is" {
		return ""
	}
	return strings.TrimSuffix(s, " is")
}

// indexConnector finds a connector that has no backslash before it.
func indexConnector(s, connector string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], connector)
		if i < 0 {
			return -1
		}
		if i += at; i == 0 || s[i-1] != '\\' {
			return i
		}
		at = i + len(connector)
	}
}

func quoteConnectors(s string) string {
	for _, c := range connectors {
		s = strings.ReplaceAll(s, c, `\`+c)
	}
	return s
}

func unquoteConnectors(s string) string {
	if strings.IndexByte(s, '\\') >= 0 {
		for _, c := range slices.Backward(connectors) {
			s = strings.ReplaceAll(s, `\`+c, c)
		}
	}
	return s
}
