package markdown

import (
	"cmp"
	"slices"
)

// Segment is a block as it was kept from an earlier source: the line that its translations hang on.
type Segment struct {
	ID     uint
	Kind   Kind
	Path   string
	Text   string
	Hash   string
	Active bool // false: its block was deleted, and may come back
}

// How says what became of a block when its source was saved.
type How string

// From untouched to new.
const (
	Kept     How = "kept"     // same words, same place
	Moved    How = "moved"    // same words elsewhere
	Restored How = "restored" // deleted once, and back
	Edited   How = "edited"   // changed words: its translations are carried over and are now stale
	Fresh    How = "fresh"    // never seen
)

// Binding ties the block of the same index to a segment.
type Binding struct {
	Old   int // index of the segment, -1 for a fresh block
	How   How
	Score float64 // likeness of old and new words, 1 when equal
}

// alike is the least likeness at which changed words are still the same block.
const alike = 0.6

// Bind finds for each block of a new source the segment it continues, so that moving, repeating or
// editing text loses no translation. Answers one binding per block; old is in document order.
func Bind(old []Segment, blocks []Block) []Binding {
	b := binder{old: old, blocks: blocks, taken: make([]bool, len(old)), bound: make([]Binding, len(blocks))}
	for i := range b.bound {
		b.bound[i] = Binding{Old: -1, How: Fresh}
	}
	b.equals(Kept, true, true)
	b.equals(Moved, true, false)
	b.equals(Restored, false, true)
	b.equals(Restored, false, false)
	b.edits()
	return b.bound
}

// Left lists the active segments that no block continues: they become inactive.
func Left(old []Segment, bound []Binding) []Segment {
	taken := map[int]bool{}
	for _, b := range bound {
		taken[b.Old] = true
	}
	var left []Segment
	for i, s := range old {
		if s.Active && !taken[i] {
			left = append(left, s)
		}
	}
	return left
}

type binder struct {
	old    []Segment
	blocks []Block
	taken  []bool
	bound  []Binding
}

func (b *binder) bind(block, old int, how How, score float64) {
	b.bound[block] = Binding{Old: old, How: how, Score: score}
	b.taken[old] = true
}

// equals binds equal words in order: the first of several with the first, the second with the second.
func (b *binder) equals(how How, active, samePlace bool) {
	key := func(hash, path string) string {
		if samePlace {
			return hash + " " + path
		}
		return hash
	}
	waiting := map[string][]int{}
	for i, s := range b.old {
		if s.Active == active && !b.taken[i] {
			waiting[key(s.Hash, s.Path)] = append(waiting[key(s.Hash, s.Path)], i)
		}
	}
	for i, block := range b.blocks {
		k := key(block.Hash, block.Path)
		if list := waiting[k]; b.bound[i].Old < 0 && len(list) > 0 {
			b.bind(i, list[0], how, 1)
			waiting[k] = list[1:]
		}
	}
}

// edits binds changed words between two anchors: blocks that kept their order around them.
func (b *binder) edits() {
	order := make([]int, len(b.blocks))
	for i, x := range b.bound {
		order[i] = x.Old
		if x.Old >= 0 && !b.old[x.Old].Active {
			order[i] = -1
		}
	}
	block, old := 0, 0
	for _, anchor := range rising(order) {
		b.between(block, anchor, old, order[anchor])
		block, old = anchor+1, order[anchor]+1
	}
	b.between(block, len(b.blocks), old, len(b.old))
}

type likeness struct {
	block, old int
	score      float64
}

// between binds the likest pair first.
func (b *binder) between(block, blockEnd, old, oldEnd int) {
	var pairs []likeness
	for i := block; i < blockEnd; i++ {
		if b.bound[i].Old < 0 {
			pairs = append(pairs, b.candidates(i, old, oldEnd)...)
		}
	}
	slices.SortStableFunc(pairs, func(x, y likeness) int { return cmp.Compare(y.score, x.score) })
	for _, p := range pairs {
		if b.bound[p.block].Old < 0 && !b.taken[p.old] {
			b.bind(p.block, p.old, Edited, p.score)
		}
	}
}

func (b *binder) candidates(block, old, oldEnd int) []likeness {
	var pairs []likeness
	words := letters(b.blocks[block].Text)
	for j := old; j < oldEnd; j++ {
		s := b.old[j]
		if b.taken[j] || !s.Active || s.Kind != b.blocks[block].Kind {
			continue
		}
		if score := similarity(letters(s.Text), words, alike); score >= alike {
			pairs = append(pairs, likeness{block, j, score})
		}
	}
	return pairs
}
