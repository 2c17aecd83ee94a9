package views

import (
	"context"
	"time"

	"chatiere/locales"
	"chatiere/models/hosting"
	"chatiere/models/store"
	"chatiere/views/ui"
)

// DeploymentsPage is the operators' list.
type DeploymentsPage struct {
	Filter hosting.Filter
	Page   store.Page[hosting.Deployment]
	Now    time.Time
}

// DeploymentPage is one delivery under work.
type DeploymentPage struct {
	Deployment hosting.Deployment
	Form       hosting.WorkForm
	Wrong      store.Invalid
	Reason     string // typed into the suspension's form
	Now        time.Time
	Zone       *time.Location
	Contract   ContractPart
}

func deploymentState(ctx context.Context, s hosting.State) string {
	switch s {
	case hosting.Requested:
		return t(ctx, "hosting.state.requested")
	case hosting.Provisioning:
		return t(ctx, "hosting.state.provisioning")
	case hosting.Active:
		return t(ctx, "hosting.state.active")
	case hosting.Suspending:
		return t(ctx, "hosting.state.suspending")
	case hosting.Suspended:
		return t(ctx, "hosting.state.suspended")
	case hosting.Resuming:
		return t(ctx, "hosting.state.resuming")
	case hosting.Deleting:
		return t(ctx, "hosting.state.deleting")
	}
	return t(ctx, "hosting.state.deleted")
}

func deploymentTone(d hosting.Deployment) ui.Tone {
	switch {
	case d.BlockedReason != "":
		return ui.Bad
	case d.State == hosting.Active:
		return ui.Good
	case d.State == hosting.Suspended, d.State == hosting.Suspending:
		return ui.Warn
	case d.Working():
		return ui.Info
	}
	return ui.Plain
}

// stepWords is a step in words: the operators' own, or the known one.
func stepWords(ctx context.Context, s hosting.Step) string {
	switch s.Step {
	case "space":
		return t(ctx, "hosting.step.space")
	case "quota":
		return t(ctx, "hosting.step.quota")
	case "people":
		return t(ctx, "hosting.step.people")
	case "entry":
		return t(ctx, "hosting.step.entry")
	case "read_only":
		return t(ctx, "hosting.step.read_only")
	case "banner":
		return t(ctx, "hosting.step.banner")
	case "writing":
		return t(ctx, "hosting.step.writing")
	case "kit":
		return t(ctx, "hosting.step.kit")
	case "kit_taken":
		return t(ctx, "hosting.step.kit_taken")
	case "erase":
		return t(ctx, "hosting.step.erase")
	}
	return s.Words
}

func runName(ctx context.Context, r hosting.Run) string {
	switch r {
	case hosting.Suspend:
		return t(ctx, "hosting.run.suspend")
	case hosting.Resume:
		return t(ctx, "hosting.run.resume")
	case hosting.Remove:
		return t(ctx, "hosting.run.remove")
	}
	return t(ctx, "hosting.run.install")
}

// run is what the present round leads to.
func (p DeploymentPage) run() hosting.Run {
	if len(p.Deployment.Steps) == 0 {
		return hosting.Install
	}
	return p.Deployment.Steps[0].Run
}

// ticked reports whether a step is ticked in the form or done.
func (p DeploymentPage) ticked(s hosting.Step) bool {
	for _, ref := range p.Form.Done {
		if ref == s.Ref {
			return true
		}
	}
	return len(p.Wrong) == 0 && s.Done()
}

// steps is the checklist as a question whose ticked answers are done.
func (p DeploymentPage) steps(ctx context.Context) ui.Choice {
	q := ui.Choice{Name: "done", Label: t(ctx, "hosting.steps")}
	for _, s := range p.Deployment.Steps {
		o := ui.Option{Value: s.Ref, Text: stepWords(ctx, s)}
		if s.Done() {
			o.Hint = t(ctx, "hosting.done_at", "At", locales.DateTime(lang(ctx), *s.DoneAt, p.Zone))
			if s.Note != "" {
				o.Hint += " · " + s.Note
			}
		}
		if p.ticked(s) {
			q.Values = append(q.Values, s.Ref)
		}
		q.Options = append(q.Options, o)
	}
	return q
}

// progress are the steps as the organisation sees them.
func (p DeploymentPage) progress(ctx context.Context) []ui.Step {
	var all []ui.Step
	current := false
	for _, s := range p.Deployment.Steps {
		one := ui.Step{Text: stepWords(ctx, s), State: ui.Later, Said: t(ctx, "hosting.to_do")}
		switch {
		case s.Done():
			one.State, one.Said, one.More = ui.Done, t(ctx, "hosting.done"), t(ctx, "hosting.done_at", "At", locales.DateTime(lang(ctx), *s.DoneAt, p.Zone))
		case p.Deployment.BlockedReason != "" && !current:
			one.State, one.Said, current = ui.Stuck, t(ctx, "hosting.waits_for_us"), true
		case !current:
			one.State, one.Said, current = ui.Now, t(ctx, "hosting.under_way"), true
		}
		all = append(all, one)
	}
	return all
}

func deploymentFilters(ctx context.Context, chosen hosting.State) ui.Choice {
	q := ui.Choice{Name: "state", Label: t(ctx, "hosting.state_label"), Value: string(chosen), Blank: t(ctx, "hosting.to_be_done")}
	for _, s := range []hosting.State{hosting.Provisioning, hosting.Active, hosting.Suspending, hosting.Suspended, hosting.Resuming, hosting.Deleting, hosting.Deleted} {
		q.Options = append(q.Options, ui.Option{Value: string(s), Text: deploymentState(ctx, s)})
	}
	q.Options = append(q.Options, ui.Option{Value: string(hosting.LateBack), Text: t(ctx, "hosting.late_back")})
	q.Options = append(q.Options, ui.Option{Value: string(hosting.AnyState), Text: t(ctx, "commons.list.any")})
	return q
}

// DeploymentRows are the rows of the list as a file, heads first.
func DeploymentRows(ctx context.Context, all []hosting.Deployment, zone *time.Location) [][]string {
	rows := [][]string{{t(ctx, "hosting.organisation"), t(ctx, "hosting.service"), t(ctx, "hosting.state_label"), t(ctx, "hosting.since"), t(ctx, "hosting.address")}}
	for _, d := range all {
		rows = append(rows, []string{d.Organisation.Name, d.Service.Name.String(), deploymentState(ctx, d.State), d.TurnedAt.In(zone).Format("2006-01-02 15:04"), d.Address})
	}
	return rows
}
