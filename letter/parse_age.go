package letter

// readAge finds age and sex in the summary as its reader would: in the first sentences that tell them. What the
// summary does not say stays unknown.
func readAge(s *Summary) {
	text := string(s.Text)
	// the first sentences say it in all but a few letters, and later ones may be about somebody else
	first := lower(text[:min(len(text), 400)])
	ws := words(first)
	list := agesIn(ws)
	if len(list) == 0 && len(text) > 400 {
		list = ages(lower(text[400:min(len(text), 1500)]))
	}
	if len(list) > 0 {
		age := list[0].years
		s.Age = &age
	}
	for _, w := range ws {
		switch w.text {
		case "male", "man", "gentleman":
			s.Sex = "male"
			return
		case "female", "woman", "lady":
			s.Sex = "female"
			return
		}
	}
	s.Sex = sexByPronoun(lower(text[:min(len(text), 4000)]))
}

// sexByPronoun goes by the first pronoun that is not one half of "he/she".
func sexByPronoun(low string) Text {
	ws := words(low)
	for i, w := range ws {
		slash := w.start > 0 && low[w.start-1] == '/' || w.end < len(low) && low[w.end] == '/'
		if slash || i+1 < len(ws) && ws[i+1].text == "or" {
			continue
		}
		switch w.text {
		case "he", "his", "him":
			return "male"
		case "she", "her", "hers":
			return "female"
		}
	}
	return ""
}
