package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"chatiere/models/demo"
	"chatiere/models/demo/files"
	"chatiere/models/demo/folder"
	"chatiere/models/store"

	"github.com/spf13/cobra"
)

// demoPassword opens the demo accounts on a developer's machine, which nobody else reaches.
const demoPassword = "chatiere-demo-miaou"

func demoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "Load the demo collective (development only)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, _, h, err := prepared(cmd.Context())
			if err != nil {
				return err
			}
			defer h.Close()
			if !s.development() {
				return errors.New("the demo is for development: its accounts are known to everybody. In production, describe your collective in a folder and use: chatiere import FOLDER")
			}
			report, c, err := loadDemo(cmd.Context(), h)
			if err != nil {
				return err
			}
			tell(cmd.OutOrStdout(), report)
			return introduce(cmd.Context(), h, c, cmd.OutOrStdout())
		},
	}
}

func importCommand() *cobra.Command {
	return &cobra.Command{
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
}

// toMend puts a sentence above the mistakes of a folder.
func toMend(err error) error {
	var mistakes folder.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	return fmt.Errorf("nothing was loaded; %d to mend:\n%w", len(mistakes), err)
}

// loadDemo loads the demo that travels with the program.
func loadDemo(ctx context.Context, h *store.Handle) (demo.Report, folder.Collective, error) {
	c, err := folder.Read(files.FS)
	if err != nil {
		return demo.Report{}, c, err
	}
	report, err := demo.Import(ctx, h.DB, c, demo.Options{Password: demoPassword, Public: true})
	return report, c, err
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
	_, _, err = loadDemo(ctx, h)
	return err
}

// introduceDemo prints the demo accounts when the demo is what is here.
func introduceDemo(ctx context.Context, h *store.Handle, out io.Writer) error {
	c, err := folder.Read(files.FS)
	if err != nil {
		return err
	}
	return introduce(ctx, h, c, out)
}

// introduce prints who can come in, and what each account shows.
func introduce(ctx context.Context, h *store.Handle, c folder.Collective, out io.Writer) error {
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
