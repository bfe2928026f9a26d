package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Sources are where settings are looked for.
type Sources struct {
	File     string            // path of the TOML file, "" for none
	Optional bool              // the file need not be there
	Environ  []string          // NAME=value, as os.Environ gives them
	Flags    map[string]string // by key
}

// An Origin says where a value came from.
type Origin struct {
	Kind string // flag, environment, file or default
	Name string // of the variable or the file
}

// String says it in words.
func (o Origin) String() string {
	if o.Name == "" {
		return o.Kind
	}
	return o.Kind + " " + o.Name
}

// The kinds of origins.
const (
	FromFlag        = "flag"
	FromEnvironment = "environment"
	FromFile        = "file"
	FromDefault     = "default"
)

// A Value is one setting as it holds.
type Value struct {
	Key    string
	Text   string // as it would be given in the environment; Hidden where it is a secret that is set
	Origin Origin
}

// Hidden stands in the place of a secret.
const Hidden = "(hidden)"

// Loaded is what Load found.
type Loaded struct {
	Config   Config
	Values   []Value // one for each setting, in the order of the table
	Problems []Problem
}

// Load reads the settings from their sources. Problems are of the severity Error where the server must not start on
// them: a key nobody knows, a value that cannot be read, a file that is missing.
func Load(from Sources) Loaded {
	l := Loaded{}
	origins := map[string]Origin{}
	for _, s := range settings {
		if s.fallback != "" {
			if err := s.set(&l.Config, s.fallback); err != nil {
				panic(fmt.Sprintf("config: default of %s %v", s.key, err))
			}
		}
		origins[s.key] = Origin{Kind: FromDefault}
	}
	l.readFile(from, origins)
	l.readEnvironment(from.Environ, origins)
	l.readFlags(from.Flags, origins)
	l.readDatabaseURL(origins)
	for _, s := range settings {
		v := Value{Key: s.key, Text: s.text(&l.Config), Origin: origins[s.key]}
		if s.secret && v.Text != "" {
			v.Text = Hidden
		}
		l.Values = append(l.Values, v)
	}
	return l
}

func (l *Loaded) problem(severity Severity, key, hint, format string, args ...any) {
	l.Problems = append(l.Problems, Problem{Key: key, Severity: severity, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// maxFile bounds the settings file, in bytes.
const maxFile = 1 << 20

func (l *Loaded) readFile(from Sources, origins map[string]Origin) {
	if from.File == "" {
		return
	}
	info, err := os.Stat(from.File)
	switch {
	case from.Optional && errors.Is(err, fs.ErrNotExist):
		return
	case err == nil && info.IsDir():
		err = errors.New("it is a folder")
	case err == nil && info.Size() > maxFile:
		err = errors.New("it is larger than 1 MB")
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(from.File)
	}
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		l.problem(Error, "", "give the path of a settings file with --config", "cannot read %s: %v", from.File, err)
		return
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		at := from.File
		var decode *toml.DecodeError
		if errors.As(err, &decode) {
			line, column := decode.Position()
			at = fmt.Sprintf("%s, line %d, column %d", from.File, line, column)
		}
		l.problem(Error, "", `texts stand in quotes: listen = "127.0.0.1:8080"`, "%s: %s", at, strings.TrimPrefix(err.Error(), "toml: "))
		return
	}
	l.readTree(tree, "", Origin{FromFile, from.File}, origins)
	if hasPassword(l.Config.DatabaseURL) {
		l.keptSecret("database_url", from.File, info)
	}
}

// keptSecret warns where others on the machine can read a file that holds a secret.
func (l *Loaded) keptSecret(key, path string, info fs.FileInfo) {
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		l.problem(Warning, key, "chmod 600 "+path, "%s holds the password of the database, and others on this machine can read it", path)
	}
}

func (l *Loaded) readTree(tree map[string]any, prefix string, origin Origin, origins map[string]Origin) {
	for _, name := range sortedKeys(tree) {
		key, v := prefix+name, tree[name]
		s := settingOf(key)
		if sub, ok := v.(map[string]any); ok && s == nil && isTable(key) {
			l.readTree(sub, key+".", origin, origins)
			continue
		}
		if s == nil {
			l.unknown(key, origin)
			continue
		}
		if err := s.setTOML(&l.Config, v); err != nil {
			l.problem(Error, key, "", "%s: %s %v", origin.Name, key, err)
			continue
		}
		origins[key] = origin
	}
}

func (l *Loaded) unknown(key string, origin Origin) {
	hint := `"openimr config show" lists the keys`
	if near := nearest(key, Keys()); near != "" {
		hint = "did you mean " + near + "?"
	}
	where := origin.Name
	if where == "" {
		where = origin.Kind
	}
	l.problem(Error, key, hint, "%s: unknown key %s", where, key)
}

// readEnvironment reads the variables of the settings; an empty one counts as not set. A variable that belongs to none is only a warning: an
// orchestrator may set some of its own, such as OPENIMR_SERVICE_HOST for a service of that name.
func (l *Loaded) readEnvironment(environ []string, origins map[string]Origin) {
	names := map[string]*setting{}
	var all []string
	for i := range settings {
		name := EnvironmentName(settings[i].key)
		names[name] = &settings[i]
		all = append(all, name)
	}
	for _, e := range environ {
		name, text, _ := strings.Cut(e, "=")
		if text == "" || !strings.HasPrefix(name, environmentPrefix) || slices.Contains(notSettings, name) {
			continue
		}
		s := names[name]
		if s == nil {
			if near := nearest(name, all); near != "" {
				l.problem(Warning, "", "did you mean "+near+"?", "the environment variable %s is no setting", name)
			}
			continue
		}
		if err := s.set(&l.Config, text); err != nil {
			l.problem(Error, s.key, "", "environment variable %s %v", name, err)
			continue
		}
		origins[s.key] = Origin{FromEnvironment, name}
	}
}

// notSettings are variables of ours that are read elsewhere.
var notSettings = []string{FileVariable, "OPENIMR_LETTERS"}

// FileVariable names the variable that holds the path of the settings file.
const FileVariable = "OPENIMR_CONFIG"

func (l *Loaded) readFlags(flags map[string]string, origins map[string]Origin) {
	for _, key := range sortedKeys(flags) {
		s := settingOf(key)
		switch {
		case s == nil:
			l.unknown(key, Origin{Kind: FromFlag})
			continue
		case s.secret && hasPassword(flags[key]):
			l.problem(Error, key, "set "+EnvironmentName(key)+" or "+key+"_file instead",
				"a flag may not hold the password of %s, because other users of the machine can read it", key)
			continue
		}
		if err := s.set(&l.Config, flags[key]); err != nil {
			l.problem(Error, key, "", "%s %v", key, err)
			continue
		}
		origins[key] = Origin{Kind: FromFlag}
	}
}

// readDatabaseURL reads the file that holds the database URL.
func (l *Loaded) readDatabaseURL(origins map[string]Origin) {
	path := l.Config.DatabaseURLFile
	if path == "" {
		return
	}
	const key = "database_url"
	if l.Config.DatabaseURL != "" {
		l.problem(Error, key, "", "both database_url and database_url_file are set; set one of them")
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		l.problem(Error, "database_url_file", "", "cannot read the database URL: %v", err)
		return
	}
	l.Config.DatabaseURL = strings.TrimSpace(string(data))
	origins[key] = Origin{FromFile, path}
	if info, err := os.Stat(path); err == nil && hasPassword(l.Config.DatabaseURL) {
		l.keptSecret(key, path, info)
	}
}

func hasPassword(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return strings.Contains(strings.ToLower(address), "password")
	}
	_, ok := u.User.Password()
	return ok || u.Query().Has("password")
}

// isTable says whether keys begin with a word and a point.
func isTable(word string) bool {
	return slices.ContainsFunc(settings, func(s setting) bool { return strings.HasPrefix(s.key, word+".") })
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// nearest returns the word that is at most two slips from another, "" where none is.
func nearest(word string, among []string) string {
	best, at := 3, ""
	for _, w := range among {
		if d := slips(word, w); d < best {
			best, at = d, w
		}
	}
	return at
}

// slips counts the letters to be put in, left out or changed to make a into b.
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		left, diagonal := i, row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := diagonal
			if a[i-1] != b[j-1] {
				change++
			}
			diagonal = row[j]
			left = min(change, left+1, row[j]+1)
			row[j] = left
		}
	}
	return row[len(b)]
}
