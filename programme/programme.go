// Package programme holds what differs between the programmes under which treatments are reviewed: who may do what
// and when, grounds, clocks, and what a letter must say. Each programme is a folder of tables, one row for each rule
// with its authority and how well it is known; the tables are part of the program.
//
// California workers' compensation (ca-wc-imr) is the reference and has every table. The others have their clocks
// only: a case cannot be run under them yet, but every due date can be computed.
package programme

import (
	"bufio"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the programmes' zones must be known on every machine

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/review/quality"
)

//go:embed programmes.tsv */*.tsv
var tables embed.FS

// A Programme is one set of rules. It is shared; nobody changes it.
type Programme struct {
	ID           string
	Name         string // in plain words
	Zone         *time.Location
	Rules        imr.Rules     // Transitions and Grounds are empty where no case can be run yet
	Requirements []Requirement // of applications, notices and letters
	Customary    []Customary   // parts that determinations customarily have
}

// A Requirement is one element that a paper must hold.
type Requirement struct {
	ID         string // "fd.reasons"
	Document   string
	Element    string
	Required   string // must, should, may
	Authority  string
	Check      string // how a program can see that it is there
	Confidence string // read, secondary, memory
}

// IDs lists the programmes; the reference is first.
func IDs() []string {
	all, err := loaded()
	if err != nil {
		panic(err) // the tables are part of the program; a test reads them
	}
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.ID
	}
	return ids
}

// Load returns a programme by its ID. An unknown one is an error that lists those there are.
func Load(id string) (Programme, error) {
	all, err := loaded()
	if err != nil {
		return Programme{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return Programme{}, fmt.Errorf("there is no programme %q; there are %s", id, strings.Join(IDs(), ", "))
}

// Clocks returns the clocks of every programme in one table.
func Clocks() (clock.Table, error) {
	all, err := loaded()
	if err != nil {
		return clock.Table{}, err
	}
	ts := make([]clock.Table, len(all))
	for i, p := range all {
		ts[i] = p.Rules.Clocks
	}
	return clock.Join(ts...)
}

var loaded = sync.OnceValues(func() ([]Programme, error) {
	var all []Programme
	err := rows("programmes.tsv", "id\tname\tzone\tzone_reason", func(f []string) error {
		p, err := load(f[0], f[1], f[2])
		all = append(all, p)
		return err
	})
	return all, err
})

func load(id, name, zone string) (Programme, error) {
	p := Programme{ID: id, Name: name}
	var err error
	if p.Zone, err = time.LoadLocation(zone); err != nil {
		return p, err
	}
	clocks, err := read(id, "clocks.tsv", clock.ParseRules)
	if err != nil {
		return p, err
	}
	if p.Rules.Clocks, err = clock.NewTable(clocks, p.Zone); err != nil {
		return p, fmt.Errorf("%s/clocks.tsv: %w", id, err)
	}
	if p.Rules.Transitions, err = read(id, "case_states.tsv", imr.ParseTransitions); err != nil {
		return p, err
	}
	if p.Rules.Grounds, err = read(id, "ineligibility_grounds.tsv", imr.ParseGrounds); err != nil {
		return p, err
	}
	q := &p.Rules.Quality
	if q.Codes, err = read(id, "quality_codes.tsv", quality.ParseCodes); err != nil {
		return p, err
	}
	if q.Checklist, err = read(id, "quality_checklist.tsv", quality.ParseChecklist); err != nil {
		return p, err
	}
	sampling, err := read(id, "quality_sampling.tsv", quality.ParseSampling)
	if err != nil {
		return p, err
	}
	if len(sampling) == 1 {
		q.Sampling = sampling[0]
	}
	err = rows(id+"/letter_requirements.tsv", "id\tdocument\telement\trequired\tauthority\tcheck\tconfidence", func(f []string) error {
		p.Requirements = append(p.Requirements, Requirement{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
		return nil
	})
	if err != nil {
		return p, err
	}
	p.Customary, err = customary(id)
	return p, err
}

// read parses one table of a programme; one that the programme does not have is empty.
func read[T any](id, table string, parse func(io.Reader) ([]T, error)) ([]T, error) {
	b, err := tables.ReadFile(id + "/" + table)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ts, err := parse(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", id, table, err)
	}
	return ts, nil
}

// rows calls each with the columns of every row of a table; a table that is not there has none.
func rows(name, columns string, each func(f []string) error) error {
	b, err := tables.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	sc := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; sc.Scan(); n++ {
		f := strings.Split(sc.Text(), "\t")
		switch {
		case n == 1 && sc.Text() != columns:
			return fmt.Errorf("%s: line 1: the columns are not %q", name, columns)
		case n == 1:
			continue
		case len(f) != strings.Count(columns, "\t")+1:
			return fmt.Errorf("%s: line %d: %d columns instead of %d", name, n, len(f), strings.Count(columns, "\t")+1)
		}
		if err := each(f); err != nil {
			return fmt.Errorf("%s: line %d: %w", name, n, err)
		}
	}
	return sc.Err()
}
