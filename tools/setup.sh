#!/usr/bin/env bash
# Finds what the tests need beside Go. As root on Debian it installs what is missing; elsewhere it says what to install.
# usage: tools/setup.sh [postgresql] [chromium] [npm] [bench]      without arguments: the first three
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=("$@")
[ ${#wanted[@]} -gt 0 ] || wanted=(postgresql chromium npm)

found() { command -v "$1" >/dev/null 2>&1; }

has_postgresql() {
  found initdb && return
  found pg_config && [ -x "$(pg_config --bindir)/initdb" ] && return
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}
has_chromium() { found chromium || found chromium-browser || found google-chrome; }
has_npm() { found node && found npm; }
has_bench() { found nginx || [ -x /usr/sbin/nginx ]; }

declare -A packages=([postgresql]=postgresql [chromium]=chromium [npm]="nodejs npm" [bench]="nginx-light")

missing=()
for thing in "${wanted[@]}"; do
  "has_$thing" || read -ra more <<<"${packages[$thing]}"
  "has_$thing" || missing+=("${more[@]}")
done
if [[ " ${wanted[*]} " == *" bench "* ]] && ! found wrk; then missing+=(wrk); fi

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ] && found apt-get; then
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "The tests need these Debian packages (or the same elsewhere): ${missing[*]}" >&2
    echo "  sudo apt-get install ${missing[*]}" >&2
    echo "make quick does without them." >&2
    exit 1
  fi
fi

# npm's packages: Tailwind builds the styles, axe checks accessibility. Nothing of them is linked or served.
if [[ " ${wanted[*]} " == *" npm "* && -f tools/package-lock.json ]]; then
  stamp=tools/node_modules/.package-lock.json
  if [ ! -f "$stamp" ] || [ tools/package-lock.json -nt "$stamp" ]; then
    echo "installing npm's packages into tools/node_modules"
    npm ci --prefix tools --no-audit --no-fund --loglevel=error
    touch "$stamp"
  fi
fi
