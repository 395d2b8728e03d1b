// Live voice: frames of 20 ms that come are played; the microphone's go out once the person has asked for that.

import { audio } from "./sound.js";

let speaker, microphone, loading;

/** Plays one frame of PCM16 at 8 kHz. */
export async function hearFrame(frame) {
  await ready();
  if (!speaker) {
    speaker = new AudioWorkletNode(audio(), "speaker", { numberOfInputs: 0 });
    speaker.connect(audio().destination);
  }
  speaker.port.postMessage(frame, [frame.buffer]);
}

/** Asks for the microphone and hands every frame of it to `send`; throws what the browser says against it. */
export async function openMicrophone(send) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  await ready();
  const source = audio().createMediaStreamSource(stream);
  const frames = new AudioWorkletNode(audio(), "microphone", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
  frames.port.onmessage = ({ data }) => send(data);
  source.connect(frames);
  microphone = { stream, source };
}

export function closeMicrophone() {
  microphone?.source.disconnect();
  microphone?.stream.getTracks().forEach((track) => track.stop());
  microphone = undefined;
}

export const isMicrophoneOpen = () => microphone !== undefined;

function ready() {
  loading ??= audio().audioWorklet.addModule(new URL("voice-worklet.js", import.meta.url));
  return loading;
}
