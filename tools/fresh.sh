#!/usr/bin/env bash
# Builds the styles again and compares: the committed file must be what its sources say.
set -euo pipefail
cd "$(dirname "$0")/.."

built=static/css/app.css
[ -f tools/package.json ] && [ -f "$built" ] || { echo "no styles yet"; exit 0; }

before=$(mktemp)
trap 'rm -f "$before"' EXIT
cp "$built" "$before"
npm run --silent --prefix tools css
if ! cmp -s "$before" "$built"; then
  cp "$before" "$built"
  echo "$built is stale: make css, look, commit" >&2
  exit 1
fi
echo "$built is fresh"
