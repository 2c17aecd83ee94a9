#!/usr/bin/env bash
# Measures the portal beside nginx and against itself with a hundred times as many rows, on SQLite and PostgreSQL; writes a table.
# usage: tools/bench.sh [quick]      needs ./chatiere (make build), nginx, wrk and PostgreSQL (tools/setup.sh bench postgresql)
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=7
[ "${1:-}" != quick ] || rounds=3
work=$(mktemp -d)
chmod 755 "$work"
postmaster=
tidy() {
  [ -z "$postmaster" ] || { kill -QUIT "$postmaster" && wait "$postmaster" || true; }
  rm -rf "$work"
}
trap tidy EXIT

go -C tools build -o "$work/bench" ./bench
go build -o "$work/grow" ./models/store/storetest/growtest
portal=${PORTAL:-$PWD/chatiere}

echo "the demo collective, then 1,000 and 100,000 rows in each list" >&2
sqlite=sqlite:$work/demo.db
DATABASE_URL=$sqlite "$portal" demo --months 8 >/dev/null
cp "$work/demo.db" "$work/few.db"
cp "$work/demo.db" "$work/many.db"
"$work/grow" -database "sqlite:$work/few.db" -rows 1000
"$work/grow" -database "sqlite:$work/many.db" -rows 100000
echo "10,000 and 1,000,000 transfers in the books" >&2
cp "$work/demo.db" "$work/short.db"
cp "$work/demo.db" "$work/long.db"
"$work/grow" -database "sqlite:$work/short.db" -transfers 10000
"$work/grow" -database "sqlite:$work/long.db" -transfers 1000000

# bindir finds PostgreSQL's programs: Debian keeps them outside PATH.
bindir() {
  if command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ]; then
    pg_config --bindir
  else
    find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1
  fi
}
bin=$(bindir)
as=()
if [ "$(id -u)" -eq 0 ]; then # initdb refuses root
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  chown postgres "$work"
fi
"${as[@]}" "$bin/initdb" -D "$work/pg" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
"${as[@]}" "$bin/postgres" -D "$work/pg" -c listen_addresses= -c unix_socket_directories="$work" -c log_min_messages=panic &
postmaster=$!
for _ in $(seq 100); do "$bin/pg_isready" -q -h "$work" && break || sleep 0.1; done
pg() { echo "postgres://postgres@/$1?host=$work"; }
"$bin/createdb" -h "$work" -U postgres demo
DATABASE_URL=$(pg demo) "$portal" demo --months 8 >/dev/null
for name in few many short long; do "$bin/createdb" -h "$work" -U postgres -T demo "$name"; done
"$work/grow" -database "$(pg few)" -rows 1000
"$work/grow" -database "$(pg many)" -rows 100000
"$work/grow" -database "$(pg short)" -transfers 10000
"$work/grow" -database "$(pg long)" -transfers 1000000

"$work/bench" -portal "$portal" -rounds $rounds -postgres "$postmaster" \
  -sqlite-demo "$sqlite" -sqlite-few "sqlite:$work/few.db" -sqlite-many "sqlite:$work/many.db" \
  -sqlite-short "sqlite:$work/short.db" -sqlite-long "sqlite:$work/long.db" \
  -pg-demo "$(pg demo)" -pg-few "$(pg few)" -pg-many "$(pg many)" -pg-short "$(pg short)" -pg-long "$(pg long)"
