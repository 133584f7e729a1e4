"""placeholder"""


def run(arguments):
    return []
