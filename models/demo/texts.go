package demo

import (
	"chatiere/models/content"
	"chatiere/models/demo/folder"

	"gorm.io/gorm"
)

var textDirs = map[string]string{folder.Page: "pages", folder.Help: "help", folder.News: "news", folder.Legal: "legal", folder.Guide: "guides"}

// texts loads pages, help, news, legal texts and guides, with their translations.
func (im *importer) texts() error {
	for _, t := range im.folder.Texts {
		_, err := im.load(thing{
			kind: "text", name: t.Kind + "/" + t.Ref, file: im.fileOf(t), says: t, table: "pages", where: "kind = ? and slug = ?", args: []any{t.Kind, t.Ref},
			make: func(tx *gorm.DB) (uint, error) { return im.text(tx, t) },
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) fileOf(t folder.Text) string {
	name := t.Ref
	if t.Kind == folder.News {
		name = date(t.Date) + "-" + t.Ref
	}
	return textDirs[t.Kind] + "/" + name + "." + im.source + ".md"
}

func (im *importer) text(tx *gorm.DB, t folder.Text) (uint, error) {
	page, err := content.ImportPage(im.ctx, tx, pageForm(t, im.source, im.source))
	if err != nil {
		return 0, err
	}
	if err := page.SetParts(im.ctx, tx, nobody, im.source, partForms(t.Versions[im.source])); err != nil {
		return 0, err
	}
	for _, lang := range im.others() {
		if err := content.ImportTranslations(im.ctx, tx, lang, pageForm(t, lang, im.source).Writings(page)...); err != nil {
			return 0, err
		}
		if err := page.TranslateParts(im.ctx, tx, lang, partForms(t.Versions[lang])); err != nil {
			return 0, err
		}
	}
	return page.ID, nil
}

func pageForm(t folder.Text, lang, source string) content.PageForm {
	v, first := t.Versions[lang], t.Versions[source]
	return content.PageForm{
		Kind: content.Kind(t.Kind), Slug: t.Ref, Title: v.Title, Summary: v.Summary, Topic: v.Topic, Lead: v.Lead, Body: v.Body,
		Position: first.Order, DatedOn: date(t.Date), ReviewedOn: date(first.ReviewedOn), EffectiveOn: date(first.EffectiveOn), SourceLang: source,
	}
}

func partForms(v folder.Version) []content.PartForm {
	var all []content.PartForm
	for _, c := range v.Cards {
		all = append(all, content.PartForm{Kind: content.PartCard, Link: c.Link, Title: c.Title, Words: c.Text})
	}
	for _, r := range v.Rows {
		all = append(all, content.PartForm{Kind: content.PartRow, Link: r.Service, Today: r.Today, Here: r.Here, Lose: r.Lose})
	}
	return all
}
