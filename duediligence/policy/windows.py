"""From which day an item of the declaration asks."""

from datetime import date

from duediligence.policy.calendar import fiscal_year
from duediligence.policy.keeping import Window, WindowUnit


def window_start(window: Window, day: date) -> date:
    """Return the first day that is asked for.

    ``day`` lies in the fiscal year of the call, or is the day of the declaration, as the unit says. A window
    of years that would begin on 29 February of an ordinary year begins on 1 March.
    """
    if window.unit is WindowUnit.FISCAL_YEARS:
        return date(fiscal_year(day) - window.count, 4, 1)
    year = day.year - window.count
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
