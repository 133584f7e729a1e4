"""Rules of reports, pure: when one is late, how a paper writes days and numbers, what the machine says of a target."""
