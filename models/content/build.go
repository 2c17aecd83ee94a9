package content

import (
	"context"
	"strconv"
	"strings"
	"time"

	"chatiere/models/content/markdown"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Build is a text put together in one language, as far as its translations have passed. It is written in the transaction
// of every change, so that reading costs one statement.
type Build struct {
	ID            uint
	DocumentID    uint
	Lang          string
	Text          string
	Folded        string // for search
	State         State  // the lowest of what is shown
	Segments      int
	Done          int // segments whose translation has passed
	Stale         int
	StaleSince    *time.Time
	ShownUntil    *time.Time // when the grace of a stale translation ends; nil = without end
	Whole         bool       // complete enough to be shown
	ForeignBlocks string     // blocks left in the source's language, by their place, separated by commas
	Revision      int
	BuiltAt       time.Time
}

// Shown reports whether readers see this build at an instant; if not, they see the source with a notice.
func (b Build) Shown(now time.Time) bool {
	return b.Whole && (b.ShownUntil == nil || now.Before(*b.ShownUntil))
}

// rebuild puts the text together in every language that has a translation.
func (d Document) rebuild(ctx context.Context, tx *gorm.DB) error {
	if err := store.Published(tx); err != nil {
		return err
	}
	m, err := d.material(ctx, tx)
	if err != nil {
		return err
	}
	rows := []Build{d.original(len(m.segments), store.Now(tx))}
	for lang, units := range m.units {
		if len(units) > 0 && lang != d.SourceLang {
			rows = append(rows, m.build(lang, units, store.Now(tx)))
		}
	}
	if _, err := store.From[Build](tx).Where("document_id = ?", d.ID).Delete(ctx); err != nil {
		return err
	}
	return store.From[Build](tx).CreateInBatches(ctx, &rows, 50)
}

func (d Document) original(segments int, now time.Time) Build {
	return Build{
		DocumentID: d.ID, Lang: d.SourceLang, Text: d.Source, Folded: d.folded(d.Source), State: Source,
		Segments: segments, Done: segments, Whole: true, Revision: d.Revision, BuiltAt: now,
	}
}

// material is everything a build is made of.
type material struct {
	document Document
	blocks   []markdown.Block
	segments []Segment
	units    map[string]map[uint]Unit // by language and segment
	wordings map[uint][]Wording
}

func (d Document) material(ctx context.Context, tx *gorm.DB) (material, error) {
	m := material{document: d, units: map[string]map[uint]Unit{}, wordings: map[uint][]Wording{}}
	var err error
	if m.blocks, err = d.blocks(); err != nil {
		return m, err
	}
	if m.segments, err = d.segments(ctx, tx); err != nil || len(m.segments) == 0 {
		return m, err
	}
	mine := gorm.Expr("(select id from segments where document_id = ? and active)", d.ID)
	units, err := store.From[Unit](tx).Where("segment_id in ?", mine).Find(ctx)
	if err != nil || len(units) == 0 {
		return m, err
	}
	for _, u := range units {
		if m.units[u.Lang] == nil {
			m.units[u.Lang] = map[uint]Unit{}
		}
		m.units[u.Lang][u.SegmentID] = u
	}
	wordings, err := store.From[Wording](tx).Where("segment_id in ?", mine).Order("id").Find(ctx)
	for _, w := range wordings {
		m.wordings[w.SegmentID] = append(m.wordings[w.SegmentID], w)
	}
	return m, err
}

// build puts the text together in one language.
func (m material) build(lang string, units map[uint]Unit, now time.Time) Build {
	policy := PolicyOf(m.document.Class)
	b := Build{DocumentID: m.document.ID, Lang: lang, State: Source, Segments: len(m.segments), Revision: m.document.Revision, BuiltAt: now}
	targets, foreign := map[int]string{}, []string{}
	for i, s := range m.segments {
		p, passed := units[s.ID].presentable(policy)
		if passed = passed && m.fits(i, p); passed {
			b.Done++
			b.lower(p.state)
			targets[i] = p.target
			m.stale(&b, s, p, policy)
		}
		if !passed || p.state == DoNotTranslate {
			foreign = append(foreign, strconv.Itoa(i))
		}
	}
	b.Whole = b.Done == b.Segments || policy.MixedBP > 0 && b.Done*10000 >= policy.MixedBP*b.Segments
	b.ForeignBlocks = strings.Join(foreign, ",")
	b.Text = m.put(targets)
	b.Folded = m.document.folded(b.Text)
	return b
}

func (b *Build) lower(s State) {
	if s.Rank() < b.State.Rank() || b.State == Source {
		b.State = s
	}
}

// stale counts a translation made from another wording, and shortens the time for which the build may be shown.
func (m material) stale(b *Build, s Segment, p presented, policy Policy) {
	if p.state == Adapted || p.state == DoNotTranslate || p.hash == s.Hash {
		return
	}
	since := changedAfter(m.wordings[s.ID], p.hash, s.CreatedAt)
	until := since.Add(policy.Grace)
	b.Stale++
	if b.StaleSince == nil || since.Before(*b.StaleSince) {
		b.StaleSince = &since
	}
	if b.ShownUntil == nil || until.Before(*b.ShownUntil) {
		b.ShownUntil = &until
	}
}

// changedAfter is when a segment first said something else than the wording with that hash.
func changedAfter(wordings []Wording, hash string, otherwise time.Time) time.Time {
	at := otherwise
	for i, w := range wordings {
		if w.Hash == hash && i+1 < len(wordings) {
			at = wordings[i+1].FromAt
		}
	}
	return at
}

// put writes the translations into the text.
func (m material) put(targets map[int]string) string {
	if m.document.Format == Plain {
		if t := targets[0]; t != "" {
			return t
		}
		return m.document.Source
	}
	blocks := append([]markdown.Block{}, m.blocks...)
	for i, target := range targets {
		if ownHoles(target, blocks[i]) {
			blocks[i].Holes = append(append([]markdown.Hole{}, blocks[i].Holes...), markdown.Hole{Payload: target})
			targets[i] = "⟦" + strconv.Itoa(len(blocks[i].Holes)) + "⟧"
		}
	}
	return string(markdown.Build([]byte(m.document.Source), blocks, targets))
}

// fits reports whether a translation can be put into its block as the block is now: every hole once, or a text with links of its own.
func (m material) fits(i int, p presented) bool {
	return i < len(m.blocks) && (sameHoles(p.target, m.blocks[i]) || p.state == Adapted && ownHoles(p.target, m.blocks[i]))
}

// presented is what a unit has to show.
type presented struct {
	target string
	state  State
	hash   string
}

// presentable returns the newest text of a unit that has passed, if any.
func (u Unit) presentable(p Policy) (presented, bool) {
	switch {
	case u.ID == 0:
		return presented{}, false
	case p.Passes(u.State):
		return presented{u.Target, u.State, u.SourceHash}, true
	case u.LiveTarget != "" && p.Passes(u.LiveState):
		return presented{u.LiveTarget, u.LiveState, u.LiveHash}, true
	}
	return presented{}, false
}

func (d Document) folded(text string) string {
	if d.Format == Markdown {
		text = markdown.Text(text)
	}
	return Fold(text)
}
