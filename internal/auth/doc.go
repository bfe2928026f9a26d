// Package auth knows who somebody is and what they may do.
//
// An Account is a person with one Role. Passwords are kept as argon2id hashes, made a few at once (Passwords), and a
// Door lets people in: it answers an unknown name as slowly and with the same words as a wrong password, and makes
// whoever guesses wait, by account and by address (Throttle).
//
// What somebody may do is one table, in may.go: for each role and Action the Need that must be met. May asks it with the
// Facts of the person and the case: a party of this case, its reviewer, served or not. What is not in the table is
// forbidden, and Refusal says which need was not met, in words for the person. Every command on a case belongs to an
// action (ActionOf), so that the pages can ask for the route and for the act. The matrix is printed to
// testdata/may.golden, for a lawyer to read; who changes the table changes it there in the same commit.
//
// The table is the second lock, not the first: which cases somebody sees is a condition of the store's query too. And
// nothing here can show the reviewer's identity outside: every role that is not of the organization is Outside, an
// unknown one included (Labor Code 4610.6(f)).
package auth
