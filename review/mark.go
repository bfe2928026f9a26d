package review

import (
	"regexp"
	"strconv"
	"strings"
)

// A Span is a part of a text: bytes, half-open.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Of is the part of a text that the span means.
func (s Span) Of(text string) string { return text[s.From:s.To] }

// A Mark is a citation of the record within a text.
type Mark struct {
	Span              // of the brackets
	Number, Last int  // pages of the record, from 1; Last is Number where one page is meant
	Words        Span // of Number's words: a half-open range of records.Page.Words; both 0 where the page is meant as a whole
}

// String writes the mark as it stands in a text.
func (m Mark) String() string {
	s := "[p. " + strconv.Itoa(m.Number)
	switch {
	case m.Last > m.Number:
		s = "[pp. " + strconv.Itoa(m.Number) + "-" + strconv.Itoa(m.Last)
	case m.Words.To > m.Words.From:
		s += ":" + strconv.Itoa(m.Words.From) + "-" + strconv.Itoa(m.Words.To)
	}
	return s + "]"
}

// An Origin says who wrote a sentence that is not confirmed.
type Origin string

// The origins.
const (
	Confirmed Origin = ""          // the reviewer wrote it, or looked at it and took it
	Assembled Origin = "assembled" // put together by rule from the facts of the record
	Model     Origin = "model"     // written by a language model
)

// token is everything that stands in brackets and is no word.
var token = regexp.MustCompile(`\[(?:pp?\.\s?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\s?[-–]\s?(\d{1,3}(?:,\d{3})+|\d{1,7})|:(\d{1,6})-(\d{1,6}))?|(unconfirmed)(: model)?)\]`)

// unconfirmed is the token that an origin has, "" for Confirmed.
func (o Origin) token() string {
	switch o {
	case Assembled:
		return "[unconfirmed]"
	case Model:
		return "[unconfirmed: model]"
	}
	return ""
}

// A bracket is one token of a text.
type bracket struct {
	Span
	mark    Mark
	pending Origin // Confirmed where it is a mark
}

func brackets(text string) []bracket {
	var bs []bracket
	for _, m := range token.FindAllStringSubmatchIndex(text, -1) {
		part := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return text[m[2*n]:m[2*n+1]]
		}
		b := bracket{Span: Span{m[0], m[1]}}
		switch {
		case part(6) != "":
			b.pending = Model
		case part(5) != "":
			b.pending = Assembled
		default:
			b.mark = Mark{Span: b.Span, Number: digits(part(1))}
			b.mark.Last = b.mark.Number
			if part(2) != "" {
				b.mark.Last = digits(part(2))
			}
			if part(3) != "" {
				b.mark.Words = Span{digits(part(3)), digits(part(4))}
			}
			if b.mark.Number < 1 || b.mark.Last < b.mark.Number || b.mark.Words.To < b.mark.Words.From {
				continue // no page is meant: words
			}
		}
		bs = append(bs, b)
	}
	return bs
}

// digits reads at most seven digits, with or without commas.
func digits(s string) int {
	n, _ := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	return n
}

// Marks lists the citations of a text in their order.
func Marks(text string) []Mark {
	var ms []Mark
	for _, b := range brackets(text) {
		if b.pending == Confirmed {
			ms = append(ms, b.mark)
		}
	}
	return ms
}

// Unconfirmed counts the sentences of a text that nobody has confirmed.
func Unconfirmed(text string) int {
	n := 0
	for _, b := range brackets(text) {
		if b.pending != Confirmed {
			n++
		}
	}
	return n
}

// Plain is a text as a letter shows it: marks name their pages alone, and what says that a sentence is not confirmed is left out.
func Plain(text string) string {
	return rewrite(text, func(b bracket) string {
		if b.pending != Confirmed {
			return ""
		}
		m := b.mark
		m.Words = Span{}
		return m.String()
	})
}

// Bare is a text without anything in brackets: its words alone.
func Bare(text string) string {
	return rewrite(text, func(bracket) string { return "" })
}

// rewrite puts something in place of every token. Where nothing is put, the space before goes with it.
func rewrite(text string, to func(bracket) string) string {
	var out strings.Builder
	at := 0
	for _, b := range brackets(text) {
		before, now := text[at:b.From], to(b)
		if now == "" {
			before = strings.TrimRight(before, " ")
		}
		out.WriteString(before)
		out.WriteString(now)
		at = b.To
	}
	out.WriteString(text[at:])
	return out.String()
}
