// Command growtest copies the rows of every list in a database until each has so many, for `make bench`.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"chatiere/models/store"
	"chatiere/models/store/storetest"
)

func main() {
	address, rows := flag.String("database", "", "as in DATABASE_URL"), flag.Int("rows", 1000, "how many rows each list has in the end")
	flag.Parse()
	if err := grow(context.Background(), *address, *rows); err != nil {
		fmt.Fprintln(os.Stderr, "growtest:", err)
		os.Exit(1)
	}
}

// grow works on one connection, which the silence of the triggers belongs to.
func grow(ctx context.Context, address string, rows int) error {
	h, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	h.SQL.SetMaxOpenConns(1)
	return storetest.Grow(h.DB, rows)
}
