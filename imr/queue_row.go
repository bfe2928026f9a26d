package imr

import "time"

// RowOf tells a case as the work queue shows it.
func RowOf(r Rules, c Case, now time.Time) (QueueRow, error) {
	dues, err := terseDues(r, &c, now)
	if err != nil {
		return QueueRow{}, err
	}
	next := NextOf(c, dues, now)
	row := QueueRow{
		Case: c.ID, Worker: c.Worker.Name, Claim: c.Claim.Number, State: c.State, Priority: c.Priority, Owner: c.Owner, OwnerName: c.OwnerName,
		Items: c.disputed(0), NextStep: next.Text, Owes: next.Owes, Received: c.Facts.Received.At, Changed: c.Changed, Version: c.Version,
	}
	if c.Reviewer != nil {
		row.Reviewer = c.Reviewer.ID
	}
	for i, it := range c.Items {
		if i == 0 || it.State == ItemInDispute {
			row.Request = it.Request
		}
		if it.State == ItemInDispute {
			break
		}
	}
	if d := next.Due; d != nil && d.Status != Unknown {
		row.DueRule, row.Due, row.DueAt = d.Rule.ID, d.Due.Day, d.Due.At
	}
	return row, nil
}
