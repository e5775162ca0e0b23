"""The report of a sweep: findings, maps, response curves, the best and the worst points."""
