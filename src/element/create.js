// Makes elements whatever the page has named: a form or an image that is called
// createElement stands before the document's own. Must not know what they are for.

import { documentType } from "./natives.js";

export function create(tag) {
  return documentType().createElement.call(document, tag);
}
