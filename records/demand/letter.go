package demand

import (
	"fmt"
	"strings"

	"github.com/openimr/openimr/clock"
)

// A File is one that came and cannot be opened.
type File struct {
	Name string
	Why  string // in plain words
	Came clock.Day
}

// A Letter is what is known of a letter that asks for papers.
type Letter struct {
	Case     string
	Worker   string // name
	Claim    string // number
	Injury   clock.Day
	To       string // name and organization
	Address  []string
	Today    clock.Day
	Due      clock.Day // by when; zero where no day is set
	DueRule  string    // what sets it
	SendTo   []string  // how to send, a way a line
	Signed   string    // the organization
	Missing  []Missing
	Unopened []File
}

// Text is the letter in plain text, at most 78 characters a line, to be looked at and changed before it is sent.
func (l Letter) Text() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	para := func(text string) { b.WriteString(wrap(text, "") + "\n\n") }
	line("%s\n", l.Today.Format("January 2, 2006"))
	for _, s := range append([]string{l.To}, l.Address...) {
		if strings.TrimSpace(s) != "" {
			line("%s", s)
		}
	}
	line("")
	line("Independent medical review %s", l.Case)
	if l.Worker != "" {
		line("Employee: %s", l.Worker)
	}
	if l.Claim != "" {
		line("Claim number: %s", l.Claim)
	}
	if l.Injury != 0 {
		line("Date of injury: %s", l.Injury.Format("January 2, 2006"))
	}
	line("")
	n := 0
	if len(l.Missing) > 0 {
		para("For this review we need papers that are not in the record we received. Please send us the following.")
		for _, m := range l.Missing {
			n++
			what := strings.ToUpper(m.What[:1]) + m.What[1:]
			if m.IfAny {
				what += ", if there are any"
			}
			line("%s", wrap(fmt.Sprintf("%d. %s.", n, what), "   "))
			line("%s\n", wrap("   Why: "+strings.TrimSuffix(m.Why, ".")+" ("+m.Authority+").", "   "))
		}
	}
	if len(l.Unopened) > 0 {
		if len(l.Missing) > 0 {
			para("We also could not open what you sent as listed here. Please send it again in a form that can be opened.")
		} else {
			para("We could not open the following that you sent. Please send it again in a form that can be opened.")
		}
		for _, f := range l.Unopened {
			n++
			came := ""
			if f.Came != 0 {
				came = ", received " + say(f.Came)
			}
			line("%s\n", wrap(fmt.Sprintf("%d. %s%s. %s", n, f.Name, came, f.Why), "   "))
		}
	}
	if l.Due != 0 {
		due := "Please send everything so that we have it by " + l.Due.Format("Monday, January 2, 2006") + "."
		if l.DueRule != "" {
			due += " (" + l.DueRule + ")"
		}
		para(due)
	}
	if len(l.Missing) > 0 {
		para("If a paper does not exist, or you do not have it, please tell us so in writing. This request says only what the record lacks; it says nothing about the treatment in dispute.")
	}
	if len(l.SendTo) > 0 {
		line("How to send:")
		for _, s := range l.SendTo {
			line("%s", wrap("- "+s, "  "))
		}
		line("")
	}
	para("A copy of this request and of your answer goes to the other parties (Labor Code 4610.6(b)).")
	line("%s", l.Signed)
	return b.String()
}

// wrap breaks a text into lines of at most 78 characters; lines after the first begin with indent.
func wrap(text, indent string) string {
	var b strings.Builder
	long := 0
	lead := text[:len(text)-len(strings.TrimLeft(text, " "))]
	b.WriteString(lead)
	long = len(lead)
	// A section of law is not parted.
	text = strings.NewReplacer("8 CCR ", "8_CCR_", "Labor Code ", "Labor_Code_").Replace(text)
	for i, w := range strings.Fields(text) {
		w = strings.NewReplacer("8_CCR_", "8 CCR ", "Labor_Code_", "Labor Code ").Replace(w)
		n := len([]rune(w))
		switch {
		case i == 0:
		case long+1+n > 78:
			b.WriteString("\n" + indent)
			long = len(indent)
		default:
			b.WriteByte(' ')
			long++
		}
		b.WriteString(w)
		long += n
	}
	return b.String()
}
