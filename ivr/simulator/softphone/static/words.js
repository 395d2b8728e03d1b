// Every word this page shows, Chinese first, then English; {name} stands for what is filled in.

const WORDS = {
  title: ["模拟电话", "Simulated phone"],
  other_language: ["English", "中文"],
  own_number: ["本机号码", "Your number"],
  phone: ["电话", "Phone"],
  beside: ["通话详情", "Call details"],
  connecting: ["正在连接…", "Connecting…"],
  connected: ["已连接", "Connected"],
  lost: ["连接已断开，正在重新连接…", "Connection lost, trying again…"],
  silent: ["没有语音，请看字幕", "There is no voice here: read the captions"],
  silent_help: [
    "在服务器上安装 espeak-ng（Debian：apt-get install espeak-ng），重新启动后即可听到声音。",
    "To hear it, install espeak-ng on the server (Debian: apt-get install espeak-ng) and start it again.",
  ],
  blocked: ["按任意键后，浏览器才会播放声音。", "The browser plays no sound until you press a key here."],

  busy_not_now: ["现在不能这样做", "This phone cannot do that now"],
  busy_muted: ["您已静音：取消静音后才能说话", "You are muted: unmute to speak"],
  busy_speaking: ["上一句还没有说完，请稍候", "Your last words are not spoken yet: wait a moment"],
  busy_taken: ["号码 {wanted} 不能使用，本机号码是 {number}", "{wanted} cannot be had; this phone is {number}"],

  number: ["号码", "Number"],
  number_hint: ["输入号码", "Enter a number"],
  numbers: ["可以拨打的号码", "Numbers that answer here"],
  erase: ["清除号码", "Clear the number"],
  call: ["拨打", "Call"],
  hangup: ["挂断", "Hang up"],
  answer: ["接听", "Answer"],
  refuse: ["拒接", "Refuse"],
  mute: ["静音", "Mute"],
  microphone: ["麦克风", "Microphone"],
  microphone_refused: ["无法使用麦克风：{why}", "The microphone cannot be used: {why}"],
  keypad: ["拨号键盘", "Keypad"],
  captions: ["字幕", "Captions"],
  no_captions: ["通话内容会显示在这里", "What is said will be read here"],
  say: ["说", "Say"],
  say_hint: ["用文字代替说话", "Type what you would say"],

  idle: ["可以拨号", "Ready to dial"],
  calling: ["正在拨打…", "Calling…"],
  ringing: ["正在响铃…", "Ringing…"],
  incoming: ["来电", "Incoming call"],
  incoming_from: ["{from} 来电", "Incoming call from {from}"],
  open: ["通话中", "Connected"],
  queue: ["正在排队（{place}）", "Waiting in the queue {place}"],
  dialling: ["正在转接 {place}…", "Being put through to {place}…"],
  talk: ["正在与 {place} 通话", "Talking with {place}"],
  room: ["在会议室 {place} 中", "In the room {place}"],
  offline: ["线路已断开", "The line is down"],
  ended: ["通话已结束", "Call ended"],
  ended_app: ["通话已结束：对方挂断", "Call ended: the other side hung up"],
  ended_caller: ["通话已结束：您已挂断", "Call ended: you hung up"],
  ended_document: ["通话已结束：应用没有更多指令", "Call ended: the application had nothing more to do"],
  ended_error: ["通话因故障结束", "Call ended by a fault"],
  ended_away: ["页面断开期间，通话已结束", "The call ended while this page was away"],
  resumed: ["已重新连接，通话仍在继续", "Back again: the call goes on"],

  wants_keys: ["请按键", "Press keys"],
  wants_key: ["请按一个键", "Press a key"],
  wants_digits: ["请按{count}位数字", "Press {count} digits"],
  wants_words: ["请说话", "Speak"],
  wants_either: ["{keys}，或直接说", "{keys}, or speak"],
  until_key: ["，按 {key} 结束", ", then {key}"],
  nothing_asked: ["现在不等待输入", "Nothing is asked at the moment"],

  played: ["播放 {url}", "Plays {url}"],
  keys: ["按键 {keys}", "Keys {keys}"],
  recorded: ["已录音 {seconds} 秒", "Recorded {seconds} s"],
  joined: ["进入会议室 {room}", "Entered the room {room}"],
  left: ["离开会议室 {room}", "Left the room {room}"],
  text: ["短信，{from} 至 {to}：{body}", "Text, {from} to {to}: {body}"],

  trace: ["通话记录", "Trace"],
  texts: ["短信", "Texts"],
  no_texts: ["还没有短信", "No texts yet"],
  no_events: ["拨打电话后，这里会显示每一次请求", "Each request of a call will be shown here"],
  question: ["正在等待", "Waiting for"],
  show: ["显示", "Show"],
  show_all: ["全部", "Everything"],
  show_requests: ["请求", "Requests"],
  show_problems: ["提示与错误", "Remarks and errors"],
  filter: ["筛选", "Filter"],
  copy: ["复制 JSON", "Copy JSON"],
  copied: ["已复制", "Copied"],
  clear: ["清空", "Clear"],
  no_answer: ["无应答", "no answer"],

  event_answered: ["已接通", "answered"],
  event_dial: ["转接", "dial"],
  event_digits: ["按键", "digits"],
  event_ended: ["已结束", "ended"],
  event_enqueue: ["排队", "enqueue"],
  event_error: ["错误", "error"],
  event_gather: ["等待输入", "gather"],
  event_heard: ["听到", "heard"],
  event_joined: ["进入会议室", "joined"],
  event_left: ["离开会议室", "left"],
  event_listening: ["正在听", "listening"],
  event_play: ["播放", "play"],
  event_record: ["录音", "record"],
  event_remark: ["提示", "remark"],
  event_request: ["请求", "request"],
  event_ringing: ["响铃", "ringing"],
  event_say: ["朗读", "say"],
  event_sms: ["发送短信", "sms"],
  event_speech: ["语音", "speech"],
  event_stop: ["停止播放", "stop"],
  event_talk: ["通话", "talk"],
  event_text: ["短信", "text"],

  text_to: ["发送至", "To"],
  text_body: ["内容", "Text"],
  send: ["发送", "Send"],

  shortcuts: ["快捷键", "Shortcuts"],
  key_digits: ["按下拨号键", "press keys"],
  key_enter: ["拨打或接听", "call, or answer"],
  key_escape: ["挂断或拒接", "hang up, or refuse"],
  key_say: ["输入要说的话", "type what you would say"],
  key_mute: ["静音或取消静音", "mute, or speak again"],
  key_number: ["补上 +，或删除最后一位", "add the +, or take back the last digit"],
  key_help: ["显示本页", "show this list"],
  close: ["关闭", "Close"],
};

const KEPT = "phone-language";
const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(KEPT) ?? navigator.language;
let column = asked.startsWith("zh") ? 0 : 1;

/** Gives the words for a name, with what is filled in. */
export function words(name, filled = {}) {
  return WORDS[name][column].replace(/\{(\w+)\}/g, (_, key) => filled[key] ?? "");
}

/** Puts all fixed words of the page in their places. */
export function dress() {
  document.documentElement.lang = column === 0 ? "zh-CN" : "en";
  document.title = words("title");
  for (const element of document.querySelectorAll("[data-words]")) element.textContent = words(element.dataset.words);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = words(element.dataset.hint);
}

export function changeLanguage() {
  column = 1 - column;
  localStorage.setItem(KEPT, column === 0 ? "zh" : "en");
  dress();
}
