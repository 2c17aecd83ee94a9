package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"chatiere/locales"
	"chatiere/models/collective"
	"chatiere/models/customers"
	"chatiere/models/store"

	"github.com/spf13/cobra"
)

// errToMend is what a rehearsal ends with when something is wrong in the folder.
var errToMend = errors.New("nothing was loaded: the lines above say what is to be mended")

// moveIn is what the words of the command ask for.
type moveIn struct {
	rehearse, apply, confirm, undo, letters, columns bool
	language                                         string
}

// customersCommand lets the existing customers of a host move in (models/customers/README.md).
func customersCommand() *cobra.Command {
	var asked moveIn
	c := &cobra.Command{
		Use:   "customers [DIR]",
		Short: "Let existing customers move in from a folder of CSV files: rehearse, then apply, then confirm or undo",
		Long: "Without a word, or with --rehearse, it says what the folder would bring and changes nothing. --apply brings it in, and nothing goes out until\n" +
			"--confirm starts invoices and reminders (with --letters people are told where their space is now). Until then --undo takes everything back.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asked.columns {
				_, err := io.WriteString(cmd.OutOrStdout(), customers.Columns)
				return err
			}
			needed := 1
			if asked.confirm || asked.undo {
				needed = 0
			}
			if len(args) < needed {
				return errors.New("which folder? chatiere import customers DIR")
			}
			if asked.letters && !asked.confirm {
				return errors.New("--letters goes with --confirm: letters leave when a batch is confirmed")
			}
			_, _, h, err := prepared(cmd.Context())
			if err != nil {
				return err
			}
			defer h.Close()
			return asked.run(cmd.Context(), cmd.OutOrStdout(), h, args)
		},
	}
	c.Flags().BoolVar(&asked.rehearse, "rehearse", false, "say what would happen and change nothing (the default)")
	c.Flags().BoolVar(&asked.apply, "apply", false, "bring everything in, in one transaction; nothing goes out yet")
	c.Flags().BoolVar(&asked.confirm, "confirm", false, "start invoices, announcements and reminders for what was applied")
	c.Flags().BoolVar(&asked.undo, "undo", false, "take back what was applied and not confirmed")
	c.Flags().BoolVar(&asked.letters, "letters", false, "with --confirm: write to people that their space moved here")
	c.Flags().BoolVar(&asked.columns, "columns", false, "say which files and columns the folder may hold")
	c.Flags().StringVar(&asked.language, "language", "", "the language of what is said; the collective's own unless said")
	c.MarkFlagsMutuallyExclusive("rehearse", "apply", "confirm", "undo", "columns")
	return c
}

func (m moveIn) run(ctx context.Context, out io.Writer, h *store.Handle, args []string) error {
	host, err := collective.Find(ctx, h.DB)
	if err != nil {
		return err
	}
	if m.language == "" {
		m.language = host.Language
	}
	say := teller{out, m.language}
	switch {
	case m.confirm:
		return m.confirmBatch(ctx, say, h)
	case m.undo:
		return undoBatch(ctx, say, h)
	}
	if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is no folder", args[0])
	}
	o := customers.Options{
		Carried: func(lang, number string) string { return locales.T(lang, "customers.carried", "Number", number) },
		Exempt:  func(lang string) string { return locales.T(lang, "customers.exempt") }, Why: locales.T(host.Language, "customers.why"),
	}
	for _, l := range locales.All() {
		o.Languages = append(o.Languages, l.Code)
	}
	if m.apply {
		return applyFolder(ctx, say, h, args[0], o)
	}
	r, err := customers.Rehearse(ctx, h.DB, os.DirFS(args[0]), o)
	if err != nil {
		return say.refusal(err)
	}
	say.line(locales.T(m.language, "customers.rehearsed"))
	say.report(r)
	if len(r.Faults) > 0 {
		return errToMend
	}
	return nil
}

func applyFolder(ctx context.Context, say teller, h *store.Handle, dir string, o customers.Options) error {
	r, err := customers.Apply(ctx, h.DB, os.DirFS(dir), o)
	var faults customers.Faults
	if errors.As(err, &faults) {
		say.report(r)
		return errToMend
	}
	if err != nil {
		return say.refusal(err)
	}
	say.report(r)
	if r.Idle() {
		say.line(locales.T(say.lang, "customers.idle"))
	} else {
		say.line(locales.T(say.lang, "customers.applied"))
	}
	return nil
}

func (m moveIn) confirmBatch(ctx context.Context, say teller, h *store.Handle) error {
	b, err := customers.Confirm(ctx, h.DB, m.letters)
	if err != nil {
		return say.refusal(err)
	}
	say.line(locales.T(say.lang, "customers.confirmed"))
	if b.Letters {
		say.line(locales.T(say.lang, "customers.letters"))
	}
	return nil
}

func undoBatch(ctx context.Context, say teller, h *store.Handle) error {
	_, keepers, err := customers.Undo(ctx, h.DB)
	if err != nil {
		return say.refusal(err)
	}
	if len(keepers) == 0 {
		say.line(locales.T(say.lang, "customers.undone"))
		return nil
	}
	say.line(locales.T(say.lang, "customers.kept_by"))
	say.keepers(keepers)
	return errors.New(locales.T(say.lang, "customers.not_undone"))
}
