package commons

import (
	"context"
	"strconv"
	"strings"
	"time"

	"chatiere/models/commons/discretion"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// DiscreetEntry is what a contribution adds to the public sums, or takes back, while how much it was is not everybody's to know. It waits until it
// can be told in one sum with what others gave, and is told once: package discretion has the rule.
type DiscreetEntry struct {
	ID             uint
	ContributionID uint
	Kind           string
	Unit           Unit
	Counted        bool
	Quantity       int64      // below nought: taken back
	OnlyAs         string     // of what is taken back: the sum that it was told in
	ToldAs         string     // the sum that it is in: a kind, or several together; empty: it waits
	Batch          uint       // told together with
	ToldAt         *time.Time // never changes
	CreatedAt      time.Time
}

// least is the smallest amount that can be told of in a unit: time goes by quarters of an hour.
func (u Unit) least() int64 {
	if u == Minutes {
		return 15
	}
	return 1
}

// Discreet reports whether how much it was is not everybody's to know.
func (c Contribution) Discreet() bool { return c.Visibility != Public || c.Withheld }

// tally adds a contribution that counts from now on to the public sums, or takes one away: at once where everybody may read how much it was, else
// as soon as that cannot be found out.
func (c *Contribution) tally(ctx context.Context, tx *gorm.DB, sign int64) error {
	kind, quantity := c.Effective()
	e := DiscreetEntry{ContributionID: c.ID, Kind: kind, Unit: c.Unit, Counted: c.Treatment == Counted, Quantity: sign * quantity, CreatedAt: store.Now(tx)}
	if sign > 0 && !c.Discreet() {
		return e.add(ctx, tx, kind, e.Quantity, 1)
	}
	var last DiscreetEntry // what it added or took back before, if that was ever hidden
	if err := locked(tx.WithContext(ctx)).Where("contribution_id = ?", c.ID).Order("id desc").Limit(1).Find(&last).Error; err != nil {
		return err
	}
	switch {
	case sign < 0 && last.ID == 0:
		return e.add(ctx, tx, kind, e.Quantity, -1)
	case last.ID != 0 && last.ToldAs == "": // nobody was told yet
		return tx.WithContext(ctx).Delete(&last).Error
	case sign < 0:
		e.Kind, e.OnlyAs = last.Kind, last.ToldAs
	}
	if err := tx.WithContext(ctx).Create(&e).Error; err != nil {
		return err
	}
	return tellGiven(ctx, tx, e.Unit, e.Counted)
}

// disclosed lets an amount that waited be read by everybody, and counts it at once.
func (c *Contribution) disclosed(ctx context.Context, tx *gorm.DB) error {
	if c.Discreet() {
		return tellGiven(ctx, tx, c.Unit, c.Treatment == Counted)
	}
	var e DiscreetEntry
	err := locked(tx.WithContext(ctx)).Where("contribution_id = ? and told_as = ''", c.ID).Limit(1).Find(&e).Error
	if err != nil || e.ID == 0 {
		return err
	}
	if err := tx.WithContext(ctx).Delete(&e).Error; err != nil {
		return err
	}
	return e.add(ctx, tx, e.Kind, e.Quantity, 1)
}

// TellGiven tells every hidden amount that may be told in a sum by now. It is safe to ask at any time.
func TellGiven(ctx context.Context, db *gorm.DB) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		for _, u := range []Unit{Minutes, Cents, Pieces} {
			for _, counted := range []bool{false, true} {
				if err := tellGiven(ctx, tx, u, counted); err != nil {
					return err
				}
			}
		}
		return store.Published(tx)
	})
}

// mostWaiting is how many hidden amounts are looked at at once, the oldest first.
const mostWaiting = 1000

// tellGiven tells what may be told of one unit. Faults that are withheld wait until they are disclosed.
func tellGiven(ctx context.Context, tx *gorm.DB, unit Unit, counted bool) error {
	var waiting []DiscreetEntry
	err := locked(tx.WithContext(ctx)).Where("unit = ? and counted = ? and told_as = ''", unit, counted).
		Where("not exists (select 1 from contributions c where c.id = discreet_entries.contribution_id and c.withheld = ?)", true).Order("id").Limit(mostWaiting).Find(&waiting).Error
	if err != nil || len(waiting) == 0 {
		return err
	}
	entries, err := discretionOf(ctx, tx, waiting)
	if err != nil {
		return err
	}
	one := DiscreetEntry{Unit: unit, Counted: counted}
	for _, cell := range discretion.Tell(entries, unit.least()) {
		ids, batch := make([]uint, len(cell.Entries)), uint(0)
		for n, e := range cell.Entries {
			ids[n], batch = e.ID, max(batch, e.ID)
		}
		told := map[string]any{"told_as": cell.Key, "batch": batch, "told_at": store.Now(tx)}
		if err := tx.WithContext(ctx).Model(&DiscreetEntry{}).Where("id in ?", ids).UpdateColumns(told).Error; err != nil {
			return err
		}
		if err := one.add(ctx, tx, cell.Key, cell.Total(), cell.Count()); err != nil {
			return err
		}
	}
	return nil
}

// add adds to what is told of a kind, or of several together.
func (e DiscreetEntry) add(ctx context.Context, tx *gorm.DB, key string, total int64, entries int) error {
	table, column := "contribution_sums", "kind"
	if family, together := strings.CutPrefix(key, discretion.Together("")); together {
		table, column, key = "together_sums", "family", family
	}
	return tx.WithContext(ctx).Exec(`insert into `+table+` (`+column+`, unit, counted, total, entries) values (?, ?, ?, ?, ?)
		on conflict (`+column+`, unit, counted) do update set total = `+table+`.total + excluded.total, entries = `+table+`.entries + excluded.entries`,
		key, string(e.Unit), e.Counted, total, entries).Error
}

// discretionOf says of entries who knows of them: who gave it, on whose behalf, and with whom. Who keeps a list of an organisation reads all of it,
// so its members and it are one party; the council reads everything anyhow.
func discretionOf(ctx context.Context, tx *gorm.DB, waiting []DiscreetEntry) ([]discretion.Entry, error) {
	ids := make([]uint, len(waiting))
	for n, e := range waiting {
		ids[n] = e.ContributionID
	}
	var facts []struct {
		ID, ContributorID uint
		OrganisationID    *uint
		SessionID         string
		Family            string
	}
	err := tx.WithContext(ctx).Raw(`select c.id, c.contributor_id, c.organisation_id, c.session_id, k.family from contributions c
		join contribution_kinds k on k.key = c.decided_kind where c.id in ?`, ids).Scan(&facts).Error
	if err != nil {
		return nil, err
	}
	circles, families, organisations, sessions := discretion.Circles{}, map[uint]string{}, []uint{}, []string{}
	for _, f := range facts {
		families[f.ID] = f.Family
		circles.Join(named("given", f.ID), named("person", f.ContributorID))
		if f.OrganisationID != nil {
			organisations = append(organisations, *f.OrganisationID)
			circles.Join(named("person", f.ContributorID), named("organisation", *f.OrganisationID))
		}
		if f.SessionID != "" {
			sessions = append(sessions, f.SessionID)
		}
	}
	if err := joinMembers(ctx, tx, circles, organisations); err != nil {
		return nil, err
	}
	if err := joinSessions(ctx, tx, circles, sessions); err != nil {
		return nil, err
	}
	all := make([]discretion.Entry, len(waiting))
	for n, e := range waiting {
		all[n] = discretion.Entry{ID: e.ID, Kind: e.Kind, Family: families[e.ContributionID], Only: e.OnlyAs, Party: circles.Of(named("given", e.ContributionID)), Amount: e.Quantity}
	}
	return all, nil
}

func joinMembers(ctx context.Context, tx *gorm.DB, circles discretion.Circles, organisations []uint) error {
	if len(organisations) == 0 {
		return nil
	}
	var members []struct {
		UserID, OrganisationID uint
		Roles                  string
	}
	err := tx.WithContext(ctx).Raw(`select m.user_id, m.organisation_id, u.roles from memberships m join users u on u.id = m.user_id
		where m.until_at is null and m.organisation_id in ?`, organisations).Scan(&members).Error
	for _, m := range members {
		if !Council(people.User{ID: m.UserID, Roles: m.Roles}) {
			circles.Join(named("person", m.UserID), named("organisation", m.OrganisationID))
		}
	}
	return err
}

// joinSessions joins those who did something together, also where what one of them gave does not wait itself.
func joinSessions(ctx context.Context, tx *gorm.DB, circles discretion.Circles, sessions []string) error {
	if len(sessions) == 0 {
		return nil
	}
	var mates []struct {
		ContributorID uint
		SessionID     string
	}
	err := tx.WithContext(ctx).Raw("select distinct contributor_id, session_id from contributions where session_id in ?", sessions).Scan(&mates).Error
	for _, m := range mates {
		circles.Join(named("person", m.ContributorID), "session:"+m.SessionID)
	}
	return err
}

func named(what string, id uint) string { return what + ":" + strconv.FormatUint(uint64(id), 10) }
