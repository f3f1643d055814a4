//! The built page on this machine, rebuilt when code or styles change, and a copy of it
//! that follows the content files without a build. Must not know how the page is built,
//! nor how a pack is read.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use guidance_core::content::{self, packed};

use crate::{build, check, setup};

/// Names of what is put beside the built page.
const PAGE: &str = "preview.html";
const PACK: &str = "preview.json";
/// Loads the page again when the pack has changed. The answers are in its address. Looks
/// for the first time before the widget does, so that it misses no change, and keeps what
/// it finds for the widget: the server tells changes of one second apart by nothing.
const SCRIPT: &str = r#"<script>
  let before;
  const look = async () => {
    const answer = await fetch("preview.json", { cache: "reload" }).catch(() => {});
    if (!answer?.ok) return;
    const now = await answer.text();
    if (before !== undefined && now !== before) location.reload();
    before = now;
  };
  look();
  setInterval(look, 300);
</script>
"#;

/// Serves until it is stopped with Ctrl+C.
pub fn serve(port: u16, pack: Option<PathBuf>) -> Result<()> {
    let pack = pack.unwrap_or_else(check::shipped);
    // Said before the build, not after minutes of it.
    if let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        let other = if port == 8080 { 8081 } else { 8080 };
        bail!(
            "Port {port} cannot be used ({error}). Stop what uses it, or choose another: `cargo xtask serve --port {other}`."
        );
    }
    let tools = setup::build()?;
    forget_last_build()?;
    println!("→ Build and serve (about 2 minutes the first time)");
    let mut trunk = build::trunk(&tools, "serve");
    let mut trunk = trunk
        .args(["--port", &port.to_string()])
        .spawn()
        .context("Trunk did not start. Try again; if it still fails, remove its folder under guidance-widget-tools in your Cargo home")?;
    loop {
        if let Some(status) = trunk.try_wait().context("lost track of Trunk. Try again")? {
            bail!("Trunk stopped ({status}). The reason is above.");
        }
        match first_line(port) {
            Some(line) if line.contains("200") => break,
            // It answers, but there is no page: the build failed.
            Some(_) => {
                trunk.kill().context("Trunk could not be stopped")?;
                trunk.wait().context("Trunk could not be stopped")?;
                bail!("The page was not built. The reason is above.");
            }
            None => thread::sleep(Duration::from_millis(200)),
        }
    }
    println!(
        "\n✓ http://127.0.0.1:{port}/{PAGE} shows {} as you save it, http://127.0.0.1:{port}/ what was built (Ctrl+C stops it)\n",
        pack.display()
    );
    loop {
        if let Some(status) = trunk.try_wait().context("lost track of Trunk. Try again")? {
            if status.success() {
                return Ok(());
            }
            bail!("Trunk stopped ({status}). The reason is above.");
        }
        follow(&pack)?;
        thread::sleep(Duration::from_millis(200));
    }
}

/// Puts the pack as it is now beside the page, with a page that shows it. A build puts
/// everything else away, so it is looked for each time.
fn follow(pack: &Path) -> Result<()> {
    let Ok(page) = fs::read_to_string(build::dist().join("index.html")) else {
        // A build is being put in place.
        return Ok(());
    };
    keep(PAGE, &following(&page))?;
    // A file that cannot be read is missing, which the page then says.
    let texts = content::read(pack).unwrap_or_default();
    keep(PACK, &packed::pack(&texts)?)
}

/// The page, showing the pack beside it and looking for another one.
fn following(page: &str) -> String {
    let widget = format!("<guidance-widget pack=\"{PACK}\" ");
    page.replace("<guidance-widget ", &widget)
        .replace("</title>", &format!("</title>\n{SCRIPT}"))
}

/// Writes a file beside the page, if it is not there or holds something else.
fn keep(name: &str, text: &str) -> Result<()> {
    let file = build::dist().join(name);
    if fs::read_to_string(&file).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// Trunk serves an earlier build when this one fails; without its page that shows.
fn forget_last_build() -> Result<()> {
    match fs::remove_file(build::dist().join("index.html")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error)
            .context("cannot remove dist/index.html. Close what has it open and try again"),
        _ => Ok(()),
    }
}

/// The status line of the page's answer, once there is one.
fn first_line(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream
        .write_all(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        .ok()?;
    let mut start = [0; 32];
    let length = stream.read(&mut start).ok()?;
    Some(String::from_utf8_lossy(&start[..length]).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_follows_names_the_pack_and_looks_for_it_first() {
        let page = following(include_str!("../../index.html"));
        let widget = page.find(&format!("<guidance-widget pack=\"{PACK}\" standalone>"));
        let look = page.find(&format!("fetch(\"{PACK}\""));
        assert!(widget.is_some() && look.is_some());
        assert!(
            look < page.find("data-trunk"),
            "the widget would look first"
        );
    }
}
