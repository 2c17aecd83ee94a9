#!/usr/bin/env bash
# Runs every test and says a verdict. The handlers are the longest room: they go in two halves beside all others, two at once, so that two cores stay busy
# to the end: tests wait for browsers and databases much of the time.
set -uo pipefail
cd "$(dirname "$0")/.."

heard=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$heard"' EXIT
half='^Test[A-M]'

# tests NAME ARGUMENTS… runs go test and notes how it ended.
tests() {
  local name=$1
  shift
  go test -count=1 -timeout 45m -json "$@"
  echo $? >"$heard/$name.ended"
}

tests first -run "$half" ./handlers >"$heard/first" 2>&1 &
tests second -skip "$half" ./handlers >"$heard/second" 2>&1 &
{
  tests others -p 2 $(go list ./... | grep -v '/handlers$')
  for name in first second; do
    until [ -e "$heard/$name.ended" ]; do sleep 1; done
    cat "$heard/$name"
  done
} | go -C tools run ./verdict || exit 1

# A run that broke off before its tests is none that passed.
for name in first second others; do
  [ "$(cat "$heard/$name.ended")" = 0 ] || { echo "go test did not end well: $name" >&2; exit 1; }
done
