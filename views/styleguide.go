package views

import (
	"context"

	"chatiere/views/ui"
)

var sampleTones = []ui.Tone{ui.Plain, ui.Info, ui.Good, ui.Warn, ui.Bad}

// toneName says a tone as a state a page might show.
func toneName(ctx context.Context, tone ui.Tone) string {
	switch tone {
	case ui.Good:
		return t(ctx, "styleguide.good")
	case ui.Info:
		return t(ctx, "styleguide.info")
	case ui.Warn:
		return t(ctx, "styleguide.warn")
	case ui.Bad:
		return t(ctx, "styleguide.bad")
	}
	return t(ctx, "styleguide.plain")
}

// sampleLinks lead to the parts of the style guide.
func sampleLinks(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Href: "#words", Text: t(ctx, "styleguide.words")},
		{Href: "#cards", Text: t(ctx, "styleguide.cards"), Icon: "folder"},
		{Href: "#forms", Text: t(ctx, "styleguide.forms"), Count: "12"},
		{Href: "#lists", Text: t(ctx, "styleguide.lists"), Current: true},
	}
}

// sampleSteps are the four states of a step.
func sampleSteps(ctx context.Context) []ui.Step {
	return []ui.Step{
		{Text: t(ctx, "styleguide.words"), State: ui.Done, Said: t(ctx, "styleguide.good"), More: "25/11/2026"},
		{Text: t(ctx, "styleguide.cards"), State: ui.Now, Said: t(ctx, "styleguide.info")},
		{Text: t(ctx, "styleguide.forms"), State: ui.Stuck, Said: t(ctx, "styleguide.bad"), More: t(ctx, "styleguide.since")},
		{Text: t(ctx, "styleguide.lists"), State: ui.Later, Said: t(ctx, "styleguide.plain")},
	}
}

func sampleMistakes(ctx context.Context) []ui.Mistake {
	return []ui.Mistake{{Field: "email", Text: t(ctx, "error.email")}, {Field: "refused", Text: t(ctx, "error.choose")}}
}

// sampleField is a field as a page would ask for it.
func sampleField(ctx context.Context, name, wrong string) ui.Input {
	in := ui.Input{Name: name, Error: wrong, Hint: t(ctx, "styleguide.hint")}
	switch name {
	case "name":
		in.Label, in.Value, in.Autocomplete = t(ctx, "styleguide.organisation"), t(ctx, "styleguide.marmots"), "organization"
	case "email":
		in.Label, in.Value, in.Type, in.Autocomplete = t(ctx, "styleguide.email"), "maya@marmottes", "email", "username"
	case "amount":
		in.Label, in.Value, in.Hint = t(ctx, "styleguide.amount"), "12,50", ""
	case "day":
		in.Label, in.Value, in.Hint = t(ctx, "styleguide.day"), "2026-12-31", ""
	case "password":
		in.Label = t(ctx, "styleguide.password")
	case "message":
		in.Label, in.Optional, in.Max = t(ctx, "styleguide.thread"), t(ctx, "styleguide.optional"), 2000
	case "file":
		in.Label, in.Multiple, in.Optional = t(ctx, "styleguide.files"), true, t(ctx, "styleguide.optional")
	default:
		in.Label = t(ctx, "styleguide.terms")
	}
	return in
}

// sampleChoice is a question with three answers.
func sampleChoice(ctx context.Context, name string) ui.Choice {
	return ui.Choice{
		Name: name, Label: t(ctx, "styleguide.tier"), Hint: t(ctx, "styleguide.hint"), Value: "just",
		Options: []ui.Option{
			{Value: "small", Text: t(ctx, "styleguide.small"), Hint: t(ctx, "styleguide.small_more"), Extra: "5 €"},
			{Value: "just", Text: t(ctx, "styleguide.just"), Hint: t(ctx, "styleguide.just_more"), Extra: "8 €"},
			{Value: "kind", Text: t(ctx, "styleguide.kind"), Hint: t(ctx, "styleguide.kind_more"), Extra: "12 €"},
		},
	}
}

func sampleChart(ctx context.Context) ui.Chart {
	return ui.Chart{
		Title: t(ctx, "styleguide.chart"), Label: t(ctx, "styleguide.organisation"), Value: t(ctx, "styleguide.amount"),
		Points: []ui.Point{
			{Label: t(ctx, "styleguide.files"), Value: 9200, Text: "9 200 €"},
			{Label: t(ctx, "styleguide.chat"), Value: 5100, Text: "5 100 €"},
			{Label: t(ctx, "styleguide.notes"), Value: 2900, Text: "2 900 €"},
			{Label: t(ctx, "styleguide.given"), Value: 1200, Text: "1 200 €"},
		},
	}
}

func sampleLines(ctx context.Context) ui.LineChart {
	months := []string{"01", "02", "03", "04", "05", "06"}
	return ui.LineChart{
		Title: t(ctx, "styleguide.lines"), Label: t(ctx, "styleguide.day"), Table: t(ctx, "styleguide.figures"),
		Series: []ui.Series{
			sampleSeries(t(ctx, "styleguide.files"), months, []int64{12, 19, 25, 32, 41, 58}, []string{"12", "19", "25", "32", "41", "58"}),
			sampleSeries(t(ctx, "styleguide.chat"), months, []int64{8, 9, 15, 21, 24, 30}, []string{"8", "9", "15", "21", "24", "30"}),
		},
	}
}

func sampleSeries(name string, months []string, values []int64, texts []string) ui.Series {
	series := ui.Series{Name: name}
	for i, month := range months {
		series.Points = append(series.Points, ui.Point{Label: month, Value: values[i], Text: texts[i]})
	}
	return series
}

func samplePrices(ctx context.Context) []ui.Price {
	return []ui.Price{
		{Name: t(ctx, "styleguide.small"), Amount: "5 €", Per: t(ctx, "styleguide.per"), Note: t(ctx, "styleguide.small_more")},
		{Name: t(ctx, "styleguide.just"), Amount: "8 €", Per: t(ctx, "styleguide.per"), Note: t(ctx, "styleguide.just_more"), Tag: t(ctx, "styleguide.usual")},
		{Name: t(ctx, "styleguide.kind"), Amount: "12 €", Per: t(ctx, "styleguide.per"), Note: t(ctx, "styleguide.kind_more")},
	}
}

func sampleFlows(ctx context.Context) ui.FlowChart {
	files, chat, given := t(ctx, "styleguide.files"), t(ctx, "styleguide.chat"), t(ctx, "styleguide.kind")
	team, notes := t(ctx, "styleguide.team"), t(ctx, "styleguide.notes")
	return ui.FlowChart{
		Title: t(ctx, "styleguide.flows"), From: t(ctx, "styleguide.income"), To: t(ctx, "styleguide.uses"), Value: t(ctx, "styleguide.amount"),
		Flows: []ui.Flow{
			{From: files, To: team, Value: 5200, Text: "5 200 €"},
			{From: files, To: notes, Value: 4000, Text: "4 000 €"},
			{From: chat, To: team, Value: 3100, Text: "3 100 €"},
			{From: chat, To: notes, Value: 2000, Text: "2 000 €"},
			{From: given, To: notes, Value: 2900, Text: "2 900 €"},
		},
	}
}

// sampleList is a list as data, with its sum.
func sampleList(ctx context.Context) ui.List {
	l := ui.List{Caption: t(ctx, "styleguide.income"), Head: []ui.Col{ui.Text(t(ctx, "styleguide.organisation")), ui.Text(t(ctx, "styleguide.state")), ui.Num(t(ctx, "styleguide.amount"))}}
	for _, tone := range sampleTones {
		l.Lines = append(l.Lines, ui.Line{{Text: t(ctx, "styleguide.marmots"), Href: "#lists", More: t(ctx, "styleguide.since")}, {Text: toneName(ctx, tone), Tone: tone}, {Text: "96,00 €"}})
	}
	l.Total = ui.Line{{Text: t(ctx, "styleguide.income")}, {}, {Text: "480,00 €"}}
	return l
}

// sampleFacts are facts as data: a name, a link, a badge, something to copy, and one that says nothing.
func sampleFacts(ctx context.Context) []ui.Named {
	return []ui.Named{
		{Name: t(ctx, "styleguide.organisation"), Value: ui.Value{Text: t(ctx, "styleguide.marmots"), Href: "#lists", Name: true, More: t(ctx, "styleguide.since")}},
		{Name: t(ctx, "styleguide.state"), Value: ui.Value{Text: t(ctx, "styleguide.good"), Tone: ui.Good}},
		{Name: t(ctx, "styleguide.reference"), Value: ui.Value{Text: "RF18 CHAT 2026 0042", Code: true}},
		{Name: t(ctx, "styleguide.amount"), Value: ui.Value{Text: "96,00 €", Strong: true}},
		{Name: t(ctx, "styleguide.hint"), Value: ui.Value{}},
	}
}
