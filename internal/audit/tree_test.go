package audit

import (
	"bytes"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// The tree is the one of package tlog: same nodes, same root.
func TestTheTreeIsTheOneOfTheRFC(t *testing.T) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(idx []int64) ([]tlog.Hash, error) {
		hs := make([]tlog.Hash, len(idx))
		for i, x := range idx {
			hs[i] = stored[x]
		}
		return hs, nil
	})
	var tree Tree
	for n := int64(0); n < 300; n++ {
		event := EventHash(Hash{}, "CM15-0000001", int(n), []byte(fmt.Sprint(n)))
		want, err := tlog.StoredHashes(n, event[:], read)
		if err != nil {
			t.Fatal(err)
		}
		var nodes []byte
		tree, nodes = tree.Append(event)
		if !bytes.Equal(nodes, concat(want)) {
			t.Fatalf("leaf %d completes %d nodes, want %d", n, len(nodes)/32, len(want))
		}
		stored = append(stored, want...)
		root, err := tlog.TreeHash(n+1, read)
		if err != nil {
			t.Fatal(err)
		}
		if tree.Root() != root {
			t.Fatalf("another root at %d", n+1)
		}
		back, err := ParseTree(tree.Size, tree.Edge())
		if err != nil || back.Root() != root {
			t.Fatalf("the edge read back at %d: %v", n+1, err)
		}
	}
	if (Tree{}).Root().String() != "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" {
		t.Error("the root of an empty tree is the hash of nothing")
	}
	if _, err := ParseTree(3, make([]byte, 32)); err == nil {
		t.Error("an edge of the wrong length was read")
	}
}

// No two events have the same hash unless they are the same: the fields cannot flow into each other.
func TestHashesTellFieldsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "case"), rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		cut := rapid.IntRange(0, len(b)).Draw(t, "cut")
		n := rapid.IntRange(0, 1<<40).Draw(t, "seq")
		if cut > 0 && EventHash(Hash{}, a, n, b) == EventHash(Hash{}, a+string(b[:cut]), n, b[cut:]) {
			t.Fatal("a byte that moves from the body to the case number changes nothing")
		}
		if EventHash(Hash{}, a, n, b) == EventHash(Hash{1}, a, n, b) || EventHash(Hash{}, a, n, b) == EventHash(Hash{}, a, n+1, b) {
			t.Fatal("the event before or the number changes nothing")
		}
	})
}
