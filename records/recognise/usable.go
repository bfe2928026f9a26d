package recognise

import (
	"math"

	"github.com/openimr/openimr/records"
)

// The limits between text that can be used and text that cannot, of pages of letters whose text was spoilt in known ways:
// good text has 0.79 to 1 of its words in the lexicon, a text layer with one letter in ten wrong 0.45 to 0.77, one with
// shuffled or shifted letters at most 0.13.
const (
	goodKnown  = 0.85 // of a scan's text layer: certainly good
	poorKnown  = 0.30 // of a native page, where names and codes may be most of it
	poorUsual  = 0.75
	mostOdd    = 0.05
	leastWords = 20   // a scan with fewer words has them from a stamp or a header alone
	margin     = 0.09 // of the height: where headers and stamps stand
)

// Usable says whether the native text of a page can be used as it is; why says why not. A scan whose text layer is doubtful
// is not usable: it is recognised anew, and Better keeps the side that makes more sense. A blank page is usable.
func Usable(p records.Page) (ok bool, why string) {
	if p.Blank {
		return true, ""
	}
	if len(p.Words) == 0 {
		return false, "it has no text"
	}
	s := senseOf(p.Words)
	switch {
	case float64(s.odd) > mostOdd*float64(s.letters):
		return false, "its letters have no meaning"
	case s.tokens >= leastWords && (s.length < 1.8 || s.length > 14):
		return false, "its letters are not put together to words"
	}
	if !p.Scan {
		if s.words >= leastWords && s.knownShare() < poorKnown && s.usualShare() < poorUsual {
			return false, "its words are none"
		}
		return true, ""
	}
	switch {
	case len(p.Words) < leastWords:
		return false, "it is a picture with few words over it"
	case onlyMargins(p):
		return false, "it is a picture with words in its margins alone"
	case s.knownShare() < goodKnown:
		return false, "the words over its picture are doubtful"
	}
	return true, ""
}

// onlyMargins says whether all words stand at the top and bottom edges.
func onlyMargins(p records.Page) bool {
	for _, w := range p.Words {
		if y := (w.Box.Y0 + w.Box.Y1) / 2; y > margin*p.Height && y < (1-margin)*p.Height {
			return false
		}
	}
	return true
}

// Better is which of two readings of a page makes more sense: the native text or the recognised one. A page that could not
// be recognised keeps its native words.
func Better(native, recognised records.Page) records.Page {
	if recognised.Problem != "" && len(native.Words) > 0 {
		return native
	}
	worth := func(p records.Page) float64 {
		s := senseOf(p.Words)
		return float64(s.known) * math.Sqrt(s.knownShare())
	}
	// The text of whoever made the scan is kept where the two are equal: they may have had the better picture.
	if n, r := worth(native), worth(recognised); len(native.Words) > 0 && n >= r {
		return native
	}
	return recognised
}
