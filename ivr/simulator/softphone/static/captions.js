// The captions: what was said on both sides, the line that is spoken now marked clause by clause.

import { $, addAndFollow, make } from "./page.js";
import { words } from "./words.js";

const CLAUSE = /[^，。！？；：、,.!?;:]+[，。！？；：、,.!?;:]*\s*/g;
let heard = [];
let timers = [];

/** Shows a message if it is one that people hear, say or should know. */
export function hear(message) {
  const line = lineOf(message);
  if (!line) return;
  heard.push(message);
  if (heard.length === 1) $("captions").replaceChildren();
  if (line.who === "voice") stop();
  addAndFollow($("captions"), drawn(line));
}

/** Marks the last line's clauses in turn for so long as the carrier says the sound lasts; 0 is until it says so. */
export function follow(milliseconds) {
  stop();
  const line = $("captions").querySelector(".voice:last-of-type");
  if (!line) return;
  const clauses = [...line.children];
  const letters = clauses.reduce((sum, clause) => sum + clause.textContent.length, 0);
  line.classList.add("now");
  if (!milliseconds) return;
  let at = 0;
  for (const clause of clauses) {
    timers.push(setTimeout(mark, at, clause));
    at += (milliseconds * clause.textContent.length) / letters;
  }
  timers.push(setTimeout(stop, milliseconds));
}

/** No line is being spoken any more. */
export function stop() {
  timers.forEach(clearTimeout);
  timers = [];
  for (const marked of $("captions").querySelectorAll(".now")) marked.classList.remove("now");
}

export function clear() {
  stop();
  heard = [];
  redraw();
}

/** Shows all lines anew, in the page's language. */
export function redraw() {
  const nothing = make("p", { className: "nothing" }, words("no_captions"));
  $("captions").replaceChildren(...(heard.length ? heard.map((message) => drawn(lineOf(message))) : [nothing]));
}

function mark(clause) {
  for (const other of clause.parentElement.children) other.classList.toggle("now", other === clause);
}

function drawn({ who, text, lang }) {
  const line = make("p", { className: who });
  if (lang) line.lang = lang;
  const clauses = who === "voice" ? (text.match(CLAUSE) ?? [text]) : [text];
  line.append(...clauses.map((clause) => make("span", {}, clause)));
  return line;
}

function lineOf(message) {
  switch (message.event) {
    case "say": return { who: "voice", text: message.text, lang: message.language };
    case "play": return { who: "voice", text: words("played", { url: message.url.split("/").pop() }) };
    case "digits": return { who: "you", text: words("keys", message) };
    case "heard": return { who: "other", text: `${message.by}: ${message.text}` };
    case "speech": case "said": return { who: "you", text: message.text };
    case "record": return { who: "you", text: words("recorded", message) };
    case "enqueue": return { who: "note", text: words("queue", { place: message.queue }) };
    case "dial": return { who: "note", text: words("dialling", { place: message.targets.join(", ") }) };
    case "talk": return { who: "note", text: words("talk", { place: message.with }) };
    case "joined": case "left": return { who: "note", text: words(message.event, message) };
    case "text": return { who: "note", text: words("text", message) };
    case "resumed": return { who: "note", text: words("resumed") };
    case "ended": return { who: "note end", text: words(`ended_${message.by}`) };
    default: return null;
  }
}
