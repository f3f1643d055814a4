//! Proves the content pack and packs it into the module: an invalid pack cannot be
//! built. For the browser it also takes in the style sheet made by `cargo xtask styles`.

use std::{env, fs, path::Path, process::ExitCode};

use guidance_core::{content, map::layout, pack::Pack};

/// The pack that is built in.
const PACK: &str = "content/recordings";
/// What `cargo xtask styles` makes.
const STYLES: &str = "target/styles/widget.css";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={PACK}");
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").unwrap_or_default();
    let out = Path::new(&out);
    let pack = match content::load_folder(Path::new(PACK)) {
        Ok(loaded) => Pack {
            map: layout::draw(&loaded.pack),
            ..loaded.pack
        },
        Err(problems) => {
            for problem in &problems {
                println!("cargo::error={PACK}/{problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    let written = pack
        .to_bytes()
        .map_err(|error| error.to_string())
        .and_then(|bytes| {
            fs::write(out.join("pack.bin"), bytes).map_err(|error| error.to_string())
        });
    if let Err(error) = written {
        println!("cargo::error=cannot write the pack: {error}");
        return ExitCode::FAILURE;
    }
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rerun-if-changed={STYLES}");
        if let Err(error) = fs::copy(STYLES, out.join("widget.css")) {
            println!("cargo::error={STYLES}: {error}. Run `cargo xtask styles`, which makes it.");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
