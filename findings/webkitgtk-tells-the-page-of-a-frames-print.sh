#!/usr/bin/env bash
# WebKitGTK 2.50.6 (Debian 12, WebKit2 4.1): `frame.contentWindow.print()` sends `beforeprint` to
# the window of the page, never to that of the frame that is printed, and `afterprint` to both,
# after `print()` has returned. Chromium and Firefox send both to the frame's window, before it
# returns. Whoever prints a frame and learns from its `beforeprint` whether the browser allowed it
# hears nothing here, and takes the frame out too early.
#
# Prints what was heard when `print()` returned, and two seconds later. Seen:
#   when print() returned: page beforeprint
#   later: page beforeprint, page afterprint, frame afterprint
# Fails if it changes. A remedy: listen on both windows, and keep the frame until `afterprint`.
# Needs python3-gi, gir1.2-webkit2-4.1 and xvfb of Debian; nothing is loaded, and it prints to a
# file of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > print.py <<'PY'
import pathlib
import gi
gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2

PAGE = "<!doctype html><p>page</p><iframe></iframe>"
PRINT = """window.heard = [];
const frame = document.querySelector("iframe").contentWindow;
for (const [name, it] of Object.entries({ page: window, frame }))
  for (const type of ["beforeprint", "afterprint"])
    it.addEventListener(type, () => heard.push(name + " " + type));
frame.print();
heard.join(", ")"""
window, view = Gtk.Window(), WebKit2.WebView()
window.add(view)
window.show_all()

def look(script, what, then):
    def told(view, result):
        print(f"{what}: {view.evaluate_javascript_finish(result).to_string()}", flush=True)
        then()
    view.evaluate_javascript(script, -1, None, None, None, told)

def later():
    look('heard.join(", ")', "later", Gtk.main_quit)
    return False

def to_a_file(_, operation):
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, pathlib.Path("out.pdf").resolve().as_uri())
    operation.set_print_settings(settings)
    operation.print_()
    return True

def changed(_, event):
    if event == WebKit2.LoadEvent.FINISHED:
        look(PRINT, "when print() returned", lambda: GLib.timeout_add(2000, later))

view.connect("print", to_a_file)
view.connect("load-changed", changed)
view.load_html(PAGE, "http://127.0.0.1/")
GLib.timeout_add_seconds(60, Gtk.main_quit)
Gtk.main()
PY
# As root, WebKit's own sandbox does not start.
export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 WEBKIT_DISABLE_COMPOSITING_MODE=1
timeout --signal=KILL 120 xvfb-run --auto-servernum /usr/bin/python3 print.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
when print() returned: page beforeprint
later: page beforeprint, page afterprint, frame afterprint
SEEN
echo "seen as described"
