"""What screens are made of. No widget here takes a plain `str` to show; see `wizard.tui.words`."""
