"""The assistant: understands free Swedish and English, explains with sources, and never guesses.

`understanding` reads an utterance for one answer type or one question; `knowledge` answers questions from
`flows/knowledge`. Both abstain rather than guess. The doors (`lov chat`, the panel of the terminal app, `lov
parse`, `lov ask`) have no understanding of their own. Importing this package loads nothing heavy.
"""
