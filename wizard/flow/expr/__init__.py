"""The expression language of conditions and rules: parse, evaluate, list what is read."""

from wizard.flow.expr.depends import missing, names
from wizard.flow.expr.evaluate import NOT_APPLICABLE, UNKNOWN, Env, Evaluator, Truth, compiled
from wizard.flow.expr.nodes import Expr, Junction, Kind, Type
from wizard.flow.expr.parse import ExpressionError, Scope, parse

__all__ = [
    "NOT_APPLICABLE",
    "UNKNOWN",
    "Env",
    "Evaluator",
    "Expr",
    "ExpressionError",
    "Junction",
    "Kind",
    "Scope",
    "Truth",
    "Type",
    "compiled",
    "missing",
    "names",
    "parse",
]
