package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"text/tabwriter"

	"chatiere/handlers"
	"chatiere/jobs"
	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/store"

	"github.com/spf13/cobra"
)

// demoPassword opens the demo accounts on a developer's machine, which nobody else reaches.
const demoPassword = "chatiere-demo-miaou"

// demoMonths is how much past the demo of a first start has.
const demoMonths = 8

func demoCommand() *cobra.Command {
	months := 0
	c := &cobra.Command{
		Use: "demo", Short: "Load the demo collective, with --months also its past (development only)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, _, h, err := prepared(cmd.Context())
			if err != nil {
				return err
			}
			defer h.Close()
			if !s.development() {
				return errors.New("the demo is for development: its accounts are known to everybody. In production, describe your collective in a folder and use: chatiere import FOLDER")
			}
			if months < 0 || months > 120 {
				return errors.New("--months says how many months of the past to tell: 0 to 120")
			}
			report, err := loadDemo(cmd.Context(), s, h, months)
			if err != nil {
				return err
			}
			tell(cmd.OutOrStdout(), report)
			return introduceDemo(cmd.Context(), h, cmd.OutOrStdout())
		},
	}
	c.Flags().IntVar(&months, "months", 0, "how many months of made-up life to tell: subscriptions, invoices, payments, tickets")
	return c
}

func importCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "import FOLDER", Short: "Load a collective that is described in a folder of plain files", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			fsys := os.DirFS(args[0])
			c, err := folder.Read(fsys)
			if err != nil {
				return toMend(err)
			}
			_, _, h, err := prepared(cmd.Context())
			if err != nil {
				return err
			}
			defer h.Close()
			report, err := demo.Import(cmd.Context(), h.DB, c, demo.Options{Files: fsys})
			if err != nil {
				return toMend(err)
			}
			tell(cmd.OutOrStdout(), report)
			return nil
		},
	}
	c.AddCommand(customersCommand())
	return c
}

// toMend puts a sentence above the mistakes of a folder.
func toMend(err error) error {
	var mistakes folder.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	return fmt.Errorf("nothing was loaded; %d to mend:\n%w", len(mistakes), err)
}

// loadDemo loads the demo that travels with the program, set up some months ago, and tells its past.
func loadDemo(ctx context.Context, s settings, h *store.Handle, months int) (demo.Report, error) {
	c, err := folder.Read(files.FS)
	if err != nil {
		return demo.Report{}, err
	}
	since := store.Now(h.DB).AddDate(0, -max(months, demoMonths)-6, 0) // long enough ago for everybody to be a member past their first months
	report, err := demo.Import(ctx, h.DB, c, demo.Options{Password: demoPassword, Public: true, Since: since, Files: files.FS})
	if err == nil {
		err = demo.BackUp(ctx, h.DB, c)
	}
	if err != nil || months == 0 {
		return report, err
	}
	w := jobs.Worker{DB: h.DB, Log: slog.New(slog.DiscardHandler), BaseURL: s.BaseURL, Secret: []byte(s.SecretKey)}
	past, err := demo.Relive(ctx, h.DB, c, demo.Telling{Months: months, Keep: w.KeepHeld, Secret: w.Secret, Pages: handlers.ProjectPages(s.BaseURL)})
	if errors.Is(err, demo.ErrTooLate) {
		err = errors.New("invoices were numbered here already, and the past comes before them: tell it in a fresh database")
	}
	report.New, report.Same = report.New+past.New, report.Same+past.Same
	return report, err
}

// tell says what loading did.
func tell(out io.Writer, r demo.Report) {
	if r.Idle() {
		fmt.Fprintln(out, "Nothing new: all of it was loaded before.")
	} else {
		fmt.Fprintf(out, "Loaded: %d new, %d changed, %d as before.\n", r.New, r.Changed, r.Same)
	}
	for _, name := range r.Kept {
		fmt.Fprintln(out, "Left as it is here:", name)
	}
}

// demoOnFirstStart loads the demo into an empty development database, so that a fresh clone has something to show.
func demoOnFirstStart(ctx context.Context, s settings, h *store.Handle) error {
	if !s.development() {
		return nil
	}
	empty, err := demo.Empty(ctx, h.DB)
	if err != nil || !empty {
		return err
	}
	_, err = loadDemo(ctx, s, h, demoMonths)
	return err
}

// introduceDemo prints who can come in, and what each account shows, when the demo is what is here.
func introduceDemo(ctx context.Context, h *store.Handle, out io.Writer) error {
	c, err := folder.Read(files.FS)
	if err != nil {
		return err
	}
	accounts, err := demo.Accounts(ctx, h.DB, c)
	if err != nil || len(accounts) == 0 {
		return err
	}
	fmt.Fprintf(out, "\n  Demo accounts, all with the password %s\n\n", demoPassword)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, a := range accounts {
		fmt.Fprintf(table, "  %s\t%s\n", a.Email, a.Shows["en"])
	}
	return table.Flush()
}
