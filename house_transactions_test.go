package main_test

import (
	"fmt"
	"go/ast"
	"slices"
)

// transactions lets only the store begin one (store.InTx), so that promises and changes stay together.
func transactions(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		if s.test() || s.folder() == "models/store" {
			continue
		}
		for call := range calls(s.file) {
			method, ok := call.Fun.(*ast.SelectorExpr)
			if ok && slices.Contains([]string{"Transaction", "Begin", "BeginTx", "BeginFunc"}, method.Sel.Name) {
				wrong = append(wrong, fmt.Sprintf("%s: .%s: only store.InTx begins a transaction", h.at(call), method.Sel.Name))
			}
		}
	}
	return wrong
}

// onlyTxInside forbids the outer database inside the function given to InTx: on SQLite it would wait for itself.
func onlyTxInside(h *tree) []string {
	var wrong []string
	for _, s := range h.sources {
		for call := range calls(s.file) {
			if _, name := callee(call); name != "InTx" || len(call.Args) != 3 {
				continue
			}
			if inside, ok := call.Args[2].(*ast.FuncLit); ok {
				wrong = append(wrong, outerDatabase(h, inside, call.Args[1])...)
			}
		}
	}
	return wrong
}

// outerDatabase finds db, any field called db, and the very value given to InTx, inside the function.
func outerDatabase(h *tree, inside *ast.FuncLit, given ast.Expr) []string {
	outer := []string{"db"}
	if id, ok := given.(*ast.Ident); ok {
		outer = append(outer, id.Name)
	}
	for _, field := range inside.Type.Params.List {
		for _, own := range field.Names {
			outer = slices.DeleteFunc(outer, func(name string) bool { return name == own.Name })
		}
	}
	var wrong []string
	ast.Inspect(inside.Body, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok {
			if _, named := pair.Key.(*ast.Ident); named { // a field's name is no use of it
				ast.Inspect(pair.Value, func(n ast.Node) bool { return flag(h, n, outer, &wrong) })
				return false
			}
		}
		return flag(h, n, outer, &wrong)
	})
	return wrong
}

// flag notes an identifier that names the outer database.
func flag(h *tree, n ast.Node, outer []string, wrong *[]string) bool {
	if id, ok := n.(*ast.Ident); ok && slices.Contains(outer, id.Name) {
		*wrong = append(*wrong, fmt.Sprintf("%s: %s inside InTx: only tx exists there", h.at(id), id.Name))
	}
	return true
}
