# SPDX-License-Identifier: GPL-2.0
"""Statements with map operations. Each takes a function and adds itself to it."""

import maptype
from function import MapVariable

BLOCK_NESTING_MAX = 3


def read(f):
    """m[a][b], used at once"""
    operations = []
    at = f.descend(operations, to_leaf=True)
    key = f.key(at.kind.keys[0], operations)
    f.count(operations + [('read', at.depth)])
    f.use(f'{at.name}[{key}]', at.kind.leaf, at.depth)


def _keep(f, name, at):
    """Remembers what a read of at put into a variable."""
    if at.kind.nesting > 1:
        f.emit(f'sum += len({name})')
        f.variables.append(MapVariable(name, at.kind.elem(), at.depth + 1))
        return
    f.use(name, at.kind.leaf, at.depth)
    if at.kind.leaf in maptype.FIELDS:
        f.variables.append(MapVariable(f'{name}.m', maptype.FIELD_MAP, at.depth + 1, True))


def assign(f):
    """v := m[a]"""
    operations, name = [], f.name()
    at = f.descend(operations)
    key = f.key(at.kind.keys[0], operations)
    f.emit(f'{name} := {at.name}[{key}]')
    f.count(operations + [('read', at.depth)])
    _keep(f, name, at)


def assign_ok(f):
    """v, ok := m[a], and what depends on it"""
    operations, name = [], f.name()
    at = f.descend(operations)
    key = f.key(at.kind.keys[0], operations)
    find = f'{name}, {name}OK := {at.name}[{key}]'
    f.count(operations + [('read', at.depth)])
    head = f'if {find}; {name}OK {{'
    if f.rand.random() < 0.5:
        f.emit(find)
        head = f'if {name}OK {{'
    with f.block(head):
        _keep(f, name, at)
        statements(f)
    if f.rand.random() < 0.4:
        with f.block(f'if len(w.plain) < 0 || sum%2 == {f.rand.randrange(2)} {{'):
            statements(f)


def write(f):
    """m[a][b] = v, or with an operation"""
    operations = []
    at = f.descend(operations, to_leaf=True, to_write=True)
    key = f.key(at.kind.keys[0], operations)
    change = f' = {maptype.VALUES[at.kind.leaf]}'
    if at.kind.leaf in ('int', 'byte', 'float64') and f.rand.random() < 0.6:
        change = f.rand.choice(('++', ' += 3', ' -= 1'))
    f.emit(f'{at.name}[{key}]{change}')
    f.count(operations + [('write', at.depth)])


def delete(f):
    """delete(m[a], b): never a map, so that all that is written to stay there"""
    operations = []
    at = f.descend(operations, to_leaf=True)
    key = f.key(at.kind.keys[0], operations)
    f.emit(f'delete({at.name}, {key})')
    f.count(operations + [('delete', at.depth)])


def iterate(f):
    """for … range m[a], to the end or not"""
    operations = []
    at = f.descend(operations)
    f.count(operations + [('iterate', at.depth)])
    head, use = f.rand.choice((('for range {} {{', None),
                               ('for key := range {} {{', 'sink = key'),
                               ('for _, value := range {} {{', '_ = value')))
    with f.block(head.format(at.name)):
        f.emit('sum++')
        if use:
            f.emit(use)
        if f.rand.random() < 0.5:
            statements(f)
        if f.rand.random() < 0.4:
            f.emit('break')


def choose(f):
    """if"""
    with f.block(f.rand.choice(('if i%3 == 1 {', 'if sum > i {', 'if i&1 == 0 && sum%2 == 0 {'))):
        statements(f)


def repeat(f):
    """for"""
    name = f.name()
    with f.block(f'for {name} := 0; {name} < {f.rand.randint(1, 3)}; {name}++ {{'):
        statements(f)


def closure(f):
    """func() { … }(): another frame, in which nothing was found yet"""
    with f.block('func() {', '}()', variables=()):
        statements(f)


def call(f):
    """Something else, which leaves no register as it was"""
    f.emit(f.rand.choice(('sum += spill(sum, i)', 'sum += allocate(i)', 'sum += grow(i % 40)',
                          'sum += format(i)', 'sum += yield()')))


def pass_on(f):
    """A map as an argument: in the callee nothing was found"""
    operations = []
    at = f.descend(operations)
    if str(at.kind) != 'map[string]int':
        at, operations = MapVariable('w.table[keysString[i%3]]', None, 2), [('read', 1)]
    f.emit(f'sum += passed({at.name})')
    f.count(operations + [('read', 1)])


def unpack(f):
    """A map in an interface in a map"""
    f.emit('sum += w.things["plain"].(map[string]int)[keysString[i%3]]')
    f.count([('read', 1), ('read', 2)])


SIMPLE = {read: 18, assign: 14, write: 15, delete: 6, call: 5, pass_on: 3, unpack: 2}
BLOCKS = {assign_ok: 10, iterate: 8, choose: 7, repeat: 5, closure: 3}


def statement(f):
    """Any one."""
    weights = dict(SIMPLE)
    if f.nesting < BLOCK_NESTING_MAX:
        weights.update(BLOCKS)
    f.left -= 1
    f.rand.choices(list(weights), list(weights.values()))[0](f)


def statements(f):
    """A few, as far as the function may grow."""
    for _ in range(min(f.rand.randint(1, 3), f.left)):
        statement(f)
