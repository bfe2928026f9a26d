package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// checkPage checks what every page must keep: one heading of the first level and headings without leaps, names for
// every field and link, ids that are there once, landmarks, and nothing inline that the policy would stop.
func checkPage(t testing.TB, where, text string) {
	t.Helper()
	for _, wrong := range pageFaults(text) {
		t.Errorf("%s: %s", where, wrong)
	}
}

func pageFaults(text string) []string {
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return []string{err.Error()}
	}
	ids := map[string]int{}
	count := map[string]int{}
	labelled := map[string]bool{}
	var refs []string
	level := 0
	walk(doc, func(n *html.Node) {
		if !inside(n, "main") { // an article has its own header
			count[n.Data]++
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				say("<%s %s=%q> is inline", n.Data, a.Key, a.Val)
			case strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
				say("<%s %s> runs a script", n.Data, a.Key)
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "aria-labelledby" || a.Key == "aria-describedby":
				refs = append(refs, strings.Fields(a.Val)...)
			}
		}
		switch n.Data {
		case "style":
			say("a <style> stands in the page")
		case "script":
			if attr(n, "src") == "" || n.FirstChild != nil {
				say("a script stands in the page")
			}
		case "label":
			labelled[attr(n, "for")] = true
		case "h1", "h2", "h3", "h4":
			if inside(n, "dialog") || inside(n, "article") { // a letter has headings of its own
				break
			}
			now := int(n.Data[1] - '0')
			if now == 1 {
				count["first"]++
			}
			if now > level+1 {
				say("<%s> %q follows a heading of level %d", n.Data, words(n), level)
			}
			level = now
		case "img":
			if !has(n, "alt") {
				say("an image without alt")
			}
		case "a", "button", "summary":
			if words(n) == "" && attr(n, "aria-label") == "" && attr(n, "aria-hidden") != "true" {
				say("<%s> without words", n.Data)
			}
		}
	})
	walk(doc, func(n *html.Node) {
		switch n.Data {
		case "input", "select", "textarea":
			typ := attr(n, "type")
			if typ == "hidden" || typ == "submit" || attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != "" || inside(n, "label") {
				return
			}
			if id := attr(n, "id"); id == "" || !labelled[id] {
				say("<%s name=%q> has no label", n.Data, attr(n, "name"))
			}
		case "form":
			if m := attr(n, "method"); m != "get" && m != "post" && m != "dialog" {
				say("<form action=%q> does not say its method", attr(n, "action"))
			}
		case "a":
			if h := attr(n, "href"); strings.HasPrefix(h, "#") && h != "#" && ids[h[1:]] == 0 {
				say("the link %q leads nowhere", h)
			}
		}
	})
	for id, n := range ids {
		if n > 1 {
			say("id %q is there %d times", id, n)
		}
	}
	for _, r := range refs {
		if ids[r] == 0 {
			say("a description refers to %q, which is not there", r)
		}
	}
	for tag, want := range map[string]int{"title": 1, "main": 1, "header": 1, "footer": 1} {
		if count[tag] != want {
			say("%d <%s>, want %d", count[tag], tag, want)
		}
	}
	if count["first"] != 1 {
		say("%d <h1>, want 1", count["first"])
	}
	if !strings.Contains(text, `<html lang="en"`) {
		say("the language is not told")
	}
	slices.Sort(faults)
	return slices.Compact(faults)
}

func walk(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func inside(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == tag {
			return true
		}
	}
	return false
}

func words(n *html.Node) string {
	var b strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			add(c)
		}
	}
	add(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// The check itself must be able to fail.
func TestThePageCheckFindsFaults(t *testing.T) {
	page := func(body string) string {
		return `<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><header></header><main><h1>One</h1>` + body + `</main><footer></footer></body></html>`
	}
	if f := pageFaults(page(`<form method="get"><label for="a">A</label><input id="a" name="a"></form>`)); len(f) > 0 {
		t.Errorf("a good page: %q", f)
	}
	for bad, want := range map[string]string{
		`<p style="color:red">`: "inline", `<a onclick="x()" href="/">go</a>`: "inline", `<script>x()</script>`: "script", `<style></style>`: "style",
		`<form method="get"><input name="a"></form>`: "no label", `<h3>leap</h3>`: "follows", `<h1>two</h1>`: "2 <h1>", `<p id="a"></p><p id="a"></p>`: "2 times",
		`<a href="/"></a>`: "without words", `<a href="#none">x</a>`: "nowhere", `<a href="javascript:x()">x</a>`: "runs a script",
		`<img src="x">`: "without alt", `<form action="/x"></form>`: "method", `<p aria-describedby="gone">`: "refers to",
	} {
		if f := pageFaults(page(bad)); len(f) == 0 || !strings.Contains(strings.Join(f, "\n"), want) {
			t.Errorf("%s: found %q, want %q", bad, f, want)
		}
	}
}
