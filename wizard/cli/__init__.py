"""The commands: thin doors over the machine, one module a group of commands."""
