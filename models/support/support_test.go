package support_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/models/support"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var ctx = context.Background()

// desk is a small cast: an association with people in several roles, the staff, and a stranger.
type desk struct {
	t                                       *testing.T
	db                                      *gorm.DB
	ada, tech, member, eve, gabin, omar, co people.User
	fee                                     people.Organisation
}

func onDesk(t *testing.T, f func(d *desk)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		d := &desk{t: t, db: db}
		d.ada = d.person("ada@fee.example", "Ada", "")
		var err error
		d.fee, err = people.NewOrganisation(ctx, db, people.Organisation{Name: "Fée"}, d.ada)
		d.ok(err)
		d.tech, d.member = d.joins("tech@fee.example", people.Technical), d.joins("chloe@fee.example", people.Member)
		d.ada = d.again(d.ada)
		d.eve = d.person("eve@ailleurs.example", "Eve", "")
		d.gabin = d.person("gabin@host.example", "Gabin", "agent")
		d.omar = d.person("omar@host.example", "Omar", "operator")
		d.co = d.person("colette@host.example", "Colette", "accountant")
		f(d)
	})
}

func (d *desk) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) is(err, want error) {
	d.t.Helper()
	if !errors.Is(err, want) {
		d.t.Fatalf("%v, want %v", err, want)
	}
}

func (d *desk) person(email, name, roles string) people.User {
	d.t.Helper()
	u, err := people.Meet(ctx, d.db, email, name, "fr")
	d.ok(err)
	d.ok(u.Confirm(ctx, d.db))
	d.ok(d.db.Exec("update users set roles = ? where id = ?", roles, u.ID).Error)
	return d.again(u)
}

func (d *desk) joins(email string, role people.MemberRole) people.User {
	d.t.Helper()
	u := d.person(email, "", "")
	_, err := people.Join(ctx, d.db, u.ID, d.fee.ID, role)
	d.ok(err)
	return d.again(u)
}

func (d *desk) again(u people.User) people.User {
	d.t.Helper()
	u, err := people.LoadUser(ctx, d.db, u.ID)
	d.ok(err)
	return u
}

// opens files a ticket for the association.
func (d *desk) opens(by people.User) support.Ticket {
	d.t.Helper()
	t, err := support.OpenTicket(ctx, d.db, by, support.TicketForm{Subject: "Le nuage ne s’ouvre plus", Body: "Bonjour, la page reste blanche.", Organisation: d.fee.Ref, Lang: "fr"})
	d.ok(err)
	return d.found(t)
}

func (d *desk) found(t support.Ticket) support.Ticket {
	d.t.Helper()
	t, err := support.LoadTicket(ctx, d.db, t.ID)
	d.ok(err)
	return t
}

func (d *desk) seen(u people.User, t support.Ticket) string {
	d.t.Helper()
	th, err := support.FindThread(ctx, d.db, u, t.Ref)
	d.ok(err)
	return th.Seen
}

func (d *desk) writes(u people.User, t support.Ticket, text string) support.Ticket {
	d.t.Helper()
	_, err := t.Write(ctx, d.db, u, support.MessageForm{Body: text, Seen: d.seen(u, t)})
	d.ok(err)
	return d.found(t)
}

func (d *desk) answers(u people.User, t support.Ticket, text string, then support.State) support.Ticket {
	d.t.Helper()
	_, err := t.Answer(ctx, d.db, u, support.MessageForm{Body: text, Seen: d.seen(u, t), Then: then})
	d.ok(err)
	return d.found(t)
}

func (d *desk) notes(u people.User, t support.Ticket, text string) {
	d.t.Helper()
	_, err := t.NoteDown(ctx, d.db, u, support.MessageForm{Body: text, Seen: d.seen(u, t)})
	d.ok(err)
}

func (d *desk) later(by time.Duration) { storetest.SetClock(d.db, store.Now(d.db).Add(by)) }

func (d *desk) promised(kind string) int64 {
	d.t.Helper()
	var n int64
	d.ok(d.db.Table("river_job").Where("kind = ?", kind).Count(&n).Error)
	return n
}

func (d *desk) saysAt(err error, field, key string) {
	d.t.Helper()
	wrong, _ := store.AsInvalid(err)
	if wrong[field].Key != key {
		d.t.Fatalf("%v, want %s at %s", err, key, field)
	}
}
