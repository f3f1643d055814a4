//! Proves the content pack and packs it into the module: an invalid pack cannot be
//! built.

use std::{env, fs, path::Path, process::ExitCode};

use guidance_core::{content, map::layout, pack::Pack};

/// The pack that is built in.
const PACK: &str = "content/recordings";

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
    ExitCode::SUCCESS
}
