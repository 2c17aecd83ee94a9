package main_test

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

// promises checks that each promise of the models is named by a file in jobs/, where it is kept.
// A promise is a type whose method Kind returns one constant word. Before jobs/ stands, nothing is asked.
func promises(h *tree) []string {
	made := map[string]string{} // "support.TicketOpened" → where
	kept := map[string]bool{}
	for _, s := range h.sources {
		switch {
		case s.test():
		case under(s.folder(), "models"):
			for _, decl := range s.file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && namesPromise(f) {
					made[path.Base(s.folder())+"."+receiver(f)] = h.at(f)
				}
			}
		case under(s.folder(), "jobs"):
			for _, name := range mentioned(s.file) {
				kept[name] = true
			}
		}
	}
	var wrong []string
	for _, name := range sorted(made) {
		if !kept[name] && len(kept) > 0 {
			wrong = append(wrong, fmt.Sprintf("%s: nobody in jobs/ keeps the promise %s", made[name], name))
		}
	}
	return wrong
}

// namesPromise reports whether a method is Kind() string and returns a literal.
func namesPromise(f *ast.FuncDecl) bool {
	_, literal := constantKind(f)
	return literal && ast.IsExported(receiver(f))
}

// mentioned returns each "package.Name" a file speaks of, by the package's own name, not its local alias.
func mentioned(file *ast.File) []string {
	alias := map[string]string{}
	for _, spec := range file.Imports {
		p := strings.Trim(spec.Path.Value, `"`)
		alias[localName(file, p)] = path.Base(p)
	}
	var out []string
	for n := range ast.Preorder(file) {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && alias[id.Name] != "" {
				out = append(out, alias[id.Name]+"."+sel.Sel.Name)
			}
		}
	}
	return out
}

// recurring checks that each work that comes back by the clock (jobs/promises.go, turns) has words on the page of promises (views/heartbeats.go).
func recurring(h *tree) []string {
	kinds, named := map[string]string{}, map[string]bool{} // "RoundsDue" → "rounds_due"
	var turns []string
	for _, s := range h.sources {
		for n := range ast.Preorder(s.file) {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if literal, ok := constantKind(n); ok {
					kinds[receiver(n)] = literal
				}
				if n.Name.Name == "turns" && s.folder() == "jobs" {
					turns = append(turns, composed(n)...)
				}
			case *ast.BasicLit:
				if s.name == "views/heartbeats.go" {
					named[n.Value] = true
				}
			}
		}
	}
	var wrong []string
	for _, name := range turns {
		if kind := kinds[name]; kind != "" && !named[kind] {
			wrong = append(wrong, fmt.Sprintf("views/heartbeats.go: no words for the recurring work %s", kind))
		}
	}
	return wrong
}

// constantKind returns the literal, with its quotes, that a method Kind() string answers.
func constantKind(f *ast.FuncDecl) (string, bool) {
	if f.Recv == nil || f.Name.Name != "Kind" || f.Body == nil || len(f.Body.List) != 1 {
		return "", false
	}
	if f.Type.Params.NumFields() != 0 || f.Type.Results.NumFields() != 1 {
		return "", false
	}
	back, ok := f.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(back.Results) != 1 {
		return "", false
	}
	literal, ok := back.Results[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	return literal.Value, true
}

// composed names the types whose values a function writes out, without their package.
func composed(f *ast.FuncDecl) (names []string) {
	for n := range ast.Preorder(f) {
		if lit, ok := n.(*ast.CompositeLit); ok {
			switch typ := lit.Type.(type) {
			case *ast.Ident:
				names = append(names, typ.Name)
			case *ast.SelectorExpr:
				names = append(names, typ.Sel.Name)
			}
		}
	}
	return names
}
