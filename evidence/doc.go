// Package evidence holds the order in which medical evidence counts in an Independent Medical Review.
//
// # What it holds
//
// Four short tables (data/evidence_levels.tsv), each row with the section of law it comes from, the days
// on which it applies, and how sure we are of its words:
//
//   - the search sequence of 8 CCR 9792.21.1(a): the MTUS first, then ACOEM or ODG, then other
//     guidelines, then studies;
//   - the hierarchy of evidence of 8 CCR 9792.25.1, one for each kind of clinical question;
//   - the steps of that section's method for recommendations that vary from one another;
//   - the standards of medical necessity of Labor Code 4610.5(c)(2), with the two ways in which their
//     order has been read.
//
// # What it takes and gives
//
// Every question is asked for a day. Before 2015-04-20 the first three did not exist: the answers are
// then empty, and NotYet says why. GuideOn gathers everything for a day, for a page or the command line.
// RankOf says on which step of the search sequence the source of a citation stands, and NeedsReason
// whether a source outside the MTUS is cited, so that a letter's checker can ask for the reason.
//
// # What it never does
//
// It does not judge a study, does not weigh one source against another, and never says that a treatment
// is or is not medically necessary. It orders names of kinds of evidence, as the law prints them.
package evidence
