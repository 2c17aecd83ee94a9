package locales

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// use is one place where the code says a key.
type use struct {
	where   string
	key     string
	counted bool // the place tells whether it wants a plural
	plural  bool
	names   []string // of the arguments; nil when they cannot be read here
}

// sayer is a function that says the key it is given: t, tn, locales.T, and the house's own that pass it on.
type sayer struct {
	at      int // position of the key among the arguments
	first   int // position of the first named argument; 0 = unknown
	plural  bool
	counted bool
}

type house struct {
	sayers  map[string]sayer
	answers map[string][]use // what functions that return keys may answer, by name
	uses    []use
	unclear []string
}

// survey finds all uses. Functions with a parameter "key string" that they pass on to a sayer are sayers too.
func survey(sources []source) *house {
	h := &house{answers: map[string][]use{}, sayers: map[string]sayer{
		"t": {1, 2, false, true}, "tn": {1, 3, true, true}, "locales.T": {1, 2, false, true}, "locales.N": {1, 3, true, true},
	}}
	read := map[string][]word{}
	for _, s := range sources {
		if !s.generated() {
			read[s.name] = words(s)
		}
	}
	for range 3 { // a sayer of a sayer of a sayer
		for name, all := range read {
			h.readFunctions(name, all)
		}
	}
	for name, all := range read {
		h.readUses(name, all)
	}
	return h
}

func (h *house) readFunctions(file string, all []word) {
	if strings.HasPrefix(file, "locales/") {
		return
	}
	for start, end := range functions(all) {
		name := all[start].lit
		h.readAnswers(file, name, all[start:end])
		open := start + 1
		if at := keyParameter(all, open); at >= 0 && h.passesKey(all[start:end]) {
			if _, known := h.sayers[name]; !known {
				h.sayers[name] = sayer{at: at}
			}
		}
	}
}

// functions yields the span of each declaration: from its name to the next declaration.
func functions(all []word) map[int]int {
	spans, last := map[int]int{}, -1
	for i := range all {
		if !all[i].is("templ") && all[i].tok != token.FUNC || i+1 >= len(all) {
			continue
		}
		name := i + 1
		if all[name].tok == token.LPAREN { // a method, or a function without name
			name = closing(all, name) + 1
		}
		if name+1 >= len(all) || all[name].tok != token.IDENT || all[name+1].tok != token.LPAREN {
			continue
		}
		if last >= 0 {
			spans[last] = i
		}
		last = name
	}
	if last >= 0 {
		spans[last] = len(all)
	}
	return spans
}

func closing(all []word, open int) int {
	depth := 0
	for i := open; i < len(all); i++ {
		switch all[i].tok {
		case token.LPAREN:
			depth++
		case token.RPAREN:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(all)
}

// keyParameter is the position of a parameter named key, or -1.
func keyParameter(all []word, open int) int {
	return slices.IndexFunc(arguments(all, open), func(p []word) bool { return p[0].is("key") })
}

func (h *house) passesKey(body []word) bool {
	for i := range body {
		if s, ok := h.sayerAt(body, i); ok {
			args := arguments(body, i+1)
			if len(args) > s.at && len(args[s.at]) == 1 && args[s.at][0].is("key") {
				return true
			}
		}
	}
	return false
}

// readAnswers notes the keys that a function returns.
func (h *house) readAnswers(file, name string, body []word) {
	for i, w := range body[:max(0, len(body)-1)] {
		if key := body[i+1].value(); w.tok == token.RETURN && keyShape.MatchString(key) {
			u := use{where: fmt.Sprintf("%s:%d", file, body[i+1].line), key: key}
			if !slices.ContainsFunc(h.answers[name], func(o use) bool { return o.where == u.where }) {
				h.answers[name] = append(h.answers[name], u)
			}
		}
	}
}

// sayerAt tells whether a call of a sayer has its name at all[i].
func (h *house) sayerAt(all []word, i int) (sayer, bool) {
	if all[i].tok != token.IDENT || i+1 >= len(all) || all[i+1].tok != token.LPAREN {
		return sayer{}, false
	}
	name := all[i].lit
	if i > 1 && all[i-1].tok == token.PERIOD {
		if all[i-2].is("locales") {
			name = "locales." + name
		} else if name == "t" || name == "tn" {
			return sayer{}, false
		}
	}
	if i == 0 || all[i-1].tok == token.FUNC || all[i-1].is("templ") || all[i-1].tok == token.RPAREN {
		return sayer{}, false // a declaration
	}
	s, ok := h.sayers[name]
	return s, ok
}

func (h *house) readUses(file string, all []word) {
	if strings.HasPrefix(file, "locales/") { // here keys come from tables
		for _, w := range all {
			if key := w.value(); keyShape.MatchString(key) {
				h.uses = append(h.uses, use{where: fmt.Sprintf("%s:%d", file, w.line), key: key})
			}
		}
		return
	}
	passing := h.passingSpans(all)
	for i := range all {
		where := fmt.Sprintf("%s:%d", file, all[i].line)
		if say, ok := h.sayerAt(all, i); ok {
			h.readCall(where, say, arguments(all, i+1), passing(i))
		}
		h.readWrong(where, all, i, passing(i))
	}
}

// passingSpans tells whether a place is inside a sayer, where the parameter key may be passed on.
func (h *house) passingSpans(all []word) func(int) bool {
	spans := functions(all)
	return func(i int) bool {
		for start, end := range spans {
			if i > start && i < end && keyParameter(all, start+1) >= 0 {
				return true
			}
		}
		return false
	}
}

func (h *house) readCall(where string, say sayer, args [][]word, passing bool) {
	if len(args) <= say.at {
		h.unclear = append(h.unclear, where+": a call without key")
		return
	}
	u := use{where: where, counted: say.counted, plural: say.plural}
	if say.first > 0 {
		u.names = namesOf(args[min(say.first, len(args)):])
	}
	h.readKey(u, args[say.at], passing)
}

// readWrong finds wrong.Add("field", "key", …) and store.Wrong{Key: "key"}.
func (h *house) readWrong(where string, all []word, i int, passing bool) {
	if i < 2 || i+2 >= len(all) {
		return
	}
	switch {
	case all[i].is("Add") && all[i-1].tok == token.PERIOD && all[i+1].tok == token.LPAREN:
		args := arguments(all, i+1)
		if len(args) > 1 && (all[i-2].is("wrong") || keyShape.MatchString(args[1][0].value())) {
			h.readKey(use{where: where, counted: true, names: namesOf(args[2:])}, args[1], passing)
		}
	case all[i].is("Key") && all[i+1].tok == token.COLON:
		wrong := all[i-1].tok == token.LBRACE && all[i-2].is("Wrong")
		if wrong || keyShape.MatchString(all[i+2].value()) {
			h.readKey(use{where: where, counted: true}, valueAt(all, i+2), passing)
		}
	case all[i].is("Wrong") && all[i+1].tok == token.LBRACE && all[i+2].tok == token.STRING:
		h.readKey(use{where: where, counted: true}, all[i+2:i+3], passing)
	}
}

// valueAt is the expression that begins there, up to the comma or bracket that ends it.
func valueAt(all []word, start int) []word {
	depth := 0
	for i := start; i < len(all); i++ {
		switch all[i].tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		}
		if depth < 0 || depth == 0 && all[i].tok == token.COMMA {
			return all[start:i]
		}
	}
	return all[start:]
}

// readKey notes the key, or complains that it is not constant.
func (h *house) readKey(u use, expr []word, passing bool) {
	if len(expr) == 0 {
		return
	}
	last := expr[len(expr)-1]
	switch {
	case len(expr) == 1 && last.tok == token.STRING:
		u.key = last.value()
		h.uses = append(h.uses, u)
		return
	case last.is("Key") && len(expr) > 2, passing && len(expr) == 1 && last.is("key"):
		return
	case last.tok == token.RPAREN:
		if answers := h.answers[calledIn(expr)]; len(answers) > 0 {
			for _, a := range answers {
				h.uses = append(h.uses, use{a.where, a.key, u.counted, u.plural, u.names})
			}
			return
		}
	}
	h.unclear = append(h.unclear, u.where+": the key is not a constant, nor a function that returns constants: "+spell(expr))
}

// calledIn is the name of the function whose call ends expr.
func calledIn(expr []word) string {
	depth := 0
	for i := len(expr) - 1; i > 0; i-- {
		switch expr[i].tok {
		case token.RPAREN:
			depth++
		case token.LPAREN:
			if depth--; depth == 0 {
				return expr[i-1].lit
			}
		}
	}
	return ""
}

// namesOf reads the names of alternating arguments; nil when one is not a literal.
func namesOf(args [][]word) []string {
	names := []string{}
	for i := 0; i < len(args); i += 2 {
		if len(args[i]) != 1 || args[i][0].tok != token.STRING {
			return nil
		}
		names = append(names, args[i][0].value())
	}
	return names
}

func spell(expr []word) string {
	var said []string
	for _, w := range expr {
		if w.lit != "" {
			said = append(said, w.lit)
		} else {
			said = append(said, w.tok.String())
		}
	}
	return strings.Join(said, "")
}
