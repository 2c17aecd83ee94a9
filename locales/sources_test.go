package locales

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// source is one file of the repository: .go or .templ, no test.
type source struct {
	name string
	text string
}

func (s source) generated() bool { return strings.HasSuffix(s.name, "_templ.go") }

func (s source) in(rooms ...string) bool {
	for _, room := range rooms {
		if strings.HasPrefix(s.name, room+"/") {
			return true
		}
	}
	return false
}

func readSources(t *testing.T, root string) []source {
	var all []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "node_modules" || d.Name() == "tools") {
			return filepath.SkipDir
		}
		ext := filepath.Ext(path)
		if d.IsDir() || ext != ".go" && ext != ".templ" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		all = append(all, source{filepath.ToSlash(name), string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	keyShape  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	quotedKey = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"`)
)

func quotedKeys(sources []source) map[string]bool {
	all := map[string]bool{}
	for _, s := range sources {
		if s.generated() {
			continue
		}
		for _, key := range quotedKey.FindAllStringSubmatch(s.text, -1) {
			all[key[1]] = true
		}
	}
	return all
}

// word is one token of Go, also of the Go inside a .templ file.
type word struct {
	tok  token.Token
	lit  string
	line int
}

func (w word) is(name string) bool { return w.tok == token.IDENT && w.lit == name }

// value is the text of a string literal.
func (w word) value() string {
	s, err := strconv.Unquote(w.lit)
	if w.tok != token.STRING || err != nil {
		return ""
	}
	return s
}

// words cuts a file into tokens. Go's scanner goes on after what it does not know, so it reads .templ files too.
func words(s source) []word {
	files := token.NewFileSet()
	file := files.AddFile(s.name, -1, len(s.text))
	var scan scanner.Scanner
	scan.Init(file, []byte(s.text), nil, 0)
	var all []word
	for {
		pos, tok, lit := scan.Scan()
		if tok == token.EOF {
			return all
		}
		if tok == token.SEMICOLON && lit == "\n" {
			continue
		}
		all = append(all, word{tok, lit, files.Position(pos).Line})
	}
}

// arguments splits the call whose opening bracket is at all[open].
func arguments(all []word, open int) [][]word {
	var args [][]word
	depth, start := 0, open+1
	for i := open; i < len(all); i++ {
		switch all[i].tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		}
		if depth == 0 || depth == 1 && all[i].tok == token.COMMA {
			if i > start {
				args = append(args, all[start:i])
			}
			start = i + 1
		}
		if depth == 0 {
			return args
		}
	}
	return nil
}
