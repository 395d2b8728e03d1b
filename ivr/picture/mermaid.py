"""A chart as Mermaid writes it. https://mermaid.js.org/syntax/flowchart.html"""

from colorsys import hls_to_rgb

from ivr.picture.chart import Chart

ENTITIES = {ord("#"): "#35;", ord('"'): "#quot;", ord("<"): "#lt;", ord(">"): "#gt;", ord("`"): "#96;"}


def mermaid(chart: Chart) -> str:
    """Give the chart's text. A name begins with a stroke, so that none is a word of Mermaid's."""
    lines = ["flowchart LR"]
    for point in chart.points:
        label = "<br>".join(each.translate(ENTITIES) for each in point.label)
        shape = f'(["{label}"])' if point.is_far else f'["{label}"]'
        lines.append(f"  _{point.name}{shape}{f':::_{point.ending}' if point.ending else ''}")
    for line in chart.lines:
        arrow = "-->" if line.is_chosen else "-.->"
        said = f'|"{line.label.translate(ENTITIES)}"|' if line.label else ""
        lines.append(f"  _{line.start} {arrow}{said} _{line.end}")
    used = {point.ending for point in chart.points}
    lines += [
        f"  classDef _{name} fill:{_colour(hue, 0.88)},stroke:{_colour(hue, 0.3)},color:#111"
        for name, hue in chart.hues.items()
        if name in used
    ]
    lines += [f'  click _{point.name} "{point.file}#L{point.line}"' for point in chart.points]
    return "\n".join(lines) + "\n"


def _colour(hue: int, light: float) -> str:
    return "#" + "".join(f"{round(255 * each):02x}" for each in hls_to_rgb(hue / 360, light, 0.5))
