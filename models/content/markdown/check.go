package markdown

import "strings"

// Level says how grave a finding is.
type Level string

// Blocked text cannot leave draft nor be published; a warning may be dismissed with a reason.
const (
	Blocks Level = "block"
	Warns  Level = "warn"
)

// Finding is something wrong in a translation. The ID names the check.
type Finding struct {
	ID    string
	Level Level
}

// Context is what a check knows beside the two texts.
type Context struct {
	Lang, SourceLang string            // languages of target and source
	Source           []byte            // the source document; nil when the text is not Markdown
	Blocks           []Block           // its blocks
	At               int               // which of them is translated
	KeepSource       bool              // the same words in both languages are right
	URLs             map[string]string // addresses that differ by language: source → target
}

func (c Context) block() (Block, bool) {
	if c.Source == nil || c.At < 0 || c.At >= len(c.Blocks) {
		return Block{}, false
	}
	return c.Blocks[c.At], true
}

func (c Context) holes() []Hole {
	b, _ := c.block()
	return b.Holes
}

type check struct {
	id    string
	level Level
	fails func(src, tgt string, ctx Context) bool
}

var checks = []check{
	{"holes_once", Blocks, holesOnce},
	{"holes_order", Blocks, holesOrder},
	{"md_reparse", Blocks, reparse},
	{"unsafe_html", Blocks, unsafeHTML},
	{"urls", Blocks, urlsDiffer},
	{"numbers", Blocks, numbersDiffer},
	{"empty", Blocks, empty},
	{"control_chars", Blocks, controlChars},
	{"same_as_source", Warns, sameAsSource},
	{"fr_spacing", Warns, frenchSpacing},
	{"end_punct", Warns, endPunct},
	{"double_space", Warns, doubleSpace},
}

// Check lists what is wrong with a translation; src and tgt are texts with holes.
func Check(src, tgt string, ctx Context) []Finding {
	var found []Finding
	for _, c := range checks {
		found = append(found, c.on(src, tgt, ctx)...)
	}
	return found
}

// CheckOne runs the check of that name, and none if there is none.
func CheckOne(id, src, tgt string, ctx Context) []Finding {
	for _, c := range checks {
		if c.id == id {
			return c.on(src, tgt, ctx)
		}
	}
	return nil
}

func (c check) on(src, tgt string, ctx Context) []Finding {
	if blank := strings.TrimSpace(tgt) == ""; blank && c.id != "empty" || !c.fails(src, tgt, ctx) {
		return nil
	}
	return []Finding{{c.id, c.level}}
}

// Blocked reports whether any of the findings keeps the text from being published.
func Blocked(found []Finding) bool {
	for _, f := range found {
		if f.Level == Blocks {
			return true
		}
	}
	return false
}

// Fix mends what a check with that ID complains of, where a machine can; else it answers tgt.
func Fix(id, src, tgt string, ctx Context) string {
	switch id {
	case "fr_spacing":
		return spaceFrench(tgt, ctx)
	case "end_punct":
		return fixEnd(src, tgt, ctx)
	case "double_space":
		return collapse(tgt)
	}
	return tgt
}
