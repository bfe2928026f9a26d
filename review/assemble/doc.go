// Package assemble puts together what a reviewer would else copy: a draft of the clinical summary from the dated facts of the
// record, and for each disputed item what was asked for, what was refused and why, with the pages. It also knows the parts of
// a determination that are customary under some decisions (customary.go). It never has an opinion on necessity, and nothing
// of it can be signed before the reviewer confirmed it: every sentence is marked as not yet confirmed.
//
// The life of a summary: the papers of the record are read as runs of words under their headings (paper.go); the facts of
// the index are gathered page by page, without pages that are folded under others or belong to another patient (gather.go);
// then each part of the customary order takes what is its own: who and since when (identity.go), conditions (condition.go),
// treatment to date (history.go), studies (study.go), the latest report (latest.go), the request and its denial (dispute.go).
// A sentence is written with the words of the pages where it can be, and carries a citation of each place that it rests on.
//
// What the rules decide where the record leaves it open:
//   - Only what pages state is told. What they deny is told as denied where it belongs to the latest report, what they tell of
//     the past as past, what they tell of relatives not at all.
//   - The newest report of a treating or consulting physician gives complaints, findings, medication and work status.
//   - Where pages contradict each other on the day of the injury or on a side, both are told, each with its page, and none is
//     chosen.
//   - A condition that is named in several ways is told once, as most pages name it.
//   - The age is that on the day on which the reviewer was assigned, since a letter is read later than it is written.
//   - Names of patients are left out: a letter says "the injured worker".
package assemble
