//! The built page on this machine, rebuilt when a file changes. Must not know
//! how the page is built.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{build, setup};

/// Serves until it is stopped with Ctrl+C.
pub fn serve(port: u16) -> Result<()> {
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
    println!("\n✓ The widget is at http://127.0.0.1:{port}/ (Ctrl+C stops it)\n");
    let status = trunk.wait().context("lost track of Trunk. Try again")?;
    if !status.success() {
        bail!("Trunk stopped ({status}). The reason is above.");
    }
    Ok(())
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
