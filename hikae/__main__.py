"""`python -m hikae` is the command `hikae`."""

from hikae.cli import main

main()
