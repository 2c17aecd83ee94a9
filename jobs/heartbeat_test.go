package jobs_test

import (
	"context"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/models/store"
)

// TestBAT4_RecurringWorkLeavesASignAndIsLateAfterTwiceItsInterval keeps the hourly look at the calendar, and a look at Stripe that fails.
func TestBAT4_RecurringWorkLeavesASignAndIsLateAfterTwiceItsInterval(t *testing.T) {
	eachTill(t, func(t *testing.T, w *till) {
		ctx := context.Background()
		late := func() int64 {
			t.Helper()
			n, err := store.LateWork(ctx, w.db)
			w.must(err)
			return n
		}
		w.keeps("calendar_due")
		w.keeps("numbers_due")
		w.s.Behave(paymenttest.Trouble{Do: paymenttest.Fail})
		if err := w.w.Keep(ctx, "stripe_heard", []byte("{}")); err == nil {
			t.Error("Stripe is down, and all is well")
		}
		w.s.Behave()
		began := store.Now(w.db)
		beats, err := store.Heartbeats(ctx, w.db)
		w.must(err)
		if len(beats) != 2 || beats[0].Kind != "calendar_due" || !beats[0].KeptAt.Equal(began) || !beats[0].LateAt.Equal(began.Add(2*time.Hour)) || late() != 0 {
			t.Fatalf("%+v", beats)
		}
		w.passes(2 * time.Hour)
		if late() != 0 {
			t.Error("late too early")
		}
		if w.passes(time.Minute); late() != 1 {
			t.Error("nobody sees that the calendar is late")
		}
		if w.keeps("calendar_due"); late() != 0 {
			t.Error("late after it was done")
		}
		if w.passes(48 * time.Hour); late() != 2 {
			t.Errorf("%d are late", late())
		}
		w.must(store.OnlyHeartbeats(ctx, w.db, []string{"numbers_due"}))
		if late() != 1 {
			t.Error("work that no longer exists is late")
		}
	})
}
