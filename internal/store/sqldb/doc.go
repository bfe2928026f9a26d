// Package sqldb is the one way to a database: SQLite in a folder, or PostgreSQL, with one text for every statement.
//
// Statements are written once with $1, $2 and registered by New, so that one test can prepare all of them on both
// engines. Both drivers bind $n to the n-th argument. That is not so with every driver for SQLite (some bind in the
// order of appearance and would answer wrongly without a word), so Open asks the database before anything else.
//
// On SQLite the commands that wait run one after the other in one transaction, and all are answered after the one
// COMMIT: with many callers the disk is asked to flush once for many commands. A command that fails takes no other with
// it: where it had written something, all of them run again, each under a savepoint. On PostgreSQL every command is a transaction of its own, tried again
// where another one was in its way.
//
// Instants are integers of milliseconds since 1970 in UTC, days are texts. No statement asks the database for the
// time: the time is an argument. Text is compared byte by byte on both engines.
package sqldb
