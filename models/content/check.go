package content

import (
	"regexp"
	"slices"
	"strconv"

	"chatiere/models/content/markdown"
	"chatiere/models/store"
)

// bind finds for each block the segment it continues, -1 for a new one. The one block of a text without markup is always the same segment.
func (d Document) bind(before []Segment, blocks []markdown.Block) []int {
	if d.Format == Plain && len(blocks) == 1 && len(before) > 0 {
		return []int{0}
	}
	old := make([]markdown.Segment, len(before))
	for i, s := range before {
		old[i] = markdown.Segment{ID: s.ID, Kind: s.Kind, Path: s.Path, Text: s.Text, Hash: s.Hash, Active: s.Active}
	}
	lineage := make([]int, len(blocks))
	for i, b := range markdown.Bind(old, blocks) {
		lineage[i] = b.Old
	}
	return lineage
}

// sameHoles reports whether a translation has every hole of its block exactly once.
func sameHoles(target string, b markdown.Block) bool {
	have := holesOf(target)
	slices.Sort(have)
	for i := range b.Holes {
		if i >= len(have) || have[i] != i+1 {
			return false
		}
	}
	return len(have) == len(b.Holes)
}

// ownHoles reports whether a text of its own came with links of its own, so that it stands for the whole block as it is.
func ownHoles(target string, b markdown.Block) bool {
	return len(holesOf(target)) == 0 && len(b.Holes) > 0
}

var holeMark = regexp.MustCompile(`⟦(\d{1,6})⟧`)

// holesOf lists the numbers of the holes in a text, in order.
func holesOf(text string) []int {
	var list []int
	for _, m := range holeMark.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1]) // the pattern holds digits only
		list = append(list, n)
	}
	return list
}

// findings are what the checks say of a translation of the block at a place in the text.
func (d Document) findings(at int, target, lang string) []markdown.Finding {
	blocks, err := d.blocks()
	if err != nil || at >= len(blocks) {
		return nil
	}
	return markdown.Check(blocks[at].Text, target, d.checkContext(blocks, at, lang))
}

func (d Document) checkContext(blocks []markdown.Block, at int, lang string) markdown.Context {
	x := markdown.Context{Lang: lang, SourceLang: d.SourceLang}
	if d.Format == Markdown {
		x.Source, x.Blocks, x.At = []byte(d.Source), blocks, at
	}
	return x
}

// mustPass refuses a translation that a check blocks; the field says which one first.
func (w *work) mustPass() error {
	if w.unit.State == Adapted {
		return w.mustFit()
	}
	for _, f := range w.document.findings(w.segment.Position, w.unit.Target, w.unit.Lang) {
		if f.Level == markdown.Blocks {
			return store.Invalid{"target": {Key: findingKey(f.ID)}}
		}
	}
	return nil
}

// mustFit refuses a text of its own that would break the page: unsafe, with unknown holes, or of another shape.
func (w *work) mustFit() error {
	for _, id := range []string{"unsafe_html", "control_chars"} {
		if len(markdown.CheckOne(id, w.segment.Text, w.unit.Target, markdown.Context{Lang: w.unit.Lang, SourceLang: w.document.SourceLang})) > 0 {
			return store.Invalid{"target": {Key: findingKey(id)}}
		}
	}
	blocks, err := w.document.blocks()
	if err != nil || w.document.Format == Plain || w.segment.Position >= len(blocks) {
		return err
	}
	m := material{document: w.document, blocks: blocks}
	p := presented{w.unit.Target, Adapted, w.segment.Hash}
	if !m.fits(w.segment.Position, p) {
		return store.Invalid{"target": {Key: findingKey("holes_once")}}
	}
	built := Document{Source: m.put(map[int]string{w.segment.Position: p.target}), Format: Markdown}
	have, err := built.blocks()
	if err != nil || w.document.misfit(w.unit.Lang, blocks, have) != nil {
		return store.Invalid{"target": {Key: findingKey("md_reparse")}}
	}
	return nil
}

// findingKey is the sentence about a finding.
func findingKey(id string) string {
	switch id {
	case "holes_once", "holes_order":
		return "error.translation_holes"
	case "md_reparse":
		return "error.translation_shape"
	case "unsafe_html":
		return "error.translation_html"
	case "urls":
		return "error.translation_urls"
	case "numbers":
		return "error.translation_numbers"
	case "empty":
		return "error.required"
	}
	return "error.translation_characters"
}
