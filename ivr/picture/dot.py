"""A chart as Graphviz reads it. https://graphviz.org/doc/info/lang.html"""

from ivr.picture.chart import Chart, Line, Point


def dot(chart: Chart) -> str:
    """Give the chart's text."""
    lines = ["digraph {", "  rankdir=LR", '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif"]']
    lines += [f"  {_quoted(point.name)} {_point(chart, point)}" for point in chart.points]
    lines += [f"  {_quoted(line.start)} -> {_quoted(line.end)} {_line(line)}".rstrip() for line in chart.lines]
    return "\n".join([*lines, "}", ""])


def _point(chart: Chart, point: Point) -> str:
    colour = f"{chart.hues[point.ending] / 360:.3f} 0.200 0.950" if point.ending else ""
    style = "rounded,filled,dashed" if point.is_far else ""
    return _attributes(label="\n".join(point.label), URL=f"{point.file}#L{point.line}", fillcolor=colour, style=style)


def _line(line: Line) -> str:
    return _attributes(label=line.label, style="" if line.is_chosen else "dashed")


def _attributes(**values: str) -> str:
    written = ", ".join(f"{name}={_quoted(value)}" for name, value in values.items() if value)
    return f"[{written}]" if written else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
