// Twilio's voice SDK, as far as a page needs it that calls a TwiML App, spoken to the carrier that serves this file. Sets Twilio.Device.
// Named and behaving as https://www.twilio.com/docs/voice/sdks/javascript/twiliodevice and .../twiliocall say.

(() => {
  const HOME = document.currentScript.src;
  /** How long a call outlives its connection, and how soon it is tried again; the carrier drops a call after as long. */
  const LOST_MS = 5000, RETRY_MS = 250;
  /** How long a key and the gap behind it last, and the pause that `w` means. */
  const KEY_MS = 230, PAUSE_MS = 500;
  const TOKEN_REFRESH_MS = 10000;
  const EXPIRED = 20104;

  const live = import(new URL("live.js", HOME));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  class Emitter {
    #listeners = [];

    on(name, listener) {
      this.#listeners.push([name, listener]);
      return this;
    }

    off(name, listener) {
      this.#listeners = this.#listeners.filter(([event, known]) => event !== name || known !== listener);
      return this;
    }

    emit(name, ...details) {
      const listeners = this.#listeners.filter(([event]) => event === name);
      for (const [, listener] of listeners) listener(...details);
      return listeners.length > 0;
    }

    removeAllListeners() {
      this.#listeners = [];
      return this;
    }
  }

  class TwilioError extends Error {
    constructor(name, code, message) {
      super(`${name} (${code}): ${message}`);
      this.name = name;
      this.code = code;
    }
  }

  const lost = () => new TwilioError("ConnectionDisconnected", 53001, "The connection to the carrier is lost");
  const named = (name, message) => Object.assign(new Error(message), { name });

  /** A token that will not do has one of two names at Twilio, whatever is wrong with it. */
  function refusal({ code, message }) {
    if (code === EXPIRED) return new TwilioError("AccessTokenExpired", code, message);
    return code < 20200 ? new TwilioError("AccessTokenInvalid", 20101, message) : new TwilioError("ConnectionError", 31005, message);
  }

  class Device extends Emitter {
    #token;
    #refreshMs;
    #expiry;
    #call;
    #isKnown = false;
    #isDestroyed = false;

    constructor(token, options = {}) {
      super();
      this.#refreshMs = options.tokenRefreshMs ?? TOKEN_REFRESH_MS;
      this.updateToken(token);
    }

    async connect({ params = {} } = {}) {
      if (this.#isDestroyed) throw named("InvalidStateError", "Device has been destroyed.");
      if (this.#call) throw named("InvalidStateError", "A Call is already active");
      const call = this.#call = new Call(params, {
        token: () => this.#token,
        over: () => { this.#call = undefined; },
        wrong: (...what) => this.emit("error", ...what),
      });
      await call._open();
      this.#isKnown = true;
      this.#watch();
      return call;
    }

    updateToken(token) {
      if (this.#isDestroyed) throw named("InvalidStateError", 'Attempt to "updateToken" when device is in state "destroyed".');
      if (typeof token !== "string") throw named("InvalidArgumentError", "Parameter \"token\" must be of type \"string\".");
      this.#token = token;
      if (this.#isKnown) this.#watch();
    }

    destroy() {
      this.#call?.disconnect();
      clearTimeout(this.#expiry);
      this.#isDestroyed = true;
      this.removeAllListeners();
    }

    /** As at Twilio nothing is told of a token before a call has been made with it or with one before it. */
    #watch() {
      clearTimeout(this.#expiry);
      const { exp } = JSON.parse(atob(this.#token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
      const wait = Math.max(0, exp * 1000 - Date.now() - this.#refreshMs);
      this.#expiry = setTimeout(() => this.emit("tokenWillExpire", this), wait);
    }
  }

  class Call extends Emitter {
    /** @type {Record<string, string>} */
    parameters = {};
    #params;
    #device;
    #socket;
    #status = "connecting";
    #isMuted = false;
    #prompt = new Audio();
    #keys = Promise.resolve();

    constructor(params, device) {
      super();
      this.#params = params;
      this.#device = device;
    }

    status() {
      return this.#status;
    }

    isMuted() {
      return this.#isMuted;
    }

    mute(shouldMute = true) {
      this.#isMuted = shouldMute;
      this.#say({ do: "mute", on: shouldMute });
    }

    sendDigits(digits) {
      if (/[^0-9*#w]/.test(digits)) throw named("InvalidArgumentError", "Illegal character passed into sendDigits");
      for (const key of digits) {
        this.#keys = this.#keys.then(() => {
          if (key !== "w") this.#say({ do: "key", key });
          return pause(key === "w" ? PAUSE_MS : KEY_MS);
        });
      }
    }

    disconnect() {
      this.#say({ do: "hangup" });
      this.#end();
    }

    /** Makes the call; throws when the carrier cannot be reached or does not take the token. */
    async _open() {
      try {
        await this.#link();
      } catch (error) {
        this.#end();
        this.#device.wrong(error);
        throw error;
      }
      this.#say({ do: "connect", params: this.#params });
      this.#speak();
    }

    /** Resolves to the carrier's greeting; once greeted, a socket that closes is a connection lost. */
    #link() {
      const address = new URL("socket", HOME);
      address.protocol = address.protocol.replace("http", "ws");
      address.searchParams.set("token", this.#device.token());
      if (this.parameters.CallSid) address.searchParams.set("call", this.parameters.CallSid);
      const socket = this.#socket = new WebSocket(address);
      socket.binaryType = "arraybuffer";
      return new Promise((resolve, reject) => {
        socket.onclose = () => reject(lost());
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          if (message.event === "refused") return reject(refusal(message));
          socket.onclose = () => this.#reconnect();
          socket.onmessage = (next) => this.#hear(next.data);
          resolve(message);
        };
      });
    }

    async #reconnect() {
      if (this.#status !== "open") return this.#end();
      this.#status = "reconnecting";
      this.#prompt.pause();
      this.emit("reconnecting", lost());
      const until = performance.now() + LOST_MS;
      let hello;
      do {
        await pause(RETRY_MS);
        if (this.#status === "reconnecting") hello = await this.#link().catch(() => undefined);
      } while (!hello && this.#status === "reconnecting" && performance.now() < until);
      if (!hello?.call) return this.#end();
      this.#status = "open";
      this.mute(this.#isMuted);
      this.emit("reconnected");
    }

    #hear(data) {
      if (data instanceof ArrayBuffer) return live.then(({ hearFrame }) => hearFrame(new Int16Array(data)));
      const message = JSON.parse(data);
      switch (message.event) {
        case "connected": this.parameters.CallSid = message.sid; break;
        case "answered": this.#accept(); break;
        case "sound": this.#play(message.wav); break;
        case "stop": this.#prompt.pause(); break;
        case "refused": this.#fail(refusal(message)); break;
        case "ended": this.#end(); break;
      }
    }

    #accept() {
      if (this.#status !== "connecting") return;
      this.#status = "open";
      this.emit("accept", this);
    }

    /** A browser that will not sound leaves the prompt unheard; the carrier's clock goes on by itself. */
    #play(wav) {
      if (!wav) return;
      this.#prompt.src = new URL(wav, new URL("/", HOME));
      this.#prompt.play().catch(() => undefined);
    }

    async #speak() {
      const { openMicrophone, closeMicrophone } = await live;
      try {
        await openMicrophone((frame) => this.#isMuted || this.#send(frame.buffer));
        if (this.#status === "closed") closeMicrophone();
      } catch (error) {
        const [name, code] = error.name === "NotAllowedError" ? ["PermissionDeniedError", 31401] : ["AcquisitionFailedError", 31402];
        this.#fail(new TwilioError(name, code, error.message));
      }
    }

    #fail(error) {
      this.emit("error", error);
      this.#device.wrong(error, this);
      this.disconnect();
    }

    #end() {
      if (this.#status === "closed") return;
      this.#status = "closed";
      this.#socket.close();
      this.#prompt.pause();
      live.then(({ closeMicrophone }) => closeMicrophone());
      this.#device.over();
      this.emit("disconnect", this);
    }

    #say(deed) {
      this.#send(JSON.stringify(deed));
    }

    #send(data) {
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data);
    }
  }

  window.Twilio = { ...window.Twilio, Device };
})();
