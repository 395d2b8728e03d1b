// A phone in the browser: messages of the carrier become the page, and what the person does becomes messages.

import * as captions from "./captions.js";
import { IDLE, after, hears, isOn, isTalk } from "./call.js";
import { showCall, showConnection, showNumbers, showTime } from "./face.js";
import { makeKeypad, pressByName } from "./keypad.js";
import { $ } from "./page.js";
import { connect } from "./socket.js";
import * as sound from "./sound.js";
import * as texts from "./texts.js";
import * as trace from "./trace.js";
import * as voice from "./live.js";
import { changeLanguage, dress, words } from "./words.js";

let call = IDLE;
let keyed = "";
let hello = { numbers: [], speech: true };
let connection = "connecting";

const line = connect({ hear, listen: voice.hearFrame, change: (state) => { connection = state; showConnection(state); draw(); } });

function hear(message) {
  const was = call;
  call = after(call, message, performance.now());
  switch (message.event) {
    case "hello": greeted(message, was); break;
    case "dialled": case "incoming": if (!isOn(was)) begin(); break;
    case "sound": playSound(message); break;
    case "stop": hush(); break;
    case "busy": $("alert").textContent = words(`busy_${message.why}`, message); break;
    case "muted": $("alert").textContent = ""; break;
    case "text": texts.add({ ...message, mine: message.from === hello.number }); break;
    case "digits": case "speech": case "request": keyed = ""; break;
  }
  captions.hear(message);
  trace.add(message);
  if (was.stage !== call.stage && !isOn(call)) { hush(); voice.closeMicrophone(); }
  draw();
}

function greeted(message, was) {
  hello = message;
  if (message.at != null && was.stage === "ended") line.say({ do: "hangup" });
  else if (message.at != null) { begin(); captions.hear({ event: "resumed" }); }
  else if (isOn(was)) captions.hear({ event: "ended", by: "away" });
}

function begin() {
  captions.clear();
  trace.clear();
  keyed = "";
  $("alert").textContent = "";
}

async function playSound({ wav, ms }) {
  captions.follow(ms);
  if (wav && !(await sound.play(wav))) $("alert").textContent = words("blocked");
}

function hush() {
  sound.stop();
  captions.stop();
}

function draw() {
  const at = document.activeElement;
  showNumbers(hello.numbers, $("number").value.trim(), dial);
  showCall(call, { hello, keyed, microphone: voice.isMicrophoneOpen(), online: connection === "connected" });
  if (at.closest("[hidden], :disabled")) $(call.stage === "incoming" ? "phone" : "keypad").focus();
  sound.ring(call.stage);
}

// What the person does

function dial(number) {
  if (isOn(call) || !number || connection !== "connected") return;
  $("number").value = number;
  // Until the carrier says the same: who presses twice calls once.
  hear({ event: "dialled", to: number });
  line.say({ do: "dial", to: number });
  $("keypad").focus();
}

function press(key) {
  sound.pressKey(key);
  if (isOn(call)) {
    if (hears(call, "dtmf")) hush();
    keyed += key;
    line.say({ do: "key", key });
  } else $("number").value += key;
  draw();
}

/** The number that is typed; without one, the only one there is. */
function wanted() {
  return $("number").value.trim() || (hello.numbers.length === 1 ? hello.numbers[0].number : "");
}

/** Changes the number by a key that no call can hear. */
function edit(key) {
  if (isOn(call)) return;
  $("number").value = key === "+" ? $("number").value + key : $("number").value.slice(0, -1);
  draw();
}

function say() {
  const text = $("words").value.trim();
  if (!isOn(call) || !text || connection !== "connected") return;
  if (call.muted) { hear({ event: "busy", why: "muted" }); return; }
  $("words").value = "";
  if (hears(call, "speech")) hush();
  line.say({ do: "say", text });
}

function answer() {
  if (call.stage === "incoming" && connection === "connected") line.say({ do: "answer" });
  $("keypad").focus();
}

function endCall() {
  if (!isOn(call)) return;
  // The carrier is told when it is there again.
  if (connection !== "connected") hear({ event: "ended", by: "caller" });
  else line.say({ do: call.stage === "incoming" ? "refuse" : "hangup" });
}

function mute() {
  if (isOn(call) && connection === "connected") line.say({ do: "mute", on: !call.muted });
}

async function switchMicrophone() {
  if (voice.isMicrophoneOpen()) voice.closeMicrophone();
  else await voice.openMicrophone((frame) => isTalk(call) && !call.muted && line.speak(frame)).catch((error) => {
    $("alert").textContent = words("microphone_refused", { why: error.message });
  });
  draw();
}

function show(tab) {
  for (const other of document.querySelectorAll("[role=tab]")) {
    other.setAttribute("aria-selected", other === tab);
    other.tabIndex = other === tab ? 0 : -1;
    $(other.getAttribute("aria-controls")).hidden = other !== tab;
  }
  if (tab === $("tab-texts")) texts.read();
}

function typed(event) {
  const isWriting = event.target.matches("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || $("shortcuts").open) return;
  if (event.key === "Escape") endCall();
  else if (isWriting) return;
  else if (event.key === "Enter") {
    if (event.target.matches("button, summary")) return;
    if (call.stage === "incoming") answer();
    else dial(wanted());
  }
  else if (event.key === "+" || event.key === "Backspace") edit(event.key);
  else if (event.key === "s" || event.key === "S") $("words").focus();
  else if (event.key === "m" || event.key === "M") mute();
  else if (event.key === "?") $("shortcuts").showModal();
  else if (!pressByName(event.key)) return;
  event.preventDefault();
}

function drawAll() {
  dress();
  showConnection(connection);
  captions.redraw();
  texts.redraw();
  trace.redraw();
  draw();
}

makeKeypad(press);
const submitted = (act) => (event) => { event.preventDefault(); act(); };
$("dial").onsubmit = submitted(() => dial(wanted()));
$("say").onsubmit = submitted(say);
$("write").onsubmit = submitted(() => {
  const to = $("text-to").value.trim(), body = $("text-body").value.trim();
  if (!to || !body || connection !== "connected") return;
  line.say({ do: "text", to, body });
  $("text-body").value = "";
});
$("number").oninput = draw;
$("erase").onclick = () => { $("number").value = ""; draw(); $("number").focus(); };
$("answer").onclick = answer;
$("refuse").onclick = $("hangup").onclick = endCall;
$("mute").onclick = mute;
$("microphone").onclick = switchMicrophone;
$("language").onclick = () => { changeLanguage(); drawAll(); };
$("help").onclick = () => $("shortcuts").showModal();
$("clear").onclick = trace.clear;
$("copy").onclick = async () => {
  await navigator.clipboard.writeText(trace.asLines());
  $("copy").textContent = words("copied");
  setTimeout(() => { $("copy").textContent = words("copy"); }, 1500);
};
$("kinds").onchange = $("filter").oninput = trace.filter;
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.onclick = () => show(tab);
  tab.onkeydown = (event) => {
    if (!event.key.startsWith("Arrow")) return;
    const other = tab.nextElementSibling ?? tab.previousElementSibling;
    show(other);
    other.focus();
  };
}
document.addEventListener("keydown", typed);
setInterval(() => showTime(call), 500);
drawAll();
