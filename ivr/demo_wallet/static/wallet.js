// Looks at the wallet every second, and draws anew what has changed.

import { card } from "./card.js";
import { el } from "./element.js";
import { language, next, say, sayService, speak } from "./words.js";

const at = (id) => document.getElementById(id);
const FAULTS = ["slow 2.9", "slow 3.1", "never", "500", "garbage", "twice", "lost"];
const SERVICES = ["payments", "transfers", "top_up", "withdrawal", "sign_in", "refunds"];
const drawn = new Map();
const known = new Set();
let told = null;

async function send(path, body = {}) {
  const answer = await fetch(`demo/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const said = await answer.json();
  await look();
  return said;
}

async function look() {
  try {
    told = await (await fetch("demo/state")).json();
    at("connection").textContent = "";
    draw();
  } catch {
    at("connection").textContent = say("lost");
  }
}

function draw() {
  at("now").textContent = told.now.slice(0, 19).replace("T", " ");
  for (const account of told.accounts) drawAccount(account);
  drawNews();
  const faults = told.faults.map((each) =>
    el("li", {}, `${each.operation}: ${each.fault} `, el("button", { onclick: () => send("faults", { operation: each.operation, fault: "" }) }, say("mend"))),
  );
  put(at("broken"), faults);
  put(at("down"), told.incidents.map((each) => el("li", {}, `${sayService(each.service)} ${say("until", { time: each.until.slice(11, 16) })}`)));
}

function put(list, items) {
  const now = items.map((item) => item.textContent).join();
  if (list.dataset.now === now) return;
  list.dataset.now = now;
  list.replaceChildren(...items);
}

function drawAccount(account) {
  const json = JSON.stringify(account);
  const old = drawn.get(account.id);
  if (old?.json === json && old.language === language()) return;
  const made = card(account, send);
  if (old) carryOver(old.made, made);
  else at("accounts").append(made);
  if (old && old.json !== json) made.classList.add("changed");
  drawn.set(account.id, { json, made, language: language() });
}

// What a person has opened, read and reached stays so.
function carryOver(old, made) {
  for (const part of old.querySelectorAll("details[open]")) made.querySelector(`[data-part="${part.dataset.part}"]`)?.setAttribute("open", "");
  made.querySelector(".answer").textContent = old.querySelector(".answer").textContent;
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  old.replaceWith(made);
  if (focused) made.querySelector(`[data-focus="${focused}"]`)?.focus();
}

function drawNews() {
  const all = told.accounts.flatMap((account) => account.deeds.map((deed) => ({ ...deed, name: account.name })));
  const first = !known.size;
  for (const deed of all.sort((one, other) => one.reference - other.reference)) {
    if (known.has(deed.reference)) continue;
    known.add(deed.reference);
    const line = () => `${deed.at.slice(11, 19)} ${deed.name} ${say(deed.deed)} ${deed.reference}`;
    if (!first || deed.status === "done") at("news").prepend(el("li", { line }, line()));
  }
}

function options(select, values, shown = (value) => value) {
  select.replaceChildren(...values.map((value) => el("option", { value }, shown(value))));
}

function drawAll() {
  speak();
  at("language").textContent = say("other_language");
  at("language").lang = language() === "en" ? "zh-CN" : "en";
  for (const item of at("news").children) item.textContent = item.line();
  options(at("incidents").service, SERVICES, sayService);
  options(at("faults").fault, FAULTS);
  if (told) {
    options(at("faults").operation, told.operations);
    draw();
  }
}

at("language").onclick = () => {
  next();
  drawAll();
};
function on(form, act) {
  at(form).onsubmit = (event) => {
    event.preventDefault();
    act(Object.fromEntries(new FormData(event.target)));
  };
}
on("clock", ({ at: time }) => send("clock", { at: `${time}+08:00` }));
on("faults", ({ operation, fault, once }) => send("faults", { operation, fault, times: once ? 1 : null }));
on("incidents", ({ service, minutes }) => {
  const until = new Date(new Date(told.now).getTime() + minutes * 60000);
  return send("incidents", { service, until: until.toISOString() });
});
on("reset", async () => {
  known.clear();
  at("news").replaceChildren();
  await send("reset");
});

await look();
drawAll();
setInterval(look, 1000);
