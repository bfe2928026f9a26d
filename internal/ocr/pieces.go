package ocr

import "math/bits"

// A run is a stretch of ink in one row.
type run struct{ y, x0, x1 int32 } // x1 exclusive

// A piece is ink that hangs together, diagonally too.
type piece struct {
	x0, y0, x1, y1 int32 // exclusive
	area           int32
}

func (p piece) w() int { return int(p.x1 - p.x0) }
func (p piece) h() int { return int(p.y1 - p.y0) }

// pieces are the connected pieces of a picture, with the runs that they are made of.
type pieces struct {
	runs []run
	of   []int32 // the piece of each run
	all  []piece
}

// connected finds the pieces. Its time goes with the number of runs, so a page full of specks costs a few times a clean one.
func connected(b *bitmap) *pieces {
	runs := make([]run, 0, 1<<15)
	starts := make([]int32, b.h+1)
	for y := range b.h {
		starts[y] = int32(len(runs))
		runs = rowRuns(runs, b.row(y), int32(y))
	}
	starts[b.h] = int32(len(runs))
	parent := make([]int32, len(runs))
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for y := 1; y < b.h; y++ {
		up, upEnd := starts[y-1], starts[y]
		for i := starts[y]; i < starts[y+1]; i++ {
			for up < upEnd && runs[up].x1 < runs[i].x0 {
				up++
			}
			for k := up; k < upEnd && runs[k].x0 <= runs[i].x1; k++ {
				a, c := find(k), find(i)
				if a < c {
					parent[c] = a
				} else if c < a {
					parent[a] = c
				}
			}
		}
	}
	ps := &pieces{runs: runs, of: make([]int32, len(runs))}
	for i, r := range runs {
		root := find(int32(i)) // never later than i
		if root == int32(i) {
			ps.of[i] = int32(len(ps.all))
			ps.all = append(ps.all, piece{r.x0, r.y, r.x1, r.y + 1, r.x1 - r.x0})
			continue
		}
		k := ps.of[root]
		ps.of[i] = k
		p := &ps.all[k]
		p.x0, p.x1, p.y1 = min(p.x0, r.x0), max(p.x1, r.x1), max(p.y1, r.y+1)
		p.area += r.x1 - r.x0
	}
	return ps
}

func rowRuns(runs []run, row []uint64, y int32) []run {
	open := int32(-1)
	for i, v := range row {
		base := int32(i * 64)
		if open >= 0 {
			if v == ^uint64(0) {
				continue
			}
			n := int32(bits.TrailingZeros64(^v))
			runs = append(runs, run{y, open, base + n})
			open = -1
			v &= ^uint64(0) << n
		}
		for v != 0 {
			s := bits.TrailingZeros64(v)
			n := bits.TrailingZeros64(^(v >> s))
			if s+n >= 64 {
				open = base + int32(s)
				break
			}
			runs = append(runs, run{y, base + int32(s), base + int32(s+n)})
			v &= ^uint64(0) << (s + n)
		}
	}
	if open >= 0 {
		runs = append(runs, run{y, open, int32(len(row) * 64)})
	}
	return runs
}
