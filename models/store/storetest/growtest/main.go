// Command growtest copies the rows of every list in a database until each has so many, or those of the books, for `make bench`.
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
	transfers := flag.Int("transfers", 0, "instead: how many transfers the books have in the end")
	flag.Parse()
	if err := grow(context.Background(), *address, *rows, *transfers); err != nil {
		fmt.Fprintln(os.Stderr, "growtest:", err)
		os.Exit(1)
	}
}

// grow works on one connection, which the silence of the triggers belongs to.
func grow(ctx context.Context, address string, rows, transfers int) error {
	h, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	h.SQL.SetMaxOpenConns(1)
	if transfers > 0 {
		return storetest.GrowBooks(h.DB, transfers)
	}
	return storetest.Grow(h.DB, rows)
}
