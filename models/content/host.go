package content

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// typeHost is what the words about the collective itself are filed under. There is one collective: its id here is 1.
const typeHost = "collective"

// longestHostText is how long each of the collective's words may be.
const longestHostText = 300

var hostSubject = Subject{typeHost, typeHost}

// Host is what the collective says of itself, in the reader's language.
type Host struct {
	Tagline        Text
	Notice         Text // what every visitor should know, as "these prices are an example"; may be empty
	Mediator       Text // whom a consumer may turn to in a dispute; may be empty
	Redistribution Text // what is said beside the redistributed share; may be empty
	Charter        bool // there are promises to be read

	drawn *drawn
}

// drawn is the notice as HTML: every page shows it, and it is the same until the words are read anew.
type drawn struct {
	once sync.Once
	html string
}

// NoticeHTML is the notice as draw makes it of the text, once for as long as these words last.
func (h Host) NoticeHTML(draw func(Text) string) string {
	if h.drawn == nil {
		return draw(h.Notice)
	}
	h.drawn.once.Do(func() { h.drawn.html = draw(h.Notice) })
	return h.drawn.html
}

// HostForm is what an editor types for it.
type HostForm struct {
	Tagline        string `form:"tagline"`
	Notice         string `form:"notice"`
	Mediator       string `form:"mediator"`
	Redistribution string `form:"redistribution"`
	SourceLang     string `form:"source_lang"`
}

// FindHost returns the collective's words in two statements.
func FindHost(ctx context.Context, db *gorm.DB, lang string) (Host, error) {
	texts, err := TextsOf(ctx, db, lang, typeHost, []uint{1})
	if err != nil {
		return Host{}, err
	}
	promises, err := store.From[collective.CharterPromise](db).Count(ctx, "id")
	of := func(field string) Text { return texts.Of(typeHost, 1, field) }
	return Host{of("tagline"), of("notice"), of("mediator"), of("redistribution"), promises > 0, &drawn{}}, err
}

// FindHostForm returns the collective's words as they were written; those not written yet are to be written in lang.
func FindHostForm(ctx context.Context, db *gorm.DB, lang string) (HostForm, error) {
	texts, err := TextsOf(ctx, db, "", typeHost, []uint{1})
	of := func(field string) Text { return texts.Of(typeHost, 1, field) }
	f := HostForm{Tagline: of("tagline").Value, Notice: of("notice").Value, Mediator: of("mediator").Value, Redistribution: of("redistribution").Value, SourceLang: lang}
	for _, text := range []Text{of("tagline"), of("notice"), of("mediator"), of("redistribution")} {
		if text.From != "" {
			f.SourceLang = text.From
		}
	}
	return f, err
}

// SaveHost saves what the collective is and the words that go with it, in one transaction.
func SaveHost(ctx context.Context, db *gorm.DB, by people.User, c collective.Form, f HostForm) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := collective.Save(ctx, tx, by.Actor(), c); err != nil {
			return err
		}
		var written []Writing
		for _, w := range f.Writings() {
			if w.Field.Name != "tagline" { // asked of the collective itself
				written = append(written, w)
			}
		}
		return Write(ctx, tx, by, written...)
	})
}

// Unfilled are the placeholders of the public legal texts that stand for nothing, each once; langs are the languages of the house.
// A number for VAT is missing only where VAT is charged.
func Unfilled(ctx context.Context, db *gorm.DB, c collective.Collective, charges bool, langs []string) ([]string, error) {
	pages, err := store.From[Page](db).Where("kind = ? and published_at is not null", KindLegal).Find(ctx)
	if err != nil {
		return nil, err
	}
	missing := map[string]bool{}
	for _, lang := range langs {
		h, err := FindHost(ctx, db, lang)
		if err != nil {
			return nil, err
		}
		texts, err := TextsOf(ctx, db, lang, typePage, idsOf(pages))
		if err != nil {
			return nil, err
		}
		values := h.Values(c, "known", "known", "") // those two the portal always knows
		for _, text := range texts.byPlace {
			for _, name := range text.Asks() {
				missing[name] = missing[name] || values[name] == "" && (charges || name != "collective.vat_number")
			}
		}
	}
	maps.DeleteFunc(missing, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(missing)), nil
}

// Writings are the words of the form, as they are filed.
func (f HostForm) Writings() []Writing {
	field := func(name string, position int, format Format, text string) Writing {
		return Writing{Field{
			Subject: hostSubject, Type: typeHost, ID: 1, Name: name, Position: position, Class: Reference,
			Format: format, MaxLength: longestHostText, SourceLang: f.SourceLang,
		}, text}
	}
	return []Writing{
		field("tagline", 0, Plain, f.Tagline), field("notice", 1, Markdown, f.Notice), // a notice may lead somewhere
		field("mediator", 2, Plain, f.Mediator), field("redistribution", 3, Plain, f.Redistribution),
	}
}

// WriteHost files the collective's words, inside the caller's transaction.
func WriteHost(ctx context.Context, tx *gorm.DB, by people.User, f HostForm) error {
	return Write(ctx, tx, by, f.Writings()...)
}

// Values are what the placeholders of texts stand for, {{collective.name}} and its like, so that a change of address changes every text.
// The caller knows the address of the portal and the day, and writes the redistributed share as the reader's language does.
func (h Host) Values(c collective.Collective, portal, share, today string) map[string]string {
	late := c.Reminders.Promised(today)
	return map[string]string{
		"collective.name": c.Name, "collective.legal_name": c.LegalName, "collective.address": c.AddressLine(),
		"collective.registration": c.Registration(), "collective.vat_number": c.VATNumber, "collective.email": c.Email,
		"collective.phone": c.Phone, "collective.privacy_email": c.PrivacyAddress(), "collective.url": portal,
		"collective.publication_director": c.Publisher, "collective.site_host": c.InfrastructureHost,
		"collective.mediator": h.Mediator.Value, "collective.trust_days": strconv.Itoa(c.TrustDays), "collective.redistributed_share": share,
		"collective.read_only_days": strconv.Itoa(late.ReadOnly), "collective.export_only_days": strconv.Itoa(late.ExportOnly),
		"collective.end_days": strconv.Itoa(late.End), "collective.price_days": strconv.Itoa(min(c.PriceDays, c.PriceProDays)),
	}
}
