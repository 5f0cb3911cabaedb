"""Scenarios: tables that say what the rules shall answer, and how much of a flow they cover.

A keeper of forms writes them in Markdown, beside the content they try: which answers, which verdicts. They
are run against the real engine; what no scenario notices when it is changed, no scenario covers.
"""

from wizard.scenarios.coverage import Coverage, coverage_of
from wizard.scenarios.mutants import Mutation, mutate
from wizard.scenarios.run import Failure, Tried, try_tables
from wizard.scenarios.tables import Expectation, Scenario, ScenarioTable, read_tables

__all__ = [
    "Coverage",
    "Expectation",
    "Failure",
    "Mutation",
    "Scenario",
    "ScenarioTable",
    "Tried",
    "coverage_of",
    "mutate",
    "read_tables",
    "try_tables",
]
