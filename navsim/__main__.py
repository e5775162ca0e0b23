"""``python -m navsim`` is the ``navsim`` command."""

from navsim.cli import main

if __name__ == "__main__":
    main(prog_name="navsim")
