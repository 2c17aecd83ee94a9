package main_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

// clockless lists the files outside the store that may look at the machine's own clock, each with its reason.
var clockless = map[string]string{
	"models/store/clock.go": "it is the clock",
	"main.go":               "how long the start and the stop took",
	"handlers/requests.go":  "how long a request took, for its log line",
}

// clock forbids time.Now and its relatives: tests set the time, and both databases must agree on it.
func clock(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		if s.test() || clockless[s.name] != "" {
			continue
		}
		wrong = append(wrong, uses(h, s, "time", "the injected clock (store.Now) tells the time, not time.%s",
			"Now", "Since", "Until")...)
	}
	return wrong
}

// environment lets only main.go read the environment: what is needed before the database is open.
func environment(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		if s.test() || s.name == "main.go" {
			continue
		}
		wrong = append(wrong, uses(h, s, "os", "only main.go reads the environment, not os.%s here",
			"Getenv", "LookupEnv", "Environ", "ExpandEnv")...)
		if slices.ContainsFunc(s.imports(), func(p string) bool { return strings.HasPrefix(p, "github.com/caarlos0/env") }) {
			wrong = append(wrong, s.name+": only main.go reads the environment, so only it imports env")
		}
	}
	return wrong
}

// skippedTests forbids skipping: a skipped test is a failed one.
func skippedTests(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		if !s.test() {
			continue
		}
		for call := range calls(s.file) {
			if on, name := callee(call); on != "" && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, name) {
				wrong = append(wrong, fmt.Sprintf("%s: %s.%s: a skipped test is a failed one", h.at(call), on, name))
			}
		}
	}
	return wrong
}

// uses finds names of a standard package that are mentioned in a file, called or not.
func uses(h *tree, s source, pkg, sentence string, names ...string) []string {
	local := localName(s.file, pkg)
	if local == "" {
		return nil
	}
	var wrong []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == local && slices.Contains(names, sel.Sel.Name) {
				wrong = append(wrong, fmt.Sprintf("%s: "+sentence, h.at(sel), sel.Sel.Name))
			}
		}
		return true
	})
	return wrong
}

// localName is what a file calls a package it imports, or nothing.
func localName(file *ast.File, pkg string) string {
	for _, spec := range file.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		if p != pkg {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return p[strings.LastIndex(p, "/")+1:]
	}
	return ""
}

// calls walks over every call below a node.
func calls(root ast.Node) func(yield func(*ast.CallExpr) bool) {
	return func(yield func(*ast.CallExpr) bool) {
		for n := range ast.Preorder(root) {
			if call, ok := n.(*ast.CallExpr); ok && !yield(call) {
				return
			}
		}
	}
}
