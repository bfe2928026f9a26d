package web_test

import (
	"context"
	"slices"
	"strings"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/library"
)

// memoryLibrary is a library in memory.
type memoryLibrary struct {
	store   *memory
	entries []library.Entry
	blocks  map[imr.UserID][]imr.TextBlock
}

func (l *memoryLibrary) LikePublished(_ context.Context, request string, most int) ([]library.Match, int, error) {
	var rs []library.Request
	for _, e := range l.entries {
		for i, it := range e.Items {
			rs = append(rs, library.Request{Ref: library.Ref{Number: e.Number, Item: i}, Decided: e.Decided, Words: it.Request})
		}
	}
	return library.NewIndex(rs).Like(request, most), len(rs), nil
}

func (l *memoryLibrary) Published(_ context.Context, number string) (library.Entry, error) {
	for _, e := range l.entries {
		if e.Number == number {
			return e, nil
		}
	}
	return library.Entry{}, &imr.Error{Kind: imr.NotFound, Message: "There is no published determination of that number."}
}

func (l *memoryLibrary) CasesOfWorker(ctx context.Context, id imr.CaseID) ([]imr.CaseID, error) {
	me, err := l.store.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []imr.CaseID
	for other := range l.store.events {
		if c, err := l.store.Case(ctx, other); err == nil && other != id && c.Worker.Name == me.Worker.Name {
			ids = append(ids, other)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

func (l *memoryLibrary) TextBlocks(_ context.Context, by imr.UserID) ([]imr.TextBlock, error) {
	bs := slices.Clone(l.blocks[by])
	slices.SortFunc(bs, func(a, b imr.TextBlock) int { return strings.Compare(a.Name, b.Name) })
	return bs, nil
}

func (l *memoryLibrary) PutTextBlock(ctx context.Context, by imr.UserID, b imr.TextBlock) error {
	if err := b.Check(); err != nil {
		return err
	}
	_ = l.RemoveTextBlock(ctx, by, b.Name)
	l.blocks[by] = append(l.blocks[by], b)
	return nil
}

func (l *memoryLibrary) RemoveTextBlock(_ context.Context, by imr.UserID, name string) error {
	l.blocks[by] = slices.DeleteFunc(l.blocks[by], func(b imr.TextBlock) bool { return b.Name == name })
	return nil
}
