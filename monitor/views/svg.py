"""A screen as an SVG picture for documents: no web fonts, the same bytes for the same lines."""

from io import StringIO

from monitor.views.lines import Lines

FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"

FORMAT = (
    """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: """
    + FONTS
    + """;
  font-size: {char_height}px;
  line-height: {line_height}px;
  white-space: pre;
}}
.{unique_id}-title {{ font-size: 16px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
)

BACKGROUND = (24, 26, 31)
FOREGROUND = (222, 224, 228)
PALETTE = [
    (70, 74, 84),
    (255, 107, 107),
    (126, 201, 126),
    (240, 190, 90),
    (110, 160, 255),
    (206, 147, 232),
    (92, 200, 214),
    (222, 224, 228),
]


def svg(lines: Lines, *, width: int, title: str, unique_id: str) -> str:
    """The lines on a dark terminal of `width` cells; `unique_id` tells pictures of a page apart."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

    console = Console(
        record=True,
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        _environ={},
    )
    console.print(lines)
    theme = TerminalTheme(BACKGROUND, FOREGROUND, PALETTE, PALETTE)
    return console.export_svg(
        title=title, theme=theme, code_format=FORMAT, unique_id=unique_id, font_aspect_ratio=0.602
    )
