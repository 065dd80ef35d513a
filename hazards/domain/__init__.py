"""Values and rules of the trade, true without a computer; knows no clock, disk or framework."""
