//! The bytes of a file → its text: UTF-8 with plain line feeds, however an editor has saved
//! it. Must not know what stands there.

/// Why bytes are no text that is read, for people: a reason and what to do.
pub struct NotText {
    /// The line, counted from 1, where it can be told.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: &'static str,
}

/// What to do about it.
pub const SAVE_AS: &str = "Save the file as UTF-8: in Notepad with Save as, Encoding UTF-8; \
                           in other editors under the file's encoding.";

/// The text of a file. Windows line endings become plain ones, and a byte order mark, which
/// only says how the rest is encoded, goes.
///
/// # Errors
/// The bytes are not UTF-8.
pub fn text(bytes: &[u8]) -> Result<String, NotText> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    // Without its mark, half of the bytes of plain words are nothing.
    if utf16 || bytes.iter().take(64).any(|byte| *byte == 0) {
        return Err(NotText {
            line: None,
            reason: "is saved as UTF-16 (“Unicode” in some editors), not as UTF-8.",
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(plain(text)),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            Err(NotText {
                line: Some(1 + before.iter().filter(|byte| **byte == b'\n').count()),
                reason: "has a character here that is saved as ANSI (Windows-1252), not as UTF-8.",
            })
        }
    }
}

/// The same of what is text already.
pub fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8], line: Option<usize>, reason: &str) {
        let error = text(bytes).err().unwrap();
        assert_eq!(error.line, line);
        assert!(error.reason.contains(reason), "{}", error.reason);
    }

    #[test]
    fn the_same_words_are_the_same_text_however_they_were_saved() {
        for saved in [
            "£ one\ntwo\n",
            "£ one\r\ntwo\r\n",
            "\u{feff}£ one\r\ntwo\n",
            "£ one\rtwo\r",
        ] {
            assert_eq!(text(saved.as_bytes()).ok().unwrap(), "£ one\ntwo\n");
        }
    }

    #[test]
    fn other_encodings_are_named() {
        refused(b"one\ntwo \xa3 three\n", Some(2), "ANSI");
        refused(b"\xff\xfea\0b\0", None, "UTF-16");
        refused(b"\xfe\xff\0a\0b", None, "UTF-16");
        refused(b"a\0b\0", None, "UTF-16");
    }
}
