"""Run the command line, as `readiness` or `python -m readiness`."""

from __future__ import annotations

import gc
import sys

from readiness import __version__


def main() -> None:
    """Run the command line; `--version` alone is answered before anything else is imported."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        try:
            sys.stdout.write(f"readiness {__version__}\n")
            sys.stdout.flush()
            return
        except OSError:
            pass  # a full disk or a closed pipe: the command line fails in the same way and reports it
    # A run makes many objects and little garbage. A report from a file makes 50,000 and so is never
    # interrupted to collect; one collection of so many takes a twentieth of its time.
    gc.set_threshold(100_000, 20, 20)
    try:
        from readiness.cli.signals import end_at_control_c

        end_at_control_c(130)
        from readiness.cli.app import run

        code = run()
    except KeyboardInterrupt:  # before `end_at_control_c` was called
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
