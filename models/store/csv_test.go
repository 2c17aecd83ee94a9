package store_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"chatiere/models/store"
)

func TestHostileCellsAreReadBackAsText(t *testing.T) {
	hostile := []string{"=1+1", "+33 1", "-2", "@SUM(A1)", "\tx", "\rx", "\x00=1", "a,\"b\"\nc", "é", ""}
	row := []string{}
	for _, text := range hostile {
		row = append(row, store.Cell(text))
	}
	var out strings.Builder
	if err := store.WriteCSV(&out, [][]string{{"a"}, row}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), "\r\n") || !strings.HasPrefix(out.String(), store.Mark+"a\r\n") {
		t.Errorf("%q", out.String())
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), store.Mark)))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil || len(rows[1]) != len(hostile) {
		t.Fatal(rows, err)
	}
	for i, cell := range rows[1] {
		if cell != "" && strings.ContainsRune("=+-@\t\r\x00", rune(cell[0])) {
			t.Errorf("%q became %q", hostile[i], cell)
		}
	}
}
