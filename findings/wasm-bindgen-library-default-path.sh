#!/usr/bin/env bash
# wasm-bindgen-cli-support 0.2.130, the library that wasm-bindgen's own program is made of, is
# not set up as that program is: `Bindgen::new().web(true)` leaves out the default address of
# the module, which `wasm-bindgen --target web` puts in. So the page's `await init()`, as every
# guide for that target has it, works with what the program writes, and fails with what the
# library writes from the same module: it hands `undefined` to WebAssembly.instantiate, which
# says nothing of a missing address. The switch is `omit_default_module_path(false)`.
#
# Prints what the library writes with and without the switch, and what `init()` then says in
# Node. Seen with Node 20:
#   as it is:  default address no; init() says: WebAssembly.instantiate(): Argument 0 must be a buffer source …
#   told:      default address yes; init() says: fetch failed   (it asks for the module, here of a file)
# Fails if either changes. Needs cargo with the target wasm32-unknown-unknown, and Node.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p module/src bind/src
cat > module/Cargo.toml <<'TOML'
[package]
name = "module"
version = "0.0.0"
edition = "2021"
[lib]
crate-type = ["cdylib"]
[dependencies]
wasm-bindgen = "=0.2.130"
[workspace]
TOML
cat > module/src/lib.rs <<'RUST'
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn twice(number: u32) -> u32 {
    number * 2
}
RUST
cat > bind/Cargo.toml <<'TOML'
[package]
name = "bind"
version = "0.0.0"
edition = "2021"
[dependencies]
anyhow = "1"
wasm-bindgen-cli-support = "=0.2.130"
[workspace]
TOML
cat > bind/src/main.rs <<'RUST'
fn main() -> anyhow::Result<()> {
    for (folder, told) in [("as-it-is", None), ("told", Some(false))] {
        let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
        bindgen.input_path("../module.wasm").web(true)?.typescript(false);
        if let Some(omit) = told {
            bindgen.omit_default_module_path(omit);
        }
        bindgen.generate(format!("../{folder}"))?;
    }
    Ok(())
}
RUST
(cd module && cargo build --quiet --release --target wasm32-unknown-unknown)
cp module/target/wasm32-unknown-unknown/release/module.wasm module.wasm
(cd bind && cargo run --quiet)

said() { # what init() does with these bindings; a server is not needed to see which error it is
  cp "$1/module.js" "$1/module.mjs"
  node --input-type=module -e "
    import init from '$work/$1/module.mjs';
    await init().then(() => console.log('works'), (error) => console.log(error.message));"
}
has() { if grep -q "new URL('module_bg.wasm', import.meta.url)" "$1/module.js"; then echo yes; else echo no; fi; }

echo "as it is:  default address $(has as-it-is); init() says: $(said as-it-is)"
echo "told:      default address $(has told); init() says: $(said told)"
[ "$(has as-it-is)" = no ] && [ "$(has told)" = yes ]
said as-it-is | grep -q 'Argument 0 must be'
said told | grep -q 'fetch failed'
echo 'seen as described'
