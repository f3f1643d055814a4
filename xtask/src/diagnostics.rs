//! Problems of a pack, drawn for people (the line with what is wrong marked) and listed
//! for programs. Must not know how a problem is found.
//!
//! annotate-snippets draws them: the crate that rustc and cargo draw theirs with,
//! maintained by the Rust project, without a derive or an error trait of its own.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use guidance_core::content::{Problem, Severity, Texts};
use serde_json::{Value, json};

/// A problem with its line of the file, what is wrong there, and what to do.
pub fn drawn(problem: &Problem, texts: &Texts, folder: &str, styled: bool) -> String {
    let title = format!("{} {}", problem.id, problem.reason);
    let title = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
    .primary_title(title)
    .id(problem.kind.name());
    let path = format!("{folder}/{}", problem.file);
    let help = Level::HELP.message(problem.suggestion.as_str());
    let source = texts.get(&problem.file);
    let group = match (&problem.place, source) {
        (Some(place), Some(source)) => title.element(
            Snippet::source(source.as_str())
                .path(path)
                .annotation(AnnotationKind::Primary.span(place.bytes.clone())),
        ),
        (Some(place), None) => title.element(Origin::path(path).line(place.line)),
        _ => title.element(Origin::path(path)),
    };
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[group.element(help)])
}

/// A problem for programs: an object with `kind`, `severity` ("error" or "warning"),
/// `file`, `line` and `column` (counted from 1, in characters; null where it is nowhere
/// in the file), `id`, `reason` and `suggestion`.
pub fn listed(problem: &Problem) -> Value {
    json!({
        "kind": problem.kind.name(),
        "severity": problem.severity().name(),
        "file": problem.file,
        "line": problem.place.as_ref().map(|it| it.line),
        "column": problem.place.as_ref().map(|it| it.column),
        "id": problem.id,
        "reason": problem.reason,
        "suggestion": problem.suggestion,
    })
}
