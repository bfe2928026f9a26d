// Package audit makes the record of every case tamper-evident, and finds where it was tampered with.
//
// Each event is hashed together with the hash of the event before it in its case: the chain of a case proves itself.
// The hashes of all events, in the order in which they were recorded, are the leaves of one Merkle tree (RFC 6962).
// The root of the tree at some size is signed now and then: a checkpoint. Who holds one checkpoint can prove that
// nothing before it was changed, removed or put in another order, even by somebody who can rewrite the database and
// compute every hash anew. Checkpoints are therefore also written to a file outside the database, whose folder may
// lie on another disk.
//
// What nothing can show is that the newest events were cut off after the last checkpoint that left the machine. The
// interval between checkpoints is the promise.
package audit
