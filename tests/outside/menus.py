"""The small hotline with a balance to ask for and an account to freeze."""

from pathlib import Path

SMALL = Path(__file__).parents[1] / "service" / "menus"
MAIN = """
menu: main
nodes:
  main:
    type: menu
    prompt: {en: Welcome., zh: 欢迎。}
    options:
      1: {label: {en: For your balance, zh: 余额}, goto: balance, words: {en: [balance], zh: [余额]}}
      2: {label: {en: To freeze, zh: 冻结}, goto: freeze, words: {en: [freeze], zh: [冻结]}}
      3: {label: {en: For your account, zh: 账户}, goto: find, words: {en: [account], zh: [账户]}}
      6: {label: {en: "If that's all", zh: 结束}, goto: bye, words: {en: [bye], zh: [再见]}}
  find: {type: action, action: accounts.find, into: account, outcomes: {found: hello, not_found: sorry, unavailable: sorry}}
  hello: {type: say, prompt: {en: "Hello {account.name:text}.", zh: "您好{account.name:text}。"}, goto: main}
  balance: {type: choose, cases: [{when: account is known, goto: balance_ask}], else: sorry}
  balance_ask:
    type: action
    action: account.balance
    with: {account: "{account}"}
    into: balance
    outcomes: {found: told, unavailable: sorry}
  told: {type: say, prompt: {en: "You have {balance.free:money}.", zh: "您有{balance.free:money}。"}, goto: main}
  freeze: {type: choose, cases: [{when: account is known, goto: freeze_do}], else: sorry}
  freeze_do:
    type: action
    prompt: {en: I'm freezing your account., zh: 正在冻结。}
    action: account.freeze
    with: {account: "{account}"}
    into: frozen
    outcomes: {done: frozen, already: frozen, unavailable: unsure}
  frozen: {type: say, prompt: {en: Your account is frozen., zh: 已冻结。}, goto: main}
  unsure: {type: say, prompt: {en: I can't see whether that worked., zh: 不能确定。}, goto: main}
  sorry: {type: say, prompt: {en: "Sorry, not now.", zh: 抱歉。}, goto: main}
  filed: {type: say, prompt: {en: Filed., zh: 已登记。}, goto: main}
  bye: {type: end, prompt: {en: Goodbye., zh: 再见。}, ending: goodbye}
"""


def texts() -> dict[str, str]:
    """Give the menus by the names of their files."""
    texts = {file.name: file.read_text() for file in SMALL.glob("*.yaml")} | {"main.yaml": MAIN}
    return texts | {"hotline.yaml": texts["hotline.yaml"].replace("remember: [", "remember: [account, ")}
