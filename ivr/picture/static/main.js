// The page: which picture is shown, and what is done with mouse, finger and keys.
const view = document.getElementById("view"), stage = document.getElementById("stage"), arrows = document.getElementById("arrows"), lines = document.getElementById("lines"), cards = document.getElementById("cards");
const SVG = "http://www.w3.org/2000/svg";
let zoom = 1, shown = {width: 0, height: 0, name: null};

const chosen = () => decodeURIComponent(location.hash.slice(1));

// The overview: a card for each menu file under the one that leads there first. Arrows to others are seen when a card is looked at;
// what many lead to stands by itself.
function drawGroups() {
  const next = name => [...new Set([...(boxes.get(groups.get(name).first)?.ways ?? []), ...groups.get(name).boxes.flatMap(box => box.ways)].map(way => way.to).filter(to => boxes.has(to)).map(groupOf))].filter(to => to !== name);
  const main = groupOf(drawing.main), parents = new Map();
  const hubs = [...groups.keys()].filter(name => name !== main && comingGroups(name).size > groups.size / 3);
  for (const first of [main, ...hubs, ...groups.keys()]) {
    if (parents.has(first)) continue;
    parents.set(first, null);
    for (const ahead = [first]; ahead.length;) {
      const name = ahead.shift();
      for (const to of next(name)) if (!parents.has(to) && !hubs.includes(to)) { parents.set(to, name); ahead.push(to); }
    }
  }
  const made = new Map([...parents.keys()].map(name => [name, groupCard(groups.get(name), (from, to) => parents.get(to) === from)]));
  const links = [...parents].filter(([, from]) => from).map(([to, from]) => ({from, to, at: next(from).indexOf(to) / 100}));
  const root = name => parents.get(name) ? root(parents.get(name)) : name;
  const depth = name => parents.get(name) ? 1 + depth(parents.get(name)) : 0;
  const deepest = [...parents.keys()].filter(name => !hubs.includes(root(name))).reduce((one, other) => depth(other) > depth(one) ? other : one);
  const aside = hubs.map((to, at) => ({from: deepest, to, at}));
  const others = [...parents.keys()].flatMap(from => next(from).filter(to => parents.get(to) !== from).map(to => ({from, to, kind: "faint"})));
  show(made, [...links, ...aside], [...links, ...others], {across: 50, down: 14, align: "UL"});
}

// A menu: a card for each node, arrows from the rows of their keys; ways back and out of the menu are written beside the row.
function drawBoxes(group) {
  const own = new Set(group.boxes.map(box => box.name));
  const next = name => boxes.get(name).ways.map(way => way.to).filter(to => own.has(to) && to !== name);
  const entered = group.boxes.map(box => box.name).filter(name => name === drawing.start || coming.get(name).some(({box}) => !own.has(box.name)));
  const back = backward(own, next, entered);
  const isDrawn = (from, to) => own.has(to) && from !== to && !back.has(`${from}>${to}`);
  const made = new Map(group.boxes.map(box => [box.name, boxCard(box, isDrawn)]));
  const links = group.boxes.flatMap(box => box.ways.filter(way => isDrawn(box.name, way.to)).map((way, place) => ({from: box.name, to: way.to, at: place / 100})));
  show(made, links, links, {across: 60, down: 18});
}

function show(made, links, drawn, gaps) {
  stage.style.zoom = 1;
  lines.replaceChildren();
  cards.replaceChildren(...made.values());
  const {graph, width, height} = arrange(made, links, gaps);
  Object.assign(shown, {width, height});
  for (const element of [arrows, cards]) Object.assign(element.style, {width: `${width}px`, height: `${height}px`});
  const seen = new Set();
  for (const {from, to, kind} of drawn) {
    if (seen.has(`${from}>${to}`)) continue;
    seen.add(`${from}>${to}`);
    const [source, target] = [made.get(from), made.get(to)];
    const rows = [...source.querySelectorAll(".rows > li")].filter(row => row.dataset.to === to);
    for (const row of rows.length ? rows : [undefined]) arrow(curve(graph, source, target, row), from, to, kind ?? row?.className ?? "other");
  }
  rescale(zoom);
}

function arrow(path, from, to, kind) {
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  line.setAttribute("class", kind || "key");
  Object.assign(line.dataset, {from, to});
  lines.append(line);
}

function rescale(to) {
  zoom = Math.min(2, Math.max(0.3, to));
  stage.style.zoom = zoom;
}
const fitting = () => Math.min(1, view.clientWidth / shown.width, view.clientHeight / shown.height);

function mark(name) {
  const near = new Set([name]);
  for (const line of lines.children) {
    const on = line.dataset.from === name || line.dataset.to === name;
    line.classList.toggle("on", on);
    if (on) near.add(line.dataset.from).add(line.dataset.to);
  }
  for (const card of cards.children) {
    card.classList.toggle("chosen", card.dataset.name === chosen());
    card.classList.toggle("near", near.has(card.dataset.name) && card.dataset.name !== name);
  }
  stage.classList.toggle("marked", near.size > 1);
}

function trail(name) {
  const group = groups.get(groupOf(name));
  const steps = [link("", words().all), ...(group ? [link(group.name)] : []), ...(boxes.has(name) ? [link(name, short(name))] : [])];
  document.getElementById("trail").replaceChildren(...steps);
  document.title = [drawing.hotline, ...(name ? [name] : [])].join(" · ");
}

// Where most calls come into a menu.
function entry(group) {
  const outside = box => coming.get(box.name).filter(({box: other}) => groupOf(other.name) !== group.name).length;
  if (group.name === groupOf(drawing.start)) return drawing.start;
  if (group.first && outside(boxes.get(group.first))) return group.first;
  return group.boxes.reduce((one, other) => outside(other) > outside(one) ? other : one).name;
}

function go(anew) {
  const name = chosen(), group = groups.get(groupOf(name));
  const picture = group?.name ?? "";
  if (anew === true || shown.name !== picture) {
    shown.name = picture;
    zoom = 1;
    group ? drawBoxes(group) : drawGroups();
    rescale(Math.max(fitting(), group ? 0.8 : 0.6));
    view.scrollTo(0, 0);
    if (group) cards.querySelector(`[data-name="${entry(group)}"]`).scrollIntoView({block: "center", inline: "start"});
  }
  trail(name);
  about(name);
  mark(name);
  cards.querySelector(".chosen")?.scrollIntoView({block: "center", inline: "center"});
}

cards.onmouseover = cards.onfocus = event => { if (!boxes.has(chosen())) mark(event.target.closest(".card")?.dataset.name ?? chosen()); };
cards.addEventListener("focusin", cards.onfocus);
cards.onmouseleave = () => mark(chosen());
document.getElementById("larger").onclick = () => rescale(zoom * 1.25);
document.getElementById("smaller").onclick = () => rescale(zoom / 1.25);
document.getElementById("fit").onclick = () => rescale(fitting());
document.getElementById("print").onclick = () => window.print();
document.getElementById("language").onclick = () => {
  language = language === "zh" ? "en" : "zh";
  fill();
  go(true);
};

const find = document.getElementById("find"), hits = document.getElementById("hits");
find.oninput = () => {
  const wanted = find.value.trim().toLowerCase();
  const texts = box => [box.name, ...box.said.flatMap(each => Object.values(each.texts)), ...coming.get(box.name).flatMap(({way}) => Object.values(way.label))];
  const found = wanted ? [...boxes.values()].map(box => [box, texts(box).find(text => text.toLowerCase().includes(wanted))]).filter(([, text]) => text).slice(0, 12) : [];
  hits.hidden = !wanted;
  hits.replaceChildren(...(found.length ? found.map(([box, text]) => make("li", {}, make("a", {href: `#${box.name}`}, make("b", {}, box.name), text === box.name ? "" : make("span", {}, text)))) : [make("li", {class: "quiet"}, words().nothing)]));
};
find.onkeydown = event => {
  if (event.key === "Enter") hits.querySelector("a")?.click();
};
hits.onclick = event => {
  if (!event.target.closest("a")) return;
  find.value = "";
  hits.hidden = true;
};

// Keys as a caller presses them, / to search, Esc up.
document.onkeydown = event => {
  if (event.target === find) {
    if (event.key === "Escape") { find.value = ""; hits.hidden = true; find.blur(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const name = chosen(), group = groups.get(groupOf(name) || groupOf(drawing.main));
  const box = boxes.get(name) ?? boxes.get(group.first);
  if (event.key === "/") { event.preventDefault(); find.focus(); return; }
  if (event.key === "Escape") { location.hash = boxes.has(name) ? group.name : ""; return; }
  const way = [...(box?.ways ?? []), ...group.everywhere].find(each => each.key === event.key && boxes.has(each.to));
  if (way) location.hash = way.to;
};
window.onhashchange = go;
window.onbeforeprint = () => rescale(Math.min(1, 1040 / shown.width));
fill();
go(true);
