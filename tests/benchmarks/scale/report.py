"""The measures of all sizes as a Markdown table and as small plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Measures = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured at every size: where it stands among the measures, and how it is shown."""

    title: str
    keys: tuple[str, ...]
    """More than one are drawn into one plot."""
    form: str
    unit: str
    factor: float = 1.0
    logarithmic: bool = False


FIGURES = (
    Figure(
        title="build the index", keys=("build_seconds",), form=".1f", unit="s", logarithmic=True
    ),
    Figure(
        title="encode (extrapolated)",
        keys=("encoding_seconds",),
        form=".1f",
        unit="min",
        factor=1 / 60,
        logarithmic=True,
    ),
    Figure(
        title="archive, index on disk",
        keys=("archive_megabytes", "index_megabytes"),
        form=",.0f",
        unit="MB",
        logarithmic=True,
    ),
    Figure(title="cold ask", keys=("cold_seconds",), form=".2f", unit="s"),
    Figure(
        title="warm ask, median and p95",
        keys=("median_milliseconds", "p95_milliseconds"),
        form=".0f",
        unit="ms",
    ),
    Figure(title="peak memory of asking", keys=("megabytes",), form=",.0f", unit="MB"),
    Figure(title="recall@10 of dense search", keys=("recall",), form=".3f", unit=""),
    Figure(
        title="100 articles added, visible after", keys=("visible_seconds",), form=".1f", unit="s"
    ),
    Figure(
        title="slowest question meanwhile",
        keys=("slowest_seconds",),
        form=".0f",
        unit="ms",
        factor=1000,
    ),
)


def markdown(sizes: Sequence[Measures]) -> str:
    """A row for each figure, a column for each size, and the last against the first."""
    head = [f"{size['passages']:,} passages" for size in sizes]
    real = [f"{size['real']:,}" for size in sizes]
    lines = [
        f"| | {' | '.join(head)} | last / first |",
        f"|---|{'---:|' * (len(sizes) + 1)}",
        f"| of them real | {' | '.join(real)} | |",
    ]
    for figure in FIGURES:
        cells = [_cell(figure, size) for size in sizes]
        ratio = sizes[-1][figure.keys[0]] / sizes[0][figure.keys[0]]
        lines.append(f"| {figure.title} | {' | '.join(cells)} | {ratio:.1f} |")
    return "\n".join(lines) + "\n"


def _cell(figure: Figure, size: Measures) -> str:
    values = (f"{size[key] * figure.factor:{figure.form}}" for key in figure.keys)
    return f"{', '.join(values)} {figure.unit}".strip()


def plot(sizes: Sequence[Measures], file: Path) -> None:
    """Small multiples over the number of passages, as the suffix of `file` says (SVG or PNG)."""
    import matplotlib

    matplotlib.use("agg")
    # Text stays text: the file is small, and can be searched.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "", "font.size": 9})
    from matplotlib import pyplot

    drawing, axes = pyplot.subplots(3, 3, figsize=(9, 7.5), layout="constrained")
    passages = [size["passages"] for size in sizes]
    for figure, axis in zip(FIGURES, axes.flat, strict=True):
        for key, style in zip(figure.keys, ("o-", "s--"), strict=False):
            values = [size[key] * figure.factor for size in sizes]
            axis.plot(passages, values, style, label=key.split("_")[0])
        if len(figure.keys) > 1:
            axis.legend(frameon=False)
        axis.set_title(figure.title, fontsize=9)
        axis.set_ylabel(figure.unit)
        axis.set_xscale("log")
        axis.set_xticks(passages, [_short(each) for each in passages], minor=False)
        axis.minorticks_off()
        axis.set_yscale("log") if figure.logarithmic else axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        axis.spines[["top", "right"]].set_visible(False)
    drawing.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None, dpi=110)
    pyplot.close(drawing)


def _short(passages: int) -> str:
    return f"{passages / 1e6:.3g}M" if passages >= 1e6 else f"{passages / 1e3:.3g}k"
