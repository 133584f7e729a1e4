def levels(facts):
    return {k: (facts[k], False) for k in ("level1", "level2") if facts.get(k) is not None}
