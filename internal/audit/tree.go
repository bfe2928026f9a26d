package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// A Hash is a SHA-256.
type Hash = tlog.Hash

const eventDomain = "openimr/event/v1\x00"

// EventHash returns the hash of an event: over the hash of the event before it in the case (zero for the first), the
// case number, the number of the event in the case, and the event's stored bytes. Every field has its length before it.
func EventHash(before Hash, caseID string, seq int, body []byte) Hash {
	b := make([]byte, 0, len(eventDomain)+len(before)+24+len(caseID)+len(body))
	b = append(b, eventDomain...)
	b = append(b, before[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(caseID)))
	b = append(b, caseID...)
	b = binary.BigEndian.AppendUint64(b, uint64(seq))
	b = binary.BigEndian.AppendUint64(b, uint64(len(body)))
	b = append(b, body...)
	return sha256.Sum256(b)
}

// A Tree is the right edge of the tree over all events: the roots of its full subtrees, the largest first. That is all
// that is needed to add leaves and to compute the root.
type Tree struct {
	Size int64
	edge []Hash
}

// ParseTree reads the edge that Edge wrote.
func ParseTree(size int64, edge []byte) (Tree, error) {
	if size < 0 || len(edge) != bits.OnesCount64(uint64(size))*len(Hash{}) {
		return Tree{}, fmt.Errorf("the edge of a tree of %d leaves cannot have %d bytes", size, len(edge))
	}
	t := Tree{Size: size, edge: make([]Hash, len(edge)/len(Hash{}))}
	for i := range t.edge {
		copy(t.edge[i][:], edge[i*len(Hash{}):])
	}
	return t, nil
}

// Edge returns the hashes of the edge, one after the other.
func (t Tree) Edge() []byte { return concat(t.edge) }

// Append returns the tree with one more event, and the hashes of the nodes that the event completes: its leaf, and
// each full subtree that ends with it. These are the stored hashes of package tlog, from which proofs can be made.
func (t Tree) Append(event Hash) (Tree, []byte) {
	h := tlog.RecordHash(event[:])
	nodes := []Hash{h}
	edge := append([]Hash(nil), t.edge...)
	for n := t.Size; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(edge[len(edge)-1], h)
		edge = edge[:len(edge)-1]
		nodes = append(nodes, h)
	}
	return Tree{t.Size + 1, append(edge, h)}, concat(nodes)
}

// Root returns the hash of the whole tree (RFC 6962, section 2.1).
func (t Tree) Root() Hash {
	if len(t.edge) == 0 {
		return sha256.Sum256(nil)
	}
	root := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		root = tlog.NodeHash(t.edge[i], root)
	}
	return root
}

func concat(hs []Hash) []byte {
	b := make([]byte, 0, len(hs)*len(Hash{}))
	for _, h := range hs {
		b = append(b, h[:]...)
	}
	return b
}
