# SPDX-License-Identifier: GPL-2.0
"""One function being written: its lines, the maps it has in variables, its count."""

import contextlib

import maptype

KINDS = {'read': 0, 'write': 1, 'delete': 2, 'iterate': 3}


class MapVariable:
    """An expression for a map that can be used again, and the depth of what is done to it."""

    def __init__(self, name, kind, depth, is_nil=False):
        self.name = name
        self.kind = kind
        self.depth = depth
        self.is_nil = is_nil  # perhaps: must not be written to


class Function:
    """Lines of Go. Expressions add the operations they do to a list of theirs."""

    def __init__(self, rand, types, size):
        self.rand = rand
        self.types = types
        self.left = size  # statements still to be written
        self.nesting = 0
        self.variables = []
        self.lines = []
        self._indent = 1
        self._names = 0

    def emit(self, line):
        """One line."""
        self.lines.append('\t' * self._indent + line)

    def count(self, operations):
        """The lines that count (kind, depth) operations."""
        for kind, depth in operations:
            self.emit(f'count[{KINDS[kind]}][{depth}]++')

    def name(self):
        """A new one."""
        self._names += 1
        return f'v{self._names}'

    @contextlib.contextmanager
    def block(self, head, end='}', variables=None):
        """Lines between braces; variables of theirs are not known behind them."""
        outside = list(self.variables)
        if variables is not None:
            self.variables = list(variables)
        self.emit(head)
        self._indent += 1
        self.nesting += 1
        yield
        self.nesting -= 1
        self._indent -= 1
        self.emit(end)
        self.variables = outside

    def key(self, key_type, operations):
        """A key, now and then read from a map itself."""
        draw = self.rand.random()
        if key_type == 'string' and draw < 0.15:
            operations.append(('read', 1))
            return 'w.names[i%3]'
        if key_type == 'int' and draw < 0.15:
            operations += [('read', 1), ('read', 2)]
            return 'w.table[keysString[1]][keysString[i%3]]'
        n = self.rand.randrange(3)
        index = self.rand.choice((str(n), 'i%3', f'(i+{n})%3'))
        return f'{maptype.KEYS[key_type]}[{index}]'

    def base(self, to_write):
        """A map to begin with: found before, or of the world."""
        known = [v for v in self.variables if not (to_write and v.is_nil)]
        if known and self.rand.random() < 0.55:
            return self.rand.choice(known)
        n = self.rand.randrange(len(self.types))
        return MapVariable(f'w.m{n}', self.types[n], 1)

    def descend(self, operations, to_leaf=False, to_write=False):
        """A map some way down, or all the way; as if it were a variable."""
        at = self.base(to_write)
        while at.kind.nesting > 1 and (to_leaf or self.rand.random() < 0.65):
            key = self.key(at.kind.keys[0], operations)
            operations.append(('read', at.depth))
            at = MapVariable(f'{at.name}[{key}]', at.kind.elem(), at.depth + 1)
        return at

    def use(self, expression, leaf, depth):
        """Statements that use a value which a read at this depth found."""
        if leaf in maptype.NUMBERS:
            self.emit(f'sum += {maptype.NUMBERS[leaf].format(expression)}')
        elif self.rand.random() < 0.4:
            self.emit(f'sum += {expression}.{maptype.FIELDS[leaf]}')
        else:
            self.emit(f'sum += {expression}.m[keysString[i%3]]')
            self.count([('read', depth + 1)])

    def text(self, name):
        """The function, complete."""
        return '\n'.join([f'//go:noinline\nfunc {name}(w *world, i int) int {{',
                          '\tsum, other := 0, 0', *self.lines, '\treturn sum + other', '}\n'])
