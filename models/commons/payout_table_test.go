package commons_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/store"
)

// reads a list as a program does: heads by column, and what stands beside the file.
func (w treasury) reads(name string) (rows []map[string]string, about struct {
	File   string
	Rows   int
	Unit   string
	Sums   map[string]string
	SHA256 string
},
) {
	w.t.Helper()
	table, err := commons.PayoutTableOf(ctx, w.db, w.samia, name)
	w.must(err)
	file, err := table.CSV()
	w.must(err)
	side, err := table.About()
	w.must(err)
	w.must(json.Unmarshal(side, &about))
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file), store.Mark))).ReadAll()
	w.must(err)
	for _, cells := range all[1:] {
		one := map[string]string{}
		for i, c := range cells {
			one[all[0][i]] = c
		}
		rows = append(rows, one)
	}
	if sum := sha256.Sum256(file); about.SHA256 != hex.EncodeToString(sum[:]) || about.Rows != len(rows) || about.File != name+".csv" || about.Unit != "EUR" {
		w.t.Errorf("%+v for %d rows", about, len(rows))
	}
	return rows, about
}

func TestEveryListOfThePayoutsIsATableThatChecksItself(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w := endow(v).open()
		b := w.exports()
		w.must(b.Payments[1].Return(ctx, v.db, v.colette, commons.ReturnPayoutForm{On: "2026-12-09", Reason: "=cmd|' /C calc'!A0"}))
		projects, about := w.reads("projects")
		if len(projects) != 3 || about.Sums["owed"] != "11.43" || projects[0]["project"] != "Beta" || projects[0]["owed"] != "5.72" || projects[0]["channel_state"] != "active" || projects[1]["ends_in"] != "" {
			t.Errorf("%v %+v", projects, about)
		}
		channels, _ := w.reads("channels")
		if len(channels) != 2 || channels[0]["ends_in"] != "0189" || channels[0]["provenance"] != "manual" || channels[0]["cooldown_until"] != "2026-12-09" {
			t.Errorf("%v", channels)
		}
		batches, about := w.reads("batches")
		if len(batches) != 1 || batches[0]["state"] != "exported" || batches[0]["payments"] != "2" || about.Sums["amount"] != "14.29" || batches[0]["sha256"] != b.SHA256 {
			t.Errorf("%v %+v", batches, about)
		}
		payments, about := w.reads("payments")
		if len(payments) != 2 || payments[1]["state"] != "returned" || payments[1]["return_reason"] != "'=cmd|' /C calc'!A0" || payments[1]["batch"] != b.MessageID || about.Sums["amount_returned"] != "5.72" || about.Sums["amount_sent"] != "8.57" {
			t.Errorf("%v %+v", payments, about)
		}
		for _, name := range commons.PayoutTables {
			table, err := commons.PayoutTableOf(ctx, v.db, v.colette, name)
			v.must(err)
			if file, _ := table.CSV(); strings.Contains(string(file), exampleIBAN) || strings.Contains(string(file), otherIBAN) {
				t.Errorf("an account number in %s", name)
			}
		}
		_, err := commons.PayoutTableOf(ctx, v.db, v.bob, "payments")
		is(t, err, store.ErrForbidden)
		_, err = commons.PayoutTableOf(ctx, v.db, v.samia, "secrets")
		is(t, err, store.ErrNotFound)
		side, err := b.About(v.colette)
		if err != nil || !strings.Contains(string(side), `"rows": 2`) || !strings.Contains(string(side), `"amount": "14.29"`) || !strings.Contains(string(side), b.TableSHA256) {
			t.Errorf("%s %v", side, err)
		}
		_, err = b.About(v.samia)
		is(t, err, store.ErrNotFound)
	})
}
