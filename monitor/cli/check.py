"""`monitor check`, `schema`, `init`: the files the user writes."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import typer

from monitor.cli.options import COMMITMENTS, CONFIG, CommitmentsOption, ConfigOption, JsonOption
from monitor.errors import EX_PROBLEMS, Grade, UsageError

SCHEMAS: tuple[Literal["commitments", "feeds", "alerts"], ...] = ("commitments", "feeds", "alerts")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(check)
    app.command()(test)
    app.command()(schema)
    app.command()(init)


def check(
    commitments: CommitmentsOption = COMMITMENTS,
    config: ConfigOption = CONFIG,
    as_json: JsonOption = False,
) -> None:
    """List every problem of every declared file; exit 1 if any is an error.

    Example: monitor check --commitments commitments.yaml
    """
    from monitor.cli import looking
    from monitor.declared.files import load_declared
    from monitor.declared.lint import lint
    from monitor.views.plain import problems_json, to_json
    from monitor.views.problems import problem_list

    loaded = load_declared(commitments, config)
    problems = list(loaded.problems)
    if loaded.declared is not None:
        declared = loaded.declared
        problems += lint(
            declared.register,
            declared.feeds,
            declared.all_series,
            declared.policy,
            str(commitments),
            str(config),
        )
    if as_json:
        typer.echo(to_json(problems_json(problems)))
    else:
        names = [str(commitments), str(config / "feeds.yaml"), str(config / "alerts.yaml")]
        looking.show(problem_list(problems, files=names, width=looking.width()))
    if any(p.grade is Grade.ERROR for p in problems):
        raise typer.Exit(EX_PROBLEMS)


def test(
    files: Annotated[list[Path], typer.Argument(help="Scenario files, or folders of them.")],
) -> None:
    """Play scenarios (unit tests for commitments) and say which came out as they should.

    Exit 1 if any did not. Example: monitor test tests/scenarios
    """
    from monitor.cli import looking
    from monitor.views.scenarios import scenario_list
    from monitor.wiring import play_scenario

    found = [p for f in files for p in (sorted(f.glob("*.yaml")) if f.is_dir() else [f])]
    if not found:
        raise UsageError(f"there is no scenario in {', '.join(map(str, files))}.")
    results = [(str(path), *play_scenario(path)) for path in found]
    looking.show(scenario_list(results, width=looking.width()))
    if any(failures for _, _, failures in results):
        raise typer.Exit(EX_PROBLEMS)


def schema(
    which: Annotated[str, typer.Argument(help="commitments, feeds or alerts")] = "commitments",
) -> None:
    """Print the JSON Schema of a declared file, for editors.

    Example: monitor schema feeds > config/feeds.schema.json
    """
    from monitor.declared.schema import json_schema

    for name in SCHEMAS:
        if name == which:
            typer.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))
            return
    raise UsageError(f"there is no schema {which!r}; there are {', '.join(SCHEMAS)}.")


def init(folder: Annotated[Path, typer.Argument(help="where to write; made if absent")]) -> None:
    """Write a first commitments.yaml and config/ to start from; nothing is overwritten.

    Example: monitor init my-watch && cd my-watch && monitor check
    """
    from monitor.declared.schema import json_schema

    texts = files("monitor") / "templates"
    config = folder / "config"
    wanted = {
        folder / "commitments.yaml": (texts / "commitments.yaml").read_text("utf-8"),
        config / "feeds.yaml": (texts / "feeds.yaml").read_text("utf-8"),
        config / "alerts.yaml": (texts / "alerts.yaml").read_text("utf-8"),
        folder / ".gitignore": "monitor.db*\n",
    } | {
        config / f"{name}.schema.json": json.dumps(json_schema(name), indent=2) + "\n"
        for name in SCHEMAS
    }
    there = [str(path) for path in wanted if path.exists()]
    if there:
        raise UsageError(f"{', '.join(there)} is there already; init overwrites nothing.")
    config.mkdir(parents=True, exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
        typer.echo(f"wrote {path}")
    typer.echo(f"Next: cd {folder} && monitor check && monitor run")
