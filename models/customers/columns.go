package customers

import _ "embed" // the description of the files

// Columns says how customers move in: the files of the folder, their columns, and what each holds.
//
//go:embed README.md
var Columns string
