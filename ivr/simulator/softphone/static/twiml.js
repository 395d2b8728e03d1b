// TwiML made readable: one element a line, names and values marked. What is no XML is shown as it came.

import { make } from "./page.js";

const LONG = 60;

/** Gives the lines of a document as nodes. */
export function pretty(text) {
  const document = new DOMParser().parseFromString(text, "application/xml");
  if (document.querySelector("parsererror")) return [text];
  return lines(document.documentElement, "");
}

function lines(element, indent) {
  const name = make("b", {}, element.tagName);
  const attributes = [...element.attributes].flatMap(({ name, value }) => [` ${name}=`, shown(value)]);
  const open = [`${indent}<`, name, ...attributes];
  const elements = [...element.children];
  const words = element.textContent.trim();
  if (elements.length) {
    const inside = elements.flatMap((child) => lines(child, `${indent}  `));
    return [...open, ">\n", ...inside, `${indent}</`, name.cloneNode(true), ">\n"];
  }
  if (words) return [...open, ">", make("span", {}, words), "</", name.cloneNode(true), ">\n"];
  return [...open, "/>\n"];
}

/** A long list of hints would hide the rest; under the pointer or the Tab key it is shown whole. */
function shown(value) {
  return make("i", value.length > LONG ? { className: "long", tabIndex: 0 } : {}, `"${value}"`);
}
