package jobs

import (
	"testing"
	"time"
)

func TestTheWeeksBeforeADayAreWholeAndEndBeforeIt(t *testing.T) {
	for today, want := range map[string][2]string{"2026-11-25": {"2026-11-09", "2026-11-16"}, "2026-11-23": {"2026-11-09", "2026-11-16"}, "2026-11-22": {"2026-11-02", "2026-11-09"}} {
		on, err := time.Parse(time.DateOnly, today)
		if err != nil {
			t.Fatal(err)
		}
		w := weeksBefore(on)
		if w[0].first() != want[0] || w[1].first() != want[1] || w[0].last() != w[1].from.AddDate(0, 0, -1).Format(time.DateOnly) {
			t.Errorf("before %s: %v", today, w)
		}
	}
}
