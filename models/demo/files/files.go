// Package files holds the demo collective as plain files, as any collective can describe itself; folder reads them.
package files

import "embed"

//go:embed *.toml upstreams services offers pages help news legal guides
var FS embed.FS
