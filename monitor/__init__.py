"""A commitment compliance monitor with alerts."""

__version__ = "0.1.0"
