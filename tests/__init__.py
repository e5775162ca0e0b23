"""The tests. A package, so that no other package called ``tests`` is found before it: Ciw installs one."""
