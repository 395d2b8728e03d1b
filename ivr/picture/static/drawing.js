// The drawing as it came, and what is looked up in it.
const drawing = JSON.parse(document.getElementById("drawing").textContent);
const groups = new Map(drawing.groups.map(group => [group.name, group]));
const boxes = new Map(drawing.groups.flatMap(group => group.boxes.map(box => [box.name, box])));
const groupOf = name => name.split(".")[0];
const short = name => name.slice(name.indexOf(".") + 1);
const problemsOf = group => group.boxes.flatMap(box => box.problems);

// Who leads to each node.
const coming = new Map([...boxes.keys()].map(name => [name, []]));
for (const box of boxes.values())
  for (const way of box.ways) if (coming.has(way.to)) coming.get(way.to).push({box, way});
// The other menus that lead to a menu.
const comingGroups = name => new Set(groups.get(name).boxes.flatMap(box => coming.get(box.name).map(({box: other}) => groupOf(other.name))).filter(other => other !== name));

// The fewest keys to every node from the main menu; what goes on by itself costs nothing, and giving up is no way.
function routes(start) {
  const found = new Map([[start, []]]), ahead = [start];
  while (ahead.length) {
    const name = ahead.shift();
    for (const way of boxes.get(name).ways) {
      if (!boxes.has(way.to) || found.has(way.to) || way.why === "give_up") continue;
      const step = way.key ? [{at: name, way}] : [];
      found.set(way.to, [...found.get(name), ...step]);
      way.key ? ahead.push(way.to) : ahead.unshift(way.to);
    }
  }
  return found;
}
const fromMain = routes(drawing.main), fromStart = routes(drawing.start);
