"""The package: a BagIt bag with everything that is handed in, built and verified."""
