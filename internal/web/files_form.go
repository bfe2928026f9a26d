package web

import (
	"strconv"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/records"
)

// documentRows list papers as they come in. Each row may bring its file; a file that was sent once is kept while the
// rest of the form is mended (documents.N.token stands for it).
func documentRows(in *input, legend, firstKind string) section {
	s := section{ID: "documents", Legend: legend, Noun: "paper", Help: "Each paper by its kind, title, date and author. Add its file where you have it; the number of pages of a PDF is counted for you."}
	for i := range max(in.rows("documents"), 1) {
		at := "documents." + strconv.Itoa(i) + "."
		kind := ""
		if i == 0 {
			kind = firstKind
		}
		row := []field{
			{Kind: kindSelect, Name: at + "type", Label: "Kind", Value: kind, Size: "third", Options: kindOptions()},
			{Kind: kindText, Name: at + "title", Label: "Title", Size: "third"},
			{Kind: kindText, Name: at + "author", Label: "Author", Size: "third"},
			{Kind: kindDay, Name: at + "date", Label: "Date of the paper", Size: "third"},
			{Kind: kindNumber, Name: at + "pages", Label: "Pages", Size: "tiny"},
		}
		if name := in.values.Get(at + "file"); name != "" {
			row = append(row, field{Kind: kindFact, Name: at + "kept", Label: "File", Value: name, Help: "Received; it need not be sent again."})
		} else {
			row = append(row, field{Kind: kindFile, Name: at + "upload", Label: "File", Size: "half"})
		}
		row = append(row,
			field{Kind: kindHidden, Name: at + "token"}, field{Kind: kindHidden, Name: at + "sha256"}, field{Kind: kindHidden, Name: at + "file"})
		s.Rows = append(s.Rows, row)
	}
	return s
}

func kindOptions() []option {
	os := []option{{Value: "", Label: "Choose a kind"}}
	for _, k := range records.Kinds() {
		os = append(os, option{Value: k.ID, Label: k.Name})
	}
	return os
}

// readDocuments makes papers of the rows; rows in which nothing was typed and no file was sent are left out. The
// files themselves were stored, and their tokens checked, before.
func readDocuments(in *input) []imr.Document {
	var kinds []string
	for _, k := range records.Kinds() {
		kinds = append(kinds, k.ID)
	}
	var ds []imr.Document
	for i := range in.rows("documents") {
		at := "documents." + strconv.Itoa(i)
		if in.empty(at, "title", "author", "date", "pages", "file") {
			continue
		}
		d := imr.Document{
			Type: in.choice(at+".type", kinds...), Title: in.text(at + ".title"), Author: in.text(at + ".author"),
			Date: in.day(at + ".date"), Pages: in.number(at + ".pages"), SHA256: in.text(at + ".sha256"), Name: in.text(at + ".file"),
		}
		if d.Type == "" && !in.failed(at+".type") {
			in.fail(at+".type", "Choose the kind of paper.")
		}
		if d.Title == "" {
			if d.Type == "" {
				in.fail(at+".title", "Give the paper a title.")
			} else {
				d.Title = records.KindName(d.Type)
			}
		}
		if d.Pages == 0 && !in.failed(at+".pages") {
			in.fail(at+".pages", "Say how many pages the paper has.")
		}
		ds = append(ds, d)
	}
	return ds
}
