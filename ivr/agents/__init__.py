"""The people who take calls, and the lines that wait for them. Pure: told the time, and given chance."""
