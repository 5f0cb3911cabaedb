"""lov: from first question to a checked package."""

__version__ = "0.1.0"
