"""Calendar: dates and minutes, working days and public holidays, sets of intervals."""
