"""Screening as rows that workers take up."""

from screening.runs.screen import ask, overdue, screen, work

__all__ = ["ask", "overdue", "screen", "work"]
