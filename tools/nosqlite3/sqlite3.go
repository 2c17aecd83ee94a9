// Package sqlite3 is empty: GORM's SQLite dialector imports the C driver of this name for nothing, and the real one would need a C compiler.
package sqlite3
