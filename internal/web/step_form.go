package web

import (
	"net/url"
	"strconv"
	"time"

	"github.com/openimr/openimr/imr"
)

// partyOptions are the parties of a case, those of some roles where roles are given.
func partyOptions(c imr.Case, roles ...imr.Role) []option {
	var os []option
	for _, p := range c.Parties {
		fits := len(roles) == 0
		for _, r := range roles {
			fits = fits || p.Role == r
		}
		if fits {
			os = append(os, option{Value: string(p.ID), Label: p.Label() + " (" + imr.RoleName(p.Role) + ")"})
		}
	}
	return os
}

// first returns the value of the first option, to choose where there is a likely one.
func first(os []option) string {
	if len(os) == 0 {
		return ""
	}
	return os[0].Value
}

// serviceRows ask for each party how it is served. The rows are those of the case, not to be added to.
func serviceRows(c imr.Case, legend, help string) section {
	s := section{ID: "services", Legend: legend, Help: help}
	for i, p := range c.Parties {
		at := "services." + strconv.Itoa(i) + "."
		to := p.Fax // proposed: what is on file is used where nothing is typed
		if to == "" {
			to = p.Email
		}
		method := string(imr.MailInState)
		if len(p.Address) == 0 {
			method = ""
			if p.Fax != "" {
				method = string(imr.Fax)
			} else if p.Email != "" {
				method = string(imr.Electronic)
			}
		}
		s.Rows = append(s.Rows, []field{
			{Kind: kindFact, Name: at + "who", Label: imr.RoleName(p.Role), Value: p.Label(), Help: joinLines(p.Address)},
			{Kind: kindHidden, Name: at + "party", Value: string(p.ID)},
			{Kind: kindSelect, Name: at + "method", Label: "How", Value: method, Size: "half", Options: append([]option{{Value: "", Label: "Not served"}}, methodOptions()...)},
			{Kind: kindText, Name: at + "to", Label: "Fax number or e-mail", Size: "half", Auto: to},
		})
	}
	return s
}

func joinLines(ls []string) string {
	out := ""
	for i, l := range ls {
		if i > 0 {
			out += ", "
		}
		out += l
	}
	return out
}

func readServices(c imr.Case, in *input) []imr.Service {
	var ss []imr.Service
	for i := range c.Parties {
		at := "services." + strconv.Itoa(i)
		m := in.method(at + ".method")
		if m == "" {
			continue
		}
		ss = append(ss, imr.Service{Party: imr.PartyID(in.text(at + ".party")), Method: m, To: in.text(at + ".to")})
	}
	return ss
}

func readParties(in *input, name string) []imr.PartyID {
	var ids []imr.PartyID
	for _, v := range in.values[name] {
		ids = append(ids, imr.PartyID(v))
	}
	return ids
}

// note is the one field of steps that ask for nothing else.
func note(label string, needed bool) []section {
	return []section{{ID: "what", Fields: []field{{Kind: kindArea, Name: "note", Label: label, Lines: 3, Required: needed}}}}
}

// stepSections are the sections of a step's form with what was typed, and when the act happened.
func stepSections(s step, a about, v url.Values) []section {
	var ss []section
	if s.Fields != nil {
		ss = s.Fields(a, v)
	}
	if s.When != "" {
		ss = append(ss, whenSection(a.Now, "", s.When, s.way()))
	}
	if s.judges() {
		ss = append(ss, relianceSection(a.Case))
	}
	return filled(ss, v)
}

// way is the label of how a paper came or went; "" where none did.
func (s step) way() string {
	switch {
	case s.Came:
		return "How it came"
	case s.Sent:
		return "How it was sent"
	}
	return ""
}

// readAct reads the circumstances of a step.
func (s step) readAct(in *input, by imr.Actor, now time.Time) imr.Act {
	act := imr.Act{Actor: by, At: now, Recorded: now}
	if s.When != "" {
		act.At = in.at("at", now)
	}
	if s.judges() {
		act.ReliesOn = readReliance(in)
	}
	if s.way() != "" {
		if m := in.method("how"); m != "" {
			act.How = &imr.How{Method: m}
		}
	}
	return act
}
