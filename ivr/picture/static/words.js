// The page's own words. What callers hear comes with the drawing, by language.
const WORDS = {
  en: {
    all: "All menus", find: "Search: name, option, sentence", fit: "Fit", smaller: "Smaller", larger: "Larger", print: "Print", other: "中文",
    picture: "The picture", panel: "About what is chosen", nodes: n => n === 1 ? "1 node" : `${n} nodes`,
    start: "calls begin here", way: "The way here from the main menu", here: "You are at the main menu.", by_itself: "goes on by itself", no_way: "No choice of the caller leads here.",
    said: "What is heard", ways: "Where it leads", came: "Who leads here", problems: "Problems", open: "open in editor", everywhere: "Keys alive everywhere here",
    everywhere_all: "Keys alive everywhere", endings: "How calls end, and what it takes", takes: "What it takes to come here", forced: "The longest that must be listened to here: ", quickest: "The quickest call, by keys; a wait for a person is not counted.", cost: ({seconds, presses}) => `${Math.round(seconds)} s, ${presses} ${presses === 1 ? "key" : "keys"}`, help: "Press a key, as a caller would, to follow it. / searches, Esc goes back.", nothing: "Nothing found",
    also: "also to", ending: "after the answer", again: "asks again", when: "if",
    do: {back: "back", repeat: "hear again", again: "ask again", text: "text message", up: "related questions", next: "next", keep: "keep, next"},
    why: {goto: "then", else: "otherwise", give_up: "no answer", empty: "has none", none: "none there", bridged: "after the talk", closed: "closed", full: "full", failed: "failed", speech: "in own words"},
    kind: {menu: "menu", collect: "entry", list: "list", record: "recording", say: "message", choose: "rule", action: "action", call: "sub-flow", return: "return", queue: "queue", end: "end"},
    ends: {person: "a person", callback: "callback", voicemail: "message", goodbye: "goodbye", silent: "silent caller"},
  },
  zh: {
    all: "全部菜单", find: "搜索：名称、选项、语句", fit: "适合窗口", smaller: "缩小", larger: "放大", print: "打印", other: "English",
    picture: "菜单图", panel: "选中内容的说明", nodes: n => `${n}个节点`,
    start: "来电从这里开始", way: "从主菜单怎么走", here: "这里就是主菜单。", by_itself: "自动继续", no_way: "来电人按键到不了这里。",
    said: "听到的话", ways: "通向哪里", came: "从哪里来", problems: "问题", open: "在编辑器打开", everywhere: "这里随时有效的按键",
    everywhere_all: "随时有效的按键", endings: "通话怎样结束，要多久", takes: "到这里要多久", forced: "这里最长必须听完：", quickest: "按键最快的一通电话，不算等人工的时间。", cost: ({seconds, presses}) => `${Math.round(seconds)}秒，${presses}键`, help: "像来电人一样按键就能跟着走。按/搜索，按Esc返回。", nothing: "没有找到",
    also: "还通到", ending: "答复之后", again: "再问一次", when: "条件",
    do: {back: "返回", repeat: "重听", again: "再问一次", text: "发短信", up: "相关问题", next: "下一条", keep: "记下，下一条"},
    why: {goto: "然后", else: "否则", give_up: "没有回应", empty: "没有号码", none: "没有内容", bridged: "通话之后", closed: "非服务时间", full: "排队已满", failed: "没有接通", speech: "用自己的话说"},
    kind: {menu: "菜单", collect: "输入", list: "逐条", record: "录音", say: "播报", choose: "判断", action: "操作", call: "子流程", return: "返回", queue: "排队", end: "结束"},
    ends: {person: "人工", callback: "回电", voicemail: "留言", goodbye: "再见", silent: "没有声音"},
  },
};
let language = (navigator.languages ?? []).some(each => each.startsWith("zh")) ? "zh" : "en";
const words = () => WORDS[language];
// A text of the menus in the page's language, or in the first that has it.
const told = texts => texts[language] ?? Object.values(texts)[0] ?? "";

function fill() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const each of document.querySelectorAll("[data-words]")) each.textContent = words()[each.dataset.words];
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", words()[each.dataset.label]);
  for (const each of document.querySelectorAll("[data-hint]")) each.placeholder = words()[each.dataset.hint];
  document.getElementById("language").textContent = words().other;
}
