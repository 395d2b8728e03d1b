// The trace: everything the carrier told this page of its call, requests with their form and TwiML, and what went wrong.

import { $, addAndFollow, clockTime, make } from "./page.js";
import { pretty } from "./twiml.js";
import { words } from "./words.js";

const MOST = 2000;
const MARKS = {
  request: "⇄", say: "♪", play: "♪", gather: "?", digits: "›", speech: "›", record: "●", dial: "→", enqueue: "→", talk: "→", heard: "♪",
  text: "✉", remark: "!", error: "!", ended: "■",
};
const PROBLEMS = new Set(["remark", "error"]);
let events = [];

export function add(event) {
  if (!("leg" in event)) return;
  events.push(event);
  if (events.length > MOST) {
    events.shift();
    $("events").firstElementChild.remove();
  }
  if (events.length === 1) redraw();
  else addAndFollow($("events"), row(event));
}

export function clear() {
  events = [];
  redraw();
}

export function redraw() {
  const nothing = make("li", { className: "nothing" }, words("no_events"));
  $("events").replaceChildren(...(events.length ? events.map(row) : [nothing]));
}

/** Shows only what fits the filter. */
export function filter() {
  [...$("events").children].forEach((line, place) => events[place] && (line.hidden = !fits(events[place])));
}

/** Gives what is shown as JSON lines, as `--json` prints them. */
export function asLines() {
  return events.filter(fits).map((event) => JSON.stringify(event) + "\n").join("");
}

function fits(event) {
  const kind = $("kinds").value, part = $("filter").value.toLowerCase();
  const isKind = kind === "all" || event.event === kind || (kind === "problem" && isProblem(event));
  return isKind && JSON.stringify(event).toLowerCase().includes(part);
}

function isProblem(event) {
  return PROBLEMS.has(event.event) || (event.event === "request" && (event.status === 0 || event.status >= 400));
}

function row(event) {
  const line = make("li", { dataset: { event: event.event }, hidden: !fits(event) });
  if (isProblem(event)) line.classList.add("problem");
  const head = [make("time", {}, time(event.at)), make("span", { className: "mark", ariaHidden: "true" }, MARKS[event.event] ?? "·")];
  if (event.event === "request") line.append(request(event, head));
  else line.append(...head, make("span", { className: "what" }, `${words(`event_${event.event}`)} `, make("span", {}, summary(event))));
  return line;
}

function request(event, head) {
  const { pathname, search } = new URL(event.url, location.href);
  const status = make("b", { className: "status" }, event.status || words("no_answer"));
  const what = make("span", { className: "what" }, `${event.method} ${pathname}${search} `, status);
  const form = Object.entries(event.params).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  return make(
    "details", { ontoggle: ({ target }) => target.open && target.scrollIntoView({ block: "start" }) },
    make("summary", {}, ...head, what, make("span", { className: "ms" }, `${event.ms} ms`)),
    event.twiml ? make("pre", {}, ...pretty(event.twiml)) : null,
    make("dl", {}, ...form),
  );
}

function summary(event) {
  if (event.event === "error") return `${event.code} ${event.severity}: ${event.message}`;
  return Object.entries(event)
    .filter(([name, value]) => !["at", "leg", "event", "voice"].includes(name) && value !== "" && value !== null)
    .map(([name, value]) => (name === "text" ? value : `${name} ${value}`))
    .join(" · ");
}

function time(at) {
  return `${clockTime(at)}.${Math.floor(Math.round(at * 100) / 10) % 10}`;
}
