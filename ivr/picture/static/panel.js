// What stands beside the picture: of everything, of a menu, or of the node that is chosen.
const panel = document.getElementById("panel");
const section = (title, ...inside) => make("section", {}, make("h2", {}, title), ...inside);
const list = (items, more = {}) => make("ul", more, ...items.map(item => make("li", {}, ...item)));

function place(file, line) {
  const said = `${file}:${line}`;
  return make("p", {class: "place"}, make("code", {}, said), " ", make("a", {href: `vscode://file/${drawing.home}/${file.split("/").pop()}:${line}`}, words().open));
}

function wayRows(ways) {
  return list(ways.map(way => [way.key ? key(way) : make("i", {}, "›"), make("span", {}, called(way)), boxes.has(way.to) ? link(way.to) : make("span", {class: "quiet"}, way.to === "again" ? words().again : words().do[way.do] ?? "")]), {class: "ways"});
}

function problemRows(problems) {
  return problems.length ? section(words().problems, list(problems.map(each => [make("b", {class: `flag ${each.level}`}, "!"), make("span", {}, `${each.what}. ${each.fix} `, make("code", {}, each.rule), place(each.file, each.line))]), {class: "problems"})) : "";
}

function about(name) {
  panel.replaceChildren(...(boxes.has(name) ? ofBox(boxes.get(name)) : groups.has(name) ? ofGroup(groups.get(name)) : ofAll()).filter(Boolean));
}

// What the quickest call takes: a row for each name, a column for each language.
function costTable(rows) {
  const known = Object.keys(drawing.languages).filter(each => rows.some(([, costs]) => costs[each]));
  return make("table", {}, make("tr", {}, make("td"), ...known.map(each => make("th", {scope: "col"}, drawing.languages[each]))),
    ...rows.map(([name, costs]) => make("tr", {}, make("th", {scope: "row"}, name), ...known.map(each => make("td", {}, costs[each] ? words().cost(costs[each]) : "")))));
}

function ofAll() {
  return [
    make("h1", {}, drawing.hotline),
    make("p", {class: "quiet"}, words().help),
    section(words().everywhere_all, wayRows(drawing.everywhere)),
    Object.keys(drawing.costs).length ? section(words().endings, costTable(Object.entries(drawing.costs).map(([name, costs]) => [endingMark(name), costs])), make("p", {class: "quiet"}, words().quickest)) : "",
    section(words().all, list(drawing.groups.map(group => [link(group.name), make("span", {class: "quiet"}, words().nodes(group.boxes.length)), flag(problemsOf(group))]), {class: "names"})),
    problemRows(drawing.problems),
  ];
}

function ofGroup(group) {
  return [
    make("h1", {}, group.name),
    place(group.file, 1),
    make("p", {}, group.about),
    section(words().everywhere, wayRows(group.everywhere)),
    Object.values(group.forced).some(Boolean) ? make("p", {class: "quiet"}, words().forced, Object.entries(group.forced).map(([each, taken]) => `${drawing.languages[each]} ${taken} s`).join(", ")) : "",
    problemRows(problemsOf(group)),
  ];
}

function ofBox(box) {
  const group = groups.get(groupOf(box.name));
  const from = coming.get(box.name);
  return [
    make("h1", {}, box.name, " ", make("small", {}, words().kind[box.kind])),
    place(group.file, box.line),
    box.ending ? make("p", {}, endingMark(box.ending)) : "",
    problemRows(box.problems),
    Object.keys(box.costs).length ? section(words().takes, costTable([["", box.costs]])) : "",
    section(words().way, ...route(box.name)),
    box.said.length ? section(words().said, ...box.said.map(each => make("p", {class: "heard"}, each.when ? make("i", {}, `${words().when} ${each.when}: `) : "", told(each.texts)))) : "",
    box.ways.length ? section(words().ways, wayRows(box.ways)) : "",
    from.length ? section(words().came, list(from.map(({box: other, way}) => [way.key ? key(way) : make("i", {}, "›"), link(other.name), make("span", {class: "quiet"}, called(way))]), {class: "ways"})) : "",
  ];
}

function route(name) {
  const steps = fromMain.get(name) ?? fromStart.get(name);
  if (!steps) return [make("p", {class: "quiet"}, words().no_way)];
  if (!steps.length) return [make("p", {class: "quiet"}, name === drawing.main ? words().here : words().by_itself)];
  return [make("ol", {class: "route"}, ...steps.map(({at, way}) => make("li", {}, link(at, short(at)), key(way), make("span", {}, called(way)))))];
}
