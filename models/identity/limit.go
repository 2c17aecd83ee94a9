package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Act is something that may be tried only so often (quality.md 4.4).
type Act string

// The acts with a limit of their own. Counters live in the database: they survive restarts and are shared by all replicas.
const (
	SigningIn    Act = "sign_in"
	AskingLink   Act = "link"
	Inviting     Act = "invitation"
	SigningUp    Act = "sign_up"
	Exporting    Act = "export"
	OpeningCalls Act = "ticket"
	Uploading    Act = "upload"
	Declaring    Act = "notice"

	ShowingFactor Act = "factor"
)

// limit is how many tries one key has in a window.
type limit struct {
	account, address, organisation int // 0: not counted
	window                         time.Duration
	growing                        bool // from the fourth try on, each makes the account wait longer
}

// limits follow quality.md 4.4. Invitations are also counted by organisation, since one form may invite a whole board.
var limits = map[Act]limit{
	SigningIn:     {account: 10, address: 50, window: 15 * time.Minute, growing: true},
	AskingLink:    {account: 3, address: 10, window: time.Hour},
	Inviting:      {account: 3, organisation: 100, window: time.Hour},
	SigningUp:     {address: 5, window: time.Hour},
	Exporting:     {account: 3, window: time.Hour},
	OpeningCalls:  {account: 30, address: 5, window: time.Hour},
	Declaring:     {account: 10, address: 20, window: time.Hour},  // cancelling must never be hard (law-and-charter.md R-e6)
	ShowingFactor: {account: 5, window: 15 * time.Minute},         // only who showed the first means is counted: nobody can lock another out
	Uploading:     {account: 120, address: 30, window: time.Hour}, // forms that bring files; files nobody adopts are swept after a day
}

// Key is what is counted: an account, a network address or an organisation.
type Key struct{ kind, value string }

// Account counts by a person's address or reference, whether or not such an account exists.
func Account(name string) Key { return Key{"account", name} }

// Address counts by network address; the caller gives the /64 of an IPv6 address.
func Address(network string) Key { return Key{"address", network} }

// Group counts by an organisation's reference.
func Group(ref string) Key { return Key{"organisation", ref} }

// most is how many tries the key has.
func (l limit) most(k Key) int {
	switch k.kind {
	case "account":
		return l.account
	case "address":
		return l.address
	}
	return l.organisation
}

// attempt is a row of counters; its key is a hash, so the table holds no address.
type attempt struct {
	Key     string `gorm:"primaryKey"`
	Act     string
	Tries   int
	BeganAt time.Time
	UntilAt time.Time
}

func (k Key) hash(act Act) string {
	sum := sha256.Sum256([]byte(string(act) + "\x00" + k.kind + "\x00" + k.value))
	return hex.EncodeToString(sum[:])
}

// refused carries the wait out of a transaction that must count nothing.
type refused struct{ wait time.Duration }

func (r refused) Error() string { return fmt.Sprintf("wait %s", r.wait) }

// Wait is the error of an act that was tried too often.
type Wait struct{ For time.Duration }

// Error names it for logs.
func (w Wait) Error() string { return fmt.Sprintf("identity: too many tries, wait %s", w.For) }

// Allow counts one try for every key, or none when one of them must wait; it returns how long, 0 when the act may go on.
// A key that is told to wait is not counted again, so waiting always ends.
func Allow(ctx context.Context, db *gorm.DB, act Act, keys ...Key) (time.Duration, error) {
	sort.Slice(keys, func(i, j int) bool { return keys[i].hash(act) < keys[j].hash(act) }) // one order, so that two requests never wait for each other
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		for _, k := range keys {
			if limits[act].most(k) == 0 {
				continue
			}
			if err := count(ctx, tx, act, k); err != nil {
				return err
			}
		}
		return nil
	})
	var r refused
	if errors.As(err, &r) {
		return r.wait, nil
	}
	return 0, err
}

// count adds a try to one key, or returns refused.
func count(ctx context.Context, tx *gorm.DB, act Act, k Key) error {
	now, l := store.Now(tx), limits[act]
	over := now.Add(-l.window)
	var rows []attempt
	err := tx.WithContext(ctx).Raw(`insert into attempts (key, act, tries, began_at, until_at) values (?, ?, 1, ?, ?)
		on conflict (key) do update set
			tries = case when attempts.began_at <= ? then 1 else attempts.tries + 1 end,
			began_at = case when attempts.began_at <= ? then excluded.began_at else attempts.began_at end
		where attempts.until_at <= ?
		returning key, act, tries, began_at, until_at`, k.hash(act), string(act), now, now, over, over, now).Scan(&rows).Error
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		var row attempt
		if err := tx.WithContext(ctx).Where("key = ?", k.hash(act)).Take(&row).Error; err != nil {
			return err
		}
		return refused{row.UntilAt.Sub(now)}
	}
	until := l.until(k, rows[0].Tries, rows[0].BeganAt, now)
	return tx.WithContext(ctx).Model(&attempt{}).Where("key = ?", k.hash(act)).Update("until_at", until).Error
}

// until is when the key may try again after so many tries.
func (l limit) until(k Key, tries int, began, now time.Time) time.Time {
	switch {
	case tries >= l.most(k):
		return began.Add(l.window)
	case l.growing && k.kind == "account" && tries > 3:
		return now.Add(time.Second << (tries - 4)) // 1, 2, 4, 8, 16, 32 seconds
	}
	return now
}

// Forgive takes back the tries of a success: all of the account's, one of the network address's.
func Forgive(ctx context.Context, db *gorm.DB, act Act, keys ...Key) error {
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		for _, k := range keys {
			statement := "delete from attempts where key = ?"
			if k.kind == "address" {
				statement = "update attempts set tries = tries - 1, until_at = began_at where key = ?"
			}
			if err := tx.WithContext(ctx).Exec(statement, k.hash(act)).Error; err != nil {
				return err
			}
		}
		return nil
	})
}
