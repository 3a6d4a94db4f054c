# SPDX-License-Identifier: GPL-2.0
"""Types of nested maps: their keys from the outside in, and what is at the end."""

# Name of the variable with three keys, by type: see keys.go.
KEYS = {
    'string': 'keysString', 'int': 'keysInt', 'int32': 'keysInt32', 'uint64': 'keysUint64',
    'int8': 'keysInt8', 'float64': 'keysFloat64', 'pair': 'keysPair', 'cell': 'keysCell',
    'interface{}': 'keysAny', '[2]string': 'keysArray',
}

# A new value, by type. There is an i, and a world w that has a plain map.
VALUES = {
    'int': 'i', 'byte': 'byte(i)', 'string': 'keysString[i%3]', 'float64': 'float64(i)',
    '[]int': 'nil', '*int': '&other', 'record': 'record{n: i, m: w.plain}',
    'large': 'large{m: w.plain}',
}

# How a value becomes a number, by type; of those not here a field is taken.
NUMBERS = {
    'int': '{}', 'byte': 'int({})', 'string': 'len({})', 'float64': 'int({})',
    '[]int': 'len({})', '*int': 'target({})',
}
FIELDS = {'record': 'n', 'large': 'a[7]'}

NESTINGS = (1, 1, 2, 2, 3, 3, 4, 5)


class MapType:
    """map[KEYS[0]]map[KEYS[1]]…LEAF"""

    def __init__(self, keys, leaf):
        self.keys = keys
        self.leaf = leaf

    @classmethod
    def draw(cls, rand):
        """Any."""
        return cls([rand.choice(list(KEYS)) for _ in range(rand.choice(NESTINGS))],
                   rand.choice(list(VALUES)))

    @property
    def nesting(self):
        """How many maps deep."""
        return len(self.keys)

    def elem(self):
        """The type of the maps in it."""
        return MapType(self.keys[1:], self.leaf)

    def __str__(self):
        return ''.join(f'map[{key}]' for key in self.keys) + self.leaf


# Of the map in a record or large value.
FIELD_MAP = MapType(['string'], 'int')
