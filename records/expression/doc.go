// Package expression is regular expressions that look before they run.
//
// The rules that read records ask some two hundred expressions of every sentence, and nearly all of them find nothing. An
// expression of package regexp needs its time to find nothing: it tries every place at which a match could begin. Here
// a text is first gone over once from its end to its beginning, by a table that tells for each place whether a match
// begins there; at the first such place the expression itself is then run, for what the match is. What is found is what
// package regexp finds, match for match and group for group; a test holds the two against each other.
//
// The table (automaton.go) is made as texts come: a row is a set of places in the expression, read backwards, and it is
// entered when a text first leads there. It stays small for the expressions of language; one that would need more rows
// than it may have is run plainly. Before either of them stand words without which there is no match (need.go).
//
// An Expression may be used by many at once.
package expression
