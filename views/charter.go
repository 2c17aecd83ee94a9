package views

import (
	"context"
	"strings"

	"chatiere/models/collective"
	"chatiere/models/content"
	"chatiere/views/ui"
)

// CharterPage is what the collective promises, with the words before it, which may not be written yet.
type CharterPage struct {
	Page       content.Page
	Promises   []content.Promise
	Processors []content.Processor
}

func (p CharterPage) head(ctx context.Context) Head {
	return Head{Title: p.title(ctx), Description: p.lead(ctx), Public: true, Languages: p.Page.Languages, Foreign: p.Page.Foreign()}
}

func (p CharterPage) title(ctx context.Context) string {
	if p.Page.Title.Empty() {
		return t(ctx, "charter.title")
	}
	return filled(ctx, p.Page.Title)
}

func (p CharterPage) lead(ctx context.Context) string {
	if p.Page.Summary.Empty() {
		return t(ctx, "charter.lead")
	}
	return filled(ctx, p.Page.Summary)
}

// in are the promises of one part of the charter.
func (p CharterPage) in(part collective.Part) []content.Promise {
	var all []content.Promise
	for _, one := range p.Promises {
		if one.Part == part {
			all = append(all, one)
		}
	}
	return all
}

// kept is how many promises stand so.
func (p CharterPage) kept(status collective.Kept) int {
	n := 0
	for _, one := range p.Promises {
		if one.Status == status {
			n++
		}
	}
	return n
}

// keptAll are the ways to stand that some promise has.
func (p CharterPage) keptAll() []collective.Kept {
	var all []collective.Kept
	for _, status := range []collective.Kept{collective.Met, collective.Partly, collective.NotMet, collective.NotApplicable} {
		if p.kept(status) > 0 {
			all = append(all, status)
		}
	}
	return all
}

// charterPart is a word of the charter's name.
func charterPart(ctx context.Context, part collective.Part) string {
	switch part {
	case collective.AsHost:
		return t(ctx, "charter.part_host")
	case collective.AsAlternative:
		return t(ctx, "charter.part_alternative")
	case collective.Transparent:
		return t(ctx, "charter.part_transparent")
	case collective.AsOpen:
		return t(ctx, "charter.part_open")
	case collective.Neutral:
		return t(ctx, "charter.part_neutral")
	}
	return t(ctx, "charter.part_solidary")
}

func keptName(ctx context.Context, k collective.Kept) string {
	switch k {
	case collective.Met:
		return t(ctx, "charter.met")
	case collective.Partly:
		return t(ctx, "charter.partly")
	case collective.NotMet:
		return t(ctx, "charter.not_met")
	}
	return t(ctx, "charter.not_applicable")
}

func keptTone(k collective.Kept) ui.Tone {
	switch k {
	case collective.Met:
		return ui.Good
	case collective.Partly:
		return ui.Warn
	case collective.NotMet:
		return ui.Bad
	}
	return ui.Plain
}

// proofLink is where a promise can be seen kept; empty when nowhere.
func proofLink(ctx context.Context, p content.Promise) string {
	if strings.HasPrefix(p.Proof, "https://") {
		return p.Proof
	}
	return textLink(ctx, p.Proof)
}
