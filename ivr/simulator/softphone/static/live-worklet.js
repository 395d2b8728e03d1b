// Between the sound card's rate and the line's: PCM16 at 8 kHz, 160 samples in a frame of 20 ms.

const LINE_RATE = 8000, FRAME = 160;
/** Frames that may wait to be played: what comes later than this is a delay nobody wants in a talk. */
const MOST_WAITING = 25;

class Microphone extends AudioWorkletProcessor {
  frame = new Int16Array(FRAME);
  filled = 0;
  sum = 0;
  count = 0;
  due = 0;

  process([[samples]]) {
    for (const sample of samples ?? []) {
      this.sum += sample;
      this.count += 1;
      this.due += LINE_RATE;
      if (this.due >= sampleRate) this.take();
    }
    return true;
  }

  /** One sample of the line is the mean of the card's samples since the last. */
  take() {
    this.frame[this.filled++] = Math.max(-1, Math.min(1, this.sum / this.count)) * 32767;
    this.sum = this.count = 0;
    this.due -= sampleRate;
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

class Speaker extends AudioWorkletProcessor {
  waiting = [];
  at = 0;
  before = 0;
  after = 0;
  phase = 1;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      this.waiting.push(data);
      if (this.waiting.length > MOST_WAITING) this.waiting.splice(0, this.waiting.length - MOST_WAITING);
    };
  }

  process(_, [[out]]) {
    for (let i = 0; i < out.length; i++) {
      while (this.phase >= 1) this.step();
      out[i] = this.before + (this.after - this.before) * this.phase;
      this.phase += LINE_RATE / sampleRate;
    }
    return true;
  }

  step() {
    this.phase -= 1;
    this.before = this.after;
    this.after = this.waiting.length ? this.waiting[0][this.at++] / 32768 : 0;
    if (this.waiting.length && this.at >= this.waiting[0].length) {
      this.waiting.shift();
      this.at = 0;
    }
  }
}

registerProcessor("microphone", Microphone);
registerProcessor("speaker", Speaker);
