package files_test

import (
	"context"
	"testing"
	"time"

	"chatiere/models/files"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var ctx = context.Background()

func TestBytesGoOnceNoFileNamesThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		keep := func(name, content string) (f files.File) {
			ok(store.InTx(ctx, db, func(tx *gorm.DB) (err error) {
				f, err = files.Keep(ctx, tx, files.Upload{Name: name, Content: []byte(content)})
				return err
			}))
			return f
		}
		blobs := func(want int64) {
			t.Helper()
			var n int64
			if err := db.Table("file_blobs").Count(&n).Error; err != nil || n != want {
				t.Errorf("%d blobs (%v), want %d", n, err, want)
			}
		}
		first, again := keep("a.txt", "mots"), keep("b.txt", "mots")
		keep("c.txt", "autres mots")
		blobs(2)
		ok(files.Adopt(ctx, db, 0, []string{again.Ref}, "thing", 1))
		storetest.SetClock(db, storetest.Noon.Add(25*time.Hour))
		if n, err := files.Sweep(ctx, db); n != 2 || err != nil {
			t.Errorf("%d drafts (%v)", n, err)
		}
		blobs(1) // the one that a file still names
		if content, err := again.Content(ctx, db); err != nil || string(content) != "mots" {
			t.Errorf("%q %v", content, err)
		}
		ok(db.Exec("delete from files where ref = ?", again.Ref).Error)
		if _, err := files.Sweep(ctx, db); err != nil {
			t.Error(err)
		}
		blobs(0)
		if _, err := keep("d.txt", "mots").Content(ctx, db); err != nil || first.SHA256 != again.SHA256 {
			t.Error(err)
		}
	})
}
