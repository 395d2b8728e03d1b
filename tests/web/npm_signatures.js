// Makes npm_signatures.json: what npm's twilio signs. Run in a folder of its own:
//   npm install twilio && node npm_signatures.js > npm_signatures.json
const { getExpectedTwilioSignature } = require("twilio/lib/webhooks/webhooks");

const call = { CallSid: "CA1234567890ABCDE", From: "+14158675310", To: "+18005551212" };
const cases = [
  ["/voice/incoming", call],
  ["/voice/turn?n=1", { ...call, Digits: "1" }],
  ["/voice/turn?n=1", { ...call, SpeechResult: "我要退款", Confidence: "0.93" }],
  ["/voice/turn?n=1&e=%E4%BD%99%E9%A2%9D", { ...call, Digits: "" }],
  ["/voice/turn?n=1&e=%e4%bd%99%20+x", { ...call, a: " 1 ", Z: "2", b: "=&+%" }],
  ["/voice/queue/left?n=2&e=refund.zh.abc", { ...call, QueueResult: "bridged", CallerName: "王小姐 😀" }],
  ["/voice/incoming?CallSid=CA1&From=%2B14158675310&SpeechResult=%E9%80%80%E6%AC%BE", {}],
];
const vectors = cases.map(([path, form]) => ({
  path, form, signature: getExpectedTwilioSignature("0123456789abcdef", "https://hotline.example" + path, form),
}));
console.log(JSON.stringify({ twilio: require("twilio/package.json").version, vectors }, null, 1));
