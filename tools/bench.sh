#!/usr/bin/env bash
# Measures the demo collective's pages beside nginx, on SQLite and, when it is installed, on PostgreSQL.
# usage: tools/bench.sh [rounds]      needs ./chatiere (make build), nginx and wrk (tools/setup.sh bench)
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-5}
work=$(mktemp -d)
chmod 755 "$work"
postmaster=
tidy() {
  [ -z "$postmaster" ] || { kill -QUIT "$postmaster" && wait "$postmaster" || true; }
  rm -rf "$work"
}
trap tidy EXIT

go -C tools build -o "$work/bench" ./bench
export CHATIERE_ENV=development SECRET_KEY="only-for-the-bench-only-for-the-bench"

# pages NAME LIMIT_SIGNED_IN [bench's flags]: fills the database that DATABASE_URL names, then measures.
pages() {
  local name=$1 list=$2
  shift 2
  echo "== $name"
  ./chatiere migrate >/dev/null
  ./chatiere demo --months 8 >/dev/null
  "$work/bench" -rounds "$rounds" -rate 500 "$@" \
    -sign-in "/fr/session|email=${BENCH_EMAIL:-ada@fee.example}&password=${BENCH_PASSWORD:-chatiere}" \
    -target "home|/fr/|visitor|8" \
    -target "catalogue|/fr/services|visitor|8" \
    -target "catalogue, unchanged|/fr/services|visitor|2.5|etag" \
    -target "tickets, signed in|/fr/tickets|member|$list" \
    -- "$PWD/chatiere" web
}

DATABASE_URL="sqlite:$work/bench.db" pages "SQLite" 45

# bindir finds PostgreSQL's programs: Debian keeps them outside PATH.
bindir() {
  if command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ]; then
    pg_config --bindir
  else
    find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1
  fi
}
bin=$(bindir)
[ -n "$bin" ] || exit 0

as=()
if [ "$(id -u)" -eq 0 ]; then # initdb refuses root
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  chown postgres "$work"
fi
"${as[@]}" "$bin/initdb" -D "$work/pg" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
"${as[@]}" "$bin/postgres" -D "$work/pg" -c listen_addresses= -c unix_socket_directories="$work" -c log_min_messages=panic &
postmaster=$!
for _ in $(seq 100); do "$bin/pg_isready" -q -h "$work" && break || sleep 0.1; done
DATABASE_URL="postgres://postgres@/postgres?host=$work" pages "PostgreSQL" 80 -postgres "$postmaster"
