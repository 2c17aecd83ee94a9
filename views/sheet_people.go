package views

import (
	"context"

	"chatiere/locales"
	"chatiere/models/content"
)

// byWhom says who wrote and who read a translation; empty when nobody here did.
func (p SheetPage) byWhom(ctx context.Context, l content.Line) string {
	if l.Unit.SelfReviewed {
		return t(ctx, "editors.sheet.self_reviewed", "Name", p.name(ctx, l.Unit.ReviewerID))
	}
	switch {
	case l.Unit.AuthorID == nil:
		return ""
	case l.Unit.ReviewerID == nil || l.State() == content.ChangesRequested:
		return t(ctx, "editors.sheet.written_by", "Name", p.name(ctx, l.Unit.AuthorID))
	}
	return t(ctx, "editors.sheet.read_by", "Author", p.name(ctx, l.Unit.AuthorID), "Reader", p.name(ctx, l.Unit.ReviewerID))
}

func (p SheetPage) name(ctx context.Context, id *uint) string {
	if u, here := p.Team.Who(id); here {
		return u.Called()
	}
	return t(ctx, "editors.sheet.somebody")
}

// whoReads names those who may say yes to a line that the reader may not say yes to, and says when there is nobody.
func (p SheetPage) whoReads(ctx context.Context, l content.Line) string {
	var names []string
	for _, u := range p.Team.Readers(l) {
		if u.ID != me(ctx).ID {
			names = append(names, u.Called())
		}
	}
	switch {
	case len(names) == 0:
		return t(ctx, "editors.sheet.nobody")
	case l.Wait == content.ForSignature:
		return t(ctx, "editors.sheet.signers", "Names", locales.List(lang(ctx), names))
	}
	return t(ctx, "editors.sheet.readers", "Names", locales.List(lang(ctx), names))
}

// signing reports whether saying yes here is signing: a legal text, and somebody who may.
func (p SheetPage) signing(ctx context.Context) bool {
	return p.Sheet.Class() == content.Legal && content.MayApprove(me(ctx))
}

// rule says when readers see a translation of such a text.
func (p SheetPage) rule(ctx context.Context) string {
	language := locales.LanguageName(lang(ctx), p.Sheet.To)
	switch p.Sheet.Class() {
	case content.Legal:
		return t(ctx, "editors.sheet.rule_legal", "Language", language)
	case content.News:
		return t(ctx, "editors.sheet.rule_news", "Language", language)
	}
	return t(ctx, "editors.sheet.rule", "Language", language)
}
