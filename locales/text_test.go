package locales

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// sameInEveryLanguage may stand in the code.
var sameInEveryLanguage = []string{"Chatière"}

var (
	letters  = regexp.MustCompile(`\p{L}{2,}`)
	accented = regexp.MustCompile(`[àâçéèêëîïôùûÀÂÇÉÈÊËÎÏÔÙÛœŒ’]`)
	spoken   = []string{"alt", "title", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"}
)

// sentencesInCode lists words that a page writes by itself: they belong into the files of the languages.
func sentencesInCode(sources []source) []string {
	written := map[string]source{}
	for _, s := range sources {
		if s.generated() {
			written[strings.TrimSuffix(s.name, "_templ.go")+".templ"] = s
		}
	}
	var all []string
	for _, s := range sources {
		if strings.HasSuffix(s.name, ".templ") {
			all = append(all, textOf(s, written[s.name])...)
		}
		if !s.generated() && (s.in("handlers", "views", "jobs") || s.name == "main.go") {
			all = append(all, literalsOf(s)...)
		}
	}
	return all
}

// textOf reads the fixed HTML that templ put into the generated file.
func textOf(page, generated source) []string {
	file, err := parser.ParseFile(token.NewFileSet(), generated.name, generated.text, 0)
	if err != nil {
		return []string{page.name + ":1: no generated file beside it (templ generate)"}
	}
	var all []string
	for _, d := range file.Decls {
		for _, said := range saidBy(fixedHTML(d)) {
			all = append(all, fmt.Sprintf("%s:%d: %q belongs into the language files", page.name, lineOf(page, said), said))
		}
	}
	return all
}

// fixedHTML joins what the component writes, in order, with a space for each computed part.
func fixedHTML(component ast.Node) string {
	var all strings.Builder
	ast.Inspect(component, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		name, isSelector := call.Fun.(*ast.SelectorExpr)
		literal, isLiteral := call.Args[2].(*ast.BasicLit)
		if isSelector && isLiteral && name.Sel.Name == "WriteString" {
			text, _ := strconv.Unquote(literal.Value)
			all.WriteString(text + " ")
		}
		return true
	})
	return all.String()
}

// saidBy lists the words that a reader would see or hear.
func saidBy(page string) []string {
	var all []string
	note := func(text string) {
		if text = strings.Join(strings.Fields(text), " "); isSentence(text) {
			all = append(all, text)
		}
	}
	code := false
	for in := html.NewTokenizer(strings.NewReader(page)); ; {
		switch in.Next() {
		case html.ErrorToken:
			return all
		case html.TextToken:
			if !code {
				note(in.Token().Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := in.Token()
			code = tag.Data == "script" || tag.Data == "style"
			for _, a := range tag.Attr {
				if slices.Contains(spoken, a.Key) {
					note(a.Val)
				}
			}
		case html.EndTagToken:
			code = false
		}
	}
}

func isSentence(text string) bool {
	for _, name := range sameInEveryLanguage {
		text = strings.ReplaceAll(text, name, "")
	}
	return letters.MatchString(text)
}

// literalsOf finds strings shown as they are in a page, and strings of Go that only a person would write so.
func literalsOf(s source) []string {
	var all []string
	list := words(s)
	for i, w := range list {
		text := w.value()
		shown := strings.HasSuffix(s.name, ".templ") && i > 0 && i+1 < len(list) &&
			list[i-1].tok == token.LBRACE && list[i+1].tok == token.RBRACE && !typed(list, i-2)
		if isSentence(text) && (shown || accented.MatchString(strings.ReplaceAll(text, "Chatière", ""))) {
			all = append(all, fmt.Sprintf("%s:%d: %q belongs into the language files", s.name, w.line, text))
		}
	}
	return all
}

// typed tells whether the bracket after i opens a Go value or an attribute, not a piece of page.
func typed(list []word, i int) bool {
	return i < 0 || list[i].tok == token.IDENT || list[i].tok == token.RBRACK || list[i].tok == token.ASSIGN
}

// lineOf finds the words in the page as a person wrote it.
func lineOf(page source, said string) int {
	longest := slices.MaxFunc(letters.FindAllString(said, -1), func(a, b string) int { return len(a) - len(b) })
	for i, line := range strings.Split(page.text, "\n") {
		if strings.Contains(line, longest) {
			return i + 1
		}
	}
	return 1
}
