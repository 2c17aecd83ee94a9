package support

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// View is one way to look at the queue.
type View string

// The views (helpdesk.md QUE1). Each but the last two is sorted by the oldest wait first.
const (
	ToDo        View = "todo"       // on us: mine and nobody's
	Unassigned  View = "unassigned" // on us, nobody's
	MineWaiting View = "mine"       // mine, waiting for somebody else
	AtUpstream  View = "upstream"   // waiting for a libre project
	SolvedLast  View = "solved"     // solved in the last seven days
	Everything  View = "all"        // the newest first
)

// Views are all views, in the order of the tabs.
var Views = []View{ToDo, Unassigned, MineWaiting, AtUpstream, SolvedLast, Everything}

// QueueFilter is what an agent looks at.
type QueueFilter struct {
	View     View     `query:"view"`
	Query    string   `query:"q"`
	Priority Priority `query:"priority"`
	Lang     string   `query:"language"`
	Service  string   `query:"service"` // ref
	State    string   `query:"state"`
	After    string   `query:"after"`
}

// Empty reports whether nothing but the view narrows the queue.
func (f QueueFilter) Empty() bool {
	return f.Query == "" && f.Priority == "" && f.Lang == "" && f.Service == "" && f.State == ""
}

// Queue returns a page of the tickets the person tends, in one statement.
func Queue(ctx context.Context, db *gorm.DB, u people.User, f QueueFilter) (store.Page[Ticket], error) {
	q, err := f.queue(db, u)
	if err != nil {
		return store.Page[Ticket]{}, err
	}
	if (f.View == ToDo || f.View == "") && f.Empty() && Tends(u) {
		q = f.nextToDo(db, u)
	}
	rows, err := q.Omit(unlisted...).Limit(store.PageSize + 1).Find(ctx)
	return store.Paged(rows, store.PageSize, f.key), err
}

// QueueExport returns the same tickets without pages, at most ten thousand.
func QueueExport(ctx context.Context, db *gorm.DB, u people.User, f QueueFilter) ([]Ticket, error) {
	f.After = ""
	q, err := f.queue(db, u)
	if err != nil {
		return nil, err
	}
	return q.Limit(maxExport).Find(ctx)
}

func (f QueueFilter) queue(db *gorm.DB, u people.User) (store.Rows[Ticket], error) {
	if !u.Staff() {
		return store.Rows[Ticket]{}, store.ErrNotFound
	}
	q := f.after(inView(tendedBy(db, u), u, f.View, store.Now(db)))
	if f.Priority != "" {
		q = q.Where("tickets.priority = ?", f.Priority)
	}
	if f.Lang != "" {
		q = q.Where("tickets.lang = ?", f.Lang)
	}
	if f.Service != "" {
		q = q.Where("tickets.service_id in (select id from services where ref = ?)", f.Service)
	}
	condition, args := inState(f.State)
	return matching(q.Where(condition, args...), f.Query), nil
}

// tendedBy are the tickets that the person answers.
func tendedBy(db *gorm.DB, u people.User) store.Rows[Ticket] {
	q := listed(db)
	if !Tends(u) {
		q = q.Where("tickets.assignee_id = ?", u.ID)
	}
	return q
}

// inView keeps the tickets of a view. The states are written out, so that the databases can use the indexes made for the views.
func inView(q store.Rows[Ticket], u people.User, v View, now time.Time) store.Rows[Ticket] {
	switch v {
	case Unassigned:
		return q.Where("tickets.state in ('new','open') and tickets.assignee_id is null")
	case MineWaiting:
		return q.Where("tickets.state in ('waiting_requester','waiting_upstream') and tickets.assignee_id = ?", u.ID)
	case AtUpstream:
		return q.Where("tickets.state = 'waiting_upstream'")
	case SolvedLast:
		return q.Where("tickets.state in ('solved','closed') and tickets.since_at > ?", now.Add(-7*24*time.Hour))
	case Everything:
		return q
	}
	return q.Where("tickets.state in ('new','open') and (tickets.assignee_id is null or tickets.assignee_id = ?)", u.ID)
}

// nextToDo are the tickets of one page of what is to do: those of nobody's and of mine that wait longest. Each is a walk along an index;
// "one or the other" would read what all the others have to do as well.
func (f QueueFilter) nextToDo(db *gorm.DB, u people.User) store.Rows[Ticket] {
	condition, narrow := f.beyond()
	walk := func(name, whose string) string {
		return fmt.Sprintf("select id from (select id from tickets where tickets.state in ('new','open') and assignee_id %s and %s order by assignee_id, since_at, id limit %d) as %s",
			whose, condition, store.PageSize+1, name)
	}
	args := append(append(append([]any{}, narrow...), u.ID), narrow...)
	return listed(db).Where("tickets.id in ("+walk("nobodys", "is null")+" union all "+walk("mine", "= ?")+")", args...).Order("tickets.since_at, tickets.id")
}

// falls reports whether the view shows the latest first.
func (f QueueFilter) falls() bool { return f.View == SolvedLast || f.View == Everything }

// after orders the view and goes on after a key.
func (f QueueFilter) after(q store.Rows[Ticket]) store.Rows[Ticket] {
	at, id, ok := f.from()
	if f.View == Everything {
		if ok {
			q = q.Where("tickets.id < ?", id)
		}
		return q.Order("tickets.id desc")
	}
	if f.falls() {
		if ok {
			q = q.Where("(tickets.since_at < ? or tickets.since_at = ? and tickets.id < ?)", at, at, id)
		}
		return q.Order("tickets.since_at desc, tickets.id desc")
	}
	condition, args := f.beyond()
	return q.Where(condition, args...).Order("tickets.since_at, tickets.id")
}

// beyond is the condition that a ticket comes after the key, where the oldest wait comes first.
func (f QueueFilter) beyond() (string, []any) {
	if at, id, ok := f.from(); ok {
		return "(tickets.since_at > ? or tickets.since_at = ? and tickets.id > ?)", []any{at, at, id}
	}
	return "1 = 1", nil
}

// key marks a place in the queue: since when the ticket waits, and its id.
func (f QueueFilter) key(t Ticket) string {
	return strconv.FormatInt(t.SinceAt.UnixMicro(), 36) + "." + store.Key(t.ID)
}

func (f QueueFilter) from() (time.Time, uint, bool) {
	moment, id, ok := strings.Cut(f.After, ".")
	micro, err := strconv.ParseInt(moment, 36, 64)
	if !ok || err != nil || store.FromKey(id) == 0 {
		return time.Time{}, 0, false
	}
	return time.UnixMicro(micro).UTC(), store.FromKey(id), true
}

// Counts says how many tickets are in each of the person's views but the last, up to store.Counted, in one statement.
func Counts(ctx context.Context, db *gorm.DB, u people.User) (map[View]int64, error) {
	if !u.Staff() {
		return nil, store.ErrNotFound
	}
	scope := "tickets"
	if !Tends(u) {
		scope = "(select * from tickets where assignee_id = @me) as mine"
	}
	count := func(condition string) string { return store.CountOf(scope + " where " + condition) }
	const onUs, mine, recent = "state in ('new','open') and assignee_id ", "assignee_id = @me and state = ", " and since_at > @week order by since_at desc"
	var n struct{ Unassigned, OnMe, AnswerMine, ProjectMine, Upstream, Solved, Closed int64 }
	err := db.WithContext(ctx).Raw(`select `+count(onUs+"is null order by assignee_id, since_at")+` as unassigned,
		`+count(onUs+"= @me order by since_at")+` as on_me,
		`+count(mine+"'waiting_requester' order by since_at")+` as answer_mine,
		`+count(mine+"'waiting_upstream' order by since_at")+` as project_mine,
		`+count("state = 'waiting_upstream' order by since_at")+` as upstream,
		`+count("state = 'solved'"+recent)+` as solved,
		`+count("state = 'closed'"+recent)+` as closed`,
		map[string]any{"me": u.ID, "week": store.Now(db).Add(-7 * 24 * time.Hour)}).Scan(&n).Error
	return map[View]int64{
		ToDo: min(n.Unassigned+n.OnMe, store.Counted), Unassigned: n.Unassigned, MineWaiting: min(n.AnswerMine+n.ProjectMine, store.Counted),
		AtUpstream: n.Upstream, SolvedLast: min(n.Solved+n.Closed, store.Counted),
	}, err
}
