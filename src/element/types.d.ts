// What a build puts beside the scripts, for the type check. The shapes are those of the
// functions that src/element.rs and packs/ export.

declare const VERSION: string;

declare module "engine/bindings.js" {
  export function initSync(given: { module: object }): object;
  export const content: any;
  export const create: any;
  export const mount: any;
  export const reset: any;
  export const shipped: any;
  export const unmount: any;
  export const update: any;
  export function read(json: string): Uint8Array;
}
declare module "engine/module.wasm" {
  const base64: string;
  export default base64;
}
declare module "engine/compatibility.js" {
  export function instantiate(imports: object): object;
}
declare module "engine/first-screen.json" {
  const screen: unknown[];
  export default screen;
}
declare module "widget.css" {
  const text: string;
  export default text;
}
