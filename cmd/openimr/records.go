package main

type recordsCommand struct {
	Inspect recordsInspectCommand `cmd:"" help:"Read files and tell what is in them: pages, copies, documents, dated facts."`
	Text    recordsTextCommand    `cmd:"" help:"Print the text of files, scans read by text recognition."`
}
