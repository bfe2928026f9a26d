package records

// A Citation is words of a page. It holds to the content of the file, so it survives when the bundle is read again; Quote
// finds the words where text recognition now counts them otherwise.
type Citation struct {
	Page  PageID `json:"page"`
	From  int    `json:"from"` // words: a half-open range of Page.Words
	To    int    `json:"to"`
	Quote string `json:"quote"`
}
