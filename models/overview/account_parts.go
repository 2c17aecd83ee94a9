package overview

import (
	"fmt"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/billing/period"
	"chatiere/models/catalogue"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/models/support"
)

// line is a row of an organisation's file. What its columns hold is said by its part.
type line struct {
	Part                                       string
	Ref, Name, State, Word, Sort, Day, UntilOn string
	Number, Sum, Times                         int64
}

// says are the columns of a part, as expressions; those that it does not name are empty.
type says map[string]string

// part is one part of the file: who sees it, where its rows stand, and what becomes of each.
type part struct {
	name  string
	roles []people.Role // none: whoever may open the file
	says  says
	from  string // with its condition; @org is the organisation, @today the day
	order string
	most  int
	take  func(*Account, line)
}

// sql is the part as a statement of one shape for all parts.
func (p part) sql() string {
	var columns strings.Builder
	fmt.Fprintf(&columns, "'%s' as part, row_number() over (order by %s) as place", p.name, p.order)
	for _, column := range []string{"ref", "name", "state", "word", "sort", "day", "until_on", "number", "sum", "times"} {
		expression, ok := p.says[column]
		switch {
		case ok:
		case column == "number" || column == "sum" || column == "times":
			expression = "0"
		default:
			expression = "''"
		}
		fmt.Fprintf(&columns, ", %s as %s", expression, column)
	}
	return fmt.Sprintf("select * from (select %s from %s order by place limit %d) as %s_rows", &columns, p.from, p.most, p.name)
}

// dayOnly keeps the day of a stored day that the database's driver took for an instant, as SQLite's does with columns of a union.
func dayOnly(stored string) string { return stored[:min(len(stored), len(time.DateOnly))] }

// Who sees a part that not everybody on the staff does.
var (
	helpers   = []people.Role{people.Operator, people.Agent}
	deciders  = []people.Role{people.Operator}
	reckoners = []people.Role{people.Operator, people.Accountant}
)

// accountParts are those that say who an organisation is and what it has.
func accountParts() []part {
	return []part{
		{
			name: "member", roles: helpers, says: says{"ref": "u.ref", "name": "u.name", "word": "u.email", "state": "m.role"},
			from:  "memberships m join users u on u.id = m.user_id where m.organisation_id = @org and m.until_at is null",
			order: "case m.role when 'owner' then 0 when 'treasurer' then 1 when 'technical' then 2 else 3 end, m.id", most: 25,
			take: func(a *Account, l line) {
				a.Members = append(a.Members, people.Membership{Role: people.MemberRole(l.State), User: people.User{Ref: l.Ref, Name: l.Name, Email: l.Word}})
			},
		},
		{
			name: "head", says: says{"ref": "h.ref", "name": "h.name"}, from: "organisations m join organisations h on h.id = m.network_id where m.id = @org", order: "h.id", most: 1,
			take: func(a *Account, l line) { a.Head = people.Organisation{Ref: l.Ref, Name: l.Name} },
		},
		counting("affiliate", "affiliations where head_id = @org and state = 'active'", func(a *Account, l line) { a.Affiliates = l.Number }),
		counting("gift", "contributions where organisation_id = @org and state not in ('draft','withdrawn')", func(a *Account, l line) { a.Gifts = l.Number }),
		counting("pledge", "pledges where organisation_id = @org and state in ('open','fulfilled')", func(a *Account, l line) { a.Pledges = l.Number }),
		counting("agreement", "agreements where organisation_id = @org", func(a *Account, l line) { a.Agreements = l.Number }),
		contracts(),
		requests(),
		{
			name: "deployment", says: says{"ref": "ref", "number": "service_id", "state": "state", "word": "level", "name": "address", "sort": "blocked_reason", "until_on": "promised_on"},
			from: "deployments where organisation_id = @org and state <> 'deleted'", order: "id", most: 25,
			take: func(a *Account, l line) {
				a.Deployments = append(a.Deployments, hosting.Deployment{
					Ref: l.Ref, ServiceID: uint(l.Number), State: hosting.State(l.State), Level: hosting.Level(l.Word), Address: l.Name, BlockedReason: l.Sort, PromisedOn: l.UntilOn,
				})
			},
		},
		{
			name: "notice", roles: deciders, says: says{"ref": "ref", "sort": "kind"}, from: "notices where organisation_id = @org and state = 'waiting'", order: "id", most: 10,
			take: func(a *Account, l line) {
				a.Notices = append(a.Notices, billing.Notice{Ref: l.Ref, Kind: billing.NoticeKind(l.Sort)})
			},
		},
		{
			name: "ticket", roles: helpers, says: says{"ref": "ref", "name": "subject", "state": "state"},
			from: "tickets where organisation_id = @org and solved_at is null", order: "id desc", most: 10,
			take: func(a *Account, l line) {
				a.Tickets = append(a.Tickets, support.Ticket{Ref: l.Ref, Subject: l.Name, State: support.State(l.State)})
			},
		},
	}
}

// counting is a part that is one number.
func counting(name, from string, take func(*Account, line)) part {
	return part{name: name, says: says{"number": "count(*)"}, from: from, order: "1", most: 1, take: take}
}

func contracts() part {
	return part{
		name: "contract",
		says: says{
			"ref": "ref", "number": "offer_id", "state": "state", "word": "access", "sort": "period", "name": "tier", "day": "anchor_on",
			"until_on": "case when state = 'ended' then ended_on else cancel_on end", "sum": "unit_cents", "times": "quantity",
		},
		from: "subscriptions where organisation_id = @org", order: "case state when 'ended' then 1 else 0 end, id desc", most: 20,
		take: func(a *Account, l line) {
			a.Contracts = append(a.Contracts, Contract{Subscription: billing.Subscription{
				Ref: l.Ref, OfferID: uint(l.Number), State: billing.State(l.State), Access: billing.Access(l.Word), Period: period.Interval(l.Sort), Tier: catalogue.Tier(l.Name),
				AnchorOn: l.Day, CancelOn: l.UntilOn, UnitCents: l.Sum, Quantity: l.Times,
			}})
		},
	}
}

func requests() part {
	return part{
		name: "request", roles: deciders, says: says{"ref": "ref", "number": "offer_id"},
		from: "requests where organisation_id = @org and state in ('asked','listed','answered')", order: "id", most: 10,
		take: func(a *Account, l line) {
			a.Requests = append(a.Requests, Asked{Request: billing.Request{Ref: l.Ref, OfferID: uint(l.Number)}})
		},
	}
}
