// Texts in and out, as one thread.

import { $, addAndFollow, make } from "./page.js";
import { words } from "./words.js";

let texts = [];
let unread = 0;

/** Adds a text that came, or that went out from here (`mine`). */
export function add({ mine, from, to, body }) {
  texts.push({ mine, other: mine ? to : from, body });
  if (!mine && !$("text-to").value) $("text-to").value = from;
  if ($("texts").hidden && !mine) unread += 1;
  count();
  if (texts.length === 1) redraw();
  else addAndFollow($("thread"), drawn(texts.at(-1)));
}

export function read() {
  unread = 0;
  count();
}

export function redraw() {
  const nothing = make("p", { className: "nothing" }, words("no_texts"));
  $("thread").replaceChildren(...(texts.length ? texts.map(drawn) : [nothing]));
}

function count() {
  $("unread").hidden = unread === 0;
  $("unread").textContent = unread;
}

function drawn({ mine, other, body }) {
  return make("p", { className: mine ? "you" : "voice" }, make("small", {}, other), make("span", {}, body));
}
