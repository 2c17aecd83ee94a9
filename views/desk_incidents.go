package views

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// IncidentsDesk is what is told of a service that does not work as it should, and the forms to tell more.
type IncidentsDesk struct {
	Service   catalogue.Service
	Form      catalogue.IncidentForm
	Wrong     store.Invalid
	Told      string // the incident of which was told
	News      catalogue.NewsForm
	NewsWrong store.Invalid
}

func severityOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range catalogue.Severities {
		all = append(all, ui.Option{Value: string(s), Text: statusName(ctx, s)})
	}
	return all
}

// severity asks how bad an incident is by now.
func (p IncidentsDesk) severity(ctx context.Context, i catalogue.Incident) ui.Choice {
	q := ui.Choice{Name: "severity_" + i.Ref, Label: t(ctx, "desk_incidents.severity_now"), Value: string(i.Severity), Options: severityOptions(ctx)}
	if p.Told == i.Ref {
		q.Value, q.Error = string(p.News.Severity), said(ctx, p.NewsWrong, "severity")
	}
	return q
}

// news asks what is known by now.
func (p IncidentsDesk) news(ctx context.Context, i catalogue.Incident) ui.Input {
	in := ui.Input{Name: "news_" + i.Ref, Label: t(ctx, "desk_incidents.news"), Hint: t(ctx, "desk_incidents.news_hint"), Rows: 3, Max: 4000, Lang: htmlLang(ctx)}
	if p.Told == i.Ref {
		in.Value, in.Error = p.News.Body, said(ctx, p.NewsWrong, "body")
	}
	return in
}

func (p IncidentsDesk) mistakes(ctx context.Context) []ui.Mistake {
	all := mistakes(ctx, p.Wrong, "severity", t(ctx, "desk_incidents.severity"), "title", t(ctx, "desk_incidents.what"), "body", t(ctx, "desk_incidents.body"), "source_lang", t(ctx, "keeping.source_lang"))
	for _, m := range mistakes(ctx, p.NewsWrong, "severity", t(ctx, "desk_incidents.severity_now"), "body", t(ctx, "desk_incidents.news")) {
		m.Field = map[string]string{"severity": "severity_", "body": "news_"}[m.Field] + p.Told
		all = append(all, m)
	}
	return all
}

func incidentsOver(s catalogue.Service) []catalogue.Incident {
	var all []catalogue.Incident
	for _, i := range s.Incidents {
		if i.Over() {
			all = append(all, i)
		}
	}
	return all
}
