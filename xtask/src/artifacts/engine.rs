//! A module and its bindings, which every build shares, and its compatibility
//! engine: the same module as JavaScript, for browsers that cannot compile it.
//! Owns the way from Rust to these files. Must not know what is built around them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use regex::{Captures, Regex};
use serde::Deserialize;
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{ValType, Validator, WasmFeatures, types::EntityType};

use super::{first_screen, read_file, write_bytes, write_file};
use crate::run::{Tools, read, root, run};
use crate::setup::{self, WASM};

const REPAIR: &str = "The compatibility engine cannot be made from this module.";

/// What the module may use: wasm2js can turn all of it into JavaScript. Notably
/// neither reference types nor multiple values, which .cargo/config.toml keeps out.
const FEATURES: WasmFeatures = WasmFeatures::WASM1
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY);

/// The same for wasm-opt.
const ENABLED: [&str; 4] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// How wasm-opt makes it small. docs/size.md says what else was tried.
const PASSES: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// To be published: small, with both engines.
    Release,
    /// To be looked at on this machine: soon there, as WebAssembly only.
    Quick,
}

/// One module of a build with its bindings, in a folder of its own.
pub struct Engine {
    package: &'static str,
    profile: Profile,
    folder: PathBuf,
    /// Whether the names of its functions are kept, for who measures it.
    names_are_kept: bool,
}

impl Engine {
    /// The one of the package of this name, as the last build has left it.
    pub fn of(package: &'static str, profile: Profile) -> Self {
        let folder = match profile {
            Profile::Release => "target/engines",
            Profile::Quick => "target/engines-quick",
        };
        Self {
            package,
            profile,
            folder: root().join(folder).join(package).join("engine"),
            names_are_kept: package == super::WIDGET,
        }
    }

    /// Compiles the package. Gives the module as the compiler leaves it.
    pub fn compile(&self, tools: &Tools) -> Result<PathBuf> {
        let mut cargo = tools.command("cargo");
        cargo.args(["build", "--package", self.package, "--target", WASM]);
        cargo.args(["--target-dir", "target"]);
        let folder = match self.profile {
            Profile::Release => {
                cargo.arg("--release");
                "release"
            }
            Profile::Quick => {
                // What is saved is seen sooner where nothing of it is optimised.
                cargo.args(["--config", "profile.dev.package.guidance-core.opt-level=0"]);
                "debug"
            }
        };
        // No path of this machine ends up in the module: same source, same bytes. (Cargo
        // takes this apart at spaces, so with one in the path it must be left out.)
        let cargo_home = setup::cargo_home().map(|folder| folder.display().to_string());
        if let Some(home) = cargo_home.filter(|path| !path.contains(' ')) {
            cargo.env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                format!("--remap-path-prefix={home}=cargo"),
            );
        }
        run(
            &mut cargo,
            "The reason is above. If something could not be loaded, check the network and try again: it goes on \
             where it stopped.",
        )?;
        let folder = root().join("target").join(WASM).join(folder);
        // A program keeps its package's name, a library has none of its hyphens.
        let names = [self.package.to_owned(), self.package.replace('-', "_")];
        let mut files = names
            .map(|name| folder.join(format!("{name}.wasm")))
            .into_iter();
        files.find(|file| file.is_file()).with_context(|| {
            format!(
                "cargo has left no module of {} in {}",
                self.package,
                folder.display()
            )
        })
    }

    /// Makes the bindings and what is published of the module that [`Self::compile`] gave.
    pub fn bind(&self, tools: &Tools, compiled: &Path) -> Result<()> {
        let folder = &self.folder;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut output = Bindgen::new()
            .input_path(compiled)
            .web(true)
            .and_then(|it| {
                // As wasm-bindgen's own program has it: what is there decides how esbuild
                // names things, and so how well they compress.
                it.omit_default_module_path(false);
                it.typescript(false)
                    .out_name(self.package)
                    .generate_output()
            })
            .with_context(|| format!("wasm-bindgen cannot read {}", compiled.display()))?;
        // What a script of the bindings imports stands in its text.
        if output.js().contains("from './snippets/") {
            bail!(
                "{} imports scripts of a package: {:?} {:?}. No bundle takes them. Write them into src/element/.",
                self.package,
                output.snippets(),
                output.local_modules().keys()
            );
        }
        write_file(&self.bindings(), output.js())?;
        let module = output.wasm_mut().emit_wasm();
        if self.profile == Profile::Quick {
            return write_bytes(&self.wasm(), &module);
        }
        let bound = folder.join("bound.wasm");
        write_bytes(&bound, &module)?;
        self.optimise(tools, &bound)?;
        check(&fs::read(self.wasm()).context("cannot read the module")?)?;
        self.shorten_names(tools)
    }

    fn optimise(&self, tools: &Tools, bound: &Path) -> Result<()> {
        let mut wasm_opt = tools.command("wasm-opt");
        wasm_opt.arg(bound).args(PASSES).args(ENABLED);
        wasm_opt.args(["--reorder-functions-by-name", "--strip-producers"]);
        if self.names_are_kept {
            wasm_opt.arg("--debuginfo");
        }
        run(wasm_opt.arg("-o").arg(self.wasm()), REPAIR)
    }

    fn bindings(&self) -> PathBuf {
        self.folder.join("bindings.js")
    }

    /// Whether a first screen is kept.
    pub fn has_first_screen(&self) -> bool {
        self.first_screen().is_file()
    }

    fn first_screen(&self) -> PathBuf {
        self.folder.join("first-screen.json")
    }

    /// Keeps the first screen, as the widget prints it, where scripts find it as
    /// `engine/first-screen.json`.
    pub fn keep_first_screen(&self, html: &str) -> Result<()> {
        let screen = first_screen::data(html)?;
        write_file(&self.first_screen(), &screen.to_string())
    }

    /// Gives short names to what the module and its bindings take from each other: the
    /// long ones stand in both, and do not compress well. Those of its functions are only
    /// for who measures it.
    fn shorten_names(&self, tools: &Tools) -> Result<()> {
        let names = read(
            tools
                .command("wasm-opt")
                .arg(self.wasm())
                .args(ENABLED)
                .args([
                    "--minify-imports-and-exports-and-modules",
                    "--debuginfo",
                    "-o",
                ])
                .arg(self.named()),
            REPAIR,
        )?;
        run(
            tools
                .command("wasm-opt")
                .arg(self.named())
                .args(ENABLED)
                .args(["--strip-debug", "-o"])
                .arg(self.wasm()),
            REPAIR,
        )?;
        let names = serde_json::from_str(&names)
            .context("wasm-opt prints the names that it gave otherwise than it did")?;
        let file = self.bindings();
        write_file(&file, &renamed(&read_file(&file)?, &names)?)
    }

    /// The module.
    pub fn wasm(&self) -> PathBuf {
        self.folder.join("module.wasm")
    }

    /// The module with the names of its functions.
    pub fn named(&self) -> PathBuf {
        self.folder.join("named.wasm")
    }

    /// The folder above, in which scripts find `engine/module.wasm` and so on.
    pub fn import_root(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }

    /// Makes `compatibility.js` from the module. `effort` is wasm2js's: its most takes
    /// minutes for a large module, and gains a seventh before minifying.
    pub fn make_compatibility(&self, tools: &Tools, effort: &str) -> Result<()> {
        let lowered = self.folder.join("lowered.wasm");
        let script = self.folder.join("wasm2js.js");
        run(
            tools
                .command("wasm-opt")
                .arg(self.wasm())
                .arg("-Oz")
                .args(ENABLED)
                .args(["--llvm-memory-copy-fill-lowering", "--signext-lowering"])
                .arg("--llvm-nontrapping-fptoint-lowering")
                .arg("-o")
                .arg(&lowered),
            REPAIR,
        )?;
        run(
            tools
                .command("wasm2js")
                .arg(&lowered)
                // Without this it writes an ES module that imports the bindings.
                .args([effort, "--emscripten", "-o"])
                .arg(&script),
            REPAIR,
        )?;
        let script = as_module(&read_file(&script)?)?;
        write_file(&self.folder.join("compatibility.js"), &script)
    }
}

/// What wasm-opt calls the one module from which everything is imported, once its names
/// are short.
const IMPORTS: &str = "a";

/// The short names that wasm-opt gave, beside the old ones.
#[derive(Deserialize)]
struct Names {
    /// Module, name in it, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

/// The bindings with the short names.
fn renamed(bindings: &str, names: &Names) -> Result<String> {
    let name =
        Regex::new(r#"(?P<export>\bwasm\.)?(?P<name>\b[A-Za-z_]\w*)|"(?P<module>\./[^"]+)":"#)?;
    let imports: BTreeMap<_, _> = names
        .imports
        .iter()
        .map(|(_, it, to)| (&**it, to))
        .collect();
    let exports: BTreeMap<_, _> = names.exports.iter().map(|(it, to)| (&**it, to)).collect();
    let (mut imported, mut modules) = (0, 0);
    let renamed = name.replace_all(bindings, |found: &Captures| {
        if let Some(module) = found.name("module") {
            modules += usize::from(names.imports.iter().all(|(it, ..)| it == module.as_str()));
            return format!("\"{IMPORTS}\":");
        }
        let (name, whole) = (&found["name"], &found[0]);
        match found.name("export") {
            Some(_) => exports.get(name).map(|to| format!("wasm.{to}")),
            None => imports.get(name).map(|to| {
                imported += 1;
                (*to).clone()
            }),
        }
        .unwrap_or_else(|| whole.to_owned())
    });
    if imported != imports.len() || modules != 1 {
        bail!(
            "{REPAIR} wasm-bindgen writes its imports otherwise than it did. Read what it writes and teach xtask/src/artifacts/engine.rs about it."
        );
    }
    Ok(renamed.into_owned())
}

/// Makes what wasm2js wrote a module with `instantiate(imports)`, whose memory tells
/// the bindings when it has grown: they keep views of it until its buffer is gone. What
/// describes a property there takes nothing over from what the page gives every object.
fn as_module(script: &str) -> Result<String> {
    const BEGINNING: &str = "function instantiate(info) {";
    const GROWN: &str = "newHEAP8.set(HEAP8);";
    const DESCRIBED: [&str; 2] = ["\"grow\": {", "\"buffer\": {"];
    let once = |text: &str| script.matches(text).count() == 1;
    if !script.starts_with(BEGINNING) || !once(GROWN) || !DESCRIBED.into_iter().all(once) {
        bail!(
            "{REPAIR} wasm2js writes something else than it did. Read what it writes and teach xtask/src/artifacts/engine.rs about it."
        );
    }
    // Given away, it is gone here; a channel that is closed takes it in every browser.
    let detached = format!(
        "{GROWN} {{ const {{ port1, port2 }} = new MessageChannel(); port1.postMessage(0, [buffer]); port2.close(); }}"
    );
    let mut script = script.replace(GROWN, &detached);
    for described in DESCRIBED {
        script = script.replace(described, &[described, "__proto__: null,"].concat());
    }
    Ok(format!("export {script}"))
}

/// Fails if the module uses what the compatibility engine cannot follow.
fn check(module: &[u8]) -> Result<()> {
    let types = match Validator::new_with_features(FEATURES).validate_all(module) {
        Ok(types) => types,
        Err(error) => {
            bail!("{REPAIR} It uses what .cargo/config.toml keeps out of it: {error}")
        }
    };
    let types = types.as_ref();
    let imports = types.core_imports().into_iter().flatten();
    let exports = types.core_exports().into_iter().flatten();
    let border = imports
        .map(|(_, name, kind)| (name, kind))
        .chain(exports)
        .filter_map(|(name, kind)| match kind {
            EntityType::Func(kind) => Some((name, types[kind].unwrap_func())),
            _ => None,
        });
    // At the border with JavaScript a 64-bit whole number is a BigInt, which wasm2js
    // passes as two numbers: the bindings would read something else.
    for (name, function) in border {
        let mut values = function.params().iter().chain(function.results());
        if values.any(|value| *value == ValType::I64) {
            bail!(
                "{REPAIR} Its function {name} takes or gives a 64-bit whole number. Pass an f64 or a string between Rust and JavaScript."
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(module: &str, what: &str) {
        let module = wat::parse_str(module).unwrap();
        let error = check(&module).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }

    #[test]
    fn what_the_module_uses_is_accepted() {
        let module = r#"(module
            (import "m" "f" (func (param i32 f64)))
            (memory (export "memory") 1)
            (func (param i32 f32) (result i64)
                local.get 1
                i64.trunc_sat_f32_s
                i64.extend8_s
                local.get 0
                local.get 0
                local.get 0
                memory.copy))"#;
        check(&wat::parse_str(module).unwrap()).unwrap();
    }

    #[test]
    fn what_wasm2js_cannot_follow_is_refused() {
        refused(r#"(module (table 1 externref))"#, "reference types");
        refused(r#"(module (func (param externref)))"#, "reference types");
        refused(
            r#"(module (func (result i32 i32) i32.const 1 i32.const 2))"#,
            "multi-value",
        );
        refused(r#"(module (func (param v128)))"#, "SIMD");
        refused(r#"(module (func (export "f") (param i64)))"#, "function f");
        refused(
            r#"(module (import "m" "g" (func (result i64))))"#,
            "function g",
        );
    }

    #[test]
    fn bindings_get_the_names_of_their_module() {
        let names = Names {
            imports: vec![("./x_bg.js".into(), "__wbg_key_76".into(), "b".into())],
            exports: vec![("memory".into(), "c".into())],
        };
        let bindings = r#"a = { __wbg_key_76: function() {} }; b = { "./x_bg.js": a }; wasm.memory; wasm.key; memory"#;
        let short = r#"a = { b: function() {} }; b = { "a": a }; wasm.c; wasm.key; memory"#;
        assert_eq!(renamed(bindings, &names).unwrap(), short);
        assert!(renamed(&bindings.replace("key_76", "key_77"), &names).is_err());
        assert!(renamed(&bindings.replace("./x_bg.js", "./y_bg.js"), &names).is_err());
    }

    #[test]
    fn another_wasm2js_is_noticed() {
        let script =
            r#"function instantiate(info) { newHEAP8.set(HEAP8); ({ "grow": {}, "buffer": {} }) }"#;
        assert!(as_module(script).unwrap().starts_with("export function"));
        assert!(as_module(&script.replace("buffer", "bytes")).is_err());
        assert!(as_module("function instantiate(info) { }").is_err());
        assert!(as_module(&format!("'use asm'; {script}")).is_err());
    }
}
