#!/usr/bin/env bash
# Builds the browser page and uses it in a real browser as a runner would.
# usage: tests/web/check.sh       PICTURES=DIR keeps screenshots; PAGE=FILE takes a page that was built before
# needs: Rust, node, and Chromium, which is installed where it is missing and apt-get can; for the check of
# accessibility axe-core from npm, kept in a cache folder. FORMDRIFT_CORPUS names recordings to compare too.
set -euo pipefail
cd "$(dirname "$0")/../.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/formdrift-web
mkdir -p "$cache"

install() {
    if ! apt-get install --yes --quiet "$@" >"$cache/apt.log" 2>&1; then
        apt-get update >"$cache/apt.log" 2>&1
        apt-get install --yes --quiet "$@" >>"$cache/apt.log" 2>&1
    fi
}
command -v node >/dev/null || install nodejs npm
command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -n "${CHROMIUM:-}" ] || install chromium
axe=$cache/node_modules/axe-core/axe.min.js
[ -f "$axe" ] || npm install --silent --no-save --prefix "$cache" axe-core@4

page=${PAGE:-target/web/formdrift.html}
[ -n "${PAGE:-}" ] || src/web/build.sh "$page"
cargo build --quiet --locked
program=${CARGO_TARGET_DIR:-target}/debug/formdrift
exec node tests/web/check.mjs "$page" "$program" "$axe"
