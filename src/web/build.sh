#!/usr/bin/env bash
# Builds the browser page, one HTML file with everything in it.
#
#     src/web/build.sh [OUT.html]        by default target/web/formdrift.html
#
# Needs Rust and its target wasm32-unknown-unknown. The target is taken from the installed compiler or added with
# rustup. Where neither has it (a machine that reaches no rustup server) and Debian's packages can be had, its
# compiler rustc-web and the source of its standard library are unpacked into a cache folder, and the standard
# library is built with the page. Nothing is installed. FORMDRIFT_WEB_RUST=debian takes that way in any case.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=wasm32-unknown-unknown
build=$root/target/web
out=${1:-$build/formdrift.html}
case $out in /*) ;; *) out=$PWD/$out ;; esac
mkdir -p "$build" "$(dirname "$out")"

# True if the compiler has a standard library for the target.
has_target() {
    compgen -G "$(rustc --print target-libdir --target "$target" 2>/dev/null)/libstd-*.rlib" >/dev/null
}

# Unpacks Debian's compiler, linker and standard library into the folder $1.
unpack_debian() {
    local std llvm packages
    named() { apt-cache depends "$1" | sed -n "s/^ *Depends: \($2\)$/\1/p" | head -n 1; }
    std=$(named libstd-rust-web-dev 'libstd-rust-web-[0-9.]*')
    [ -n "$std" ] || { apt-get update >/dev/null; std=$(named libstd-rust-web-dev 'libstd-rust-web-[0-9.]*'); }
    llvm=$(named "$std" 'libllvm[0-9]*')
    packages=$(mktemp -d)
    (
        cd "$packages"
        apt-get download -q rustc-web rust-web-src libstd-rust-web-dev "$std" "$llvm" "lld-${llvm#libllvm}"
        for package in *.deb; do dpkg -x "$package" "$1.part"; done
    )
    rm -r "$packages"
    mv "$1.part" "$1"
}

std=()
cd "$here"
if [ "${FORMDRIFT_WEB_RUST:-}" != debian ] && { has_target || rustup target add "$target"; }; then
    compile=(env)
else
    debian=${XDG_CACHE_HOME:-$HOME/.cache}/formdrift-web/debian
    [ -d "$debian" ] || { rm -rf "$debian.part"; unpack_debian "$debian"; }
    linkers=("$debian"/usr/bin/wasm-ld-*)
    compile=(env RUSTC="$debian/usr/bin/rustc" RUSTC_BOOTSTRAP=1
        LD_LIBRARY_PATH="$debian/usr/lib/$(uname -m)-linux-gnu"
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="${linkers[0]}")
    std=(-Zbuild-std=std,panic_abort)
fi
"${compile[@]}" cargo build --locked --release --lib --target "$target" --target-dir "$build" ${std[@]+"${std[@]}"}
cargo run --locked --quiet --bin assemble --target-dir "$build" -- \
    "$build/$target/release/formdrift_web.wasm" "$root/fixtures/marathon.fit.gz" "$out"
