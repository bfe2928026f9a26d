package absence

import (
	"strings"

	"github.com/openimr/openimr/review/pages"
)

// reach is how many words before a place a denial may stand.
const reach = 7

var (
	denials  = setOf("no not denies denied denying deny without absent negative never none lacks lacking nor neither cannot isn't wasn't hasn't didn't doesn't")
	breaks   = setOf("but however although though except then otherwise and/or")
	notAfter = setOf("performed done obtained tried available documented provided submitted received completed attempted given reviewed noted present")
)

// deniedAt says that the page denies what it has at a place: "denies side effects", "no urine drug screen was done". A result is
// no denial: "urine drug screen: negative".
func deniedAt(book *pages.Book, m pages.Match) bool {
	for i, n := m.Words.From-1, 0; i >= 0 && n < reach; i, n = i-1, n+1 {
		w := book.Word(m.Number, i)
		if n >= 0 && ends1(w) && !strings.HasSuffix(w, ",") {
			break
		}
		t := strings.ToLower(strings.Trim(w, ".,;:()\"“”"))
		if breaks[t] {
			break
		}
		if denials[t] {
			if t == "not" || t == "no" { // "not only", "no longer has", "no. 12"
				next := strings.ToLower(strings.Trim(book.Word(m.Number, i+1), ".,;:"))
				if next == "only" || next == "longer" && t == "no" || strings.HasSuffix(w, ".") {
					continue
				}
			}
			return true
		}
	}
	// "urine drug screen was not performed"
	for i, n := m.Words.To, 0; i < book.Words(m.Number) && n < 5; i, n = i+1, n+1 {
		if ends1(book.Word(m.Number, i-1)) {
			break
		}
		t := strings.ToLower(strings.Trim(book.Word(m.Number, i), ".,;:()"))
		if t == "not" || t == "never" {
			for k := i + 1; k < min(book.Words(m.Number), i+4); k++ {
				if notAfter[strings.ToLower(strings.Trim(book.Word(m.Number, k), ".,;:()"))] {
					return true
				}
			}
		}
		if t == "none" || t == "denied" || t == "denies" {
			return n <= 1
		}
	}
	return false
}

// ends1 says that a sentence or a label ends with a word.
func ends1(w string) bool {
	return strings.HasSuffix(w, ".") && len(w) > 2 || strings.HasSuffix(w, ";") || strings.HasSuffix(w, "?")
}
