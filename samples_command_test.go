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

func TestTheSamplesHoldOrdersForTheBankAndAPublicRound(t *testing.T) {
	folder := t.TempDir()
	out, err := says(t, "samples", folder)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	order, err := os.ReadFile(filepath.Join(folder, "virements.xml"))
	if err != nil || !bytes.Contains(order, []byte("<CtrlSum>20.00</CtrlSum>")) || !bytes.Contains(order, []byte("<BICFI>COBADEFF</BICFI>")) || !bytes.Contains(order, []byte("Forderverein Freie OEuvres + Developpement partage en Europe centrale<")) {
		t.Errorf("%v\n%s", err, order)
	}
	if plain, err := os.ReadFile(filepath.Join(folder, "virements-sans-bic.xml")); err != nil || !bytes.Contains(plain, []byte("NOTPROVIDED")) || bytes.Contains(plain, []byte("BICFI")) {
		t.Errorf("%v\n%s", err, plain)
	}
	code, err := os.ReadFile(filepath.Join(folder, "virement-qr.txt"))
	if err != nil || !strings.HasPrefix(string(code), "BCD\n002\n1\nSCT\n\nProjet Exemple\nFR7630006000011234567890189\nEUR8.57\n\n\nRedistribution") || bytes.HasSuffix(code, []byte("\n")) {
		t.Errorf("%v\n%s", err, code)
	}
	for _, file := range []string{"redistribution.csv", "redistribution.json"} {
		if out, err := says(t, "recompute", filepath.Join(folder, file)); err != nil || !strings.Contains(out, "8.57  same  Projet Exemple") {
			t.Errorf("%v\n%s", err, out)
		}
	}
}
