// What the page knows of its call: a value that each message turns into the next. Nothing here touches the page.

/** `listening` is the Gather that waits for keys or words, if one does; `zero` when the call began, by performance.now(). */
export const IDLE = Object.freeze({
  stage: "idle", other: "", place: "", zero: null, listening: null, voice: "", prompts: [], ended: null, muted: false, problems: 0,
});

const CALLING = { ...IDLE, stage: "calling" };
const OVER = new Set(["idle", "ended"]);

export const isOn = (call) => !OVER.has(call.stage);
export const isTalk = (call) => call.stage === "talk" || call.stage === "room";
/** Tells whether the leg would take keys ("dtmf") or words ("speech") now. */
export const hears = (call, kind) => call.listening?.input.split(" ").includes(kind) ?? false;

/** Gives the call after one message; `now` is performance.now(). */
export function after(call, message, now) {
  const next = step(call, message);
  if (next.zero === null && message.at !== undefined && isOn(next)) return { ...next, zero: now - message.at * 1000 };
  return next;
}

function step(call, message) {
  switch (message.event) {
    case "hello":
      if (message.at != null) return CALLING;
      return isOn(call) ? { ...call, stage: "ended", listening: null, ended: { by: "away" } } : call;
    case "dialled": return { ...(isOn(call) ? call : CALLING), other: message.to };
    case "incoming": return { ...(isOn(call) ? call : IDLE), stage: "incoming", other: message.from };
    case "busy": return call.stage === "calling" ? IDLE : call;
    case "muted": return { ...call, muted: message.on };
    case "ringing": return call.stage === "calling" ? { ...call, stage: "ringing" } : call;
    case "answered": return { ...call, stage: "open" };
    case "gather": return { ...call, stage: settled(call), listening: message, prompts: [] };
    case "say": return { ...call, stage: settled(call), prompts: [...call.prompts, message.text] };
    case "play": return { ...call, stage: settled(call) };
    case "digits": case "speech": return { ...call, listening: null };
    case "request": return moved(call, message.params);
    case "enqueue": return { ...call, stage: "queue", place: message.queue };
    case "dial": return { ...call, stage: "dialling", place: message.targets.join(", ") };
    case "talk": return call.stage === "room" ? call : { ...call, stage: "talk", place: message.with, listening: null };
    case "joined": return { ...call, stage: "room", place: message.room, listening: null };
    case "left": return { ...call, stage: "open", place: "" };
    case "remark": case "error": return { ...call, problems: call.problems + 1 };
    case "ended": return { ...call, stage: "ended", listening: null, ended: message };
    default: return call;
  }
}

/** An application that speaks has answered. */
function settled(call) {
  return call.stage === "calling" || call.stage === "ringing" ? "open" : call.stage;
}

/** A leg that tells how its queue or its dialled call went is back at its document. */
function moved(call, params) {
  const isBack = "QueueResult" in params || "DialCallStatus" in params;
  return { ...call, listening: null, prompts: [], ...(isBack ? { stage: "open", place: "" } : {}) };
}
