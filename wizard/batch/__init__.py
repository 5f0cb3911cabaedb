"""Many applications from one workbook: layout, reading, checking, running, and the ledger of what is done.

A batch is one errand in one area for many clients. It knows no rule of its own: a row becomes answers, and the
answers become verdicts and a package by the same engine as at every other door.
"""
