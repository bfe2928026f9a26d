// Package check compares what a reviewer wrote with the pages that it rests on, sentence by sentence, as it is typed.
//
// A sentence and the pages that its citations mean are taken apart in the same way: days, numbers with what they count,
// strengths of drugs, sides, parts of the body, levels of the spine, ages, and which words are denied. Each rule compares one of
// these and tells of a difference only where the page speaks of the same thing otherwise, or not at all where a sentence gives a
// figure. What the page has instead stands beside it. A finding never says what the decision should be, and every rule that can
// be mistaken may be overruled by the reviewer, knowingly (MayKeep).
//
// What the rules leave open is decided so: a citation means its whole page, and the words that it names only count for more
// where the page says two things. The days of a page are also those of the document that it is in and of that document's first
// page. "Left" is met by a page that says "bilateral". An age is met by the page, or by the date of birth on the day of the
// injury, of a day in the sentence or today. A sentence that says that the record lacks something cites no page and needs none;
// package absence looks for what it says is lacking.
//
// The rules, with what each rests on:
//
//	cite.unconfirmed   a sentence that nobody has confirmed: it cannot be signed
//	cite.missing       a statement about the record without a citation
//	page.none          a citation of a page that the record does not have, or of words that the page does not have
//	person.other       a cited page of another patient
//	cite.date          a day that is not on the cited pages
//	cite.number        a number that is not on them, or counts something else there
//	cite.dose          a strength, amount or frequency of a drug that the page gives otherwise
//	cite.drug          a drug that the page does not name, by any of its names
//	cite.side          left, right or both against the page's words about the same thing
//	cite.level         a level of the spine that is not on the page
//	cite.part          a part of the body that is not on a page that speaks of others
//	cite.negation      denied on the page and told in the sentence, or the other way round
//	age.wrong          an age that neither the page nor the date of birth gives
//	sex.wrong          a man or a woman against the case
//	injury.date        a date of injury that is not the case's
//	absence.found      of package absence; a sentence that cites a page is left in peace where no page says otherwise
//	the rest           what the linter of the letter finds in the draft, under its own names: item.conclusion, evidence.edition, …
package check
