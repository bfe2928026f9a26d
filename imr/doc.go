// Package imr is the case: one dispute over a treatment, from the application to the served Final
// Determination and what may follow it.
//
// A case is the log of its events. Somebody acts (a Command); Decide looks at the case as it stands, the rules
// of its programme and the act (who, when, how), and answers with the events that follow, or with an Error that
// names the rule which forbids it. Fold makes the case out of its events again, so state, due dates, history and
// the administrative record all come from one place. A fact that turns out wrong is corrected by a new event.
//
// The life of one case: an application is received, screened for eligibility, found eligible, assigned by a
// notice to the parties, its records are collected, a reviewer is assigned and writes a draft, the draft is
// checked for form, signed, and served. Each of these steps is a row of the programme's table of transitions,
// with the section of law that it rests on.
//
// Everything here is a function of values: no disk, no network, no clock on the wall. The package never decides
// medical necessity and holds nothing that could; the decisions on items are the reviewer's words.
package imr
