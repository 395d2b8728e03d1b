// Where cards stand: dagre ranks them from left to right; arrows leave at the row of their key.
const GAP = 26;

function arrange(cards, links, {across, down, align}) {
  const graph = new dagre.graphlib.Graph().setGraph({rankdir: "LR", align, nodesep: down, ranksep: across, marginx: 16, marginy: 16}).setDefaultEdgeLabel(() => ({}));
  for (const [name, card] of cards) graph.setNode(name, {width: reach(card), height: card.offsetHeight});
  for (const {from, to, minlen = 1} of links) graph.setEdge(from, to, {minlen, weight: 1 + (graph.edge(from, to)?.weight ?? 0)});
  dagre.layout(graph, {customOrder: (layered, order) => byRows(layered, order, links)});
  for (const [name, card] of cards) {
    const {x, y, height} = graph.node(name);
    card.style.left = `${rank(graph, x).left}px`;
    card.style.top = `${y - height / 2}px`;
  }
  const {width, height} = graph.graph();
  return {graph, width, height};
}

// dagre knows no rows: what follows a card is put in the order of the rows that lead there; what begins, in its own.
function byRows(graph, order, links) {
  order(graph);
  const row = new Map(links.map(({from, to, at}) => [`${from}>${to}`, at])), own = new Map(graph.nodes().map((name, place) => [name, place]));
  const at = (name, {v}) => graph.node(v).order + (graph.node(v).dummy ? 0 : row.get(graph.node(name).dummy ? `${v}>${graph.node(name).edgeObj.w}` : `${v}>${name}`) ?? 0);
  const layers = Map.groupBy(graph.nodes(), name => graph.node(name).rank);
  for (const rank of [...layers.keys()].sort((one, other) => one - other)) {
    const places = new Map(layers.get(rank).map(name => {
      const edges = graph.inEdges(name);
      return [name, edges.length ? edges.reduce((sum, edge) => sum + at(name, edge), 0) / edges.length : rank ? graph.node(name).order : own.get(name)];
    }));
    layers.get(rank).sort((one, other) => places.get(one) - places.get(other)).forEach((name, place) => { graph.node(name).order = place; });
  }
}

// How far a card reaches to the right with the pills beside it.
function reach(card) {
  return Math.max(card.offsetWidth, ...[...card.querySelectorAll(".pill.out")].map(pill => inCard(pill, card).x + pill.offsetWidth));
}

function inCard(element, card) {
  let x = 0, y = 0;
  for (let at = element; at && at !== card; at = at.offsetParent) [x, y] = [x + at.offsetLeft, y + at.offsetTop];
  return {x, y};
}

// The curve from a row of one card to the middle of another. It bends between the ranks only, so that it crosses no card.
function curve(graph, from, to, row) {
  const place = row ? inCard(row, from).y + row.offsetHeight / 2 : from.offsetHeight / 2;
  const bends = (graph.edge(from.dataset.name, to.dataset.name)?.points ?? []).slice(1, -1).filter((_, place) => place % 2);
  const start = {left: from.offsetLeft + from.offsetWidth, right: from.offsetLeft + reach(from), y: from.offsetTop + place};
  const end = {left: to.offsetLeft - 2, right: to.offsetLeft - 2, y: to.offsetTop + to.offsetHeight / 2};
  const steps = [start, ...bends.map(({x, y}) => ({...rank(graph, x), y})), end];
  return steps.slice(1).reduce((path, step, place) => {
    const last = steps[place], middle = (last.right + step.left) / 2;
    return `${path}H${last.right}C${middle},${last.y} ${middle},${step.y} ${step.left},${step.y}`;
  }, `M${start.left},${start.y}`);
}

// From where to where a rank reaches: dagre centres all its cards on one line, and here all begin at its left.
function rank(graph, x) {
  const half = Math.max(0, ...graph.nodes().map(name => graph.node(name)).filter(node => Math.abs(node.x - x) < 1).map(node => node.width / 2));
  return {left: x - half, right: x + half};
}

// The links that lead back to what they came from, seen from these beginnings: they are written, not drawn.
function backward(names, next, beginnings) {
  const back = new Set(), open = new Set(), done = new Set();
  const visit = name => {
    open.add(name);
    for (const to of next(name)) {
      if (open.has(to)) back.add(`${name}>${to}`);
      else if (!done.has(to)) visit(to);
    }
    open.delete(name);
    done.add(name);
  };
  for (const name of [...beginnings, ...names]) if (!done.has(name)) visit(name);
  return back;
}
