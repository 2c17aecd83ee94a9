package commons_test

import (
	"strings"
	"testing"

	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/store"
)

func TestThePaymentFileCarriesTheHashOfTheFormula(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		w, b := v.interested()
		r, err := store.From[commons.Round](v.db).Take(ctx)
		v.must(err)
		v.must(v.db.Model(&collective.Collective{}).Where("id > 0").Update("iban", ourIBAN).Error)
		w.approves(b, v.omar, v.colette)
		v.must(b.Export(ctx, v.db, sealKey, v.colette, onSite))
		table, err := w.reloads(b).File(ctx, v.db, sealKey, v.colette, true)
		v.must(err)
		lines := strings.Split(strings.TrimSpace(string(table)), "\r\n")
		if len(lines) != 3 || !strings.HasSuffix(lines[0], ",round,formula_sha256") || !strings.HasSuffix(lines[1], ","+r.Ref+","+r.FormulaSHA256) || len(r.FormulaSHA256) != 64 {
			t.Errorf("%s\n%s", r.FormulaSHA256, table)
		}
	})
}
