package store

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Manifest says what a backup holds, so that a restored copy can be compared with it.
type Manifest struct {
	Release string                      `json:"release"`
	Engine  Kind                        `json:"engine"`
	At      time.Time                   `json:"at"`
	Schema  []string                    `json:"schema"`
	Rows    map[string]int64            `json:"rows"`
	Sums    map[string]map[string]int64 `json:"sums"` // of every whole-number column, by table: money and minutes among them
	SHA256  string                      `json:"sha256"`
}

// Measure counts the rows of every table and adds up its whole-number columns.
func Measure(ctx context.Context, db *gorm.DB) (Manifest, error) {
	m := Manifest{At: Now(db), Rows: map[string]int64{}, Sums: map[string]map[string]int64{}, Engine: Kind(db.Name())}
	tables, err := ownTables(db.WithContext(ctx))
	if err != nil {
		return m, err
	}
	for _, table := range tables {
		if err := m.measure(db.WithContext(ctx), table); err != nil {
			return m, err
		}
	}
	return m, db.WithContext(ctx).Table("schema_migrations").Order("id").Pluck("id", &m.Schema).Error
}

// ownTables are all tables but the queue's and the engine's: a promise kept meanwhile is no loss.
func ownTables(db *gorm.DB) ([]string, error) {
	all, err := db.Migrator().GetTables()
	var own []string
	for _, name := range all {
		if !strings.HasPrefix(name, "river_") && !strings.HasPrefix(name, "sqlite_") && !strings.HasPrefix(name, "_litestream") {
			own = append(own, name)
		}
	}
	sort.Strings(own)
	return own, err
}

func (m *Manifest) measure(db *gorm.DB, table string) error {
	columns, err := db.Migrator().ColumnTypes(table)
	if err != nil {
		return err
	}
	picks := []string{"count(*)"}
	var names []string
	for _, c := range columns {
		switch strings.ToLower(c.DatabaseTypeName()) {
		case "integer", "bigint", "int8", "int4":
			names = append(names, c.Name())
			picks = append(picks, fmt.Sprintf(`cast(coalesce(sum(%q), 0) as bigint)`, c.Name()))
		}
	}
	values, targets := make([]int64, len(picks)), make([]any, len(picks))
	for i := range values {
		targets[i] = &values[i]
	}
	row := db.Raw(fmt.Sprintf(`select %s from %q`, strings.Join(picks, ", "), table)).Row()
	if err := row.Scan(targets...); err != nil {
		return err
	}
	m.Rows[table], m.Sums[table] = values[0], map[string]int64{}
	for i, name := range names {
		m.Sums[table][name] = values[i+1]
	}
	return nil
}

// Differences lists where a restored database is not what the manifest says.
func (m Manifest) Differences(got Manifest) []string {
	var list []string
	for table, rows := range m.Rows {
		if got.Rows[table] != rows {
			list = append(list, fmt.Sprintf("%s has %d rows, the backup had %d", table, got.Rows[table], rows))
		}
		for column, sum := range m.Sums[table] {
			if got.Sums[table][column] != sum {
				list = append(list, fmt.Sprintf("the sum of %s.%s is %d, in the backup it was %d", table, column, got.Sums[table][column], sum))
			}
		}
	}
	if a, b := strings.Join(m.Schema, ","), strings.Join(got.Schema, ","); a != b {
		list = append(list, "the schema is another one")
	}
	sort.Strings(list)
	return list
}
