#!/usr/bin/env bash
# Builds static/css/app.css from input.css, and writes down what it was built from.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d tools/node_modules ] || npm ci --prefix tools --no-audit --no-fund --loglevel=error
NODE_PATH=$PWD/tools/node_modules tools/node_modules/.bin/tailwindcss \
  -i static/css/input.css -o static/css/app.css --minify 2>&1 | grep -iE 'error|warn' && exit 1
go test ./static/ -count=1 -run TestTheStylesAreFresh -update >/dev/null
