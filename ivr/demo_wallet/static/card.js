// One account: what stops it, its money, and what was done to it.

import { el } from "./element.js";
import { language, say } from "./words.js";

const COFFEE = 1200;
const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;
const time = (at) => at.slice(5, 16).replace("T", " ");
const pair = (name, value) => [el("dt", {}, say(name)), el("dd", {}, value)];

export function card(account, send) {
  const answer = el("p", { className: "answer", role: "status" });
  const pay = async () => {
    const said = await send("payments", { account: account.id });
    document.querySelector(`[data-account="${account.id}"] .answer`).textContent = say(said.error?.code ?? "paid_now");
  };
  return el(
    "article",
    { data: { state: account.state, account: account.id } },
    el("h3", {}, account.name, el("small", {}, account.phone)),
    el("p", { className: "soft" }, account.note[language().slice(0, 2)]),
    tags(account),
    el(
      "dl",
      {},
      ...pair("free", yuan(account.free.amount)),
      ...(account.held.amount ? pair("held", yuan(account.held.amount)) : []),
      ...pair("document", account.id_last4 ?? say("none")),
      ...pair("devices", String(account.devices)),
    ),
    el("button", { type: "button", onclick: pay, data: { focus: "pay" } }, say("pay", { amount: yuan(COFFEE) })),
    answer,
    part("deeds", account.deeds, (each) => `${time(each.at)} ${say(each.deed)} ${each.reference} ${each.about} · ${say(each.status)}`),
    part("orders", account.orders, (each) => order(each, send)),
    part("refunds", account.refunds, (each) => `${each.id} · ${each.order} ${each.merchant} ${yuan(each.amount.amount)} · ${say(each.state)} · ${each.way === "card" ? `${say("card")} ${each.card}` : say("free")}`),
    part("transactions", account.transactions, (each) => `${each.number} · ${time(each.at)} ${say(each.direction)} ${each.counterparty} ${yuan(each.amount.amount)} · ${say(each.status)}`),
  );
}

function tags(account) {
  const more = ["theft_report", "login_locked"].filter((name) => account[name]);
  const of = (name) => el("span", { className: name }, say(name));
  return el("p", { className: "tags" }, of(account.state), ...more.map(of), account.age === "senior" ? of("senior") : null);
}

function part(name, items, shown) {
  if (!items.length) return null;
  const list = el("ul", {}, ...items.map((each) => el("li", {}, shown(each))));
  return el("details", { data: { part: name } }, el("summary", { data: { focus: name } }, say(name, { count: items.length })), list);
}

function order(each, send) {
  const why = each.failure ? `（${say(each.failure)}）` : "";
  const line = `${each.number} · ${time(each.at)} ${each.merchant} ${yuan(each.amount.amount)} · ${say(each.state)}${why}`;
  if (each.retry !== "waiting") return line;
  const ends = { retry_pay: "paid", retry_refuse: "failed balance", retry_expire: "expired" };
  const buttons = Object.entries(ends).map(([name, end]) =>
    el("button", { type: "button", data: { focus: each.number + name }, onclick: () => send("retries", { order: each.number, ends: end }) }, say(name)),
  );
  return el("div", {}, line, el("br"), say("retry_waits"), " ", ...buttons.flatMap((button) => [button, " "]));
}
