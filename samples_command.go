package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"

	"chatiere/models/billing/facturx"
	"chatiere/models/billing/money"
	"chatiere/models/billing/period"
	"chatiere/views/papers"

	"github.com/spf13/cobra"
)

func samplesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "samples DIR", Short: "Write invoices of every kind, orders for the bank and a round's public files into a folder, and check each by our rules", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			if err := writePayoutSamples(args[0], cmd.OutOrStdout()); err != nil {
				return err
			}
			return writeSamples(args[0], samples(), cmd.OutOrStdout())
		},
	}
}

// writeSamples writes and checks each document, and says what is wrong with it.
func writeSamples(folder string, all []sample, out io.Writer) error {
	count := 0
	for _, s := range all {
		wrong, err := s.save(folder)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(out, "%-28s %s  %s\n", s.name, s.invoice.FullName(), s.invoice.Buyer.Name)
		for _, w := range wrong {
			fmt.Fprintf(out, "    %s\n", w)
		}
		count += len(wrong)
	}
	fmt.Fprintf(out, "%d documents in %s, %d errors\n", len(all), folder, count)
	if count > 0 {
		return fmt.Errorf("%d errors in the samples", count)
	}
	return nil
}

// save writes the two files of a document and says which rules they break.
func (s sample) save(folder string) ([]string, error) {
	document := s.invoice.Electronic()
	xml := facturx.Write(document)
	pdf, err := papers.Invoice(s.invoice, period.Year, xml)
	if err != nil {
		return nil, err
	}
	for ending, content := range map[string][]byte{".xml": xml, ".pdf": pdf} {
		if err := os.WriteFile(filepath.Join(folder, s.name+ending), content, 0o644); err != nil {
			return nil, err
		}
	}
	return s.faults(document, xml, pdf), nil
}

// faults are the rules that a document, its XML or its PDF breaks.
func (s sample) faults(document facturx.Document, xml, pdf []byte) []string {
	var wrong []string
	for _, b := range facturx.Check(document) {
		wrong = append(wrong, b.String())
	}
	read, err := facturx.Read(xml)
	if err != nil || !reflect.DeepEqual(read, document) {
		wrong = append(wrong, fmt.Sprintf("the XML does not read back as it was written: %v", err))
	}
	var net int64
	for _, l := range s.invoice.Lines {
		net += l.NetCents
	}
	sums := s.invoice.Totals()
	vat := int64(0)
	for _, g := range sums.Groups {
		vat += money.Percent(g.Net, int64(g.RateBP))
	}
	if net != s.invoice.NetCents || vat != s.invoice.VATCents || net+vat != s.invoice.TotalCents {
		wrong = append(wrong, "the lines and the taxes do not make the total")
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(pdf), []byte("%%EOF")) || !bytes.Contains(pdf, []byte("factur-x.xml")) {
		wrong = append(wrong, "the PDF is not whole, or does not hold the XML")
	}
	return wrong
}
