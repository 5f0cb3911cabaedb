"""The chain of schemas, from the first to `schema.HEAD`.

To change the schema: change `tables`, add `versions/NNNN_what.py` by hand or by

    alembic.command.revision(upgrade.configuration(connection), autogenerate=True, rev_id="NNNN")

and set `schema.HEAD` to its name. A test compares tables and chain. What must stay true:

- a revision that was released is never edited: stores out there have it;
- revisions say what they do in their own words and import nothing of ours, because that changes;
- a table made anew by batch mode loses its triggers; the revision makes them again.
"""
