// Loosens the browser's own types for what tests do: what a page holds is looked for by its
// words and ids, so what kind of element is found is for the test to know.

interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): any;
}
interface Element {
  closest(selectors: string): any;
  shadowRoot: any;
}
interface Document {
  getElementById(id: string): any;
}
interface DocumentFragment {
  getElementById(id: string): any;
}
interface DocumentOrShadowRoot {
  activeElement: any;
}
interface Window {
  [name: string]: any;
}
interface EventTarget {
  [name: string]: any;
}
interface Event {
  [name: string]: any;
}
declare module "axe-core/axe.min.js" {
  const axe: { source: string };
  export default axe;
}
declare var testFile: string | undefined;
declare var took: ((file: string, milliseconds: number) => void) | undefined;
declare interface CustomElementConstructor {
  [name: string]: any;
}
/** What widget.mjs puts into a page, to look things up by. */
declare var accessible: any;
