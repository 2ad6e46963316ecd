"""`python -m monitor` and the installed command."""

from monitor.cli.main import main

if __name__ == "__main__":
    main()
