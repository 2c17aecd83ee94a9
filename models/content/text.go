package content

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatiere/models/content/markdown"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Text is one text as readers see it: what it says, and in which language it really is.
type Text struct {
	Value  string
	Lang   string // of what is shown
	Wanted string // what the reader asked for
	From   string // in which it was written
	Format Format
	Class  Class
	State  State
	Stale  bool // shown during the grace of an older translation

	foreign map[int]string // blocks left in the source's language, by their place
}

// String is the text itself.
func (t Text) String() string { return t.Value }

// Foreign reports whether the text is shown in another language than the reader's.
func (t Text) Foreign() bool { return t.Value != "" && t.Lang != t.Wanted }

// Mixed reports whether some of its blocks are in another language than the reader's.
func (t Text) Mixed() bool { return len(t.foreign) > 0 }

// Binding reports whether another text than this one is what binds: the original of a legal text.
func (t Text) Binding() bool { return t.Class == Legal && t.Lang != t.From }

// Machine reports whether nobody has read the text yet.
func (t Text) Machine() bool { return t.State == MachineDraft }

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.Value == "" }

// Dress says how a text sits in its page.
type Dress struct {
	HeadingFrom int                         // the level of its highest heading
	Prefix      string                      // put before every id, where the page has others
	Link        func(address string) string // where an address as service:chat leads; empty = as it is
	Values      map[string]string           // what {{collective.name}} and its like stand for
	Missing     string                      // said in place of one that stands for nothing; empty = it stays as it is
}

// HTML is the text as safe HTML.
func (t Text) HTML(d Dress) string {
	return markdown.HTML(t.Filled(d.Values, d.Missing), markdown.Options{HeadingFrom: d.HeadingFrom, Prefix: d.Prefix, Link: d.Link, Foreign: t.foreign})
}

var placeholder = regexp.MustCompile(`\{\{\s*([a-z_.]+)\s*\}\}`)

// Filled is the text with its placeholders filled in; one without a value reads missing, or stays so that it can be seen.
func (t Text) Filled(values map[string]string, missing string) string {
	return placeholder.ReplaceAllStringFunc(t.Value, func(whole string) string {
		if value := values[placeholder.FindStringSubmatch(whole)[1]]; value != "" {
			return value
		}
		if missing != "" {
			return missing
		}
		return whole
	})
}

// Asks are the placeholders of the text, {{collective.name}} without its braces.
func (t Text) Asks() []string {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(t.Value, -1) {
		names = append(names, found[1])
	}
	return names
}

// Items are the lines of a text that is a list.
func (t Text) Items() []string {
	var items []string
	for _, line := range t.Lines() {
		items = append(items, markdown.Text(line))
	}
	return items
}

// Lines are the same as they were typed.
func (t Text) Lines() []string {
	var lines []string
	for _, line := range strings.Split(t.Value, "\n") {
		if item, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
			lines = append(lines, item)
		}
	}
	return lines
}

// List writes lines as a list: each is translated on its own.
func List(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		if line = tidy(Plain, line); line != "" {
			b.WriteString("- " + line + "\n")
		}
	}
	return b.String()
}

// Excerpt is the beginning of the text on one line.
func (t Text) Excerpt(max int) string { return markdown.Excerpt(t.Value, max) }

// place is where a text belongs.
type place struct {
	kind  string
	id    uint
	field string
}

// Texts are the texts of several resources in one language.
type Texts struct {
	byPlace map[place]Text
}

// Of returns one text; a missing one is empty.
func (t Texts) Of(resourceType string, id uint, field string) Text {
	return t.byPlace[place{resourceType, id, field}]
}

// Resources are things of one type whose texts are wanted.
type Resources struct {
	Type   string
	IDs    []uint
	Fields []string // none means all
}

// TextsOf loads the named fields of some resources, as readers of lang see them, in one statement. Without names it loads all fields.
func TextsOf(ctx context.Context, db *gorm.DB, lang, resourceType string, ids []uint, fields ...string) (Texts, error) {
	return TextsOfAll(ctx, db, lang, Resources{resourceType, ids, fields})
}

// TextsOfAll does the same for several types at once, still in one statement.
func TextsOfAll(ctx context.Context, db *gorm.DB, lang string, wanted ...Resources) (Texts, error) {
	where, args := anyOf(wanted)
	if where == "" {
		return Texts{}, nil
	}
	rows, err := built(ctx, db, lang, where, args...)
	return shown(rows, lang, store.Now(db)), err
}

// TextsAndLanguages says as well in which languages the texts of the first resources are all shown.
func TextsAndLanguages(ctx context.Context, db *gorm.DB, lang string, wanted ...Resources) (Texts, []string, error) {
	where, args := anyOf(wanted)
	if where == "" {
		return Texts{}, nil, nil
	}
	rows, err := builtWhere(ctx, db, lang, where, args...)
	var own []row
	for _, r := range rows {
		if r.ResourceType == wanted[0].Type && slices.Contains(wanted[0].IDs, r.ResourceID) {
			own = append(own, r)
		}
	}
	return shown(rows, lang, store.Now(db)), languages(own, store.Now(db)), err
}

func anyOf(wanted []Resources) (string, []any) {
	var where []string
	var args []any
	for _, r := range wanted {
		if len(r.IDs) == 0 {
			continue
		}
		one := "d.resource_type = ? and d.resource_id in ?"
		args = append(args, r.Type, r.IDs)
		if len(r.Fields) > 0 {
			one, args = one+" and d.field in ?", append(args, r.Fields)
		}
		where = append(where, one)
	}
	if len(where) == 0 {
		return "", nil
	}
	return "(" + strings.Join(where, " or ") + ")", args
}

// Matching is a condition for the rows of another table: one of their texts, in the reader's language or their own, holds a word.
// column is the id's column of that table.
func Matching(lang, resourceType, column, word string) (condition string, args []any) {
	return `exists (select 1 from documents d join builds b on b.document_id = d.id where d.resource_type = ? and d.resource_id = ` + column +
		` and (b.lang = ? or b.lang = d.source_lang) and b.folded like ? escape '\')`, []any{resourceType, lang, store.Like(Fold(word))}
}

// TextsOfSubject loads all texts of one subject, whatever resources they belong to.
func TextsOfSubject(ctx context.Context, db *gorm.DB, lang string, s Subject) (Texts, error) {
	rows, err := built(ctx, db, lang, "d.subject_type = ? and d.subject_ref = ?", s.Type, s.Ref)
	return shown(rows, lang, store.Now(db)), err
}

// Named is a thing by one of its texts.
type Named struct {
	ID   uint
	Ref  string
	Text Text
}

// NamesOf returns one text of all things of a type, as readers of lang see it, in alphabetical order, in one statement: for choosing and for lists.
func NamesOf(ctx context.Context, db *gorm.DB, lang, resourceType, field string) ([]Named, error) {
	rows, err := built(ctx, db, lang, "d.resource_type = ? and d.field = ?", resourceType, field)
	texts := shown(rows, lang, store.Now(db))
	var all []Named
	seen := map[uint]bool{}
	for _, r := range rows {
		if !seen[r.ResourceID] {
			seen[r.ResourceID] = true
			all = append(all, Named{r.ResourceID, r.SubjectRef, texts.Of(resourceType, r.ResourceID, field)})
		}
	}
	slices.SortFunc(all, func(a, b Named) int {
		return cmp.Or(strings.Compare(Fold(a.Text.Value), Fold(b.Text.Value)), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// row is one build with the text it is of.
type row struct {
	SubjectRef    string
	ResourceType  string
	ResourceID    uint
	Field         string
	Format        Format
	Class         Class
	SourceLang    string
	Lang          string
	Text          string
	State         State
	StaleSince    *time.Time
	ShownUntil    *time.Time
	Whole         bool
	ForeignBlocks string
}

// built reads builds in the wanted language and in the source's.
func built(ctx context.Context, db *gorm.DB, lang, where string, args ...any) ([]row, error) {
	return builtWhere(ctx, db, lang, "(b.lang = ? or b.lang = d.source_lang) and "+where, append([]any{lang}, args...)...)
}

// builtWhere reads builds; those in other languages than the wanted and the source's come without their text.
func builtWhere(ctx context.Context, db *gorm.DB, lang, where string, args ...any) ([]row, error) {
	var rows []row
	err := db.WithContext(ctx).Raw(`select d.subject_ref, d.resource_type, d.resource_id, d.field, d.format, d.class, d.source_lang, b.lang, b.state,
		case when b.lang = ? or b.lang = d.source_lang then b.text else '' end as text, b.stale_since, b.shown_until, b.whole, b.foreign_blocks
		from documents d join builds b on b.document_id = d.id where `+where, append([]any{lang}, args...)...).Scan(&rows).Error
	return rows, err
}

// shown chooses for each text the wanted language if readers may see it, else the source's.
func shown(rows []row, lang string, now time.Time) Texts {
	texts := Texts{map[place]Text{}}
	for _, r := range rows {
		at := place{r.ResourceType, r.ResourceID, r.Field}
		wanted := r.Lang == lang && Build{Whole: r.Whole, ShownUntil: r.ShownUntil}.Shown(now)
		if _, have := texts.byPlace[at]; wanted || r.Lang == r.SourceLang && !have {
			texts.byPlace[at] = r.text(lang)
		}
	}
	return texts
}

func (r row) text(wanted string) Text {
	t := Text{Value: r.Text, Lang: r.Lang, Wanted: wanted, From: r.SourceLang, Format: r.Format, Class: r.Class, State: r.State, Stale: r.StaleSince != nil}
	for _, n := range strings.Split(r.ForeignBlocks, ",") {
		if at, err := strconv.Atoi(n); err == nil {
			if t.foreign == nil {
				t.foreign = map[int]string{}
			}
			t.foreign[at] = r.SourceLang
		}
	}
	return t
}

// inSource returns the texts as they were written, for a page that is not shown in the reader's language at all.
func inSource(rows []row, wanted string) Texts {
	texts := Texts{map[place]Text{}}
	for _, r := range rows {
		if r.Lang == r.SourceLang {
			texts.byPlace[place{r.ResourceType, r.ResourceID, r.Field}] = r.text(wanted)
		}
	}
	return texts
}

// languages lists the languages in which every one of the texts is shown; texts that say nothing do not count.
func languages(rows []row, now time.Time) []string {
	said, count := map[place]bool{}, map[string]int{}
	for _, r := range rows {
		if r.Lang == r.SourceLang && r.Text != "" {
			said[place{r.ResourceType, r.ResourceID, r.Field}] = true
		}
	}
	for _, r := range rows {
		if said[place{r.ResourceType, r.ResourceID, r.Field}] && (Build{Whole: r.Whole, ShownUntil: r.ShownUntil}).Shown(now) {
			count[r.Lang]++
		}
	}
	var langs []string
	for lang, n := range count {
		if n == len(said) {
			langs = append(langs, lang)
		}
	}
	slices.Sort(langs)
	return langs
}
