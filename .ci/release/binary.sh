#!/usr/bin/env bash
# Builds the program for a target and packs it, with licences, completions and manual, into
# dist/formdrift-TARGET-vVERSION.tgz (.zip for Windows): the name that cargo binstall looks for.
# usage: .ci/release/binary.sh [TARGET]      default: this machine's
# The program is tried where this machine can run it, and must be static where the target is.
set -euo pipefail
cd "$(dirname "$0")/../.."
host=$(rustc -vV | sed -n 's/^host: //p')
target=${1:-$host}
name=formdrift-$target-v$(.ci/release/version.sh)
mkdir -p dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --target "$target"
case $target in *windows*) ending=.exe ;; *) ending= ;; esac
program=${CARGO_TARGET_DIR:-target}/$target/release/formdrift$ending

folder=$work/$name
mkdir "$folder" "$folder/completions"
cp "$program" README.md LICENSE-MIT LICENSE-APACHE docs/changelog.md "$folder"
if "$program" --version >/dev/null 2>&1; then
  "$program" --version
  "$program" --quiet --json fixtures/marathon.fit | grep -q '"kind":"form_breakdown"'
  for shell in bash zsh fish powershell; do
    "$program" --completions "$shell" >"$folder/completions/formdrift.$shell"
  done
  "$program" --man >"$folder/formdrift.1"
else
  echo "this machine cannot run it: packed without completions and manual, and not tried" >&2
  rmdir "$folder/completions"
fi
case $target in
  *musl*)
    if ldd "$program" 2>&1 | grep -q '=>'; then
      echo "$program is not static" >&2
      exit 1
    fi
    ;;
esac

case $target in
  *windows*)
    archive=$PWD/dist/$name.zip
    rm -f "$archive"
    (cd "$work" && if command -v zip >/dev/null; then zip -qr "$archive" "$name"; else 7z a -bd -tzip "$archive" "$name" >/dev/null; fi)
    ;;
  *)
    archive=$PWD/dist/$name.tgz
    tar -czf "$archive" -C "$work" "$name"
    ;;
esac
ls -l "$archive"
