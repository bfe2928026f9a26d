package check

import "strings"

// missing says that a statement about the record cites no page.
func (st *statement) missing() {
	switch {
	case st.text.item < 0 && st.factual():
		st.whole("cite.missing", "This sentence cites no page. Cite the page that says so, or keep it knowingly.", false, true)
	case st.text.item >= 0 && st.ofRecord():
		st.whole("cite.missing", "This tells what the record says and cites no page. Cite the page, or keep it knowingly.", false, true)
	}
}

// factual says that a sentence of the summary tells something that a page can show. What only leads over to something tells
// nothing, and that something is lacking stands on no page.
func (st *statement) factual() bool {
	low := strings.ToLower(plainText(st.words))
	switch {
	case st.figures():
		return true
	case len(st.toks) < 3, strings.HasSuffix(low, ":"), st.lacking():
		return false
	}
	for _, p := range leading {
		if strings.HasPrefix(low, p) {
			return false
		}
	}
	return true
}

func (st *statement) figures() bool {
	return len(st.days)+len(st.nums)+len(st.ages)+len(st.levels)+len(st.drugs)+len(st.sides) > 0
}

var leading = []string{
	"the following", "a summary of", "the clinical history is", "the records show the following", "the expert reviewer", "this summary", "the case file was reviewed", "the medical records were reviewed",
	"the records were reviewed", "as noted above", "as discussed above", "see above", "the course was as follows", "the history is as follows", "this is the reviewer",
}

// lacking says that a sentence tells what the record does not have: "A request for authorization was not provided." Why something
// was denied is told by the denial, which has a page.
func (st *statement) lacking() bool {
	lacks := false
	for i := range st.toks {
		t := &st.toks[i]
		if deniedWords[t.text] {
			return false
		}
		lacks = lacks || t.negated && inRecord[t.text]
	}
	return lacks
}

var (
	inRecord    = setOf("provided submitted documentation documented available specified mention mentioned attached enclosed included record records recorded")
	deniedWords = setOf("denied non-certified noncertified certified modified approved utilization determination")
)

// ofRecord says that a sentence of a rationale tells a dated or counted fact of this record, not what a guideline says or what is
// concluded.
func (st *statement) ofRecord() bool {
	if st.lacking() {
		return false
	}
	person, told := false, false
	for i := range st.toks {
		t := &st.toks[i]
		if guidelineWords[t.text] || concludes[t.text] {
			return false
		}
		person = person || persons[t.text] || sources[t.text]
		told = told || tells[t.text]
	}
	figure := len(st.days) > 0 || len(st.nums) > 0 || len(st.levels) > 0
	return figure && person && (told || len(st.days) > 0)
}

var (
	concludes = setOf("necessary necessity guidelines recommended recommend recommends recommendation criteria therefore should would request requested appropriate indicated studies literature trial approved certified evidence-based")
	persons   = setOf("patient worker claimant applicant employee she he injured")
	sources   = setOf("report reports note notes record records examination exam mri x-ray x-rays radiograph radiographs emg imaging chart form")
	tells     = setOf("reported reports complained complains underwent had has was were showed shows revealed reveals documented documents noted notes received completed attended rated took takes taking demonstrated demonstrates found")
)
