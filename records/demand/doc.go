// Package demand says which papers the rules demand for a review and are not in its record, who owes each of them, and
// writes the letter that asks for them.
//
// What the claims administrator must send is in 8 CCR 9792.10.5(a)(1): (A) the physician's reports on the current
// condition of the six months before the request, those named in the request or the decision, and, where that physician
// treated for less than six months, those of the one before; (B) the application as it was sent out; (C) what else the
// employee was told of the decision; (D) what was submitted in support of the request; (E) what else was used to decide.
//
// The list is made of what is in the index, so it is only as good as the index: a paper that was cut or dated wrongly
// seems to be missing, and is no longer once the index is corrected. Each entry says on which page it is named, so that a
// person can judge before anything is sent. Decisions where the text leaves it open:
//   - A named paper is there when a paper of the same group has its date, of the paper or of the service that it tells.
//   - The six months are counted back by calendar from the day of the request; where that is not known, from the
//     request in the record, else from the decision.
//   - Whether there ever was correspondence about the decision cannot be known; it is asked for with the words "if any".
//   - The decision itself need not come from the claims administrator; without one in the record it is asked of the
//     employee, whose application must have it attached (8 CCR 9792.10.1).
//   - Physicians owe nothing to the review, they may send (subdivision (b)): nothing is asked of them here.
package demand
