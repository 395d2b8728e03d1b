// The twelve keys, under a finger or on the keyboard.

import { $, make } from "./page.js";

const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const KEYS = [..."123456789*0#"];
const PRESSED_MS = 150;

/** Makes the keys; `press` is called with each one that is pressed. */
export function makeKeypad(press) {
  for (const key of KEYS) {
    const face = make("button", { type: "button", dataset: { key } }, make("b", {}, key), make("small", {}, LETTERS[key] ?? ""));
    face.onclick = () => pressed(face, press);
    $("keypad").append(face);
  }
}

/** Presses a key as if by finger; false when there is no such key. */
export function pressByName(key) {
  if (!KEYS.includes(key)) return false;
  $("keypad").querySelector(`[data-key="${key}"]`).click();
  return true;
}

function pressed(face, press) {
  face.classList.add("pressed");
  setTimeout(() => face.classList.remove("pressed"), PRESSED_MS);
  press(face.dataset.key);
}
