package sandbox

import "time"

// Limits bound what a file may cost. A zero takes the default that stands behind each.
type Limits struct {
	Memory   int64         // bytes that the reader of PDF files may have, for each process: 512 MiB
	PageTime time.Duration // for one page, its words or its picture: 20 s
	OpenTime time.Duration // for opening a file: 60 s
	Pages    int           // of one file: 20,000
	Size     int64         // bytes of one file: 4 GiB less one byte
	Pixels   int64         // of a picture that is a page, before it is made smaller: 200 million
	Nesting  int           // of archives within archives: 3
	Members  int           // of one archive, all nested ones included: 5,000
	Unpacked int64         // bytes of all members of an archive together: 8 GiB
	Ratio    int64         // unpacked bytes for each packed one, beyond the first 10 MB: 200
	Text     int64         // bytes of the text of one DOCX or TXT file, unpacked: 64 MiB
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		v       *int64
		without int64
	}{
		{&l.Memory, 512 << 20}, {&l.Size, 1<<32 - 2}, {&l.Pixels, 200_000_000},
		{&l.Unpacked, 8 << 30}, {&l.Ratio, 200}, {&l.Text, 64 << 20},
		{(*int64)(&l.PageTime), int64(20 * time.Second)}, {(*int64)(&l.OpenTime), int64(60 * time.Second)},
	} {
		if *d.v <= 0 {
			*d.v = d.without
		}
	}
	for _, d := range []struct {
		v       *int
		without int
	}{{&l.Pages, 20_000}, {&l.Nesting, 3}, {&l.Members, 5_000}} {
		if *d.v <= 0 {
			*d.v = d.without
		}
	}
	return l
}
