#!/usr/bin/env bash
# Whether this tree is ready for a release. Says everything that is missing, and fails then.
# usage: .ci/release/check.sh [TAG]      TAG: v and the version, as it will be tagged
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(.ci/release/version.sh)
ready=true
missing() {
  echo "not ready: $*" >&2
  ready=false
}

[ -n "$version" ] || missing "Cargo.toml states no version under [workspace.package]"
[ -z "${1:-}" ] || [ "$1" = "v$version" ] || missing "the tag is $1 and Cargo.toml states $version"
[ -n "$(.ci/release/notes.sh "$version")" ] || missing "docs/changelog.md has no section '## $version'"
cargo metadata --locked --format-version 1 --no-deps >/dev/null || missing "Cargo.lock is not that of Cargo.toml"
# `cargo binstall` takes the address of the archives from `repository`. A release needs it; a trial does not.
stated=$(sed -n '/^\[package\]/,/^\[/s/^repository = "\(.*\)"$/\1/p' Cargo.toml)
address=${GITHUB_REPOSITORY:+${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY}
if [ -z "$stated" ] || [ "$stated" != "${address:-$stated}" ]; then
  why="Cargo.toml must state repository = \"${address:-https://...}\" under [package], for cargo binstall"
  if [ -n "${1:-}" ]; then missing "$why"; else echo "for a release, $why" >&2; fi
fi
# What a crate holds beside its source: everything that is listed was meant to be there.
if cargo package --locked --allow-dirty --list | grep -vE \
  '^(Cargo\.(toml|toml\.orig|lock)|\.cargo_vcs_info\.json|README\.md|LICENSE-(MIT|APACHE)|clippy\.toml|deny\.toml|\.gitignore|(src|tests|fixtures|docs)/.*)$'; then
  missing "cargo package would publish the files above; name them in exclude of Cargo.toml"
fi
$ready
echo "formdrift $version is ready for a release"
