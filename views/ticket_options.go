package views

import (
	"context"

	"chatiere/models/catalogue"
	"chatiere/models/content"
	"chatiere/models/people"
	"chatiere/models/support"
	"chatiere/views/ui"
)

func stateOptions(ctx context.Context, tends bool) []ui.Option {
	all := []ui.Option{{Value: "unsettled", Text: t(ctx, "tickets.unsettled")}, {Value: "settled", Text: t(ctx, "tickets.settled")}}
	for _, s := range support.States {
		all = append(all, ui.Option{Value: string(s), Text: stateName(ctx, s, tends)})
	}
	return all
}

func priorityOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, p := range support.Priorities {
		all = append(all, ui.Option{Value: string(p), Text: priorityName(ctx, p)})
	}
	return all
}

// organisationOptions are the organisations a person belongs to.
func organisationOptions(u people.User) []ui.Option {
	var all []ui.Option
	for _, m := range u.Memberships {
		all = append(all, ui.Option{Value: m.Organisation.Ref, Text: m.Organisation.Name})
	}
	return all
}

// publicServices are the services one may ask about, by their slugs.
func publicServices(all []catalogue.Service) []ui.Option {
	var options []ui.Option
	for _, s := range all {
		if s.Public() {
			options = append(options, ui.Option{Value: s.Slug, Text: s.Name.Value})
		}
	}
	return options
}

// serviceOptions are all services, by their refs: for the staff.
func serviceOptions(all []content.Named) []ui.Option {
	var options []ui.Option
	for _, s := range all {
		options = append(options, ui.Option{Value: s.Ref, Text: s.Text.Value})
	}
	return options
}

// serviceOf is the name of the service a ticket is about, or nothing.
func serviceOf(services []content.Named, ticket support.Ticket) string {
	for _, s := range services {
		if ticket.ServiceID != nil && s.ID == *ticket.ServiceID {
			return s.Text.Value
		}
	}
	return ""
}

// thenOptions are what a ticket may wait for after an answer.
func thenOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(support.WaitingRequester), Text: t(ctx, "tickets.then.waiting_requester")},
		{Value: string(support.Solved), Text: t(ctx, "tickets.then.solved")},
		{Value: string(support.Open), Text: t(ctx, "tickets.then.open")},
		{Value: string(support.WaitingUpstream), Text: t(ctx, "tickets.then.waiting_upstream")},
	}
}

func moveOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, s := range []support.State{support.Open, support.WaitingRequester, support.WaitingUpstream, support.Solved} {
		all = append(all, ui.Option{Value: string(s), Text: stateName(ctx, s, true)})
	}
	return all
}

// staffOptions are to whom the ticket may be given.
func (p TicketPage) staffOptions() []ui.Option {
	var all []ui.Option
	for _, u := range p.Staff {
		all = append(all, ui.Option{Value: u.Ref, Text: u.Called()})
	}
	return all
}
