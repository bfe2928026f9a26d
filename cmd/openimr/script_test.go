package main

import (
	"database/sql"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sandbox"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	ocr.Child()
	sandbox.Child()
	testscript.Main(m, map[string]func(){"openimr": main})
}

// The scripts are the manual of the command line: each shows commands with their output, errors included.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"sql": sqlCommand},
		Setup: func(e *testscript.Env) error {
			e.Setenv("COLUMNS", "100")
			if dir, err := os.UserCacheDir(); err == nil {
				e.Setenv("XDG_CACHE_HOME", dir) // the compiled sandbox is made once, not for every script
			}
			e.Setenv("TZ", "Asia/Tokyo") // days are the office's, wherever the program runs
			return nil
		},
	})
}

// sqlCommand is the command "sql FOLDER STATEMENT" of the scripts: it does to the database what the program never does.
func sqlCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql folder statement")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]+"/openimr.db"))
	ts.Check(err)
	defer func() { ts.Check(db.Close()) }()
	result, err := db.Exec(args[1])
	ts.Check(err)
	if n, err := result.RowsAffected(); err != nil || n == 0 && strings.HasPrefix(args[1], "update") {
		ts.Fatalf("%d rows were changed: %v", n, err)
	}
}
