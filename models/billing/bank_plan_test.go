package billing_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

// TestPAY4_PaymentsOfAnAmountAreFoundAlongAnIndex asks the database how it looks for what somebody noted by hand, among thousands of payments.
func TestPAY4_PaymentsOfAnAmountAreFoundAlongAnIndex(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		p := ready(t, db, "a@fee.example")
		var all []billing.Payment
		for n := range 6000 {
			all = append(all, billing.Payment{
				Ref: store.NewRef(), OrganisationID: p.OrganisationID, Method: billing.ByTransfer, AmountCents: int64(100 + n), Currency: "EUR", State: billing.Succeeded,
				ReceivedOn: fmt.Sprintf("2026-%02d-%02d", 1+n%10, 1+n%28), IdempotencyKey: store.NewRef(), CreatedAt: store.Now(db),
			})
		}
		must(t, db.Omit("Organisation").CreateInBatches(all, 500).Error)
		must(t, db.Exec("analyze").Error)
		received(t, db, bankFile("24/11/2026;quelqu’un;77,00"))
		counted, statements := store.CountStatements(context.Background())
		_, err := billing.ProposalsFor(counted, db, operator(t, db), bankLines(t, db))
		must(t, err)
		explain := "explain query plan "
		if store.Postgres(db) {
			explain = "explain "
		}
		var plan []map[string]any
		must(t, db.Raw(explain+statements.Text[0]).Scan(&plan).Error)
		if !strings.Contains(fmt.Sprint(plan), "payments_amount") {
			t.Errorf("payments are read one by one:\n%v", plan)
		}
	})
}
