package main

import (
	"fmt"

	"chatiere/models/store"

	"github.com/spf13/cobra"
)

// root is the table of contents of the command line.
func root() *cobra.Command {
	c := &cobra.Command{
		Use: "chatiere", Short: "The portal of a libre-software hosting collective", SilenceUsage: true, SilenceErrors: true,
		Long: "Without a command, chatiere serves the portal: web and worker in one process.",
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), true, true) },
	}
	c.CompletionOptions.DisableDefaultCmd = true
	c.AddCommand(
		&cobra.Command{Use: "web", Short: "Answer requests only", RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), true, false) }},
		&cobra.Command{Use: "worker", Short: "Keep promises only", RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), false, true) }},
		migrateCommand(), demoCommand(), importCommand(), backupCommand(), restoreCommand(), userCommand(), doctorCommand(), samplesCommand(), recomputeCommand(), versionCommand(),
	)
	return c
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Say which release this is", Run: func(cmd *cobra.Command, _ []string) { fmt.Fprintln(cmd.OutOrStdout(), version) }}
}

func backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Save the whole database into one file, while the portal serves", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := read()
			if err != nil {
				return err
			}
			m, err := store.Backup(cmd.Context(), s.DatabaseURL, args[0], version)
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "Saved %d tables into %s.\n", len(m.Rows), args[0])
			}
			return err
		},
	}
}

func restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use: "restore FILE", Short: "Fill an empty database (DATABASE_URL) from a backup, and compare every sum", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := read()
			if err != nil {
				return err
			}
			m, err := store.Restore(cmd.Context(), s.DatabaseURL, args[0])
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "Restored what was saved on %s: %d tables, every row and sum as in the backup.\n", m.At.Format("2006-01-02 15:04 MST"), len(m.Rows))
			}
			return err
		},
	}
}
