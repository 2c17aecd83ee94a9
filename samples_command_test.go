package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatiere/models/billing/facturx"
)

func TestTheSamplesOfEveryKindBreakNoRule(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "samples")
	if out, err := says(t, "samples", folder); err != nil || !strings.Contains(out, "11 documents") || !strings.Contains(out, ", 0 errors") {
		t.Fatalf("%v\n%s", err, out)
	}
	var shared int64
	kinds := map[string]bool{}
	for _, s := range samples() {
		xml, err := os.ReadFile(filepath.Join(folder, s.name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := facturx.Read(xml)
		if err != nil {
			t.Fatal(s.name, err)
		}
		for _, group := range d.Taxes {
			kinds[d.Type+" "+group.Category+" "+group.ReasonCode] = true
		}
		if strings.Contains(s.name, "partage") {
			net, _ := d.Totals.Net.Cents()
			shared += net
		}
		if pdf, err := os.ReadFile(filepath.Join(folder, s.name+".pdf")); err != nil || len(pdf) < 10_000 {
			t.Errorf("%s: %d bytes, %v", s.name, len(pdf), err)
		}
	}
	if shared != 10001 {
		t.Errorf("the three parts make %d cents", shared)
	}
	for _, kind := range []string{"380 E VATEX-FR-CGI261-7", "380 E VATEX-FR-FRANCHISE", "380 S ", "381 S ", "380 AE VATEX-EU-AE", "380 O VATEX-EU-O"} {
		if !kinds[kind] {
			t.Errorf("no sample is %q: %v", kind, kinds)
		}
	}
}

func TestASampleThatBreaksARuleIsToldAndFails(t *testing.T) {
	broken := samples()[2:3]
	broken[0].invoice.VATCents++
	out := &bytes.Buffer{}
	if err := writeSamples(t.TempDir(), broken, out); err == nil || !strings.Contains(out.String(), "BR-CO-14") || !strings.Contains(out.String(), "do not make the total") {
		t.Errorf("%v\n%s", err, out)
	}
}
