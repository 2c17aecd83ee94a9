package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type colour string

type shelfmark struct {
	ID   uint
	Name string
}

// oddment has a field of every sort that rows of this house have.
type oddment struct {
	ID          uint
	Name        colour
	Text        *string
	Number      int
	Cents       int64
	Some        *int64
	Good        bool
	Perhaps     *bool
	At          time.Time
	Once        *time.Time
	Bytes       []byte
	List        []string `gorm:"serializer:json"`
	ShelfmarkID *uint
	Shelfmark   shelfmark `gorm:"foreignKey:ShelfmarkID"`
}

// TestRowsAreReadAsGormReadsThem compares the short way from a row to its fields with gorm's own, on both databases: every sort of
// field, with and without a value, and rows that are joined or are not there to be joined.
func TestRowsAreReadAsGormReadsThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		if err := db.AutoMigrate(&shelfmark{}, &oddment{}); err != nil {
			t.Fatal(err)
		}
		at, text, some, yes, mark := time.Date(2026, 3, 29, 1, 30, 0, 123456000, time.UTC), "œuvre", int64(-7), true, uint(1)
		rows := []oddment{
			{Name: "rouge", Text: &text, Number: -3, Cents: 1 << 40, Some: &some, Good: true, Perhaps: &yes, At: at, Once: &at, Bytes: []byte{0, 255}, List: []string{"a", "b"}, ShelfmarkID: &mark},
			{At: at},
		}
		for _, err := range []error{db.Create(&shelfmark{Name: "haut"}).Error, db.Create(&rows).Error} {
			if err != nil {
				t.Fatal(err)
			}
		}
		read, err := store.From[oddment](db).Joins(clause.LeftJoin.Association("Shelfmark"), nil).Order("oddments.id").Find(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var gorms []oddment
		if err := db.Raw(`select o.*, s.id as Shelfmark__id, s.name as Shelfmark__name from oddments o left join shelfmarks s on s.id = o.shelfmark_id order by o.id`).Scan(&gorms).Error; err != nil {
			t.Fatal(err)
		}
		if len(read) != 2 || read[0].Shelfmark.Name != "haut" || read[1].Shelfmark.ID != 0 || !read[0].At.Equal(at) || read[1].Text != nil {
			t.Fatalf("%+v", read)
		}
		gorms[0].Shelfmark = read[0].Shelfmark // PostgreSQL makes the names of a raw statement small, so that gorm does not find them
		if a, b := plainly(t, read), plainly(t, gorms); a != b || !reflect.DeepEqual(read[1].List, gorms[1].List) {
			t.Errorf("\n%s\n%s", a, b)
		}
		one, err := store.From[oddment](db).Where("id = ?", read[1].ID).Take(t.Context())
		if err != nil || plainly(t, one) != plainly(t, read[1]) {
			t.Errorf("%v %+v", err, one)
		}
		if _, err := store.From[oddment](db).Where("id = 99").Take(t.Context()); !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
		var pointers []*oddment
		if err := db.Order("id").Find(&pointers).Error; err != nil || len(pointers) != 2 || pointers[0].Cents != 1<<40 {
			t.Errorf("%v %v", err, pointers)
		}
	})
}

func plainly(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
