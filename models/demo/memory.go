package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Imported remembers one thing that came from a folder: which row it became, what the folder said, and the version of the row then.
type Imported struct {
	ID        uint
	Kind      string // service, page, user…
	Name      string // as the folder names it
	SubjectID uint
	Version   int    // of the row when it was loaded; another one means somebody changed it since
	Digest    string // of what the folder said
	CreatedAt time.Time
	UpdatedAt time.Time
}

// TableName names the table.
func (Imported) TableName() string { return "imports" }

type memory map[[2]string]Imported

func remember(ctx context.Context, tx *gorm.DB) (memory, error) {
	m := memory{}
	rows, err := store.From[Imported](tx).Find(ctx)
	for _, r := range rows {
		m[[2]string{r.Kind, r.Name}] = r
	}
	return m, err
}

// thing is something the folder describes, and how to find and make its row.
type thing struct {
	kind, name string
	file       string // where the folder describes it
	at         string // where in that file, when it describes several things
	says       any    // what the folder says of it
	table      string
	where      string // finds a row that somebody made here under the same name
	args       []any
	once       bool // never changed again: people look after themselves
	make       func(tx *gorm.DB) (uint, error)
}

// load makes or changes the row of a thing and returns its id; 0 when the folder is wrong about it.
func (im *importer) load(t thing) (uint, error) {
	known, before := im.memory[[2]string{t.kind, t.name}]
	digest := digestOf(t.says)
	switch {
	case before && (known.Digest == digest || t.once):
		im.report.Same++
		return known.SubjectID, nil
	case before:
		return im.again(t, known, digest)
	}
	row, err := im.find(t)
	if err != nil {
		return 0, err
	}
	if row.ID != 0 {
		im.keep(t, row.ID)
		return row.ID, nil
	}
	im.report.New++
	return im.file(t, Imported{Kind: t.kind, Name: t.name, CreatedAt: store.Now(im.tx)}, digest)
}

// again loads a thing of which the folder says something new, unless somebody changed or removed it here.
func (im *importer) again(t thing, known Imported, digest string) (uint, error) {
	t.where, t.args = "id = ?", []any{known.SubjectID}
	row, err := im.find(t)
	if err != nil {
		return 0, err
	}
	if row.ID == 0 || row.Version != known.Version {
		im.keep(t, row.ID)
		return row.ID, nil
	}
	im.report.Changed++
	return im.file(t, known, digest)
}

// keep leaves a row as somebody made it here; what the folder says elsewhere about that name is about this row.
func (im *importer) keep(t thing, id uint) {
	im.report.Kept = append(im.report.Kept, t.kind+" "+t.name)
	im.memory[[2]string{t.kind, t.name}] = Imported{SubjectID: id}
}

// file makes the row and remembers it. What the folder says wrongly is gathered, and the rest goes on.
func (im *importer) file(t thing, as Imported, digest string) (uint, error) {
	err := store.InTx(im.ctx, im.tx, func(tx *gorm.DB) error {
		id, err := t.make(tx)
		if err != nil {
			return err
		}
		as.SubjectID, as.Digest, as.UpdatedAt = id, digest, store.Now(tx)
		t.where, t.args = "id = ?", []any{id}
		row, err := im.find(t)
		as.Version = row.Version
		if err != nil {
			return err
		}
		return tx.WithContext(im.ctx).Save(&as).Error
	})
	if im.mistaken(t, err) {
		return 0, nil
	}
	im.memory[[2]string{t.kind, t.name}] = as
	return as.SubjectID, err
}

// row is what every table that is loaded has.
type row struct {
	ID      uint
	Version int
}

func (im *importer) find(t thing) (row, error) {
	var r row
	columns := "id, version"
	if t.once {
		columns = "id, 0 as version"
	}
	err := im.tx.WithContext(im.ctx).Table(t.table).Select(columns).Where(t.where, t.args...).Limit(1).Scan(&r).Error
	return r, err
}

// idOf is the row of something the folder names elsewhere; 0 when the folder was wrong about it.
func (im *importer) idOf(kind, name string) uint { return im.memory[[2]string{kind, name}].SubjectID }

func digestOf(what any) string {
	written, err := json.Marshal(what)
	if err != nil {
		panic(err) // a folder holds plain values only
	}
	sum := sha256.Sum256(written)
	return hex.EncodeToString(sum[:])
}
