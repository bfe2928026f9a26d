package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/openimr/openimr/clock"
	"github.com/openimr/openimr/internal/auth"
	"github.com/openimr/openimr/letter"
	"github.com/openimr/openimr/programme"
)

// The scripts ask "openimr __complete WORD…" at each press of Tab, so they never fall behind the program.
var (
	//go:embed completion/openimr.bash
	bashCompletion string
	//go:embed completion/_openimr
	zshCompletion string
	//go:embed completion/openimr.fish
	fishCompletion string
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help says how to install the scripts.
func (completionCommand) Help() string {
	return `Examples:

    openimr completion bash > ~/.local/share/bash-completion/completions/openimr
    openimr completion zsh > ~/.zfunc/_openimr        # a folder of $fpath, before compinit
    openimr completion fish > ~/.config/fish/completions/openimr.fish`
}

// Run prints a script.
func (c completionCommand) Run(t terminal) error {
	scripts := map[string]string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
	return writeText(scripts[c.Shell])(t.Out)
}

type completeCommand struct {
	Words []string `arg:"" optional:"" passthrough:"all"`
}

// Run prints one candidate a line, each with a tab and what it is, or a line ":files" where file names are wanted.
// The words are those after "openimr"; the last one is the one at the cursor, "" where it is not begun.
func (c completeCommand) Run(t terminal, k *kong.Kong) error {
	for _, p := range proposalsFor(k.Model.Node, c.Words) {
		if _, err := fmt.Fprintf(t.Out, "%s\t%s\n", p.word, p.about); err != nil {
			return err
		}
	}
	return nil
}

// A proposal is one word that may stand at the cursor.
type proposal struct{ word, about string }

// filesWanted is the proposal that leaves the word to the shell's own completion of file names.
var filesWanted = []proposal{{":files", ""}}

// proposalsFor walks the words through the commands and proposes what may stand in the place of the last.
func proposalsFor(node *kong.Node, words []string) []proposal {
	if len(words) == 0 {
		words = []string{""}
	}
	before, current := words[:len(words)-1], words[len(words)-1]
	arguments := 0
	var waiting *kong.Flag // for its value
	for i, word := range before {
		switch {
		case waiting != nil:
			waiting = nil
		case word == "--":
			return argument(node, arguments+len(before)-i-1, current)
		case strings.HasPrefix(word, "-") && word != stdin:
			if f := flagNamed(node, word); f != nil && !f.IsBool() && !strings.Contains(word, "=") {
				waiting = f
			}
		default:
			child := childNamed(node, word)
			if child == nil {
				arguments++
				continue
			}
			node, arguments = child, 0
		}
	}
	if waiting != nil {
		return begun(valuesOf(waiting.Value), current)
	}
	if name, value, ok := strings.Cut(current, "="); ok && strings.HasPrefix(name, "--") {
		f := flagNamed(node, name)
		if f == nil {
			return nil
		}
		values := valuesOf(f.Value)
		if slices.Equal(values, filesWanted) {
			return values
		}
		values = begun(values, value)
		for i := range values {
			values[i].word = name + "=" + values[i].word
		}
		return values
	}
	if strings.HasPrefix(current, "-") && current != stdin {
		return begun(flagsOf(node), current)
	}
	var children []proposal
	for _, c := range node.Children {
		if !c.Hidden {
			children = append(children, proposal{c.Name, c.Help})
		}
	}
	if len(children) > 0 {
		return begun(children, current)
	}
	return argument(node, arguments, current)
}

// argument proposes values of the nth positional argument of a command; the last one may take several.
func argument(node *kong.Node, n int, current string) []proposal {
	if len(node.Positional) == 0 {
		return nil
	}
	last := node.Positional[len(node.Positional)-1]
	if n < len(node.Positional) {
		return begun(valuesOf(node.Positional[n]), current)
	}
	if last.IsSlice() {
		return begun(valuesOf(last), current)
	}
	return nil
}

// valuesOf proposes the values of a flag or an argument: its enum, the words of its "complete" tag, or files.
func valuesOf(v *kong.Value) []proposal {
	var list []proposal
	for _, word := range v.EnumSlice() {
		if word != "" {
			list = append(list, proposal{word, ""})
		}
	}
	switch of := v.Tag.Get("complete"); of {
	case "":
	case "files":
		list = filesWanted
	default:
		list = append(list, wordLists[of]()...)
	}
	return list
}

func begun(list []proposal, with string) []proposal {
	var kept []proposal
	for _, p := range list {
		if strings.HasPrefix(p.word, with) || p == filesWanted[0] {
			kept = append(kept, p)
		}
	}
	return kept
}

func flagsOf(node *kong.Node) []proposal {
	var list []proposal
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			list = append(list, proposal{"--" + f.Name, f.Help})
		}
	}
	return list
}

// flagNamed finds the flag that a word such as --to, --to=pdf or -o gives; nil where there is none.
func flagNamed(node *kong.Node, word string) *kong.Flag {
	word, _, _ = strings.Cut(word, "=")
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			if word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) {
				return f
			}
		}
	}
	return nil
}

func childNamed(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// wordLists are the lists that a "complete" tag may name.
var wordLists = map[string]func() []proposal{
	"forms":      func() []proposal { return words(letter.Forms()) },
	"services":   func() []proposal { return words(clock.Services()) },
	"roles":      func() []proposal { return words(auth.Roles) },
	"programmes": func() []proposal { return words(programme.IDs()) },
}

func words[T ~string](of []T) []proposal {
	list := make([]proposal, len(of))
	for i, w := range of {
		list[i] = proposal{string(w), ""}
	}
	return list
}
