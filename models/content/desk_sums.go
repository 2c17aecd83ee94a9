package content

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// deskRow is one text in one language.
type deskRow struct {
	SubjectType string
	SubjectRef  string
	SourceLang  string
	Lang        string
	Segments    int
	Done        int
	Stale       int
	StaleSince  *time.Time
	ShownUntil  *time.Time
	Whole       bool
}

// deskSums are how far subjects have come, by language.
type deskSums map[Subject]map[string]Progress

func sum(rows []deskRow, now time.Time) deskSums {
	total, texts := map[Subject]int{}, map[Subject]int{}
	for _, r := range rows {
		if r.Lang == r.SourceLang {
			total[Subject{r.SubjectType, r.SubjectRef}] += r.Segments
			texts[Subject{r.SubjectType, r.SubjectRef}]++
		}
	}
	sums, ready := deskSums{}, map[Subject]map[string]int{}
	for _, r := range rows {
		s := Subject{r.SubjectType, r.SubjectRef}
		if sums[s] == nil {
			sums[s], ready[s] = map[string]Progress{}, map[string]int{}
		}
		if (Build{Whole: r.Whole, ShownUntil: r.ShownUntil}).Shown(now) {
			ready[s][r.Lang]++
		}
		sums[s][r.Lang] = sums[s][r.Lang].plus(r, total[s], ready[s][r.Lang] == texts[s])
	}
	return sums
}

func (p Progress) plus(r deskRow, total int, shown bool) Progress {
	p.Segments, p.Done, p.Stale, p.Shown = total, p.Done+r.Done, p.Stale+r.Stale, shown
	if r.StaleSince != nil && (p.StaleSince == nil || r.StaleSince.Before(*p.StaleSince)) {
		p.StaleSince = r.StaleSince
	}
	return p
}

// count adds what the translations of the subjects wait for, in one statement.
func (d deskSums) count(ctx context.Context, db *gorm.DB, refs []string) error {
	var rows []struct {
		SubjectType string
		SubjectRef  string
		Class       Class
		Lang        string
		State       State
		Moved       bool
		N           int
	}
	err := db.WithContext(ctx).Raw(`select d.subject_type, d.subject_ref, d.class, u.lang, u.state, u.source_hash <> s.hash as moved, count(*) as n
		from documents d join segments s on s.document_id = d.id and s.active join translation_units u on u.segment_id = s.id and u.lang <> d.source_lang
		where d.subject_ref in ? and d.source <> '' group by 1, 2, 3, 4, 5, 6`, refs).Scan(&rows).Error
	for _, r := range rows {
		s := Subject{r.SubjectType, r.SubjectRef}
		if d[s] == nil {
			continue // of another type with the same ref
		}
		stale := r.Moved && r.State != Adapted && r.State != DoNotTranslate
		d[s][r.Lang] = d[s][r.Lang].waits(waitOf(r.Class, r.State, stale), r.N)
	}
	return err
}

func (p Progress) waits(w Wait, n int) Progress {
	if w == Nothing {
		p.Ready += n
		return p
	}
	if p.waiting == nil {
		p.waiting = map[Wait]int{}
	}
	p.waiting[w] += n
	return p
}
