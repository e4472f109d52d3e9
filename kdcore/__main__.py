"""`python -m kdcore`."""

from kdcore.cli.app import main

if __name__ == "__main__":
    main()
