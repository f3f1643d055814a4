// The module out of the text in which a script carries it, when it is needed and not
// before. Must not know what it is.

/** @param {string} text in base64 */
export function bytes(text) {
  const raw = atob(text);
  const made = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) made[at] = raw.charCodeAt(at);
  return made;
}
