package markdown

import "regexp"

// Change is what became of some words.
type Change string

// What a difference is made of.
const (
	Same    Change = "same"
	Added   Change = "added"
	Removed Change = "removed"
)

// Chunk is a run of words that stayed, came or went.
type Chunk struct {
	Kind Change
	Text string
}

var diffWord = regexp.MustCompile(`(?s)⟦\d+⟧|[\p{L}\p{N}\p{M}]+|\s+|.`)

// maxDiff bounds the table of words compared; beyond it a text counts as replaced as a whole.
const maxDiff = 4_000_000

// Diff shows word by word how old became new: the Same and Removed chunks make old, the Same and Added ones make new.
func Diff(old, new string) []Chunk {
	a, b := diffWord.FindAllString(old, -1), diffWord.FindAllString(new, -1)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d chunks
	d.add(Same, a[:head]...)
	d.compare(a[head:len(a)-tail], b[head:len(b)-tail])
	d.add(Same, a[len(a)-tail:]...)
	return d
}

// Readable joins changes that only blanks and signs part, so that one reads "these words became those" and not a mix of both.
// It still makes old and new.
func Readable(diff []Chunk) []Chunk {
	var joined chunks
	var gone, come string
	flush := func() {
		if gone != "" {
			joined.add(Removed, gone)
		}
		if come != "" {
			joined.add(Added, come)
		}
		gone, come = "", ""
	}
	for i, c := range diff {
		between := gone+come != "" && i+1 < len(diff) && !wordy(c.Text) && !holeMark.MatchString(c.Text)
		switch {
		case c.Kind == Removed:
			gone += c.Text
		case c.Kind == Added:
			come += c.Text
		case between:
			gone, come = gone+c.Text, come+c.Text
		default:
			flush()
			joined.add(Same, c.Text)
		}
	}
	flush()
	return joined
}

type chunks []Chunk

func (d *chunks) add(kind Change, words ...string) {
	for _, w := range words {
		if n := len(*d); n > 0 && (*d)[n-1].Kind == kind {
			(*d)[n-1].Text += w
			continue
		}
		*d = append(*d, Chunk{kind, w})
	}
}

func (d *chunks) compare(a, b []string) {
	if len(a)*len(b) > maxDiff {
		d.add(Removed, a...)
		d.add(Added, b...)
		return
	}
	common := commonAfter(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			d.add(Same, a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			d.add(Removed, a[i])
			i++
		default:
			d.add(Added, b[j])
			j++
		}
	}
}

// commonAfter says for each pair of places how many words the rests have in common.
func commonAfter(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			table[i][j] = max(table[i+1][j], table[i][j+1])
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			}
		}
	}
	return table
}
