"""Demo: a separate data folder filled with invented people of the former Kon Tum, through the same actions as real work.

Answers for `nharong demo` and for the people that bench/ counts. Never touches a folder that holds real data: the marker
file ``demo`` makes every page say that the data are invented.
"""
