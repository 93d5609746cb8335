#!/usr/bin/env bash
# Writes dist/SHA256SUMS over every other file in dist/, to be checked with `sha256sum -c SHA256SUMS`.
set -euo pipefail
cd "$(dirname "$0")/../../dist"
rm -f SHA256SUMS
if command -v sha256sum >/dev/null; then
  sha256sum -- * >"../SHA256SUMS.$$"
else
  shasum -a 256 -- * >"../SHA256SUMS.$$"
fi
mv "../SHA256SUMS.$$" SHA256SUMS
cat SHA256SUMS
