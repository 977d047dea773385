"""Charts as SVG, for the formats that show pictures. Python places things, templates draw them.

Each element has a class, for a style sheet to colour it by, and the colour that it has without one.
"""

from __future__ import annotations

import re
from typing import Any, assert_never

from readiness.messages.characters import display_width
from readiness.rendering.templating import environment
from readiness.rendering.trends import trend_places
from readiness.views.blocks import Chart, Point, Scatter, Timeline, Trend

_CHINESE_FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC'"
FONTS = f"'Noto Sans','DejaVu Sans',{_CHINESE_FONTS},sans-serif"
"""Without blanks, which WeasyPrint takes for the beginning of a name: it would draw Japanese characters."""
_FONTS_OF_CHINESE = f"{_CHINESE_FONTS},{FONTS}"
"""The same for a chart in Chinese, whose marks such as “ then have the width of its other characters."""
_HAN = re.compile("[\u4e00-\u9fff]")
_LEFT, _TOP, _SIDE = 44.0, 26.0, 300.0
"""Where the square of a chart with two axes begins, and how large it is."""
_THIN = 2.0
"""The least width of the bar of a point."""
_APART = 20.0
"""The least distance of two numbered marks, so that both can be read."""
_FIRST, _WIDTH, _ROW = 12.0, 330.0, 34
"""Where the first day of a timeline is, how wide it is, and how high each row."""
_LETTER = 6.6
"""About how wide a letter is; a wide character counts as two."""


def chart_svg(chart: Chart, id: str) -> str:
    """`chart` as one SVG element; `id` begins the ids in it and is unique where the picture is used."""
    match chart:
        case Scatter():
            name, places = "scatter", _scatter(chart)
        case Timeline():
            name, places = "timeline", _timeline(chart)
        case Trend():
            name, places = "trend", trend_places(chart)
        case _:
            assert_never(chart)
    template = environment().get_template(f"{name}.svg.jinja")
    chinese = _HAN.search(str(chart)) is not None
    fonts = _FONTS_OF_CHINESE if chinese else FONTS
    return template.render(chart=chart, id=id, fonts=fonts, chinese=chinese, **places).strip() + "\n"


def _x(share: float) -> float:
    return round(_LEFT + _SIDE * share, 1)


def _y(share: float) -> float:
    return round(_TOP + _SIDE * (1 - share), 1)


def _scatter(chart: Scatter) -> dict[str, Any]:
    legend = _y(0) + 54
    return {
        "box": {"left": _LEFT, "top": _TOP, "side": _SIDE, "right": _x(1), "bottom": _y(0)},
        "legend": legend,
        "height": round(legend + 20 * len(chart.points)),
        "ticks": [{"x": _x(share / 4), "y": _y(share / 4), "text": f"{25 * share}%"} for share in range(5)],
        "regions": [
            {"label": region.label, "x": _x(region.corner[0]), "y": _y(region.corner[1])}
            for region in chart.regions
        ],
        "curves": [
            {
                "label": curve.label,
                "width": round(_LETTER * display_width(curve.label), 1),
                "points": " ".join(f"{_x(x)},{_y(y)}" for x, y in curve.points),
                "end": _y(curve.points[-1][1]),
            }
            for curve in chart.curves
        ],
        "points": _apart([_point(point) for point in chart.points]),
    }


def _point(point: Point) -> dict[str, Any]:
    """A point: a mark where it stands, and a box from its lowest to its highest values."""
    width, height = (max(_SIDE * (high - low), _THIN) for low, high in (point.x, point.y))
    return {
        "title": point.title,
        "open": point.is_open,
        "x": round((_x(point.x[0]) + _x(point.x[1]) - width) / 2, 1),
        "y": round((_y(point.y[0]) + _y(point.y[1]) - height) / 2, 1),
        "width": round(width, 1),
        "height": round(height, 1),
        "at_x": _x(point.at[0]),
        "at_y": _y(point.at[1]),
    }


def _apart(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with a place for each mark that is free: its own, or one beside it, to which a line leads."""
    taken: list[tuple[float, float]] = []
    for point in points:
        x, y = point["at_x"], point["at_y"]
        steps = [(0.0, 0.0), *((dx * ring, dy * ring) for ring in range(1, 15) for dx, dy in _AROUND)]
        places = ((x + dx, y + dy) for dx, dy in steps)
        place = next((at for at in places if _is_inside(at) and _is_free(at, taken)), (x, y))
        taken.append(place)
        point |= {"mark_x": place[0], "mark_y": place[1], "led": place != (x, y)}
    return points


_AROUND = ((22.0, 0.0), (0.0, -22.0), (-22.0, 0.0), (0.0, 22.0), (16.0, -16.0), (-16.0, 16.0))


def _is_inside(place: tuple[float, float]) -> bool:
    return _x(0) <= place[0] <= _x(1) and _y(1) <= place[1] <= _y(0)


def _is_free(place: tuple[float, float], taken: list[tuple[float, float]]) -> bool:
    return all((place[0] - x) ** 2 + (place[1] - y) ** 2 >= _APART**2 for x, y in taken)


def _timeline(chart: Timeline) -> dict[str, Any]:
    last = max(work.days for work in chart.works)

    def at(days: int) -> float:
        return round(_FIRST + _WIDTH * days / last, 1)

    works = sorted(chart.works, key=lambda work: work.days)
    rows = [{**work._asdict(), "x": at(work.days), "y": 56.0 + _ROW * row} for row, work in enumerate(works)]
    # Dates that are close together stand in two lines.
    axis = [
        {
            "x": at(days),
            "text": text,
            "y": 12 + 12 * (place % 2),
            "anchor": "end" if days == last else "start",
        }
        for place, (days, text) in enumerate(chart.marks)
    ]
    return {"rows": rows, "axis": axis, "first": _FIRST, "height": 40 + _ROW * len(rows)}
