package customers

import (
	"context"
	"fmt"
	"slices"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Keeper is something that somebody did with a batch since, so that it cannot be undone: an act of the journal, or rows that hang on it.
type Keeper struct {
	By   string // who did it; empty when it is about rows
	Verb string // of the journal
	At   time.Time
	Rows int64  // that hang on it
	In   string // their table
}

// mostKeepers is how many are told.
const mostKeepers = 20

// keepers are what keeps the batch from being undone.
func (b Batch) keepers(ctx context.Context, tx *gorm.DB) ([]Keeper, error) {
	acts, err := b.acts(ctx, tx)
	if err != nil || len(acts) > 0 {
		return acts, err
	}
	if all, err := b.numbered(ctx, tx); err != nil || len(all) > 0 {
		return all, err
	}
	return b.hanging(ctx, tx)
}

// comings are acts that change nothing: somebody came in or tried to.
var comings = []string{"signed_in", "sign_in_refused"}

// acts are those of the journal since the batch about what it made, or by those it brought.
func (b Batch) acts(ctx context.Context, tx *gorm.DB) ([]Keeper, error) {
	const refs = "subject_type = ? and subject_ref in (select ref from "
	var rows []Keeper
	err := tx.WithContext(ctx).Table("journal_entries").Select(`actor_name as "by", verb, at`).Where("id > ? and verb not in ? and subject_type <> 'customer_batch'", b.JournalID, comings).
		Where("(actor_id in (?) or organisation_id in (?) or "+refs+"users where id in (?)) or "+refs+"subscriptions where id in (?)) or "+refs+"deployments where id in (?)))",
			b.made(tx, APerson), b.made(tx, AnOrganisation), "user", b.made(tx, APerson), "subscription", b.made(tx, ASubscription), "deployment", b.made(tx, ADeployment)).
		Order("id").Limit(mostKeepers).Scan(&rows).Error
	return rows, err
}

// numbered are the series that went on and gave numbers since.
func (b Batch) numbered(ctx context.Context, tx *gorm.DB) (all []Keeper, err error) {
	series, err := b.entries(ctx, tx, ASeries)
	if err != nil {
		return nil, err
	}
	for _, e := range series {
		var n int64
		if err := tx.WithContext(ctx).Table("invoices").Where("series = ? and number > ?", e.Name, e.Cents).Count(&n).Error; err != nil {
			return nil, err
		}
		if n > 0 {
			all = append(all, Keeper{Rows: n, In: e.Name})
		}
	}
	return all, nil
}

// tables are where the kinds live, for those that other tables may point to.
var tables = map[string]Kind{
	"organisations": AnOrganisation, "users": APerson, "memberships": AMembership, "control_tags": ATag, "subscriptions": ASubscription, "deployments": ADeployment, "pro_formas": AContract,
	"invoices": ABalance, "saved_methods": AMandate, "payment_customers": APayer,
}

// traces are left by those who came in; they go with the batch.
var traces = []string{"sessions", "letters", "invoice_lines"}

// key is a foreign key of the schema.
type key struct{ Child, Column, Parent string }

// hanging are the rows of other tables that hang on what the batch made: whatever the journal does not tell.
func (b Batch) hanging(ctx context.Context, tx *gorm.DB) (all []Keeper, err error) {
	schema, err := foreignKeys(ctx, tx)
	for _, k := range schema {
		kind, ours := tables[k.Parent]
		if !ours || slices.Contains(traces, k.Child) {
			continue
		}
		q := tx.WithContext(ctx).Table(k.Child).Where(fmt.Sprintf("%q in (?)", k.Column), b.made(tx, kind))
		if own, made := tables[k.Child]; made {
			q = q.Where("id not in (?)", b.made(tx, own))
		}
		var n int64
		if err := q.Count(&n).Error; err != nil {
			return nil, err
		}
		if n > 0 && len(all) < mostKeepers {
			all = append(all, Keeper{Rows: n, In: k.Child})
		}
	}
	return all, err
}

func foreignKeys(ctx context.Context, tx *gorm.DB) (all []key, err error) {
	question := `select m.name as child, f."from" as "column", f."table" as parent from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table' order by 1, 2`
	if store.Postgres(tx) {
		question = `select c.relname as child, a.attname as "column", p.relname as parent from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
			join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace order by 1, 2`
	}
	err = tx.WithContext(ctx).Raw(question).Scan(&all).Error
	return all, err
}
