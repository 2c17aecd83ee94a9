package support_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/support"
)

// crowd makes many tickets of every state over three years, so that the databases weigh their indexes.
func (d *desk) crowd(n int) {
	d.t.Helper()
	states := []support.State{support.New, support.Open, support.Open, support.WaitingRequester, support.WaitingUpstream, support.Solved}
	var all []support.Ticket
	for i := range n {
		at := store.Now(d.db).Add(-time.Duration(i*7919%n) * 26280 * (time.Hour / time.Duration(n)))
		ticket := support.Ticket{
			Ref: "crowd" + strconv.Itoa(i), Subject: "Ancien", RequesterID: d.ada.ID, OrganisationID: &d.fee.ID, State: support.Closed,
			Priority: support.Normal, Lang: "fr", LastAt: at, SinceAt: at, Version: 1, CreatedAt: at, UpdatedAt: at,
		}
		if i%100 < len(states) {
			ticket.State = states[i%100]
		}
		if ticket.State == support.Closed {
			ticket.ClosedAt = &at
		}
		if ticket.Turn() == support.Nobody {
			ticket.SolvedAt = &at
		}
		if i%3 > 0 {
			ticket.AssigneeID = []*uint{&d.gabin.ID, &d.omar.ID}[i%3-1]
		}
		all = append(all, ticket)
	}
	d.ok(d.db.Omit("Requester", "Organisation", "Assignee").CreateInBatches(all, 500).Error)
	d.ok(d.db.Exec("analyze").Error)
}

// plan tells how the database finds the tickets of a view.
func (d *desk) plan(f support.QueueFilter) string {
	d.t.Helper()
	counted, statements := store.CountStatements(context.Background())
	_, err := support.Queue(counted, d.db, d.gabin, f)
	d.ok(err)
	explain := "explain query plan "
	if store.Postgres(d.db) {
		explain = "explain "
	}
	var rows []map[string]any
	d.ok(d.db.Raw(explain + statements.Text[0]).Scan(&rows).Error)
	var lines []string
	for _, r := range rows {
		if line, ok := r["detail"]; ok {
			lines = append(lines, fmt.Sprint(line))
		} else {
			lines = append(lines, fmt.Sprint(r["QUERY PLAN"]))
		}
	}
	return strings.Join(lines, "\n")
}

func TestTheQueueIsFoundByAnIndexAndWhatWaitsIsReadInItsOrder(t *testing.T) {
	onDesk(t, func(d *desk) {
		d.crowd(6000)
		if plan := d.plan(support.QueueFilter{View: support.AtUpstream}); !strings.Contains(plan, "tickets_state") || strings.Contains(plan, "Sort Key") || strings.Contains(plan, "TEMP B-TREE FOR ORDER") {
			t.Errorf("what waits for a project is read by\n%s", plan)
		}
		// Nobody's and mine are two walks; a page of each is put in order afterwards.
		if plan := d.plan(support.QueueFilter{View: support.ToDo}); strings.Count(plan, "tickets_to_do") < 2 || strings.Contains(plan, "BitmapOr") {
			t.Errorf("what is to do is read by\n%s", plan)
		}
		for view, found := range map[support.View]string{support.Unassigned: "tickets_", support.MineWaiting: "assignee_id=", support.SolvedLast: "since_at>"} { // few, and sorted
			if plan := strings.ReplaceAll(d.plan(support.QueueFilter{View: view}), " ", ""); !strings.Contains(plan, found) || strings.Contains(plan, "SeqScanontickets") || strings.Contains(plan, "SCANtickets\n") {
				t.Errorf("%s is read by\n%s", view, plan)
			}
		}
	})
}
