package commons

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// The limits of kinds that a collective adds.
const (
	LongestKindName = 60
	mostOwnKinds    = 20 // those that are not offered any more included
)

// grouped is what the kinds of a group have in common (reciprocity.md 3). Money and things have none of a collective's own: receipts and accounts
// depend on them.
var grouped = map[Family]Kind{
	CodeFamily:     {Choice: Tools, Units: "MIN,PIECE", Evidence: RequiredProof, Attestations: 1, Attester: "member"},
	QualityFamily:  {Choice: Checks, Units: "MIN,PIECE", Evidence: RequiredProof, Attestations: 1, Attester: "member"},
	RunningFamily:  {Choice: Tools, Units: "MIN", Evidence: RequiredProof, Attestations: 1, Attester: "member"},
	WordsFamily:    {Choice: Words, Units: "MIN,PIECE", Evidence: RequiredProof, Attestations: 1, Attester: "member"},
	MediaFamily:    {Choice: Words, Units: "MIN,PIECE", Evidence: RequiredProof, Attestations: 1, Attester: "member"},
	HelpingFamily:  {Choice: Help, Units: "MIN", Evidence: OptionalProof, Attestations: 1, Attester: "present"},
	ThinkingFamily: {Choice: Ideas, Units: "MIN", Evidence: OptionalProof, Attestations: 2, Attester: "member"},
}

// Groups are the groups to which a collective may add kinds, in the order of the public page.
func Groups() []Family {
	return slices.DeleteFunc(slices.Clone(Families), func(f Family) bool { return grouped[f].Units == "" })
}

// KindForm adds a kind: its group, from which all else follows, and what it is called in each language of the portal. Known says what the kinds of
// the reference are called: in a list, people choose a kind by its name.
type KindForm struct {
	Family Family                        `form:"family"`
	Names  map[string]string             `form:"-"`
	Known  func(lang, key string) string `form:"-"`
}

// Called is what a kind of the collective's own is called in a language, else in the first one it has a name in; empty for kinds of the reference.
func (k Kind) Called(lang string) string {
	names := map[string]string{}
	if k.Names != "" {
		_ = json.Unmarshal([]byte(k.Names), &names) // written by us
	}
	if names[lang] == "" && len(names) > 0 {
		return names[slices.Min(slices.Collect(maps.Keys(names)))]
	}
	return names[lang]
}

// OwnKinds are the kinds that the collective added, those that are not offered any more among them.
func OwnKinds(ctx context.Context, db *gorm.DB) ([]Kind, error) {
	return store.From[Kind](db).Where("names <> ''").Order("position").Find(ctx)
}

// AddKind adds a kind, by an admin; languages are those it must have a name in.
func AddKind(ctx context.Context, db *gorm.DB, by people.User, f KindForm, languages []string) (Kind, error) {
	if !by.Is(people.Admin) {
		return Kind{}, store.ErrForbidden
	}
	k, err := f.read(languages)
	if err != nil {
		return k, err
	}
	return k, store.InTx(ctx, db, func(tx *gorm.DB) error {
		var at struct {
			Own, Last int
			Alone     int64
		}
		err := tx.WithContext(ctx).Raw("select count(case when names <> '' then 1 end) as own, coalesce(max(case when choice = ? then position end), 0) as last, coalesce(max(alone_minutes), ?) as alone from contribution_kinds", k.Choice, alone).Scan(&at).Error
		switch {
		case err != nil:
			return err
		case at.Own >= mostOwnKinds:
			return wrong("family", "error.kinds_many", "Most", mostOwnKinds)
		}
		k.Position, k.AloneMinutes = at.Last+1, at.Alone
		if err := f.unlike(ctx, tx, languages); err != nil {
			return err
		}
		if err := store.From[Kind](tx).Create(ctx, &k); err != nil {
			return err
		}
		return k.note(ctx, tx, by, "kind_added")
	})
}

// unlike refuses a name that another kind bears, those that are not offered any more included.
func (f KindForm) unlike(ctx context.Context, tx *gorm.DB, languages []string) error {
	all, err := store.From[Kind](tx).Find(ctx)
	if err != nil {
		return err
	}
	bad := store.Invalid{}
	for _, l := range languages {
		for _, k := range all {
			name := k.Called(l)
			if name == "" && f.Known != nil {
				name = f.Known(l, k.Key)
			}
			if strings.EqualFold(name, oneLine(f.Names[l])) {
				bad.Add("name_"+l, "error.kind_taken")
			}
		}
	}
	return bad.Err()
}

func (f KindForm) read(languages []string) (Kind, error) {
	bad, names := store.Invalid{}, map[string]string{}
	k, known := grouped[f.Family]
	if !known {
		bad.Add("family", "error.choose")
	}
	for _, l := range languages {
		switch names[l] = oneLine(f.Names[l]); {
		case names[l] == "":
			bad.Add("name_"+l, "error.required")
		case len([]rune(names[l])) > LongestKindName:
			bad.Add("name_"+l, "error.too_long", "Max", LongestKindName)
		}
	}
	text, err := json.Marshal(names)
	if err == nil {
		err = bad.Err()
	}
	k.Key, k.Family, k.Work, k.Active, k.Names = "x_"+store.NewRef(), f.Family, "work", true, string(text)
	return k, err
}

// RetireKind stops offering a kind of the collective's own, or offers it again. What was given of it stays as it was told.
func RetireKind(ctx context.Context, db *gorm.DB, by people.User, key string, active bool) error {
	if !by.Is(people.Admin) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		k, err := store.From[Kind](tx).Where("key = ? and names <> ''", key).Take(ctx)
		if err != nil || k.Active == active {
			return err
		}
		if _, err := store.From[Kind](tx).Where("key = ?", key).Update(ctx, "active", active); err != nil {
			return err
		}
		verb := "kind_retired"
		if active {
			verb = "kind_offered"
		}
		return k.note(ctx, tx, by, verb)
	})
}

func (k Kind) note(ctx context.Context, tx *gorm.DB, by people.User, verb string) error {
	return journal.Note(ctx, tx, by.Actor(), journal.Act{Verb: verb, SubjectType: "kind", SubjectRef: k.Key, Details: map[string]any{"family": k.Family, "names": k.Names}})
}
