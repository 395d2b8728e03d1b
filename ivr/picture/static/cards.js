// What stands on a card: elements made from the drawing, never from its text as HTML.
function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) element.setAttribute(name, value);
  element.append(...inside.filter(each => each !== undefined && each !== ""));
  return element;
}
const link = (name, text = name, more = {}) => make("a", {href: `#${name}`, ...more}, text);
const key = way => make("kbd", {}, way.key);
const flag = problems => problems.length ? make("b", {class: `flag ${problems.some(each => each.level === "error") ? "error" : ""}`, title: words().problems}, String(problems.length)) : "";
const endingName = ending => words().ends[ending] ?? ending;
const endingMark = ending => ending ? make("b", {class: "ending", style: `--hue:${drawing.hues[ending]}`}, endingName(ending)) : "";

// What it costs to come to a node, in the page's language.
const costOf = box => box?.costs[language];
const seconds = cost => cost ? ` · ${Math.round(cost.seconds)} s` : "";

// What a way is called: its label, or why a call goes it.
function called(way) {
  if (way.key) return told(way.label) || way.why;
  return words().why[way.why] ?? way.why;
}

function pill(way, box) {
  if (!way.to) return make("span", {class: "pill out quiet"}, way.do ? words().do[way.do] : "");
  const near = groupOf(way.to) === groupOf(box.name);
  return link(way.to, way.to === "again" ? words().again : `${near && way.to !== box.name ? "↩ " : ""}${near ? short(way.to) : way.to}`, {class: `pill out ${near ? "near" : "far"}`});
}

function groupCard(group, isDrawn) {
  const card = make("article", {class: "card group", "data-name": group.name},
    make("h3", {}, link(group.name), flag(problemsOf(group)), make("small", {}, words().nodes(group.boxes.length) + seconds(costOf(boxes.get(group.first))))),
    make("p", {class: "about"}, group.about));
  if (groupOf(drawing.start) === group.name) card.append(make("p", {class: "start"}, words().start));
  const rows = make("ol", {class: "rows"});
  for (const way of boxes.get(group.first)?.ways ?? []) {
    if (!way.key) continue;
    const far = way.to && groupOf(way.to) !== group.name;
    rows.append(make("li", {"data-to": far ? groupOf(way.to) : undefined},
      way.to ? link(way.to, called(way)) : make("span", {}, called(way)), key(way), far && !isDrawn(group.name, groupOf(way.to)) ? link(groupOf(way.to), groupOf(way.to), {class: "pill out far"}) : ""));
  }
  if (rows.children.length) card.append(rows);
  const also = [...new Set(group.boxes.flatMap(box => box.ways.map(way => way.to)).filter(to => boxes.has(to)).map(groupOf))].filter(to => to !== group.name && !isDrawn(group.name, to));
  if (also.length) card.append(make("p", {class: "also"}, words().also, ...also.flatMap(to => [" ", link(to)])));
  const marks = [...new Set(group.boxes.map(box => box.ending).filter(Boolean))];
  if (marks.length) card.append(make("p", {class: "marks"}, ...marks.map(endingMark)));
  return card;
}

function boxCard(box, isDrawn) {
  const card = make("article", {class: `card box ${box.kind}`, "data-name": box.name, style: box.ending ? `--hue:${drawing.hues[box.ending]}` : undefined},
    make("h3", {}, link(box.name, short(box.name)), flag(box.problems), make("small", {}, words().kind[box.kind] + seconds(costOf(box)))));
  if (box.name === drawing.start) card.append(make("p", {class: "start"}, words().start));
  const said = box.said.map(each => told(each.texts)).join(" ");
  if (said) card.append(make("p", {class: "said"}, said));
  if (box.ending) card.append(make("p", {class: "marks"}, endingMark(box.ending)));
  const rows = make("ol", {class: "rows"});
  const common = box.ways.filter(way => way.why === "ending");
  for (const way of box.ways.filter(way => way.why !== "ending")) {
    const drawn = isDrawn(box.name, way.to);
    rows.append(make("li", {"data-to": drawn ? way.to : undefined, class: way.key ? "" : `rule ${way.why}`},
      make("span", {}, called(way)), way.key ? key(way) : "", drawn ? "" : pill(way, box)));
  }
  if (common.length) {
    const far = common.find(way => way.to);
    rows.append(make("li", {class: "common"}, make("span", {}, words().ending), ...common.map(key), far ? pill(far, box) : ""));
  }
  if (rows.children.length) card.append(rows);
  rows.classList.toggle("bare", said !== "" && box.ways.length === 1 && box.ways[0].why === "goto");
  return card;
}
