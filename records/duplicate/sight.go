package duplicate

import "context"

// A sight is what the pictures of two pages say.
type sight struct{ known bool }

type eyes struct {
	ctx context.Context
	o   Options
}

func newEyes(ctx context.Context, o Options) *eyes { return &eyes{ctx, o} }

// choose says which of the matches a page folds under; where under none, which it is most likely a changed copy of.
func (f *finder) choose(e *eyes, i int, ms []match) (best int, folds bool) {
	if len(ms) == 0 {
		return -1, false
	}
	return 0, ms[0].verdict == agree
}
