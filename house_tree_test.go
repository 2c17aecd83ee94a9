package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"
)

// module is the first word of every import path of ours.
const module = "chatiere"

// tree is a house as its rules see it: file names, texts and parsed Go.
type tree struct {
	fs      fs.FS
	names   []string // every file, in order
	sources []source // every Go file, in order
	set     *token.FileSet
}

// source is one parsed Go file.
type source struct {
	name      string
	text      string
	file      *ast.File
	generated bool
}

// newTree reads a house. Folders that are modules of their own, data and dependencies are not part of it.
func newTree(t testing.TB, files fs.FS) *tree {
	t.Helper()
	house := &tree{fs: files, set: token.NewFileSet()}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return house.enter(name)
		}
		house.names = append(house.names, name)
		if path.Ext(name) == ".go" {
			return house.parse(name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return house
}

// enter says whether the folder is looked into.
func (h *tree) enter(folder string) error {
	base := path.Base(folder)
	switch {
	case folder == ".":
		return nil
	case base[0] == '.' || base[0] == '_' || base == "node_modules" || base == "testdata" || base == "screenshots":
		return fs.SkipDir
	case folder == "data" || folder == "tmp":
		return fs.SkipDir
	}
	if _, err := fs.Stat(h.fs, path.Join(folder, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// parse reads one Go file.
func (h *tree) parse(name string) error {
	text, err := fs.ReadFile(h.fs, name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(h.set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	h.sources = append(h.sources, source{name: name, text: string(text), file: file, generated: ast.IsGenerated(file)})
	return nil
}

// text returns the contents of a file.
func (h *tree) text(name string) string {
	text, _ := fs.ReadFile(h.fs, name)
	return string(text)
}

// ending returns the names of all files that end so.
func (h *tree) ending(suffix string) []string {
	var out []string
	for _, name := range h.names {
		if strings.HasSuffix(name, suffix) {
			out = append(out, name)
		}
	}
	return out
}

// at writes where something stands: file and line.
func (h *tree) at(n ast.Node) string {
	p := h.set.Position(n.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// folder is where the file lies, seen from the top of the house.
func (s source) folder() string { return path.Dir(s.name) }

// test reports whether the file only serves tests: a _test file, or a package made for them such as storetest.
func (s source) test() bool {
	return strings.HasSuffix(s.name, "_test.go") || testPackage(s.folder())
}

// testPackage reports whether a folder holds helpers for tests: by convention its name ends in "test".
func testPackage(folder string) bool { return strings.HasSuffix(path.Base(folder), "test") }

// imports returns the import paths of a file.
func (s source) imports() []string {
	var out []string
	for _, spec := range s.file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// callee returns the two words of a call like time.Now(…): package or receiver, and name.
func callee(call *ast.CallExpr) (on, name string) {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		if id, ok := fun.X.(*ast.Ident); ok {
			on = id.Name
		}
		return on, fun.Sel.Name
	case *ast.Ident:
		return "", fun.Name
	}
	return "", ""
}

// under reports whether folder is dir or lies below it.
func under(folder, dir string) bool { return folder == dir || strings.HasPrefix(folder, dir+"/") }
