// What this phone sounds like: the prompt the carrier names, the tones of its keys, and its ringing.

import { audio } from "./live.js";
import { $ } from "./page.js";

/** The two tones of each key, in hertz (ITU-T Q.23). */
const LOW = [697, 770, 852, 941], HIGH = [1209, 1336, 1477];
const KEYS = "123456789*0#";
/** A ring and its echo at the caller's end: 450 Hz, one second in five, as in mainland China (ITU-T E.180). */
const RING_HERTZ = 450, RING_SECONDS = 1, RING_EVERY = 5;
const KEY_SECONDS = 0.12;

let ringing, rung;

/** Plays a prompt from its start; resolves to false when the browser does not let it sound. */
export function play(url) {
  $("prompt").src = url;
  return $("prompt").play().then(() => true, (error) => error.name !== "NotAllowedError");
}

export function stop() {
  $("prompt").pause();
}

export function pressKey(key) {
  const place = KEYS.indexOf(key);
  tones([LOW[Math.floor(place / 3)], HIGH[place % 3]], KEY_SECONDS, 0.08);
}

/** Rings, or stops ringing: "incoming" is louder than the "ringing" that a caller hears. */
export function ring(stage) {
  if (stage === rung) return;
  rung = stage;
  clearInterval(ringing);
  if (stage !== "incoming" && stage !== "ringing") return;
  const once = () => tones([RING_HERTZ], RING_SECONDS, stage === "incoming" ? 0.12 : 0.05);
  once();
  ringing = setInterval(once, RING_EVERY * 1000);
}

function tones(hertz, seconds, loudness) {
  const out = audio();
  if (out.state !== "running") return;
  const gain = new GainNode(out, { gain: loudness });
  gain.connect(out.destination);
  gain.gain.setTargetAtTime(0, out.currentTime + seconds - 0.02, 0.005);
  for (const frequency of hertz) {
    const tone = new OscillatorNode(out, { frequency });
    tone.connect(gain);
    tone.start();
    tone.stop(out.currentTime + seconds);
  }
}
