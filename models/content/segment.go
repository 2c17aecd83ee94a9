package content

import (
	"context"
	"time"

	"chatiere/models/content/markdown"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Segment is one block of a text: a paragraph, a heading, a cell. It survives edits and moves; its translations hang on it.
type Segment struct {
	ID          uint
	Ref         string
	DocumentID  uint
	Position    int
	Kind        markdown.Kind
	Path        string // the headings above it
	Text        string // with holes ⟦1⟧ for what is not translated
	Hash        string // of the words
	ContextHash string
	Active      bool // whether the text still has it; a segment that went comes back with its translations
	CreatedAt   time.Time
}

// Wording is what a segment once said; a translation remembers which wording it was made from.
type Wording struct {
	ID        uint
	SegmentID uint
	Hash      string
	Text      string
	FromAt    time.Time
}

// kindPlain is the one block of a text without markup.
const kindPlain markdown.Kind = "Text"

// blocks cuts the text as it is now.
func (d Document) blocks() ([]markdown.Block, error) {
	if d.Source == "" {
		return nil, nil
	}
	if d.Format == Plain {
		return []markdown.Block{{Kind: kindPlain, Stop: len(d.Source), Text: d.Source, Hash: markdown.Hash(d.Source, nil), Path: string(kindPlain)}}, nil
	}
	source := []byte(d.Source)
	blocks, err := markdown.Cut(source)
	return append(blocks, markdown.Titles(source, blocks)...), err
}

// recut cuts the text anew and gives each block the segment it was before, so that no translation is lost.
func (d Document) recut(ctx context.Context, tx *gorm.DB) error {
	blocks, err := d.blocks()
	if err != nil {
		return err
	}
	before, err := store.From[Segment](tx).Where("document_id = ?", d.ID).Order("active desc, position, id").Find(ctx)
	if err != nil {
		return err
	}
	lineage := d.bind(before, blocks)
	kept := map[uint]bool{}
	var fresh []Segment
	for i, b := range blocks {
		if at := lineage[i]; at >= 0 {
			kept[before[at].ID] = true
			if err := d.carry(ctx, tx, before[at], i, b); err != nil {
				return err
			}
			continue
		}
		fresh = append(fresh, d.segment(i, b))
	}
	if err := d.retire(ctx, tx, before, kept); err != nil {
		return err
	}
	return d.begin(ctx, tx, fresh)
}

func (d Document) segment(position int, b markdown.Block) Segment {
	return Segment{
		Ref: store.NewRef(), DocumentID: d.ID, Position: position, Kind: b.Kind, Path: b.Path, Text: b.Text, Hash: b.Hash,
		ContextHash: b.ContextHash, Active: true, CreatedAt: d.UpdatedAt,
	}
}

// carry brings a known segment to where and what it is now.
func (d Document) carry(ctx context.Context, tx *gorm.DB, old Segment, position int, b markdown.Block) error {
	now := d.segment(position, b)
	now.ID, now.Ref, now.CreatedAt = old.ID, old.Ref, old.CreatedAt
	if now == old {
		return nil
	}
	_, err := store.From[Segment](tx).Where("id = ?", old.ID).
		Select("position", "kind", "path", "text", "hash", "context_hash", "active").Updates(ctx, now)
	if err != nil || now.Hash == old.Hash {
		return err
	}
	return store.From[Wording](tx).Create(ctx, &Wording{SegmentID: old.ID, Hash: now.Hash, Text: now.Text, FromAt: d.UpdatedAt})
}

// begin adds new segments with their first wording.
func (d Document) begin(ctx context.Context, tx *gorm.DB, fresh []Segment) error {
	if len(fresh) == 0 {
		return nil
	}
	if err := store.From[Segment](tx).CreateInBatches(ctx, &fresh, 100); err != nil {
		return err
	}
	var words []Wording
	for _, s := range fresh {
		words = append(words, Wording{SegmentID: s.ID, Hash: s.Hash, Text: s.Text, FromAt: d.UpdatedAt})
	}
	return store.From[Wording](tx).CreateInBatches(ctx, &words, 100)
}

// retire sets aside the segments that the text no longer has.
func (d Document) retire(ctx context.Context, tx *gorm.DB, before []Segment, kept map[uint]bool) error {
	var gone []uint
	for _, s := range before {
		if s.Active && !kept[s.ID] {
			gone = append(gone, s.ID)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := store.From[Segment](tx).Where("id in ?", gone).Update(ctx, "active", false)
	return err
}

// segments returns the segments the text has now, in order.
func (d Document) segments(ctx context.Context, tx *gorm.DB) ([]Segment, error) {
	return store.From[Segment](tx).Where("document_id = ? and active", d.ID).Order("position").Find(ctx)
}
