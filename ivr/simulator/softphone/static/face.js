// The phone's face: what it shows of the call, in words.

import { hears, isOn, isTalk } from "./call.js";
import { $, clockTime, make } from "./page.js";
import { words } from "./words.js";

/** What does nothing without a carrier. */
const ONLINE = "#numbers button, #keypad button, #call, #answer, #mute, #microphone, :is(#say, #write) [type=submit]";

export function showConnection(state) {
  $("connection").textContent = words(state);
  $("connection").className = state;
}

/** Lists the numbers that applications answer, so far as they fit what is typed; one press dials. */
export function showNumbers(numbers, typed, dial) {
  const fitting = numbers.filter(({ number, name }) => number !== typed && `${name} ${number}`.includes(typed));
  const shown = JSON.stringify(fitting);
  if ($("numbers").dataset.shown === shown) return;
  $("numbers").dataset.shown = shown;
  $("numbers").replaceChildren(...fitting.map(({ number, name }) => {
    const button = make("button", { type: "button" }, make("b", {}, name), make("span", {}, number));
    button.onclick = () => dial(number);
    return make("li", {}, button);
  }));
}

export function showCall(call, { hello, keyed, microphone, online }) {
  const on = isOn(call), rings = call.stage === "incoming";
  $("phone").dataset.stage = call.stage;
  $("own").textContent = hello.number ?? "…";
  $("silent").hidden = hello.speech;
  show("dial numbers", !on);
  show("captions asking keypad", !rings);
  show("call", !on);
  show("hangup", on && !rings);
  show("answer refuse", rings);
  show("mute", on && !rings);
  show("say", on && !rings);
  show("microphone", isTalk(call));
  show("line", call.stage !== "idle");
  press("mute", call.muted);
  press("microphone", microphone);
  put("other", nameOf(call.other, hello.numbers));
  put("stage", online || !isOn(call) ? stageWords(call) : words("offline"));
  put("rings", rings ? words("incoming_from", { from: call.other }) : "");
  put("wanted", call.listening ? wantedWords(call) : "");
  put("keyed", keyed);
  put("asked", call.listening ? wantedWords(call) : words("nothing_asked"));
  put("prompts", call.listening ? call.prompts.join(" ") : "");
  put("problems", String(call.problems));
  $("problems").hidden = call.problems === 0;
  $("language").textContent = words("other_language");
  for (const control of document.querySelectorAll(ONLINE)) control.disabled = !online;
  showTime(call);
}

export function showTime(call) {
  const seconds = call.ended ? call.ended.seconds : (performance.now() - call.zero) / 1000;
  put("timer", call.zero === null || call.stage === "incoming" || seconds === undefined ? "" : clockTime(seconds));
}

/** Only what changed is put, so that a screen reader says it once. */
function put(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

function show(ids, isShown) {
  for (const id of ids.split(" ")) $(id).hidden = !isShown;
}

function press(id, isPressed) {
  $(id).setAttribute("aria-pressed", isPressed);
}

function nameOf(number, numbers) {
  const known = numbers.find((one) => one.number === number);
  return known ? `${known.name} ${number}` : number;
}

function stageWords({ stage, place, ended }) {
  return words(stage === "ended" ? `ended_${ended.by}` : stage, { place });
}

function wantedWords(call) {
  const { num_digits, finish_on_key } = call.listening;
  if (!hears(call, "dtmf")) return words("wants_words");
  const count = num_digits === 1 ? "wants_key" : num_digits ? "wants_digits" : "wants_keys";
  const until = num_digits !== 1 && finish_on_key ? words("until_key", { key: finish_on_key }) : "";
  const keys = words(count, { count: num_digits }) + until;
  return hears(call, "speech") ? words("wants_either", { keys }) : keys;
}
