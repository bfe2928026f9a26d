package main

type letterCommand struct {
	Lint letterLint `cmd:"" help:"Check determination letters against the law, the case and themselves."`
}
