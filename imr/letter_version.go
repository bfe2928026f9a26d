package imr

import "github.com/openimr/openimr/clock"

// A LetterVersion is one letter that was served in a case: the determination as it was first served, each correction of
// a clerical error, and those of a later review.
type LetterVersion struct {
	Seq      int    // of the event that served it
	SHA256   string // of its bytes
	Code     string // by which it can be checked, "" where it has none
	Served   clock.Day
	Corrects int       // Seq of the version whose place it takes; 0 for the first of a determination
	SetAside clock.Day // on which the Appeals Board reversed the determination; zero where it did not
}

// A Standing says whether a letter is the last word.
type Standing string

// The standings.
const (
	LastWord Standing = "last_word" // no later letter has taken its place
	Replaced Standing = "replaced"  // a corrected letter has taken its place
	Reversed Standing = "reversed"  // the Appeals Board set the determination aside (Labor Code 4610.6(i))
)

// StandingOf tells how a version of the letter stands, and the letter that took its place where one did: the last of them
// where there are several.
func (c Case) StandingOf(v LetterVersion) (Standing, LetterVersion) {
	if !v.SetAside.IsZero() {
		return Reversed, LetterVersion{}
	}
	last := v
	for _, x := range c.Letters {
		if x.Corrects == last.Seq {
			last = x
		}
	}
	if last.Seq != v.Seq {
		return Replaced, last
	}
	return LastWord, LetterVersion{}
}

// LetterWith finds the version of the letter with a hash or a code, the latest where there are several.
func (c Case) LetterWith(sha256, code string) (LetterVersion, bool) {
	for i := len(c.Letters) - 1; i >= 0; i-- {
		if v := c.Letters[i]; sha256 != "" && v.SHA256 == sha256 || code != "" && v.Code == code {
			return v, true
		}
	}
	return LetterVersion{}, false
}

// addLetter notes that a letter was served. Cases that were handed out keep their list.
func (c *Case) addLetter(e Event, sha256, code string, corrects int) {
	v := LetterVersion{Seq: e.Seq, SHA256: sha256, Code: code, Served: moment(e).At, Corrects: corrects}
	c.Letters = append(c.Letters[:len(c.Letters):len(c.Letters)], v)
}

// setAside notes that the determination was reversed: no letter of it is the last word any more.
func (c *Case) setAside(on clock.Day) {
	letters := append([]LetterVersion(nil), c.Letters...)
	for i := range letters {
		if letters[i].SetAside.IsZero() {
			letters[i].SetAside = on
		}
	}
	c.Letters = letters
}
