"""One file for each kind of answer; `field_for` picks the right one for a question."""
