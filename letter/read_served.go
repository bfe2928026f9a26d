package letter

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openimr/openimr/guideline"
)

// isServed says that blocks are those of the letter that this program serves.
func isServed(list []Block) bool {
	return slices.ContainsFunc(list, func(b Block) bool { return b.Kind == Heading && plain(b.Runs) == titleServed })
}

// servedReader reads the letter that this program serves by the names of its parts. It needs neither roles nor
// styles, so every form that keeps headings, paragraphs and tables apart can be read.
type servedReader struct {
	d       Determination
	served  Served
	isIt    bool // it has served parts
	section string
	sub     int // within an item: 1 and 2 the guidelines, 3 the reasons

	statement []string // paragraphs on the reviewer
	qualified bool     // the table of qualifications, which follows them, was met
}

// readServed reads the blocks and then composes the letter anew: whatever it would not have written itself goes
// to Unparsed.
func readServed(list []Block) Determination {
	r := servedReader{d: blank(LayoutOpenIMR)}
	r.d.Programme = ""
	for _, b := range list {
		switch b.Kind {
		case Heading:
			r.heading(b.Level, one(plain(b.Runs)))
		case Paragraph:
			r.paragraph(one(plain(b.Runs)))
		case Table:
			r.table(b)
		}
	}
	d := r.finish()
	d.Unparsed = foreign(list, Compose(d).Blocks)
	return d
}

// finish puts together what was read.
func (r *servedReader) finish() Determination {
	if n := len(r.statement); n > 0 && !r.qualified && r.statement[n-1] == fixedText("secret") {
		r.statement = r.statement[:n-1]
	}
	r.d.Reviewer.Statement = Text(strings.Join(r.statement, "\n\n"))
	if r.isIt {
		r.d.Served = &r.served
	}
	for i := range r.d.Items {
		for _, g := range []*Guidelines{&r.d.Items[i].ClaimsAdministratorGuideline, &r.d.Items[i].IMROGuideline} {
			g.Citations = guideline.ParseStatement(string(g.Text))
		}
	}
	return r.d
}

// foreign lists the texts of blocks that are not among those that were expected.
func foreign(got, expected []Block) []Unparsed {
	left := map[string]int{}
	for _, b := range expected {
		for _, s := range texts(b) {
			left[s]++
		}
	}
	var list []Unparsed
	for _, b := range got {
		for _, s := range texts(b) {
			if left[s]--; left[s] < 0 {
				list = append(list, Unparsed{Text: Text(s)})
			}
		}
	}
	return list
}

// texts lists the pieces of text of a block as a reader meets them.
func texts(b Block) []string {
	var list []string
	add := func(runs []Run) {
		if s := one(plain(runs)); s != "" {
			list = append(list, s)
		}
	}
	if b.Kind == Table {
		add(text1(b.Label))
	}
	add(b.Runs)
	for _, item := range b.Items {
		add(item)
	}
	for _, r := range b.Rows {
		for _, c := range r {
			add(c.Runs)
		}
	}
	return list
}

func (r *servedReader) heading(level int, text string) {
	switch {
	case level <= 2:
		r.section, r.sub = text, 0
		if text == headReceives || text == headService || text == headVerify || text == headCorrection {
			r.isIt = true
		}
	case level == 3 && r.section == headItems:
		r.sub = 0
		number, request, _ := strings.Cut(text, ".")
		n, err := strconv.Atoi(number)
		if err != nil {
			n, request = len(r.d.Items)+1, text
		}
		r.d.Items = append(r.d.Items, Item{Number: n, Request: Text(trim(request)), Decision: Unknown})
	case level == 4 && r.section == headItems:
		r.sub++
	}
}

func (r *servedReader) paragraph(text string) {
	switch r.section {
	case headReviewer:
		if !r.qualified {
			r.statement = append(r.statement, text)
		}
	case headSummary:
		r.d.Summary.Text = more(r.d.Summary.Text, text)
	case headItems:
		if len(r.d.Items) == 0 {
			return
		}
		it := &r.d.Items[len(r.d.Items)-1]
		switch r.sub {
		case 1:
			it.ClaimsAdministratorGuideline.Text = more(it.ClaimsAdministratorGuideline.Text, text)
		case 2:
			it.IMROGuideline.Text = more(it.IMROGuideline.Text, text)
		case 3:
			it.Rationale = more(it.Rationale, text)
		}
	case headService:
		if text == plain(fixed["declaration"][0].Runs) {
			r.proved()
		}
	}
}

func more(t Text, paragraph string) Text {
	if t == "" {
		return Text(paragraph)
	}
	return t + "\n\n" + Text(paragraph)
}

func (r *servedReader) proved() *ProofOfService {
	if r.served.ProofOfService == nil {
		r.served.ProofOfService = &ProofOfService{}
	}
	return r.served.ProofOfService
}

func (r *servedReader) corrected() *Correction {
	if r.served.Correction == nil {
		r.served.Correction = &Correction{Changes: []Change{}}
	}
	return r.served.Correction
}

func (r *servedReader) verified() *Verification {
	if r.served.Verification == nil {
		r.served.Verification = &Verification{}
	}
	return r.served.Verification
}

func (r *servedReader) table(t Block) {
	rows := make([][]string, len(t.Rows))
	for i, cells := range t.Rows {
		for _, c := range cells {
			rows[i] = append(rows[i], foldLines(plain(c.Runs)))
		}
	}
	switch {
	case len(rows) == 0:
	case r.section == headRecords && len(rows[0]) == 3:
		for _, c := range rows[1:] {
			c = padded(c, 3)
			r.d.DocumentsReviewed = append(r.d.DocumentsReviewed, Document{Title: Text(c[0]), Date: day(c[1], shortDay), Author: Text(c[2])})
		}
	case r.section == headCorrection && len(rows[0]) == 3:
		for _, c := range rows[1:] {
			c = padded(c, 3)
			k := r.corrected()
			k.Changes = append(k.Changes, Change{Text(c[0]), Text(c[1]), Text(c[2])})
		}
	case r.section == headService && len(rows[0]) == 3:
		for _, c := range rows[1:] {
			c = padded(c, 3)
			name := strings.Split(c[1], "\n")
			a := Addressee{Role: Text(c[0]), Name: Text(name[0]), Address: listOf(name[1:])}
			if a.Name == noName {
				a.Name = ""
			}
			how, to, _ := strings.Cut(c[2], "\n")
			a.Method, a.To = methodOf(how), Text(to)
			r.served.Addressees = append(r.served.Addressees, a)
		}
	default:
		for _, c := range rows {
			if len(c) == 2 {
				r.pair(c[0], c[1])
			}
		}
	}
}

func padded(cells []string, n int) []string {
	for len(cells) < n {
		cells = append(cells, "")
	}
	return cells
}

func listOf(list []string) []Text {
	var out []Text
	for _, s := range list {
		if s != "" {
			out = append(out, Text(s))
		}
	}
	return out
}

func methodOf(words string) Text {
	for _, k := range methods {
		if string(k[1]) == words {
			return k[0]
		}
	}
	return Text(words)
}

// pair reads a label and its value.
func (r *servedReader) pair(label, value string) {
	d, s := &r.d, &r.served
	switch r.section {
	case titleServed, headAbout:
		switch label {
		case rowCase:
			d.CaseNumber = Text(value)
		case rowDate:
			s.LetterDate = day(value, longDay)
		case rowEmployee:
			s.Employee = Text(value)
		case rowEmployer:
			s.Employer = Text(value)
		case rowClaim:
			s.ClaimNumber = Text(value)
		case rowADJ:
			s.ADJNumber = Text(value)
		case rowRequestedBy:
			s.RequestedBy = Text(value)
		case rowOutcome:
			if got, ok := decisionOf(value); ok {
				s.Outcome = Outcome(got)
			}
		case rowInjury:
			d.Dates.Injury = day(value, longDay)
		case rowURDenial:
			d.Dates.URDenial = day(value, longDay)
		case rowReceived:
			d.Dates.ApplicationReceived = day(value, longDay)
		case rowAssigned:
			d.Dates.Assigned = day(value, longDay)
		case rowDecided:
			d.Dates.Decided = day(value, longDay)
		case rowPriority:
			d.Priority = Text(value)
			if value == "Standard" || value == "Expedited" {
				d.Priority = Text(strings.ToLower(value))
			}
		case rowProgramme:
			d.Programme = Text(value)
			for _, p := range programmeNames {
				if p[1] == value {
					d.Programme = Text(p[0])
				}
			}
		}
	case headReviewer:
		r.qualified = true
		switch label {
		case rowLicensed:
			d.Reviewer.LicensedIn = strings.Split(value, "\n")
		case rowSpecialties:
			d.Reviewer.Specialties = strings.Split(value, "\n")
		}
	case headSummary:
		switch label {
		case rowAge:
			if n, err := strconv.Atoi(strings.TrimSuffix(value, " years")); err == nil {
				d.Summary.Age = &n
			}
		case rowSex:
			d.Summary.Sex = Text(value)
		}
	case headItems:
		r.itemPair(label, value)
	case headSigned:
		o := &s.Organization
		switch label {
		case rowName:
			o.SignedBy = Text(value)
		case rowTitle:
			o.Title = Text(value)
		case rowOrganization:
			o.Name = Text(value)
		case rowAddress:
			o.Address = listOf(strings.Split(value, "\n"))
		case rowTelephone:
			o.Telephone = Text(value)
		}
	case headService:
		r.proofPair(label, value)
	case headVerify:
		switch label {
		case rowVerifyAt:
			r.verified().Address = Text(value)
		case rowVerifyCode:
			r.verified().Code = Text(value)
		}
	case headCorrection:
		switch label {
		case rowCorrects:
			r.corrected().Of = day(value, longDay)
		case rowFirstServed:
			r.corrected().First = day(value, longDay)
		}
	}
}

func (r *servedReader) itemPair(label, value string) {
	if len(r.d.Items) == 0 {
		return
	}
	it := &r.d.Items[len(r.d.Items)-1]
	switch label {
	case rowAsked:
		it.OriginalRequest = Text(value)
	case rowAuthorized:
		it.Authorized = Text(value)
	case rowInDispute, rowAskedDisputed:
		it.Request = Text(value)
	case rowDecision:
		if got, ok := decisionOf(value); ok {
			it.Decision = got
		}
	}
}

func (r *servedReader) proofPair(label, value string) {
	p := r.proved()
	switch label {
	case rowServer:
		p.Server = Text(value)
	case rowServerAddress:
		p.Address = listOf(strings.Split(value, "\n"))
	case rowCounty:
		p.County = Text(value)
	case rowServiceDate:
		p.Date = day(value, longDay)
	case rowServiceTime:
		p.Time = Text(value)
	case rowPlace:
		p.Place = Text(value)
	case rowDocuments:
		p.Documents = listOf(strings.Split(value, "\n"))
	case rowSignedAt:
		p.SignedAt = Text(value)
	case rowSignedOn:
		p.SignedOn = day(value, longDay)
	}
}
