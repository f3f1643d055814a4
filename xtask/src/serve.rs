//! The widget on this machine while it is worked on: shown first, everything else later,
//! and anew whenever code, a script, a style or the content is saved. Must not know how a
//! part is made, nor how a pack is read.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use guidance_core::content::{self, packed};

use crate::artifacts::Profile;
use crate::artifacts::quick::Quick;
use crate::run::{Seconds, Tools, ended, root, step, try_turn};
use crate::{check, setup, styles};

/// The pack as it was saved last, and what changes whenever the page has to be loaded anew.
const PACK: &str = "preview.json";
const RELOAD: &str = "reload.txt";
/// Loads the page again when something has changed. The answers are in its address.
const SCRIPT: &str = r#"<script>
  let before;
  const look = async () => {
    const answer = await fetch("reload.txt", { cache: "no-store" }).catch(() => {});
    if (!answer?.ok) return;
    const now = await answer.text();
    if (before !== undefined && now !== before) location.reload();
    before = now;
  };
  look();
  setInterval(look, 200);
</script>
"#;

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(200);

/// What a saved file can be, by where it is.
const RUST: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "core/Cargo.toml",
    "core/src",
    "packs",
    "src",
    ".cargo",
    "styles/letter.css",
];
const SCRIPTS: [&str; 2] = ["src/element.js", "src/element"];
const STYLES: [&str; 1] = ["styles"];
const PAGE: [&str; 1] = ["index.html"];

/// Serves until it is stopped with Ctrl+C.
pub fn serve(port: u16, pack: Option<PathBuf>) -> Result<()> {
    let shipped = pack.is_none();
    let pack = pack.unwrap_or_else(check::shipped);
    // Said before the build, not after minutes of it.
    if let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        let other = if port == 8080 { 8081 } else { 8080 };
        bail!(
            "Port {port} cannot be used ({error}). Stop what uses it, or choose another: `cargo xtask serve --port {other}`."
        );
    }
    let (_turn, free) = try_turn(&root().join("target"), "serve")?;
    if !free {
        bail!(
            "`cargo xtask serve` is running in this checkout already. Use its page, or stop it with Ctrl+C."
        );
    }
    let began = Instant::now();
    let tools = setup::node()?;
    let quick = Quick::new(tools.clone(), root().join("target/serve"))?;
    let shown = Shown::new(quick, pack, shipped);
    // As they are before anything is made of them: what is saved meanwhile is seen.
    let mut saved = Saved::now();

    let left = Left::new(&[
        "npm packages",
        "styles",
        "the widget compiled",
        "its script",
    ]);
    thread::scope(|scope| {
        let styles = scope.spawn(|| {
            setup::npm()?;
            left.done("npm packages");
            styles::compile(&tools, Profile::Quick)?;
            left.done("styles");
            anyhow::Ok(())
        });
        setup::wasm_target()?;
        let compiled = step("Compile the widget", || shown.quick.compile())?;
        left.done("the widget compiled");
        ended(styles)?;
        step("The widget's bindings", || shown.quick.bind(&compiled))?;
        step("The widget's script", || shown.quick.script())
    })?;
    if !shipped {
        step("The reader of packs", || shown.read_packs())?;
    }
    shown.follow_pack()?;
    shown.reload()?;
    let mut server = Server::start(&tools, shown.quick.folder(), port)?;
    println!(
        "\n✓ http://127.0.0.1:{port}/ is there, after {}. It shows {}, and whatever you save (Ctrl+C stops it)\n",
        Seconds(began.elapsed()),
        shown.pack.display()
    );
    thread::scope(|scope| {
        scope.spawn(|| shown.make_the_rest());
        let result = shown.follow(&mut saved, &tools, &mut server);
        shown.over.store(true, Ordering::Relaxed);
        result
    })
}

/// What has to be done before the page is there, for people.
struct Left(Mutex<Vec<&'static str>>);

impl Left {
    fn new(all: &[&'static str]) -> Self {
        println!("Left until the page is there: {}", all.join(", "));
        Self(Mutex::new(all.to_vec()))
    }

    fn done(&self, what: &str) {
        if let Ok(mut left) = self.0.lock() {
            left.retain(|it| *it != what);
            println!("  done: {what}; left: {}", left.join(", "));
        }
    }
}

/// What the page shows, and what of it is still to be made.
struct Shown {
    quick: Quick,
    pack: PathBuf,
    /// Whether the pack is the one that is built in.
    shipped: bool,
    /// What the page last showed of the pack.
    texts: Mutex<String>,
    /// Whether the reader of packs is of the same code as the widget.
    can_read: AtomicBool,
    /// Counts what was compiled, for what is made of it later.
    compiled: AtomicU64,
    /// Serving has ended.
    over: AtomicBool,
}

impl Shown {
    fn new(quick: Quick, pack: PathBuf, shipped: bool) -> Self {
        Self {
            quick,
            pack,
            shipped,
            texts: Mutex::default(),
            can_read: AtomicBool::new(false),
            compiled: AtomicU64::new(1),
            over: AtomicBool::new(false),
        }
    }

    /// Makes anew what was saved, until the server stops.
    fn follow(&self, saved: &mut Saved, tools: &Tools, server: &mut Server) -> Result<()> {
        loop {
            server.check()?;
            let now = Saved::now();
            let what = saved.differs_from(&now);
            *saved = now;
            // What cannot be made has been told, and the page stays as it is.
            if let Err(error) = self.make(what, tools) {
                eprintln!("\n✗ {error:#}\n  The page still shows what was there before.\n");
            }
            if self.can_read.load(Ordering::Relaxed) && self.follow_pack()? {
                self.reload()?;
            }
            thread::sleep(PAUSE);
        }
    }

    fn make(&self, what: Changed, tools: &Tools) -> Result<()> {
        if what == Changed::default() {
            return Ok(());
        }
        if what.rust {
            let compiled = step("Compile the widget", || self.quick.compile())?;
            step("The widget's bindings", || self.quick.bind(&compiled))?;
            // A pack that the last reader has read might mean something else to this widget.
            self.can_read.store(false, Ordering::Relaxed);
            if !self.shipped {
                step("The reader of packs", || self.read_packs())?;
            }
            self.compiled.fetch_add(1, Ordering::Relaxed);
        }
        if what.styles {
            styles::compile(tools, Profile::Quick)?;
        }
        step("The widget's script", || self.quick.script())?;
        self.follow_pack()?;
        self.reload()
    }

    /// After the widget is seen, and after it was compiled anew: what it prints, and the
    /// reader, so that the content is shown as it is saved.
    fn make_the_rest(&self) {
        let mut made = 0;
        while !self.over.load(Ordering::Relaxed) {
            let compiled = self.compiled.load(Ordering::Relaxed);
            if made == compiled {
                thread::sleep(PAUSE);
                continue;
            }
            // Who saves, saves again soon, and what is compiled here would stand in the way.
            if made > 0 && !self.stays(compiled) {
                continue;
            }
            made = compiled;
            let rest = step("The guidance for the page, and the first screen", || {
                self.quick.print()
            })
            .and_then(|()| step("The reader of packs", || self.quick.reader()));
            match rest {
                // What was compiled meanwhile has its turn next.
                Ok(()) if self.compiled.load(Ordering::Relaxed) == made => {
                    self.can_read.store(true, Ordering::Relaxed);
                    println!(
                        "✓ Everything is made: what you save of {} is seen at once",
                        self.pack.display()
                    );
                }
                Ok(()) => {}
                Err(error) => {
                    eprintln!("\n✗ {error:#}\n  The page works, but does not follow the content.\n")
                }
            }
        }
    }

    /// Whether nothing is compiled anew for a while.
    fn stays(&self, compiled: u64) -> bool {
        (0..25).all(|_| {
            thread::sleep(PAUSE);
            self.compiled.load(Ordering::Relaxed) == compiled && !self.over.load(Ordering::Relaxed)
        })
    }

    fn read_packs(&self) -> Result<()> {
        self.quick.reader()?;
        self.can_read.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Writes the page, and the pack as it is now where it can be read; whether it is
    /// another pack than before.
    fn follow_pack(&self) -> Result<bool> {
        let can_read = self.can_read.load(Ordering::Relaxed);
        let page = self.quick.page()?;
        self.keep("index.html", &following(&page, can_read))?;
        // A file that cannot be read is missing, which the page then says.
        let texts = packed::pack(&content::read(&self.pack).unwrap_or_default())?;
        if can_read {
            self.keep(PACK, &texts)?;
        }
        let Ok(mut before) = self.texts.lock() else {
            return Ok(false);
        };
        let differs = !before.is_empty() && *before != texts;
        if can_read || before.is_empty() {
            *before = texts;
        }
        Ok(differs)
    }

    fn reload(&self) -> Result<()> {
        let now = std::time::SystemTime::now();
        self.keep(RELOAD, &format!("{now:?}"))
    }

    /// Writes a file, if it is not there or holds something else.
    fn keep(&self, name: &str, text: &str) -> Result<()> {
        let file = self.quick.folder().join(name);
        if fs::read_to_string(&file).is_ok_and(|before| before == text) {
            return Ok(());
        }
        fs::write(&file, text).with_context(|| {
            format!(
                "cannot write {}. Check the disk and try again",
                file.display()
            )
        })
    }
}

/// The page, looking for what is new, and with the pack beside it where it can be read.
fn following(page: &str, can_read: bool) -> String {
    let page = page.replacen("</title>", &format!("</title>\n{SCRIPT}"), 1);
    if can_read {
        let widget = format!("<guidance-widget pack=\"{PACK}\" ");
        page.replacen("<guidance-widget ", &widget, 1)
    } else {
        page
    }
}

/// How files are, kind by kind: as a number that is another one when one of them is.
struct Saved {
    rust: u64,
    scripts: u64,
    styles: u64,
    page: u64,
}

/// Which kinds of files are another.
#[derive(Default, PartialEq)]
struct Changed {
    rust: bool,
    scripts: bool,
    styles: bool,
    page: bool,
}

impl Saved {
    fn now() -> Self {
        let rust = |name: &str| !name.ends_with(".js") && !name.ends_with(".json");
        Self {
            rust: state(&RUST, rust),
            scripts: state(&SCRIPTS, |_| true),
            styles: state(&STYLES, |_| true),
            page: state(&PAGE, |_| true),
        }
    }

    fn differs_from(&self, other: &Self) -> Changed {
        Changed {
            rust: self.rust != other.rust,
            scripts: self.scripts != other.scripts,
            styles: self.styles != other.styles,
            page: self.page != other.page,
        }
    }
}

/// The names, times and lengths of the files at these places whose names are wanted.
fn state(places: &[&str], wanted: impl Fn(&str) -> bool) -> u64 {
    fn visit(place: &Path, wanted: &dyn Fn(&str) -> bool, into: &mut DefaultHasher) {
        if let Ok(entries) = fs::read_dir(place) {
            let mut paths: Vec<_> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
            paths.sort();
            paths.iter().for_each(|path| visit(path, wanted, into));
        } else if wanted(&place.to_string_lossy()) {
            let about = fs::metadata(place).ok();
            place.hash(into);
            about.map(|it| (it.modified().ok(), it.len())).hash(into);
        }
    }
    let mut hasher = DefaultHasher::new();
    for place in places {
        visit(&root().join(place), &wanted, &mut hasher);
    }
    hasher.finish()
}

/// esbuild's own server, ended with this value.
struct Server(Child);

impl Server {
    fn start(tools: &Tools, folder: &Path, port: u16) -> Result<Self> {
        let mut esbuild = tools.command("node");
        esbuild.arg("node_modules/esbuild/bin/esbuild");
        esbuild.arg(format!("--servedir={}", folder.display()));
        esbuild.args([&format!("--serve=127.0.0.1:{port}"), "--log-level=error"]);
        // It stops when its input ends, so also when this program is killed.
        let child = esbuild.stdin(Stdio::piped()).spawn();
        let mut server = Self(
            child.context("esbuild's server did not start. Remove node_modules and try again")?,
        );
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            server.check()?;
            thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Fails if it has stopped.
    fn check(&mut self) -> Result<()> {
        match self
            .0
            .try_wait()
            .context("lost track of the server. Try again")?
        {
            Some(status) => bail!("The server stopped ({status}). The reason is above."),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_follows_names_the_pack_and_looks_for_what_is_new_first() {
        let page = following(include_str!("../../index.html"), true);
        let widget = page.find(&format!("<guidance-widget pack=\"{PACK}\" standalone>"));
        let look = page.find(&format!("fetch(\"{RELOAD}\""));
        assert!(widget.is_some() && look.is_some());
        assert!(
            look < page.find("guidance-widget.module.js"),
            "the widget would look first"
        );
        let without = following(include_str!("../../index.html"), false);
        assert!(without.contains("<guidance-widget standalone>"));
    }

    #[test]
    fn a_file_that_was_saved_is_seen_and_is_of_one_kind() {
        let folder = root().join("target/serve-test");
        fs::create_dir_all(&folder).unwrap();
        let place = ["target/serve-test"];
        fs::write(folder.join("a.rs"), "one").unwrap();
        let before = state(&place, |_| true);
        assert_eq!(before, state(&place, |_| true));
        fs::write(folder.join("a.rs"), "three").unwrap();
        assert_ne!(before, state(&place, |_| true));
        assert_eq!(state(&place, |_| false), state(&place, |_| false));
    }
}
