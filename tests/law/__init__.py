"""The legal periods and the demolition date, taught case by case; knows no database and no page."""
