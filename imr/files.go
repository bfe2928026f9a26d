package imr

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openimr/openimr/records"
)

// A ReceivedFile is one file as it came. Its bytes are kept under their hash and never changed.
type ReceivedFile struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`         // as sent
	Size   int64  `json:"size"`         // bytes
	In     string `json:"in,omitempty"` // SHA-256 of the ZIP that it came in
}

// FilesReceived is the arrival of files for the record, of any kind and whether or not they can be opened. Whether the
// record is complete is another matter (RecordsReceived). Who sent them is From, or the organization where it is "";
// when and how is the act's.
type FilesReceived struct {
	From  PartyID        `json:"from,omitempty"`
	Files []ReceivedFile `json:"files"`
}

func (*FilesReceived) eventType() EventType { return "files_received" }
func (d *FilesReceived) guard(_ Rules, c Case, _ Act) error {
	if len(d.Files) == 0 {
		return incomplete("files", recordRule, "There is no file.")
	}
	for i, f := range d.Files {
		if len(f.SHA256) != 64 || strings.TrimSpace(f.Name) == "" || f.Size <= 0 {
			return incomplete("files["+strconv.Itoa(i)+"]", recordRule, "File %d has no name, no content or no hash.", i+1)
		}
	}
	if d.From != "" {
		return c.known("from", recordRule, []PartyID{d.From})
	}
	return nil
}
func (d *FilesReceived) apply(c *Case, e Event) {
	for _, f := range d.Files {
		c.Files = append(slices.Clip(c.Files), CaseFile{ReceivedFile: f, From: d.From, How: e.How, Received: e.At, Seq: e.Seq})
	}
}

// A CaseFile is a file of a case with who sent it, how and when. The size of a file that came with a paper is not known
// (0).
type CaseFile struct {
	ReceivedFile
	From     PartyID
	How      *How
	Received time.Time
	Seq      int // of the event
}

// IndexCorrected is a person's change of the index of the record: documents parted, joined, given another kind, date,
// author or title, pages moved, pages found to be another patient's or not.
type IndexCorrected struct {
	Corrections []records.Correction `json:"corrections"`
	Says        string               `json:"says"` // the change in one sentence, for the history
}

func (*IndexCorrected) eventType() EventType { return "index_corrected" }
func (d *IndexCorrected) guard(_ Rules, c Case, _ Act) error {
	if len(d.Corrections) == 0 {
		return incomplete("corrections", recordRule, "Nothing is changed.")
	}
	if strings.TrimSpace(d.Says) == "" {
		return incomplete("says", recordRule, "Say what is changed.")
	}
	for i, k := range d.Corrections {
		if !c.hasFile(k.Page.File) || k.Page.Page < 1 {
			return incomplete("corrections["+strconv.Itoa(i)+"].page", recordRule, "Change %d is about a page that this record does not have.", i+1)
		}
	}
	return nil
}
func (d *IndexCorrected) apply(c *Case, _ Event) {
	c.Corrections = append(c.Corrections[:len(c.Corrections):len(c.Corrections)], d.Corrections...)
}

func (c *Case) hasFile(sha string) bool {
	return slices.ContainsFunc(c.Files, func(f CaseFile) bool { return f.SHA256 == sha })
}

// RecordsAsked is a letter that asks a party for records that are missing (8 CCR 9792.10.5) or for files again that
// could not be opened.
type RecordsAsked struct {
	Of         PartyID  `json:"of"`
	Missing    []string `json:"missing,omitempty"`    // what is asked for, one sentence each
	Unreadable []string `json:"unreadable,omitempty"` // SHA-256 of files asked for again
	Letter     string   `json:"letter"`               // the text as it was sent
}

func (*RecordsAsked) eventType() EventType { return "records_asked" }
func (d *RecordsAsked) guard(_ Rules, c Case, _ Act) error {
	if len(d.Missing)+len(d.Unreadable) == 0 {
		return incomplete("missing", "8 CCR 9792.10.5", "Say what is asked for.")
	}
	if strings.TrimSpace(d.Letter) == "" {
		return incomplete("letter", "8 CCR 9792.10.5", "The letter is empty.")
	}
	return c.known("of", "8 CCR 9792.10.5", []PartyID{d.Of})
}
func (*RecordsAsked) apply(*Case, Event) {}

// PagesOpened notes which pages of the record the reviewer had before their eyes when the draft was submitted.
type PagesOpened struct {
	Opened []string `json:"opened"` // ranges of page numbers of the record: "1-412", "420"
	Count  int      `json:"count"`
	Of     int      `json:"of"` // pages of the record
}

func (*PagesOpened) eventType() EventType { return "pages_opened" }
func (d *PagesOpened) guard(Rules, Case, Act) error {
	if d.Count < 0 || d.Count > d.Of {
		return incomplete("count", recordRule, "%d of %d pages cannot be.", d.Count, d.Of)
	}
	return nil
}
func (*PagesOpened) apply(*Case, Event) {}
