package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// genesis stands before the first entry.
var genesis = strings.Repeat("0", 64)

// Link is the head of the chain: the last entry and its hash. Kept outside (in a backup's manifest), it proves that nothing was cut off.
type Link struct {
	ID   uint
	Hash string
}

// Head returns the last link of the chain.
func Head(db *gorm.DB) (Link, error) {
	var l Link
	err := db.Raw("select id, hash from ledger_entries order by id desc limit 1").Scan(&l).Error
	if l.Hash == "" {
		l.Hash = genesis
	}
	return l, err
}

// seal is the entry's hash: SHA-256 of the hash before and of its canonical row, where each field is written
// `length:bytes,` in the order below (netstrings), so that no two entries write the same.
func (e Entry) seal() string {
	var w canonical
	w.number(int64(e.Year), int64(e.Seq))
	w.text(e.RecordedAt.UTC().Format("2006-01-02T15:04:05.000000Z"))
	w.number(int64(e.Actor))
	sum := sha256.Sum256([]byte(e.PrevHash + w.String() + e.content()))
	return hex.EncodeToString(sum[:])
}

// content is what the entry tells, without its place in the books.
func (e Entry) content() string {
	var w canonical
	w.text(string(e.Journal), e.Kind, e.Key, e.EffectiveOn, e.PieceRef, e.PieceOn, e.SubjectType)
	w.number(int64(e.SubjectID))
	if e.ReversesID == nil {
		w.number(0)
	} else {
		w.number(int64(*e.ReversesID))
	}
	w.text(e.Memo)
	w.number(int64(e.Size))
	for _, t := range e.Transfers {
		w.text(t.Debit, t.Credit, t.Unit)
		w.number(t.Amount)
	}
	return w.String()
}

type canonical struct{ strings.Builder }

func (w *canonical) text(fields ...string) {
	for _, f := range fields {
		w.WriteString(strconv.Itoa(len(f)) + ":" + f + ",")
	}
}

func (w *canonical) number(fields ...int64) {
	for _, n := range fields {
		w.text(strconv.FormatInt(n, 10))
	}
}

func year(day string) int {
	n, _ := strconv.Atoi(day[:4])
	return n
}
