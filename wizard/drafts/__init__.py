"""Cases at work: answers files, drafts over the store, and the way from either to a package."""
