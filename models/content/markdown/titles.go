package markdown

import (
	"regexp"
	"strings"
)

// titleForm finds the title in the end of a link: ](address "title").
var titleForm = regexp.MustCompile(`\]\(\s*(?:<[^<>\n]*>|[^\s<>]\S*)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)`)

// Titles lists the titles of links and images, which stand inside holes. Append them to the blocks they
// come from: Build puts their translations back too.
func Titles(src []byte, blocks []Block) []Block {
	var list []Block
	for _, parent := range blocks {
		for _, hole := range parent.Holes {
			if strings.Contains(hole.Kind, "-link") || strings.Contains(hole.Kind, "-image") {
				list = append(list, titlesIn(src, parent, hole)...)
			}
		}
	}
	return list
}

func titlesIn(src []byte, parent Block, hole Hole) []Block {
	var list []Block
	for _, m := range titleForm.FindAllStringSubmatchIndex(hole.Payload, -1) {
		from, to := m[2], m[3]
		if from < 0 {
			from, to = m[4], m[5]
		}
		b := Block{Kind: KindTitle, Start: hole.At + from, Stop: hole.At + to, Path: parent.Path + " / " + string(KindTitle)}
		b.Text, b.Holes = titleText(string(src[b.Start:b.Stop]), b.Start)
		b.Hash = Hash(b.Text, b.Holes)
		b.ContextHash = digest(parent.Hash)
		if wordy(b.Text) {
			list = append(list, b)
		}
	}
	return list
}

func titleText(raw string, at int) (string, []Hole) {
	var text strings.Builder
	var holes []Hole
	done := 0
	for _, f := range newPlaceholders(nil).find(raw, KindTitle) {
		holes = append(holes, Hole{Kind: f.kind, Payload: raw[f.from:f.to], At: at + f.from})
		text.WriteString(raw[done:f.from] + holeText(len(holes)))
		done = f.to
	}
	text.WriteString(raw[done:])
	return text.String(), holes
}

// titleEdits are the translated titles, each in the quotes of its source.
func titleEdits(src []byte, blocks []Block, targets map[int]string) []edit {
	var edits []edit
	for i, b := range blocks {
		target := targets[i]
		if b.Kind != KindTitle || b.Start < 1 || strings.TrimSpace(target) == "" || target == b.Text {
			continue
		}
		quote := string(src[b.Start-1])
		edits = append(edits, edit{b.Start, b.Stop, fillTitle(strings.TrimSpace(target), b.Holes, quote)})
	}
	return edits
}

func fillTitle(target string, holes []Hole, quote string) string {
	var b strings.Builder
	at := 0
	escape := strings.NewReplacer(`\`, `\\`, quote, `\`+quote)
	for _, m := range holeMark.FindAllStringIndex(target, -1) {
		b.WriteString(escape.Replace(lineEnds.Replace(target[at:m[0]])))
		at = m[1]
		if n := holesOf(target[m[0]:m[1]])[0]; n >= 1 && n <= len(holes) {
			b.WriteString(holes[n-1].Payload)
		}
	}
	b.WriteString(escape.Replace(lineEnds.Replace(target[at:])))
	return b.String()
}

// retitled gives the holes of a block with their translated titles.
func retitled(b Block, titles []edit) []Hole {
	holes := append([]Hole{}, b.Holes...)
	for i, h := range holes {
		var own []edit
		for _, t := range titles {
			if h.At <= t.start && t.stop <= h.At+len(h.Payload) {
				own = append(own, edit{t.start - h.At, t.stop - h.At, t.text})
			}
		}
		holes[i].Payload = string(apply([]byte(h.Payload), own))
	}
	return holes
}
