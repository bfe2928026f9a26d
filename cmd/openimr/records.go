package main

type recordsCommand struct {
	Generate recordsGenerateCommand `cmd:"" help:"Make a bundle of invented medical records with known truth, to try and to show."`
	Inspect  recordsInspectCommand  `cmd:"" help:"Read files and tell what is in them: pages, copies, documents, dated facts."`
	Text     recordsTextCommand     `cmd:"" help:"Print the text of files, scans read by text recognition."`
}
