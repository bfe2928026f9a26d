// Package absence looks for what a reviewer says is absent. Determinations were appealed because a letter said that there
// was no documentation of function, of side effects, of drug tests, and the record had it; so every statement that something
// is absent is searched for in the whole record, and the pages that speak of it are put beside the sentence. The reviewer
// keeps or changes the sentence, knowingly. The package never says that a statement is wrong, nor what follows from it.
//
// The life of a statement: a sentence is taken apart into words, and a cue is looked for: "no documentation of X", "the
// records do not mention X", "X was not provided", "lack of X", "no trial of X", "has not tried X" (cue.go). What is absent
// is the words after the cue, or before it, as far as they belong to it; "X, Y or Z" are three things (thing.go). The words
// are turned into what the field calls the same (synonyms.tsv), and the Book is asked for all of it, with slips of text
// recognition (search.go). Pages that affirm come before pages that deny it too, reports before forms and letters that
// only repeat a request or a denial, pages that also have what the statement adds ("of the left knee", "with
// acupuncture") before others, newer before older.
//
// What the rules decide where words leave it open:
//   - A finding on the patient is no statement about the record: "no acute distress", "the MRI shows no fracture", "denies
//     numbness". It is one where the words say so: "no documentation of numbness", "numbness was not documented".
//   - What a guideline says of absence in general ("in the absence of red flags, imaging is not recommended") is none.
//   - What nobody could look for is none: "such evidence", "a rationale", "extenuating circumstances", "medical necessity".
//   - A thing that the table does not have is looked for by its own words, close together.
//   - Pages that are folded under others, or are another patient's, are not counted.
package absence
