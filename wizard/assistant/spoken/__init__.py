"""How people say values of each type: days, hours, shares, fractions, yes and no, names; and that they do not know."""
