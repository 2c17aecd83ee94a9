package content

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"chatiere/models/content/markdown"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Misfit says that a translated text has another shape than its source, so that its blocks cannot be paired.
type Misfit struct {
	Field string
	Lang  string
	Block int    // the first one that differs, counted from 1
	Want  string // what the source has there, empty at its end
	Have  string // what the translation has there, empty at its end
}

// Error says where.
func (m Misfit) Error() string {
	return fmt.Sprintf("%s in %s: block %d is %q, in the source it is %q", m.Field, m.Lang, m.Block, m.Have, m.Want)
}

// ImportTranslations files translations that exist as whole texts, as a folder holds them, inside the importer's transaction.
// Block is paired with block; they count as reviewed (legal texts: approved), because the collective published them.
// What people translated here is left alone, and a text that did not change keeps the stamp of its old source. Empty texts are skipped.
func ImportTranslations(ctx context.Context, tx *gorm.DB, lang string, writings ...Writing) error {
	known, err := knownDocuments(ctx, tx, writings)
	if err != nil {
		return err
	}
	for _, w := range writings {
		d := known[place{w.Field.Type, w.Field.ID, w.Field.Name}]
		text := tidy(w.Field.Format, w.Text)
		if text == "" || d.ID == 0 || d.SourceLang == lang {
			continue
		}
		if err := d.importTranslation(ctx, tx, lang, text); err != nil {
			return err
		}
	}
	return nil
}

func (d Document) importTranslation(ctx context.Context, tx *gorm.DB, lang, text string) error {
	source, err := d.blocks()
	if err != nil {
		return err
	}
	translated := Document{Source: text, Format: d.Format}
	target, err := translated.blocks()
	if err != nil {
		return err
	}
	if err := d.misfit(lang, source, target); err != nil {
		return err
	}
	segments, err := d.segments(ctx, tx)
	if err != nil {
		return err
	}
	units, err := d.unitsIn(ctx, tx, lang)
	if err != nil {
		return err
	}
	changed := false
	for i, s := range segments {
		u, fresh := d.imported(units[s.ID], s, lang, text, source[i], target[i])
		if !fresh {
			continue
		}
		changed = true
		u.UpdatedAt = store.Now(tx)
		if u.ID == 0 {
			u.CreatedAt = u.UpdatedAt
		}
		if err := tx.WithContext(ctx).Save(&u).Error; err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return d.rebuild(ctx, tx)
}

func (d Document) misfit(lang string, source, target []markdown.Block) error {
	kind := func(blocks []markdown.Block, i int) string {
		if i < len(blocks) {
			return string(blocks[i].Kind)
		}
		return ""
	}
	for i := range max(len(source), len(target)) {
		if want, have := kind(source, i), kind(target, i); want != have {
			return Misfit{Field: d.Field, Lang: lang, Block: i + 1, Want: want, Have: have}
		}
	}
	return nil
}

func (d Document) unitsIn(ctx context.Context, tx *gorm.DB, lang string) (map[uint]Unit, error) {
	units := map[uint]Unit{}
	found, err := store.From[Unit](tx).Where("lang = ? and segment_id in (select id from segments where document_id = ? and active)", lang, d.ID).Find(ctx)
	for _, u := range found {
		units[u.SegmentID] = u
	}
	return units, err
}

// imported is the unit as the folder has it, and whether that is news.
func (d Document) imported(u Unit, s Segment, lang, text string, source, target markdown.Block) (Unit, bool) {
	words, state := pair(text, source, target)
	if state == "" {
		state = Reviewed
		if d.Class == Legal {
			state = Approved
		}
	}
	if u.ID != 0 && (u.AuthorID != nil || u.Target == words) {
		return u, false
	}
	u.SegmentID, u.Lang, u.Target, u.State, u.SourceHash = s.ID, lang, words, state, s.Hash
	u.LiveTarget, u.LiveState, u.LiveHash = "", "", ""
	u.Version++
	return u, true
}

// pair writes a translated block with the holes of its source. One whose holes are others (a link to another address) is a text of its own, kept byte by byte.
func pair(text string, source, target markdown.Block) (words string, state State) {
	numbers := map[int]int{}
	used := map[int]bool{}
	for i, h := range target.Holes {
		for j, s := range source.Holes {
			if !used[j] && s.Kind == h.Kind && s.Payload == h.Payload {
				used[j], numbers[i+1] = true, j+1
				break
			}
		}
	}
	if len(numbers) != len(target.Holes) || len(used) != len(source.Holes) {
		return text[target.Start:target.Stop], Adapted
	}
	var marks []string
	for from, to := range numbers {
		marks = append(marks, "⟦"+strconv.Itoa(from)+"⟧", "⟦"+strconv.Itoa(to)+"⟧")
	}
	return strings.NewReplacer(marks...).Replace(target.Text), ""
}
