"""`python -m catalog.cli`, for where the command `rollcall` is not on the path."""

from catalog.cli import main

main()
