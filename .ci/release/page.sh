#!/usr/bin/env bash
# Builds the page that runs in a browser into dist/formdrift-vVERSION.html.
# What it needs is said in src/web/build.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p dist
src/web/build.sh "dist/formdrift-v$(.ci/release/version.sh).html"
ls -l dist/*.html
