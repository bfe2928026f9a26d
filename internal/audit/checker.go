package audit

import (
	"bytes"
	"fmt"
	"sort"

	"golang.org/x/mod/sumdb/tlog"
)

// A Record is one stored event as the check sees it.
type Record struct {
	Leaf  int64
	Case  string
	Seq   int
	Body  []byte
	Hash  []byte
	Nodes []byte
}

// A Checker reads the record from the first event to the last and notes in its report whatever does not agree.
type Checker struct {
	Report Report

	tree        Tree
	next        int64 // leaf
	disagreed   bool  // the tree has been found broken; everything after would be again
	heads       map[string]link
	checkpoints []Checkpoint // by size
}

type link struct {
	seq  int
	hash Hash
}

// NewChecker begins a check against signed checkpoints: those kept with the record, and those kept elsewhere.
func NewChecker(s *Signer, signed ...string) *Checker {
	c := &Checker{Report: Report{OK: true, Broken: []Broken{}}, heads: map[string]link{}}
	seen := map[Checkpoint]bool{}
	for _, text := range signed {
		p, err := s.Read(text)
		if err != nil {
			c.Report.Add("", 0, "a checkpoint is broken: "+err.Error())
			continue
		}
		if !seen[p] {
			seen[p] = true
			c.checkpoints = append(c.checkpoints, p)
		}
	}
	c.Report.Checkpoints = len(c.checkpoints)
	sort.SliceStable(c.checkpoints, func(i, j int) bool { return c.checkpoints[i].Size < c.checkpoints[j].Size })
	return c
}

// Add checks the next event in the order of leaves.
func (c *Checker) Add(r Record) {
	c.Report.Events++
	if r.Leaf != c.next {
		if r.Leaf > c.next {
			c.Report.Add("", 0, fmt.Sprintf("events are missing: after event %d of the record comes event %d", c.next-1, r.Leaf))
		} else {
			c.Report.Add(r.Case, r.Seq, fmt.Sprintf("it stands in the record as event %d, where event %d was expected", r.Leaf, c.next))
		}
	}
	c.next = r.Leaf + 1
	before := c.heads[r.Case]
	if r.Seq != before.seq+1 {
		c.Report.Add(r.Case, r.Seq, fmt.Sprintf("it follows event %d of the case", before.seq))
	}
	want := EventHash(before.hash, r.Case, r.Seq, r.Body)
	var hash Hash
	if copy(hash[:], r.Hash); len(r.Hash) != len(hash) || hash != want {
		c.Report.Add(r.Case, r.Seq, "its hash does not agree with what it says and with the event before it")
	}
	c.heads[r.Case] = link{r.Seq, hash} // what is stored: so that one change is one finding
	tree, nodes := c.tree.Append(hash)
	c.tree = tree
	if !bytes.Equal(nodes, r.Nodes) {
		leaf := tlog.RecordHash(hash[:])
		if !c.disagreed || !bytes.HasPrefix(r.Nodes, leaf[:]) {
			c.Report.Add(r.Case, r.Seq, "the tree over all events does not agree with it or with events before it")
		}
		c.disagreed = true
	}
	for len(c.checkpoints) > 0 && c.checkpoints[0].Size <= c.tree.Size {
		p := c.checkpoints[0]
		c.checkpoints = c.checkpoints[1:]
		if p.Size != c.tree.Size || p.Root != c.tree.Root() {
			c.Report.Add("", 0, fmt.Sprintf("the first %d events are not those that were signed on %s", p.Size, p.At.Format("2006-01-02 15:04:05 MST")))
		}
	}
}

// Done ends the check of the events; head is the tree as the database keeps it. It returns the last event of every case
// with its hash, as stored.
func (c *Checker) Done(head Tree) map[string]Head {
	for _, p := range c.checkpoints {
		if p.Size == 0 && p.Root == (Tree{}).Root() {
			continue
		}
		c.Report.Add("", 0, fmt.Sprintf("events are missing at the end: there were %d when they were signed on %s, now there are %d",
			p.Size, p.At.Format("2006-01-02 15:04:05 MST"), c.tree.Size))
	}
	if head.Size != c.tree.Size || !bytes.Equal(head.Edge(), c.tree.Edge()) {
		c.Report.Add("", 0, fmt.Sprintf("the head of the record speaks of %d events or of others; there are %d", head.Size, c.tree.Size))
	}
	c.Report.Cases = len(c.heads)
	heads := make(map[string]Head, len(c.heads))
	for id, l := range c.heads {
		heads[id] = Head{l.seq, l.hash}
	}
	return heads
}

// A Head is the last event of a case.
type Head struct {
	Seq  int
	Hash Hash
}
