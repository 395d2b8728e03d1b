// Live voice: frames of 20 ms that come are played; the microphone's go out once the person has asked for that.

let context, speaker, microphone, loading;

/** Gives the page's audio context; a browser lets it sound once the person has pressed something. */
export function audio() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
  return context;
}

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
  loading ??= audio().audioWorklet.addModule(new URL("live-worklet.js", import.meta.url));
  return loading;
}
