package catalogue

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ServiceForm is what an operator types for a service. Lists are typed one a line.
type ServiceForm struct {
	Slug             string `form:"slug"`
	Upstream         string `form:"upstream"` // slug
	Need             Need   `form:"need"`
	Position         int
	Address          string  `form:"address"`
	Replaces         string  `form:"replaces"`
	Languages        string  `form:"languages"`
	Exports          string  `form:"exports"`
	Country          string  `form:"country"`
	Provider         string  `form:"provider"`
	Control          Control `form:"control"`
	BackupEveryHours int
	BackupKeptDays   int
	BackupCountry    string `form:"backup_country"`
	LogsKeptDays     int
	RestoreTestedOn  string `form:"restore_tested_on"`
	Name             string `form:"name"`
	Summary          string `form:"summary"`
	NeedText         string `form:"need_text"`
	Lose             string `form:"lose"`
	First            string `form:"first"`
	Leaving          string `form:"leaving"`
	Delivery         string `form:"delivery"`
	Body             string `form:"body"`
	SourceLang       string `form:"source_lang"`
	Version          int    `form:"version"`
}

// Numbers are the whole numbers of the form by the names of their fields. Whoever reads them writes -1 for what cannot be read.
func (f *ServiceForm) Numbers() map[string]*int {
	return map[string]*int{
		"position": &f.Position, "backup_every_hours": &f.BackupEveryHours, "backup_kept_days": &f.BackupKeptDays, "logs_kept_days": &f.LogsKeptDays,
	}
}

// languageForm is a language's code, as fr, oc or pt-BR.
var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

// Check says what is wrong with the form.
func (f ServiceForm) Check() error {
	wrong := store.Invalid{}
	checkSlug(wrong, f.Slug, f.Name)
	if !slices.Contains(Needs, f.Need) {
		wrong.Add("need", "error.choose")
	}
	if !slices.Contains(Controls, f.Control) {
		wrong.Add("control", "error.choose")
	}
	for name, text := range map[string]string{"name": f.Name, "summary": f.Summary, "leaving": f.Leaving, "upstream": f.Upstream} {
		if strings.TrimSpace(text) == "" {
			wrong.Add(name, "error.required")
		}
	}
	for name, code := range map[string]string{"country": f.Country, "backup_country": f.BackupCountry} {
		if code != "" && !countryForm.MatchString(code) {
			wrong.Add(name, "error.choose")
		}
	}
	for name, n := range f.Numbers() {
		if *n < 0 || *n > 100_000 {
			wrong.Add(name, "error.number")
		}
	}
	for _, code := range lines(oneALine(f.Languages)) {
		if !languageForm.MatchString(code) {
			wrong.Add("languages", "error.languages")
		}
	}
	checkSourceLang(wrong, f.SourceLang)
	checkDate(wrong, "restore_tested_on", f.RestoreTestedOn)
	return wrong.Err()
}

// Form is the service as its form shows it.
func (s Service) Form() ServiceForm {
	list := func(t content.Text) string { return strings.Join(t.Lines(), "\n") }
	return ServiceForm{
		Slug: s.Slug, Upstream: s.Upstream.Slug, Need: s.Need, Position: s.Position, Address: s.Address, Replaces: s.Replaces,
		Languages: s.Languages, Exports: s.Exports, Country: s.Country, Provider: s.Provider, Control: s.Control,
		BackupEveryHours: s.BackupEveryHours, BackupKeptDays: s.BackupKeptDays, BackupCountry: s.BackupCountry, LogsKeptDays: s.LogsKeptDays,
		RestoreTestedOn: s.RestoreTestedOn, Name: s.Name.Value, Summary: s.Summary.Value, NeedText: s.NeedText.Value, Lose: list(s.Lose),
		First: list(s.First), Leaving: s.Leaving.Value, Delivery: list(s.Delivery), Body: s.Body.Value, SourceLang: s.Name.Lang, Version: s.Version,
	}
}

// NewService adds a service that is not published yet.
func NewService(ctx context.Context, db *gorm.DB, by people.User, f ServiceForm) (Service, error) {
	s := Service{Ref: store.NewRef(), Status: Running}
	if !MayEdit(by) {
		return s, store.ErrForbidden
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error { return s.save(ctx, tx, by, f) })
	return s, err
}

// Change saves what an operator typed; store.ErrConflict when somebody else saved meanwhile.
func (s *Service) Change(ctx context.Context, db *gorm.DB, by people.User, f ServiceForm) error {
	if !MayEdit(by) {
		return store.ErrForbidden
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return s.save(ctx, tx, by, f) })
}

// ImportService makes or changes a service for an importer, inside its transaction, and publishes a new one.
func ImportService(ctx context.Context, tx *gorm.DB, f ServiceForm) (Service, error) {
	found, err := store.From[Service](tx).Where("slug = ?", f.Slug).Limit(1).Find(ctx)
	if err != nil {
		return Service{}, err
	}
	now := store.Now(tx)
	s := Service{Ref: store.NewRef(), Status: Running, PublishedAt: &now}
	if len(found) == 1 {
		s = found[0]
		f.Version = s.Version
	}
	err = s.save(ctx, tx, people.User{}, f)
	return s, err
}

func (s *Service) save(ctx context.Context, tx *gorm.DB, by people.User, f ServiceForm) error {
	if err := f.Check(); err != nil {
		return err
	}
	upstream, err := store.From[Upstream](tx).Where("slug = ?", f.Upstream).Take(ctx)
	if err == store.ErrNotFound {
		return store.Invalid{"upstream": {Key: "error.choose"}}
	}
	if err != nil {
		return err
	}
	was := s.Slug
	s.fill(f, upstream, store.Now(tx))
	if err := keep(ctx, tx, s, s.ID, f.Version, &s.CreatedAt, "Upstream", "from_cents", "from_period", "last_backup_at"); err != nil {
		return err
	}
	if was != "" && was != s.Slug {
		if err := content.Moved(ctx, tx, typeService, s.ID, was, s.Slug); err != nil {
			return err
		}
	}
	if err := s.link(ctx, tx); err != nil {
		return err
	}
	if err := content.Write(ctx, tx, by, f.Writings(*s)...); err != nil {
		return err
	}
	return note(ctx, tx, by, "service_saved", typeService, s.Ref, s.Slug)
}

func (s *Service) fill(f ServiceForm, upstream Upstream, now time.Time) {
	s.Slug, s.UpstreamID, s.Upstream, s.Need, s.Position, s.Address = f.Slug, upstream.ID, upstream, f.Need, f.Position, strings.TrimSpace(f.Address)
	s.Replaces, s.Languages, s.Exports = oneALine(f.Replaces), oneALine(f.Languages), oneALine(f.Exports)
	s.Country, s.Provider, s.Control, s.BackupCountry = f.Country, strings.TrimSpace(f.Provider), f.Control, f.BackupCountry
	s.BackupEveryHours, s.BackupKeptDays, s.LogsKeptDays, s.RestoreTestedOn = f.BackupEveryHours, f.BackupKeptDays, f.LogsKeptDays, f.RestoreTestedOn
	s.UpdatedAt, s.Version = now, f.Version+1
}

// oneALine tidies a list that was typed one a line or with commas.
func oneALine(typed string) string {
	var all []string
	for _, line := range strings.FieldsFunc(typed, func(r rune) bool { return r == '\n' || r == ',' || r == '\r' }) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

// Writings are the words of the form, as they are filed for the service. An importer uses them for the other languages too.
func (f ServiceForm) Writings(s Service) []content.Writing {
	of := func(name string, position int, format content.Format, max int, text string) content.Writing {
		return field(typeService, s.Ref, s.ID, name, position, format, max, f.SourceLang, text)
	}
	list := func(typed string) string { return content.List(strings.Split(typed, "\n")) }
	return []content.Writing{
		of("name", 0, content.Plain, 80, f.Name), of("summary", 1, content.Plain, 300, f.Summary), of("need", 2, content.Plain, 300, f.NeedText),
		of("lose", 3, content.Markdown, 4000, list(f.Lose)), of("first", 4, content.Markdown, 4000, list(f.First)),
		of("leaving", 5, content.Markdown, 4000, f.Leaving), of("delivery", 6, content.Markdown, 8000, list(f.Delivery)),
		of("body", 7, content.Markdown, 0, f.Body),
	}
}

// tool is a tool of today that services replace.
type tool struct {
	ID   uint
	Slug string
	Name string
}

// TableName names the table.
func (tool) TableName() string { return "replaced_tools" }

// link writes what the catalogue is filtered by: the tools that are replaced, and the languages.
func (s Service) link(ctx context.Context, tx *gorm.DB) error {
	for _, table := range []string{"service_replacements", "service_languages"} {
		if err := tx.WithContext(ctx).Exec("delete from "+table+" where service_id = ?", s.ID).Error; err != nil {
			return err
		}
	}
	for i, name := range s.ReplacesList() {
		t := tool{Slug: SlugOf(name), Name: name}
		if err := tx.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&t).Error; err != nil {
			return err
		}
		err := tx.WithContext(ctx).Exec(`insert into service_replacements (service_id, tool_id, position)
			select cast(? as bigint), id, cast(? as bigint) from replaced_tools where slug = ? on conflict do nothing`, s.ID, i, t.Slug).Error
		if err != nil {
			return err
		}
	}
	for i, lang := range s.LanguageList() {
		if err := tx.WithContext(ctx).Exec("insert into service_languages (service_id, lang, position) values (?, ?, ?)", s.ID, lang, i).Error; err != nil {
			return err
		}
	}
	return nil
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// SlugOf is the slug that a name suggests.
func SlugOf(name string) string {
	slug := strings.Trim(notInSlug.ReplaceAllString(content.Fold(name), "-"), "-")
	return strings.Trim(slug[:min(len(slug), 80)], "-")
}
