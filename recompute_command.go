package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"chatiere/models/commons/formula"

	"github.com/spf13/cobra"
)

// errOtherCents is what a computation ends with that does not agree with what was published.
var errOtherCents = errors.New("what was published is not what the formula gives: the lines above say where")

// recomputeCommand computes a redistribution round again from its public files, without any database.
func recomputeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "recompute FILE|DIR", Short: "Compute a published redistribution round again from its public CSV or JSON file, and compare every cent", Args: cobra.ExactArgs(1),
		Long: "Save result.json or result.csv from the page of a round and give it here; of a folder every such file is read. Nothing but the file is used:\n" +
			"no database, no network. The JSON file also holds the formula, whose hash is checked, and the sums the pot was made of.",
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := publicFiles(args[0])
			if err != nil {
				return err
			}
			same := true
			for _, name := range files {
				agrees, err := recompute(cmd.OutOrStdout(), name)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				same = same && agrees
			}
			if !same {
				return errOtherCents
			}
			return nil
		},
	}
}

// publicFiles is the file, or those of a folder that may be the public file of a round.
func publicFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, err
	}
	var all []string
	for _, ending := range []string{"*.json", "*.csv"} {
		found, err := filepath.Glob(filepath.Join(path, ending))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no .json and no .csv file", path)
	}
	return all, nil
}

func recompute(out io.Writer, name string) (bool, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return false, err
	}
	r, err := formula.Recompute(text)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(out, "%s\n", name)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "published\tcomputed\t\t")
	for _, l := range r.Lines {
		mark := "same"
		if !l.Same() {
			mark = "OTHER"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t  %s\n", euros(l.Published), euros(l.Computed), mark, l.Name)
	}
	if err := t.Flush(); err != nil {
		return false, err
	}
	fmt.Fprintf(out, "pot %s, left %s\n", euros(r.Pot), euros(r.Left))
	if r.Formula != "" {
		fmt.Fprintln(out, "formula", r.Formula)
	}
	for _, wrong := range r.Wrong {
		fmt.Fprintln(out, "WRONG:", wrong)
	}
	return len(r.Wrong) == 0, nil
}

func euros(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }
