// Package fact finds dated facts in the pages of a medical record, by rule: when the injury was, what was asked for and
// denied, what was diagnosed, done, seen in pictures, prescribed, and how the patient was.
//
// It takes the pages as they were read and the documents they make up, and gives facts with the words that say them, so
// that a reader can look. It says what a page says, never whether that is true, and never whether a treatment is
// necessary.
//
// The life of a page: its body words become a sheet (sheet.go), with slips of text recognition mended where a word that
// the rules know is meant (mend.go). The sheet is parted into clauses: sentences, list entries and cells, each under its
// heading (clause.go, heading.go); a heading holds over the pages of its document. Each rule (rule_*.go) then looks at one
// clause with its neighbours, and standing.go says for what it found whether the page states it, denies it, or tells it
// of the past or of a relative. Forms and tables, where label and value are joined by their places alone, are read by
// rows (table.go, label.go).
//
// What the rules decide where pages leave it open:
//   - A date is that said with the fact, in its clause; else that of the document. Where only a year or a month is said
//     ("in 2009") the fact has no day, and When says what is known.
//   - What is suspected, planned, offered or explained is no fact: "rule out", "risk of", "if", a guideline's own words.
//   - A drug, a study or a procedure that is asked for is a request, and not also medication, imaging or procedure.
//   - "No family history of" and "no history of" are negated. Otherwise a relative's comes before the past.
//   - A fact whose words stand again on the same page is told once; one that another page repeats is told again, since
//     each page is a witness of its own. A page that is folded under another tells nothing.
package fact
