package main_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// The limits of a file and of a function, in lines. Mostly they are far shorter: 60–200 and 5–15.
const (
	fileLimit     = 350
	functionLimit = 60
)

// longer lists what may pass the limits, each with its reason: a file, or a file and a function ("a.go Name").
var longer = map[string]string{}

// sizes finds files and functions in which a noun is hiding.
func sizes(h *tree) []string {
	var wrong []string
	for _, name := range h.ending(".templ") {
		wrong = append(wrong, tooLong(name, strings.Count(h.text(name), "\n"), fileLimit)...)
	}
	for _, s := range h.sources {
		if s.generated || strings.HasSuffix(s.name, "_test.go") {
			continue
		}
		wrong = append(wrong, tooLong(s.name, strings.Count(s.text, "\n"), fileLimit)...)
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && !migration(s.name) {
				lines := h.set.Position(f.End()).Line - h.set.Position(f.Pos()).Line + 1
				wrong = append(wrong, tooLong(s.name+" "+f.Name.Name, lines, functionLimit)...)
			}
		}
	}
	return wrong
}

// migration reports whether a file is a list of SQL statements, whose functions may be long.
func migration(name string) bool { return strings.HasPrefix(name, "models/store/migrations") }

// tooLong complains about a length above its limit, unless it is listed.
func tooLong(what string, lines, limit int) []string {
	if lines <= limit || longer[what] != "" {
		return nil
	}
	return []string{fmt.Sprintf("%s: %d lines, more than %d: which noun is hiding?", what, lines, limit)}
}

// wellKnown are methods whose meaning is fixed by an interface everybody knows.
var wellKnown = []string{
	"Error", "Unwrap", "Is", "As", "String", "Kind", "TableName", "Scan", "Value", "Len", "Less", "Swap",
	"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "MarshalXML", "UnmarshalXML", "ServeHTTP",
}

// sentences checks that each exported name and each package has a comment.
func sentences(h *tree) []string {
	var wrong []string
	packages := map[string]bool{}
	for _, s := range h.sources {
		if s.generated || strings.HasSuffix(s.name, "_test.go") {
			continue
		}
		packages[s.folder()] = packages[s.folder()] || s.file.Doc != nil
		for _, decl := range s.file.Decls {
			for _, id := range undocumented(decl) {
				wrong = append(wrong, fmt.Sprintf("%s: %s needs a sentence of its own", h.at(id), id.Name))
			}
		}
	}
	for _, folder := range sorted(packages) {
		if !packages[folder] {
			wrong = append(wrong, folder+": the package needs a comment: what lives here, what it may touch")
		}
	}
	return append(wrong, silentComponents(h)...)
}

// undocumented returns the exported names of a declaration that nothing explains.
func undocumented(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		known := d.Recv != nil && (slices.Contains(wellKnown, d.Name.Name) || !ast.IsExported(receiver(d)))
		if d.Doc == nil && d.Name.IsExported() && !known {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var out []*ast.Ident
		group := d.Doc != nil && (d.Tok != token.TYPE || !d.Lparen.IsValid())
		for _, spec := range d.Specs {
			out = append(out, silentNames(spec, group)...)
		}
		return out
	}
	return nil
}

// silentNames returns the exported names of a type, constant or variable that neither it nor its group explains.
// A group's comment speaks for constants and variables, not for types.
func silentNames(spec ast.Spec, group bool) []*ast.Ident {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && !group {
			return []*ast.Ident{s.Name}
		}
	case *ast.ValueSpec:
		if s.Doc != nil || s.Comment != nil || group {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(s.Names), func(id *ast.Ident) bool { return !id.IsExported() })
	}
	return nil
}

// receiver is the name of the type a method belongs to.
func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// component finds an exported component in a template, with the line before it.
var component = regexp.MustCompile(`(?m)^(.*)\ntempl (?:\([^)]*\) )?([A-Z]\w*)\(`)

// silentComponents returns complaints for exported templates without a comment above them.
func silentComponents(h *tree) []string {
	var wrong []string
	for _, name := range h.ending(".templ") {
		text := h.text(name)
		for _, m := range component.FindAllStringSubmatchIndex(text, -1) {
			if !strings.HasPrefix(text[m[2]:m[3]], "//") {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s needs a sentence of its own", name, line(text, m[4]), text[m[4]:m[5]]))
			}
		}
	}
	return wrong
}
