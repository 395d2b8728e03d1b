// Every word this page shows, Chinese first, then English; {name} stands for what is filled in.

const WORDS = {
  title: ["演示钱包", "Demo wallet"],
  other_language: ["English", "中文"],
  clock: ["钱包时间", "Wallet time"],
  lost: ["连接已断开，正在重试…", "Connection lost, trying again…"],
  controls: ["时间、故障和重置", "Clock, faults and reset"],
  set_clock: ["把时间设为", "Let it be"],
  set: ["设定", "Set"],
  operation: ["操作", "Operation"],
  fault: ["故障", "Fault"],
  once: ["只一次", "Only once"],
  break: ["出故障", "Break it"],
  broken: ["现在的故障", "Faults now"],
  mend: ["修好", "Mend"],
  service: ["服务", "Service"],
  minutes: ["分钟", "Minutes"],
  down: ["中断", "Take down"],
  down_now: ["正在中断的服务", "Services down now"],
  until: ["到{time}", "until {time}"],
  reset: ["全部恢复原样", "Put everything back"],
  news: ["刚刚发生", "Just now"],
  accounts: ["账户", "Accounts"],
  invented: ["人物、号码和金额都是虚构的。", "All people, numbers and amounts are invented."],

  document: ["证件后四位", "ID ends in"],
  none: ["没有", "none"],
  free: ["可用余额", "Balance"],
  held: ["冻结金额", "On hold"],
  devices: ["已登录设备", "Devices signed in"],
  pay: ["付{amount}试试", "Try to pay {amount}"],
  paid_now: ["已付款。", "Paid."],
  account_stopped: ["付不了：账户不能使用。", "Refused: the account is stopped."],
  balance_too_low: ["付不了：余额不足。", "Refused: the balance is too low."],
  senior: ["长者", "senior"],
  orders: ["订单（{count}）", "Orders ({count})"],
  refunds: ["退款（{count}）", "Refunds ({count})"],
  transactions: ["交易（{count}）", "Transactions ({count})"],
  deeds: ["办过的事（{count}）", "What was done ({count})"],
  retry_waits: ["等用户在应用里确认：", "Waits for the holder in the app:"],
  retry_pay: ["确认付款", "Confirm"],
  retry_refuse: ["余额不足", "Balance too low"],
  retry_expire: ["过期", "Let it expire"],

  active: ["正常", "active"],
  own_freeze: ["❄ 本人冻结", "❄ frozen by the holder"],
  risk: ["⚠ 风险限制", "⚠ limited: risk"],
  documents: ["⚠ 缺少资料", "⚠ limited: papers"],
  legal: ["⚠ 有权机关冻结", "⚠ frozen: authority"],
  theft_report: ["盗用登记", "theft report"],
  login_locked: ["登录被锁", "sign-in locked"],

  paid: ["已付款", "paid"],
  failed: ["失败", "failed"],
  returning: ["退回中", "returning"],
  processing: ["处理中", "processing"],
  system_fault: ["系统故障", "system fault"],
  refunded: ["已退款", "refunded"],
  expired: ["已过期", "expired"],
  waiting: ["等待", "waiting"],
  balance: ["余额不足", "balance"],
  limit: ["超过限额", "limit"],
  card_expired: ["银行卡过期", "card expired"],
  card_limit: ["银行卡限额", "card limit"],
  merchant: ["商家原因", "merchant"],
  code_expired: ["付款码过期", "pay code expired"],
  network: ["网络", "network"],
  bank: ["银行原因", "bank"],
  unknown: ["原因不明", "unknown"],
  waiting_merchant: ["等商家答复", "waiting for the merchant"],
  in_progress: ["处理中", "in progress"],
  sent: ["已交银行", "sent"],
  arrived: ["已到账", "arrived"],
  refused: ["商家不同意", "refused"],
  card: ["银行卡", "card"],
  in: ["收", "in"],
  out: ["付", "out"],
  done: ["成功", "done"],

  freeze: ["冻结", "frozen"],
  unfreeze: ["解除冻结", "unfrozen"],
  payment: ["付款", "payment"],
  login_unlock: ["登录解锁", "sign-in unlocked"],
  unblock_request: ["申请解封", "unblocking asked for"],
  refund_request: ["申请退款", "refund asked for"],
  trace: ["查询款项", "trace opened"],
  sign_out: ["退出所有设备", "signed out everywhere"],
  retry: ["重新支付", "payment tried again"],
  received: ["已受理", "received"],
  checking: ["审核中", "checking"],
  closed: ["已结束", "closed"],
};

const SERVICES = {
  payments: ["支付", "payments"],
  transfers: ["转账", "transfers"],
  top_up: ["充值", "top-up"],
  withdrawal: ["提现", "withdrawal"],
  sign_in: ["登录", "sign-in"],
  refunds: ["退款", "refunds"],
};

export const LANGUAGES = ["zh-CN", "en"];
let place = LANGUAGES.indexOf(localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh-CN" : "en"));

export const language = () => LANGUAGES[place];

export function say(name, filled = {}) {
  const words = WORDS[name]?.[place] ?? name;
  return words.replace(/\{(\w+)\}/g, (_, each) => filled[each]);
}

export const sayService = (name) => SERVICES[name]?.[place] ?? name;

export function speak(other = place) {
  place = other;
  localStorage.setItem("language", language());
  document.documentElement.lang = language();
  document.title = say("title");
  for (const at of document.querySelectorAll("[data-words]")) at.textContent = say(at.dataset.words);
  for (const at of document.querySelectorAll("[data-label]")) at.setAttribute("aria-label", say(at.dataset.label));
}

export const next = () => speak(1 - place);
