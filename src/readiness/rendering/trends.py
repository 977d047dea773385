"""Places the parts of a chart of trends: the first track large, the others in small panels below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from readiness.messages.characters import display_width
from readiness.views.blocks import Track, Trend

_LETTER = 6.2
"""About how wide a letter is; a wide character counts as two."""
_LARGE_BOTTOM, _SMALL_FROM, _SMALL_EVERY = 186.0, 232.0, 62.0
"""Where the large panel ends, where the panels below it begin, and how far apart their rows are."""
_NUMBERED = 7
"""The most times at which every value is written; with more, only the first and the last are."""


class _Frame(NamedTuple):
    """A rectangle that values from 0 to 1 are drawn in."""

    left: float
    right: float
    top: float
    bottom: float

    def x(self, share: float) -> float:
        return round(self.left + (self.right - self.left) * share, 1)

    def y(self, share: float) -> float:
        return round(self.bottom - (self.bottom - self.top) * share, 1)


def trend_places(chart: Trend) -> dict[str, Any]:
    """Everything in `chart` with its place."""
    first, *others = chart.tracks
    frame, times = _Frame(34.0, 340.0, 26.0, _LARGE_BOTTOM), [at for at, _label in chart.times]
    panels = list(_panels(others, times))
    rows = (len(panels) + 1) // 2
    return {
        "frame": frame._asdict(),
        "large": _track(first, times, frame),
        "dates": list(_dates(chart, frame)),
        "limits": [{"y": frame.y(value), "text": text} for value, text in _apart(chart.limits, frame)],
        "panels": panels,
        "height": round(_SMALL_FROM - 14 + rows * _SMALL_EVERY),
    }


def _panels(tracks: Sequence[Track], times: Sequence[float]) -> Iterator[dict[str, Any]]:
    """The small panels, two in a row."""
    for place, track in enumerate(tracks):
        row, column = divmod(place, 2)
        left, top = 10.0 + 178 * column, _SMALL_FROM + _SMALL_EVERY * row
        frame = _Frame(left + 4, left + 96, top + 12, top + 40)
        found = [value for value in track.values if value is not None]
        yield {
            "title": track.title,
            "left": left,
            "top": top,
            "frame": frame._asdict(),
            "said": f"{found[0][2]} → {found[-1][2]}" if len(found) > 1 else "".join(v[2] for v in found),
            **_track(track, times, frame),
        }


def _track(track: Track, times: Sequence[float], frame: _Frame) -> dict[str, Any]:
    """The line through the lowest values, the area up to the highest ones, and the marks."""
    known = list(zip(times, track.values, strict=True))
    stretches = [
        list(group) for is_known, group in groupby(known, lambda each: each[1] is not None) if is_known
    ]
    lines, areas = [], []
    for stretch in stretches:
        points = [(frame.x(at), frame.y(value[0]), frame.y(value[1])) for at, value in stretch if value]
        lines.append(" ".join(f"{x},{low}" for x, low, _high in points))
        if any(low != high for _x, low, high in points):
            there = [f"{x},{low}" for x, low, _high in points]
            areas.append(" ".join([*there, *(f"{x},{high}" for x, _low, high in reversed(points))]))
    marks = [
        {"x": frame.x(at), "y": frame.y(value[0]), "text": value[2]}
        for at, value in known
        if value is not None
    ]
    shown = range(len(marks)) if len(marks) <= _NUMBERED else (0, len(marks) - 1)
    return {"lines": lines, "areas": areas, "marks": marks, "numbers": [marks[place] for place in shown]}


def _dates(chart: Trend, frame: _Frame) -> Iterator[dict[str, Any]]:
    """A mark for each time; a label where it does not run into the one before or the last one."""
    last = len(chart.times) - 1
    wide = [_LETTER * display_width(label) for _at, label in chart.times]
    begin_of_last = frame.x(1) - wide[last]
    free = frame.left - 1
    for place, (at, label) in enumerate(chart.times):
        x = frame.x(at)
        begin = x if place == 0 else x - wide[place] if place == last else x - wide[place] / 2
        fits = place == last or (begin > free and (place == 0 or begin + wide[place] + 8 < begin_of_last))
        if fits:
            free = begin + wide[place] + 8
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        yield {"x": x, "text": label if fits else "", "anchor": anchor}


def _apart(limits: Sequence[tuple[float, str]], frame: _Frame) -> Iterator[tuple[float, str]]:
    """The limits, without the label of one that is too close to the one below it."""
    before = frame.bottom + 20
    for value, text in sorted(limits):
        close = before - frame.y(value) < 12
        yield value, "" if close else text
        before = before if close else frame.y(value)
