package main

import (
	"fmt"

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
		migrateCommand(), versionCommand(),
	)
	return c
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Say which release this is", Run: func(cmd *cobra.Command, _ []string) { fmt.Fprintln(cmd.OutOrStdout(), version) }}
}
