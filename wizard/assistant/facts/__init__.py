"""Several facts in one breath: found in what was said, and given to questions only where one alone can be meant."""
