package web_test

import (
	"context"
	"slices"
	"time"

	"github.com/openimr/openimr/imr"
)

// Draft and SaveDraft keep the texts that reviewers are typing.
func (m *memory) Draft(_ context.Context, id imr.CaseID) (imr.DraftText, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, err := imr.Fold(m.events[id])
	if err != nil || m.broken != nil {
		return imr.DraftText{}, m.broken
	}
	if d := m.drafts[id]; c.Reviewer != nil && d.By == c.Reviewer.ID {
		return d, nil
	}
	return imr.DraftText{}, nil
}

func (m *memory) SaveDraft(_ context.Context, d imr.DraftText) (imr.DraftText, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return imr.DraftText{}, m.broken
	}
	if now := m.drafts[d.Case]; now.Rev != d.Rev {
		e := &imr.DraftChanged{Now: now, Own: d.Window != ""}
		for _, old := range m.history[d.Case] {
			if old.Rev <= d.Rev {
				e.Base = old
			} else if old.Window != d.Window {
				e.Own = false
			}
		}
		return imr.DraftText{}, e
	}
	d.Rev++
	d.Saved = noon
	if m.drafts == nil {
		m.drafts, m.history = map[imr.CaseID]imr.DraftText{}, map[imr.CaseID][]imr.DraftText{}
	}
	m.drafts[d.Case] = d
	m.history[d.Case] = append(m.history[d.Case], d)
	return d, nil
}

func (m *memory) DraftHistory(_ context.Context, id imr.CaseID) ([]imr.DraftText, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := slices.Clone(m.history[id])
	slices.Reverse(list)
	for i := range list {
		list[i].Draft = imr.Draft{}
	}
	return list, m.broken
}

func (m *memory) DraftAt(_ context.Context, id imr.CaseID, rev int) (imr.DraftText, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range m.history[id] {
		if d.Rev == rev {
			return d, m.broken
		}
	}
	return imr.DraftText{}, m.broken
}

func (m *memory) SpendTime(_ context.Context, w imr.WorkTime) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.spent == nil {
		m.spent = map[imr.WorkTime]int{}
	}
	seconds := w.Seconds
	w.Seconds = 0
	m.spent[w] = max(m.spent[w], seconds)
	return m.broken
}

func (m *memory) TimeSpent(_ context.Context, id imr.CaseID, by imr.UserID) (time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	total := 0
	for w, seconds := range m.spent {
		if w.Case == id && w.By == by {
			total += seconds
		}
	}
	return time.Duration(total) * time.Second, m.broken
}
