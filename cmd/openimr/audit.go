package main

import (
	"context"
	"fmt"
	"io"

	"github.com/openimr/openimr/internal/audit"
	"github.com/openimr/openimr/internal/store"
)

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Prove that no event of any case was changed, removed or put in another order."`
}

type auditVerify struct {
	output
	storeFlags
}

// Help gives the examples.
func (auditVerify) Help() string {
	return `Every event is hashed with the one before it, and the whole is signed now and then (checkpoints). The papers and letters are proved by the hashes in the events. The check reads everything, also while a server runs. Exit code 1 where something is broken; each broken place is told with its case and event.

Examples:

    openimr audit verify --data /var/lib/openimr
    openimr audit verify --config /etc/openimr/openimr.toml --format json`
}

// Run verifies the record.
func (c auditVerify) Run(ctx context.Context, t terminal) (err error) {
	s, _, err := c.reading(ctx, t)
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	report, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	if err := c.print(t.Out, report, func(w io.Writer) error { return writeReport(w, report) }); err != nil {
		return err
	}
	if !report.OK {
		return errFound
	}
	return nil
}

func closeStore(s *store.Store, err *error) {
	if e := s.Close(); *err == nil {
		*err = e
	}
}

func writeReport(w io.Writer, r audit.Report) error {
	for _, b := range r.Broken {
		where := "the whole"
		if b.Case != nil {
			where = *b.Case
		}
		if b.Seq != nil {
			where += fmt.Sprintf("  event %d", *b.Seq)
		}
		if _, err := fmt.Fprintf(w, "%s  %s\n", where, oneLine(b.Why)); err != nil {
			return err
		}
	}
	state := "all in order"
	if !r.OK {
		state = countOf(len(r.Broken), "broken place")
	}
	_, err := fmt.Fprintf(w, "%s, %s, %s: %s\n", countOf(r.Cases, "case"), countOf(r.Events, "event"), countOf(r.Checkpoints, "checkpoint"), state)
	return err
}
