#!/usr/bin/env bash
# Gives each fuzz target some time. usage: tools/fuzz.sh 60s
set -euo pipefail
cd "$(dirname "$0")/.."

grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sort | while IFS=: read -r file declaration; do
  target=${declaration#func }
  echo "$(dirname "$file") $target"
  go test -run='^$' -fuzz="^$target\$" -fuzztime="${1:-60s}" "$(dirname "$file")" </dev/null
done
