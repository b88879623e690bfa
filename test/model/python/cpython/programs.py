# Programs are separated by lines of dashes; the globals that each leaves are compared.
x = [1, 2, 3]
x.append(4)
x.extend([5, 6])
x.insert(0, 0)
y = x.pop()
z = x.pop(0)
x.remove(3)
x.reverse()
w = x[:]
w.sort()
x += [9]
x[0] = 7
del x[1]
x[1:2] = ["a", "b"]
----
d = {}
d["a"] = 1
d.update({"b": 2}, c=3)
d.setdefault("d", []).append(1)
p = d.pop("a")
q = d.pop("zz", None)
del d["b"]
keys = list(d)
m = {**d, "x": 1}
n = d | {"y": 2}
for k, v in d.items():
    last = k
c = d.copy()
c.clear()
----
s = set()
s.add(1)
s.add(1)
s.discard(5)
s |= {2, 3}
s -= {2}
t = frozenset([1])
u = sorted(s)
----
a, b = 1, 2
a, b = b, a
c, *d = [1, 2, 3]
*e, f = "xyz"
g, (h, i) = 1, (2, 3)
j = k = 5
l, *m, n = range(5)
[o, p] = (1, 2)
----
total = 0
for i in range(10):
    if i == 2:
        continue
    if i == 6:
        break
    total += i
else:
    total = -1
for j in []:
    pass
else:
    fin = True
n = 5
while n:
    n -= 1
    if n == 2:
        break
else:
    n = 100
----
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
r1 = f(1, c=3)
r2 = f(1, 5, 6, 7, c=8, e=9)
r3 = f(*[1, 2], **{"c": 3})
def g(x, /, y, *, z):
    return x + y + z
r4 = g(1, 2, z=3)
r5 = g(1, y=2, z=3)
def rec(n):
    return 1 if n <= 1 else n * rec(n - 1)
r6 = rec(10)
----
def outer():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    inc()
    return inc
i = outer()
r = [i(), i()]
def make(k):
    return lambda x: x * k
r2 = [f(3) for f in [make(1), make(2)]]
fs = [lambda: v for v in range(3)]
r3 = [f() for f in fs]
g = 0
def setg():
    global g
    g = 7
setg()
def default(x=[]):
    x.append(1)
    return len(x)
r4 = [default(), default()]
----
class A:
    count = 0
    def __init__(self, x):
        self.x = x
        A.count += 1
    def double(self):
        return self.x * 2
    @property
    def half(self):
        return self.x / 2
    @staticmethod
    def st(v):
        return v + 1
    @classmethod
    def make(cls, v):
        return cls(v * 10)
    def __eq__(self, o):
        return isinstance(o, A) and self.x == o.x
    def __repr__(self):
        return f"A({self.x})"
    def __len__(self):
        return self.x
    def __getitem__(self, i):
        return self.x + i
    def __contains__(self, v):
        return v == self.x
    def __call__(self, y):
        return self.x + y
    def __add__(self, o):
        return A(self.x + (o.x if isinstance(o, A) else o))
    __radd__ = __add__
    def __iter__(self):
        return iter(range(self.x))
    def __bool__(self):
        return self.x > 0
    def __lt__(self, o):
        return self.x < o.x
    def __hash__(self):
        return hash(self.x)
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def double(self):
        return super().double() + self.y
a = A(3)
b = B(2, 5)
r = [a.double(), b.double(), a.half, A.st(1), A.make(2).x, B.st(4), a == A(3), a != A(4), repr(a), str(b), len(a), a[1], 3 in a, a(4), (a + b).x, (1 + a).x, list(a), bool(A(0)), A.count, isinstance(b, A), issubclass(B, A), type(b).__name__, b.__class__.__name__, A.__name__]
s = [x.x for x in sorted([A(3), A(1)])]
a.new = 5
r2 = [a.new, hasattr(a, "nope"), getattr(a, "zzz", 1), dict(vars(a)), B.__mro__[1].__name__, B.__bases__[0].__name__]
setattr(a, "dyn", 3)
r3 = a.dyn, max([A(1), A(5)]).x
a = b = 0
----
class Base:
    def who(self): return "base"
    def hello(self): return "hello " + self.who()
class Left(Base):
    def who(self): return "left>" + super().who()
class Right(Base):
    def who(self): return "right>" + super().who()
class Both(Left, Right):
    def who(self): return "both>" + super().who()
r = Both().hello()
m = [c.__name__ for c in Both.__mro__]
----
try:
    x = 1 / 0
except ZeroDivisionError as e:
    r = str(e)
    t = type(e).__name__
else:
    r = "no"
finally:
    f = True
try:
    try:
        {}["k"]
    except KeyError as e:
        raise ValueError("bad") from e
except ValueError as e:
    r2 = e.args
class My(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
try:
    raise My(5)
except Exception as e:
    r3 = (str(e), e.code, isinstance(e, My))
def g():
    try:
        return 1
    finally:
        h.append(2)
h = []
r4 = g()
try:
    int("x")
except (TypeError, ValueError):
    r5 = "caught"
try:
    [].pop()
except IndexError as e:
    r6 = str(e)
try:
    undefined_name
except NameError as e:
    r7 = str(e)
try:
    None.x
except AttributeError as e:
    r8 = str(e)
try:
    a, b = [1]
except ValueError as e:
    r9 = str(e)
try:
    "a" + 1
except TypeError:
    r10 = True
try:
    assert 1 == 2, "no"
except AssertionError as e:
    r11 = str(e)
----
def gen(n):
    for i in range(n):
        x = yield i
    return "done"
def both():
    yield from gen(2)
    yield 9
r = list(gen(3)), list(both()), sum(gen(4)), [*gen(2)], dict(enumerate(gen(2)))
g = gen(2)
r2 = next(g), next(g), next(g, "end")
r3 = (x * 2 for x in [1, 2])
r3 = list(r3)
def fib():
    a, b = 0, 1
    out = []
    while len(out) < 8:
        out.append(a)
        a, b = b, a + b
    return out
r4 = fib()
g = None
----
from functools import partial, reduce, wraps, lru_cache
def deco(arg):
    def outer(f):
        @wraps(f)
        def inner(*a, **k):
            return (arg, f(*a, **k))
        return inner
    return outer
@deco("x")
def h(a, b=1):
    "doc"
    return a + b
r = h(1), h(1, b=5), h.__name__, h.__doc__
p = partial(h, 10)
r2 = p(), p(b=3)
r3 = reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + [b], [1, 2], [])
@lru_cache(maxsize=None)
def sq(x): return x * x
r4 = sq(4)
class Cnt:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
@Cnt
def k(x): return x + 1
r5 = k(1), k(2), k.n
p = k = 0
----
import itertools
r = list(itertools.chain([1], "ab")), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.product([1, 2], "ab")), list(itertools.combinations("abc", 2)), list(itertools.permutations([1, 2, 3], 2)), list(itertools.islice(range(10), 2, 8, 3)), list(itertools.zip_longest([1], [2, 3], fillvalue=0)), [(k, list(g)) for k, g in itertools.groupby("aabb")], list(itertools.accumulate([1, 2, 3])), list(itertools.repeat("x", 2)), list(itertools.starmap(pow, [(2, 3)])), list(itertools.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(itertools.pairwise("abc")), list(itertools.product("ab", repeat=2)), list(itertools.filterfalse(lambda x: x % 2, range(4))), list(itertools.islice(itertools.count(5), 3)), list(itertools.combinations_with_replacement([1, 2], 2)), list(itertools.dropwhile(lambda x: x < 2, [1, 2, 1]))
----
from collections import defaultdict, OrderedDict, namedtuple, Counter, deque, ChainMap
d = defaultdict(list)
d["a"].append(1)
d["b"]
dd = defaultdict(int)
for c in "hello": dd[c] += 1
o = OrderedDict([("x", 1), ("y", 2)])
P = namedtuple("P", ["x", "y"], defaults=[5])
p = P(1)
r = p.x, p.y, p[0], p._asdict(), p._replace(x=9).x, list(p), P._fields, repr(p), p == (1, 5)
c = Counter("banana")
r2 = c.most_common(2), c["a"], c["zz"], sum(c.values())
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
r3 = list(q), len(q)
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
r4 = m["a"], m["b"]
x, y = p
d = dict(d); dd = dict(dd); o = dict(o); c = dict(c); q = m = p = None
----
from dataclasses import dataclass, field, asdict, replace
from typing import Optional, List, ClassVar
@dataclass
class Item:
    name: str
    price: float = 1.5
    tags: List[str] = field(default_factory=list)
    kind: ClassVar[str] = "k"
    def total(self, n): return self.price * n
@dataclass(order=True)
class Sub(Item):
    extra: int = 0
i = Item("a")
j = Item("b", 2.0, ["x"])
i.tags.append("t")
r = repr(i), i == Item("a", 1.5, ["t"]), j.total(3), asdict(j), replace(j, name="c").name, Item.kind, j.tags
@dataclass
class Post:
    a: int
    b: int = field(init=False)
    def __post_init__(self):
        self.b = self.a * 2
r2 = Post(4).b, repr(Post(1))
i = j = 0
----
from enum import Enum, IntEnum, auto
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def hot(self): return self is Color.RED
class Size(IntEnum):
    S = 1
    M = 2
class Auto(Enum):
    A = auto()
    B = auto()
class Str(str, Enum):
    X = "x"
    Y = "y"
r = [c.name for c in Color], Color.RED.value, Color(2).name, Color["RED"].value, str(Color.RED), Color.CRIMSON is Color.RED, Color.RED.hot(), len(Color), Color.RED == Color.GREEN
r2 = Size.S < Size.M, Size.M + 1, [s.value for s in Size], Auto.B.value, Str.X == "x", Str.X.value, Str.Y.upper(), Str("y").name, isinstance(Str.X, str), Color.RED in Color, {Color.RED: 1}[Color.RED]
----
from datetime import datetime, timedelta, date, time, timezone
a = datetime(2024, 1, 31, 10, 30)
r = [str(a + timedelta(days=1)), a.isoformat(), a.strftime("%Y-%m-%d %H:%M:%S %j %b %a %p"), str(a - datetime(2024, 1, 1)), a.weekday(), a.date().isoformat(), a.replace(hour=0).isoformat(), (a - timedelta(hours=11)).day, a > datetime(2023, 1, 1), a.year, a.timetuple()[0]]
b = datetime(2024, 3, 1, tzinfo=timezone.utc)
r2 = [b.isoformat(), str(b), str(timedelta(days=-1, seconds=3)), timedelta(minutes=90).total_seconds(), timedelta(days=1) * 2 == timedelta(days=2), str(timedelta(days=7) / 2), repr(timedelta(hours=25)), timedelta(weeks=1).days, (timedelta(hours=1) > timedelta(minutes=1)), timedelta(seconds=5) // timedelta(seconds=2), str(abs(timedelta(-1))), timedelta(hours=30).seconds]
r3 = [datetime.strptime("2024-02-03 04:05", "%Y-%m-%d %H:%M").isoformat(), date(2024, 2, 28).isoformat(), str(date(2024, 12, 31) + timedelta(1)), date(2024, 1, 1).strftime("%d/%m/%y"), datetime.fromisoformat("2024-01-02T03:04:05").minute, str(time(1, 2)), datetime.combine(date(2024, 1, 2), time(3)).isoformat(), f"{a:%Y%m%d}", date(2024, 1, 1).toordinal(), b.timestamp(), str(datetime.max.year), date.fromisoformat("2024-05-06").day, (date(2024, 3, 1) - date(2024, 2, 1)).days, datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2))).isoformat(), repr(date(2024, 1, 2)), repr(datetime(2024, 1, 2, 3, 4))]
a = b = 0
----
import json, re, os.path, string, textwrap, math, copy, operator
r = json.loads('{"a": [1, 2.5, "x", null, true], "b": {"c": -1e3}}'), json.dumps({"a": [1, None, True, "é"], "b": 1.5}), json.dumps([1, {"x": 2}], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True)
r2 = re.sub(r"[^a-z]+", "-", "a b!c"), re.findall(r"(\w)(\d)", "a1 b2"), re.split(r",\s*", "a, b,c"), re.match(r"(?P<x>\d+)-(?P<y>\w+)", "12-ab").groupdict(), bool(re.search("z", "abc")), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.fullmatch(r"\d+", "12a") is None, re.compile("a+", re.I).findall("AAaba"), re.escape("a.b"), re.sub("a", lambda m: m.group(0).upper(), "banana"), re.match("a|b", "b").group(), [m.start() for m in re.finditer("a", "banana")]
r3 = os.path.join("a", "b", "/c", "d"), os.path.basename("/x/y.txt"), os.path.dirname("/x/y.txt"), os.path.splitext("a.tar.gz"), os.path.normpath("a/../b//c/."), os.path.split("/a/b")
r4 = string.ascii_lowercase[:3], string.digits, textwrap.dedent("  a\n    b\n"), textwrap.indent("a\nb", "> "), string.Template("$x-${y}").substitute(x=1, y=2), string.capwords("ab cd")
r5 = math.ceil(1.2), math.floor(-1.2), math.sqrt(16), math.gcd(12, 18), math.pi > 3, math.factorial(5), math.log10(1000)
x = [1, [2]]
y = copy.deepcopy(x); y[1].append(3)
z = copy.copy(x); z.append(4)
r6 = sorted([{"a": 2}, {"a": 1}], key=operator.itemgetter("a")), operator.add(1, 2), list(map(operator.itemgetter(1), [(1, 2)]))
----
from pathlib import Path, PurePosixPath
p = Path("/a/b/c.tar.gz")
r = p.name, p.stem, p.suffix, p.suffixes, str(p.parent), str(p.parent.parent), str(p / "x" / "y"), str(p.parents[0]), str(p.parents[2]), p.parts, str(p.with_suffix(".txt")), str(p.with_name("z")), str(p.relative_to("/a")), p.is_absolute(), str(Path("a") / Path("/b")), str(Path("a//b/./c/")), Path("a") == Path("a"), str(Path()), p.as_posix(), repr(Path("q")), str(Path("x", "y")), p.match("*.gz"), str("x" / Path("y"))
p = 0
----
from contextlib import contextmanager, suppress, nullcontext
log = []
@contextmanager
def cm(x):
    log.append(f"in {x}")
    try:
        yield x * 2
    finally:
        log.append(f"out {x}")
with cm(1) as a, cm(2) as b:
    log.append((a, b))
class C:
    def __enter__(self):
        log.append("enter")
        return self
    def __exit__(self, t, v, tb):
        log.append(t.__name__ if t else None)
        return True
with C() as c:
    raise ValueError("x")
with suppress(KeyError):
    {}["x"]
with nullcontext(5) as n:
    pass
def f():
    with cm(3) as z:
        return z
r = f()
c = 0
----
def kind(v):
    match v:
        case 0 | 1:
            return "small"
        case int(x) if x > 100:
            return f"big {x}"
        case str():
            return "text"
        case [a, b]:
            return f"two {a} {b}"
        case [first, *rest]:
            return f"many {first} {rest}"
        case {"type": t, **others}:
            return f"dict {t} {others}"
        case None:
            return "none"
        case _:
            return "other"
r = [kind(v) for v in [0, 1, 500, 7, "s", [1, 2], [1, 2, 3], {"type": "x", "k": 1}, None, 3.5, (), (8, 9)]]
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
match P(1, 2):
    case P(1, y=yy): r2 = yy
match "go north".split():
    case ["go", ("north" | "south") as d]: r3 = d
----
x = 5
if (n := x * 2) > 8:
    r = n
r2 = [y for v in range(4) if (y := v * v) > 1]
while (x := x - 1) > 2:
    pass
r3 = (lambda: (z := 3) + 1)()
----
class Meta(type):
    pass
class Reg:
    items = {}
    def __init_subclass__(cls, /, key=None, **kw):
        Reg.items[cls.__name__] = cls
class One(Reg): pass
class Two(One): pass
r = list(Reg.items)
class Prop:
    def __init__(self): self._v = 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x * 2
p = Prop()
p.v = 5
r2 = p.v
class Slots:
    __slots__ = ("a",)
    def __init__(self): self.a = 1
r3 = Slots().a
class Dyn:
    def __getattr__(self, name): return f"dyn_{name}"
r4 = Dyn().foo
class Abs:
    x: int = 3
    y = [i * 2 for i in range(3)]
    def m(self): return self.__class__.x
r5 = Abs.x, Abs.y, Abs().m(), Abs.__name__
T = type("T", (Abs,), {"z": 1})
r6 = T().z, T().x, T.__name__
p = 0
----
globals()["dyn"] = 5
r = dyn + 1, "dyn" in globals()
for name in ["aa", "bb"]:
    globals()[f"v_{name}"] = name.upper()
r2 = v_aa + v_bb
d = {"f": lambda x: x + 1, "g": len}
r3 = d["f"](1), d["g"]("abc")
d = 0
def f(*, a, **kw): return a, sorted(kw)
r4 = f(**{"a": 1, "b": 2}), f(a=1, **dict(c=3))
def h(): "docstring here"
r5 = h.__doc__, h(), h.__name__
x = y = []
x.append(1)
r6 = y, x is y
a = [1, 2, 3]
b = a
b += [4]
r7 = a
t = (1,)
t += (2,)
s = "a"
s *= 3
i = 7
i //= 2; i **= 2; i <<= 1; i |= 1; i %= 10; i -= 1
----
class MyDict(dict):
    def __missing__(self, k): return k.upper()
    def extra(self): return len(self)
m = MyDict(a=1)
m["b"] = 2
r = m["a"], m["zz"], m.extra(), "a" in m, sorted(m), m.get("q"), isinstance(m, dict)
class MyList(list):
    def first(self): return self[0]
l = MyList([3, 4])
l.append(5)
r2 = l.first(), len(l), l[-1], sum(l), [x for x in l]
class MyStr(str):
    def shout(self): return self.upper() + "!"
r3 = MyStr("hi").shout(), MyStr("a") + "b", len(MyStr("abc")), f"{MyStr('q')}"
class MyInt(int):
    def plus(self): return self + 1
r4 = MyInt(4).plus(), MyInt(2) * 3
m = l = 0
----
from typing import NamedTuple, TypedDict, Optional, Union, Any, Dict, TypeVar, Generic, Literal
class Pt(NamedTuple):
    x: int
    y: int = 2
    def s(self): return self.x + self.y
class TD(TypedDict, total=False):
    a: int
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
def f(x: Optional[int] = None, y: "Dict[str, Any]" = None) -> Union[int, str]: return x or "none"
r = Pt(1).s(), Pt(1, 5)[1], TD(a=1), Box[int](3).v, f(), f(2), Pt(3).x
Alias = Dict[str, Literal["a", "b"]]
Alias = T = 0
x: int = 5
y: "str"
----
out = []
def trace(x):
    out.append(x)
    return x
r = trace(1) and trace(0) and trace(2), trace(0) or trace(3) or trace(4)
r2 = 1 < trace(5) < 10, [trace(i) for i in range(2)], {trace("k"): trace("v")}
r3 = trace(1) if trace(False) else trace(9)
def kw(**k): return list(k)
r4 = kw(b=trace("x"), a=trace("y"))
----
matrix = [[1, 2, 3], [4, 5, 6]]
t = [[row[i] for row in matrix] for i in range(3)]
z = list(zip(*matrix))
flat = [x for row in matrix for x in row if x % 2 == 0]
nested = {k: {i: k * i for i in range(2)} for k in "ab"}
inv = {v: k for k, v in {"a": 1, "b": 2}.items()}
words = "the quick brown the lazy the".split()
freq = {}
for w in words:
    freq[w] = freq.get(w, 0) + 1
top = sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:2]
groups = {}
for w in words:
    groups.setdefault(len(w), []).append(w)
def bubble(xs):
    xs = list(xs)
    for i in range(len(xs)):
        for j in range(len(xs) - 1 - i):
            if xs[j] > xs[j + 1]:
                xs[j], xs[j + 1] = xs[j + 1], xs[j]
    return xs
b = bubble([3, 1, 2])
def primes(n): return [p for p in range(2, n) if all(p % d for d in range(2, int(p ** 0.5) + 1))]
pr = primes(30)
def hanoi(n, a, b, c): return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
hn = len(hanoi(5, "a", "b", "c"))
def flatten(x): return [y for l in x for y in (flatten(l) if isinstance(l, list) else [l])]
fl = flatten([1, [2, [3, [4]]]])
----
log = []
def gen(n):
    log.append("start")
    for i in range(n):
        log.append(i)
        yield i
g = gen(2)
never = (log.append("never") for _ in "ab")
m = map(lambda x: log.append(x), [1, 2])
log.append("before")
r = list(g)
r2 = list(zip("ab", [1, 2])), list(enumerate(x for x in "cd"))
def tail(xs):
    xs = iter(xs)
    first = next(xs)
    return first, list(xs)
r3 = tail([1, 2, 3]), tail(x * 2 for x in range(3))
from functools import lru_cache
calls = []
@lru_cache(maxsize=8)
def costly(x, y=1):
    calls.append(x)
    return [x, y]
r4 = costly(1) is costly(1), costly(2), costly(1, y=2), calls
class K:
    @lru_cache
    def m(self, v): return [v]
k = K()
r5 = k.m(1) is k.m(1)
locals()["viaLocals"] = 3
r6 = viaLocals
vars()["viaVars"] = 4
r7 = viaVars
never = m = g = k = 0
----
class Single(type):
    made = {}
    def __call__(cls, *args, **kwargs):
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*args, **kwargs)
        return cls.made[cls]
class Settings(metaclass=Single):
    def __init__(self, value):
        self.value = value
a = Settings(1)
b = Settings(2)
same = a is b
value = b.value
class Members(type):
    def __iter__(cls):
        return iter(["x", "y"])
    def __len__(cls):
        return 2
    def __getitem__(cls, key):
        return key * 2
    def __getattr__(cls, name):
        return "any_" + name
    @property
    def label(cls):
        return cls.__name__.lower()
class Tables(metaclass=Members):
    pass
members = list(Tables), len(Tables), Tables["k"], Tables.orders, Tables.label
Made = type("Made", (Tables,), {"n": 1})
made = Made.n, Made.label
class Base:
    kinds = []
    def __init_subclass__(cls, /, kind=None, **rest):
        super().__init_subclass__(**rest)
        Base.kinds.append((cls.__name__, kind))
class Left(Base, kind="l"):
    pass
Right = type("Right", (Base,), {}, kind="r")
kinds = Base.kinds
below = [one.__name__ for one in Base.__subclasses__()]
class Named:
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, instance, owner=None):
        return self.name if instance is None else getattr(instance, self.name, "unset")
    def __set__(self, instance, value):
        setattr(instance, self.name, value * 2)
class Job:
    size = Named()
job = Job()
before = job.size
job.size = 4
after = job.size, job._size, Job.size
----
from functools import partial, partialmethod, singledispatch, singledispatchmethod, total_ordering
@singledispatch
def show(value):
    return "other"
@show.register
def _(value: int):
    return "int"
@show.register(str)
def _(value):
    return "str"
@show.register(list)
@show.register(tuple)
def _(value):
    return "sequence"
shown = [show(one) for one in (1, True, "a", [], (), 1.5, None)]
class Shower:
    @singledispatchmethod
    def show(self, value):
        return "?"
    @show.register
    def _(self, value: int):
        return "int"
    def both(self, a, b):
        return a, b
    first = partialmethod(both, 1)
methods = Shower().show(1), Shower().show("a"), Shower().first(2)
@total_ordering
class Level:
    def __init__(self, value):
        self.value = value
    def __eq__(self, other):
        return self.value == other.value
    def __lt__(self, other):
        return self.value < other.value
orders = Level(1) >= Level(1), Level(1) > Level(2), Level(1) <= Level(2), max(Level(1), Level(3)).value
binary = partial(int, base=2)
held = binary("101"), binary.keywords, partial(show, 1).args
----
import itertools
names = iter(["a", "b", "c"])
pairs = [(name, next(names, None)) for name in names]
numbers = iter(range(4))
byNumber = {n: next(numbers) for n in numbers}
ids = itertools.count(1)
counted = next(ids), next(ids), {name: next(ids) for name in "xy"}
colours = itertools.cycle("rg")
cycled = [next(colours) for _ in range(3)]
together = list(zip("ab", itertools.count())), dict(zip("ab", itertools.repeat(0)))
----
from collections import Counter, OrderedDict
votes = Counter("aab")
votes.update("abc")
votes.update({"z": 5})
votes.subtract("z")
count = dict(votes), votes.total()
summed = dict(Counter(a=1) + Counter(a=2, b=1)), dict(Counter(a=3) - Counter(a=1, b=2))
least = dict(Counter(a=3, b=1) & Counter(a=1)), dict(Counter(a=3) | Counter(a=1, b=2))
order = OrderedDict([("b", 1), ("a", 2), ("c", 3)])
order.move_to_end("c", last=False)
firstItem = order.popitem(last=False)
lastItem = order.popitem()
----
import csv, io, json, re
table = io.StringIO("name, size\n\na,1\n\"\",2\n")
next(table)
rows = list(csv.reader(table))
spaced = list(csv.DictReader(io.StringIO("x, y\n1, 2\n"), skipinitialspace=True))
lines = io.StringIO("one\ntwo\nthree\n")
skipped = next(lines), [line.strip() for line in lines]
compact = json.dumps({"a": [1, 2]}, separators=(",", ":"))
letters = re.sub(r"\W", "", "é-x_1"), re.findall(r"\w+", "naïve café"), re.findall(r"\bé", "é aé")
items = [1]
shared = items
items *= 2
items += [3]
frozen = other = frozenset([1])
other |= {2}
sizes = len(frozen), len(other)
doubled = [0] * 2
----
import ast
x = 5
literal = ast.literal_eval("{'a': [1, -2.5, (None, True)], 'b': {1}}")
added = eval("x + 1"), eval("y * 2", {"y": 4}), eval("[i for i in range(3)]")
exec("z = 10\ndef twice(n): return n * 2")
made = z, twice(4)
space = {"a": 1}
exec("b = a + 1", space)
bound = space["b"]
own = sorted(space)
del space["__builtins__"]
beside = {"n": 2}
product = eval("n * 3", beside)
del beside["__builtins__"]
try:
    exec("c = x", {})
except NameError:
    apart = True
exec("def thrice(n): return n * factor", beside)
beside["factor"] = 3
try:
    late = beside["thrice"](5)
except NameError:
    late = None
del beside["thrice"], beside["__builtins__"]
exec("w = x * 2", globals())
try:
    ast.literal_eval("f()")
except ValueError:
    refused = True
class Fields:
    def __init__(self, **given):
        self.__dict__.update(given)
names = [name for name in dir(Fields(a=1)) if not name.startswith("_")]
----
from enum import IntEnum, Enum
class Code(IntEnum):
    def __new__(cls, value, phrase=""):
        made = int.__new__(cls, value)
        made._value_ = value
        made.phrase = phrase
        return made
    OK = 200, "fine"
    GONE = 410
for code in Code:
    setattr(Code, code._name_.lower(), int(code.value))
codes = [(code.name, code.value, code + 1, code.phrase) for code in Code], Code.ok, Code(410).name
class Word(str, Enum):
    def __new__(cls, value, rank):
        made = str.__new__(cls, value)
        made._value_ = value
        made.rank = rank
        return made
    LOW = "low", 1
    HIGH = "high", 2
words = [(word.value, word.rank, word == "low", word.upper()) for word in Word]
class Parsed(int, Enum):
    BINARY = "101", 2
    SAME = 5
parsed = Parsed.BINARY.value, Parsed.SAME is Parsed.BINARY, len(list(Parsed))
class Plain(Enum):
    def __new__(cls, code, text):
        made = object.__new__(cls)
        made._value_ = code
        made.text = text
        return made
    A = 1, "one"
plain = Plain.A.value, Plain(1).text
class Loud(str):
    def __new__(cls, text):
        made = super().__new__(cls, text.upper())
        made.length = len(text)
        return made
loud = Loud("abc") + "!", Loud("abc").length, isinstance(Loud("x"), str), str(Loud("y"))
class Pair(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))
pair = Pair(1, 2)[1], len(Pair(3, 4)), list(Pair(5, 6))
kept = str(Code), int("7"), list((1, 2))
----
from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): ...
class B(A):
    def f(self): return 1
class C2(A):
    pass
r1 = []
for k in (A, B, C2):
    try:
        k(); r1.append("ok")
    except TypeError:
        r1.append("no")
r3 = sorted(A.__abstractmethods__)
class D(A):
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
r2 = sorted(D.__abstractmethods__)
class E(D):
    name = "e"
    make = None
    def f(self): return self.name
r4 = E().f()
from abc import ABCMeta
class M(metaclass=ABCMeta):
    @abstractmethod
    def g(self): ...
class N:
    @abstractmethod
    def g(self): return 2
r5 = N().g()
try:
    M()
except TypeError:
    r6 = "no"
----
def inner():
    yield 1
    return 5
def outer():
    x = yield from inner()
    yield x
r1 = list(outer())
def plain():
    yield from []
    return 3
def o2():
    r = yield from plain()
    yield ("got", r)
r2 = list(o2())
----
from datetime import timezone, timedelta, datetime
r1 = str(timezone(timedelta(hours=3)))
r2 = str(timezone.utc)
r4 = str(timezone(timedelta(hours=-3, minutes=-30)))
r5 = datetime(2024,1,1,tzinfo=timezone(timedelta(hours=3))).isoformat()
r6 = str(timezone(timedelta(0)))
r7 = str(timezone(timedelta(hours=3), "X"))
----
ns = {}
loc = {}
exec("x = 1\ny = x + 1", ns, loc)
r1 = loc
r2 = sorted(ns)
ns = None
def f():
    d = {}
    exec("z = 3", {}, d)
    return d["z"]
r3 = f()
r4 = eval("a + b", {"a": 1}, {"b": 2})
g = {"k": 1}
l = {}
exec("def h(): return k\nv = h()\nclass Q:\n    w = k", g, l)
r5 = l["v"], l["Q"].w, "v" in g
g = None
----
seen = []
def note(n):
    seen.append(n)
    return n > 1
r1 = any(note(n) for n in range(5))
r2 = list(seen)
r3 = all(not note(n) for n in [0, 3, 4])
r4 = list(seen)
def given():
    seen.append("start")
    yield 1
    seen.append("late")
    yield 2
r5 = any(given())
r6 = list(seen)
r7 = any(n > 9 for n in range(3)), all([]), all(n for n in (1, 2))
note = given = None
----
from dataclasses import dataclass
class Table:
    def __init__(self, name, size=0): self.name, self.size = name, size
    def __eq__(self, other): return isinstance(other, Table) and other.name == self.name
    def __hash__(self): return hash(self.name)
@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
r1 = len({Table("a"), Table("a", 2), Table("b")})
r2 = {Table("a"): 1, Table("b"): 2}[Table("b", 9)]
r3 = Point(1) in {Point(1, 0): "p"}, Point(2) in {Point(1)}, len({Point(1), Point(1)})
r4 = {(Point(3), "k"): 5}.get((Point(3), "k"))
class Plain: ...
r5 = len({Plain(), Plain()})
def named(f):
    f.__name__ = "pre_" + f.__name__
    return f
@named
def one(): ...
r6 = one.__name__
Table = Point = Plain = one = named = None
----
import functools
def noisy(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        return func(*args, **kwargs)
    return wrapper
class Base:
    def __init__(self, name): self.name = name
    def hello(self): return "base " + self.name
class Derived(Base):
    @noisy
    def __init__(self, name, more):
        super().__init__(name)
        self.more = more
    @noisy
    @noisy
    def hello(self): return super().hello() + "!"
class Last(Derived):
    def __init__(self): super().__init__(name="l", more=1)
    def hello(self): return "last " + super().hello()
r1 = Derived("d", 2).hello(), Last().hello(), Last().more
noisy = Base = Derived = Last = None
----
from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
class C(Enum):
    RED = 1
    GREEN = "g"
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def default(cls): return cls.GREEN
    @property
    def low(self): return self.name.lower()
class S(StrEnum):
    A_B = auto()
    C = "see"
class F(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
class I(IntFlag):
    A = 1; B = 2
class L(str, Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    ONE = auto(); TWO = auto()
r = [C.RED.describe(), C.CRIMSON.name, len(C), [c.name for c in C], C("g").name, C["RED"].value, C.default().low, str(C.RED), repr(C.RED), C.RED is C.CRIMSON, "RED" in C.__members__, list(C.__members__), isinstance(C.RED, C), C.RED == 1, S.A_B.value, str(S.A_B), f"{S.C}", S.C == "see", S("see").name, L.TWO.value, f"{L.ONE}", str(L.ONE), L.ONE == "one0"]
f = [F.RW.value, (F.R | F.X).value, F.R in F.RW, [x.name for x in F], bool(F.R & F.W), (F.R | F.X).name, str(F.R | F.X), (~F.R).value, [x.name for x in F.RW], len(F), F(3).name, repr(F(5)), (F.RW ^ F.R).name]
i = [(I.A | I.B).value, I.A + 5, I(3).value, (2 & I.B).value, isinstance(I.A, int), str(I.A)]
try:
    C("nope")
except ValueError as e: m = str(e)
d = {C.RED: 1}[C.CRIMSON]
----
class Meta(type):
    reg = []
    def __new__(m, name, bases, ns, **kw):
        cls = super().__new__(m, name, bases, ns)
        cls.tag = kw.get("tag", name.lower())
        m.reg.append(name)
        return cls
    def __call__(cls, *a, **k):
        o = super().__call__(*a, **k)
        o.made = True
        return o
    def __getitem__(cls, k): return f"{cls.__name__}[{k}]"
    def __iter__(cls): return iter(["m1", "m2"])
    def __len__(cls): return 42
    @property
    def p(cls): return "prop_" + cls.__name__
class A(metaclass=Meta): pass
class B(A, tag="bee"): 
    def __init__(self, x=1): self.x = x
r = [Meta.reg, A.tag, B.tag, B().made, A["k"], list(A), len(A), A.p, type(A).__name__, B(3).x, isinstance(A, Meta), B.__mro__[1].__name__, B.__bases__[0].__name__, B.__name__, A.__class__.__name__]
class Desc:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return f"get_{self.n}" if i else self
    def __set__(self, i, v): i.__dict__["_" + self.n] = v
class C:
    d = Desc()
    __slots__ = ("__dict__",)
    def __class_getitem__(cls, k): return k
c = C(); c.d = 5
q = [c.d, c._d, C["x"], vars(c), C.__dict__["d"].n]
T = type("T", (B,), {"y": 7, "m": lambda self: self.y})
t = [T().m(), T.tag, T.__name__]
class M1:
    def go(self): return ["M1"]
class M2(M1):
    def go(self): return ["M2"] + super().go()
class M3(M1):
    def go(self): return ["M3"] + super().go()
class M4(M2, M3):
    def go(self): return ["M4"] + super().go()
m = [M4().go(), [k.__name__ for k in M4.mro()], super(M2, M4()).go()]
----
from dataclasses import dataclass, field, fields, asdict, astuple, replace, KW_ONLY, InitVar, FrozenInstanceError
from typing import ClassVar, Optional
@dataclass(frozen=True)
class A:
    n: str
    v: int = 1
    _: KW_ONLY = None
    tags: tuple = ()
    cv: ClassVar[int] = 3
@dataclass(order=True)
class B:
    pri: int
    name: str = field(compare=False)
    extra: dict = field(default_factory=dict, repr=False)
    iv: InitVar[int] = 3
    calc: int = field(init=False)
    def __post_init__(self, iv): self.pri += iv; self.calc = self.pri * 2
a = A("x"); b = B(1, "b"); c = B(0, "c", iv=9)
r = [str(a), repr(b), a == A("x"), b < c, [f.name for f in fields(A)], asdict(b), astuple(b), replace(a, v=5).v, sorted([c, b])[0].name, B(1, "zz") == B(1, "b"), a.cv]
try:
    a.v = 3
except FrozenInstanceError as e: t = str(e)
@dataclass(frozen=True)
class F:
    x: int
    y: int = 0
    def __post_init__(self): object.__setattr__(self, "y", self.x * 2)
f = F(3).y
@dataclass
class C(B):
    z: int = 0
cc = [f.name for f in fields(C)]
d = C.__dataclass_fields__["z"].default
----
log = []
try:
    try:
        log.append("body")
    except ValueError:
        log.append("caught")
    else:
        raise ValueError("else")
    finally:
        log.append("fin")
except ValueError as e:
    log.append(str(e))
class A: pass
a = A(); a.x = 1; delattr(a, "x"); log.append(hasattr(a, "x"))
def f():
    for i in range(3):
        try:
            if i == 1: continue
            v = i
        except KeyError: pass
        else:
            if i == 2: return ("ret", i)
        finally:
            log.append(i)
r = f()
h = [hash(5) % 3, hash(True), [A.__mro__[1].__name__, len(A.mro())]]
class Meta(type):
    seen = []
    def __new__(m, n, b, ns, **k):
        c = super().__new__(m, n, b, ns); m.seen.append(n); c.low = n.lower(); return c
    def __init__(c, n, b, ns, **k): super().__init__(n, b, ns); c.inited = True
class X(metaclass=Meta): pass
Y = type("Y", (X,), {"z": 1}); Z = Meta("Z", (), {})
m = [Meta.seen, Y.low, Z.low, type(X).__name__, isinstance(Y, Meta), Y.inited, X.__class__ is Meta]
import datetime as dt
i = [dt.datetime(2024, 1, 2, 3, 4, 5, 678000).isoformat(timespec=s) for s in ("hours", "minutes", "seconds", "milliseconds", "auto")] + [dt.datetime(2024, 1, 2).ctime(), dt.time(1, 2, 3).isoformat("minutes"), dt.datetime(2024,1,2).isoformat(" ", "seconds")]
try: ord("ab")
except TypeError: o = 1
----
import json
r = [json.dumps({"é": "ü\x7f", "b": [1e16, 1.5, float("inf")]}), json.dumps({10: 1, 9: 2}, sort_keys=True), json.dumps({"é": "ü"}, ensure_ascii=False, indent="  "), json.dumps({"a": {1}}, default=list), json.dumps([1.0, -0.0, 1e-7]), json.dumps({"a": [1, {"b": 2}]}, indent=1), json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")), json.dumps("\u2028\ud83d\ude00")]
from enum import Enum
class S(str, Enum):
    A = "x"
s = json.dumps({"k": S.A, S.A: 1})
d = {1: "a"} | {True: "b"}; e = {**{1: 2}, True: 3}
g = [int("-0b11", 0), int("0x1F", 0), int("12", 0), int("0o17", 0), f"{'é'!a}", ascii("\u200b"), "%a" % "é", repr("\xa0\u2028\U000e0001"), range(10)[2:8:2] == range(2, 8, 2), range(0, 3, 2) == range(0, 4, 2), list(range(10)[::-3]), range(10)[1:4][0], len(range(10)[::4]), {range(3): 1}[range(0, 3)]]
----
import datetime as dt
from datetime import date, datetime, timedelta, timezone
H = {date(2024, 1, 1), date(2024, 12, 25)}
r = [date(2024, 1, 1) in H, date(2024, 1, 2) in H, {date(2024, 1, 1): "x"}[date(2024, 1, 1)], len({timedelta(days=1), timedelta(hours=24)}), datetime(2024, 1, 1) in {datetime(2024, 1, 1): 1}, datetime(2024, 1, 1, tzinfo=timezone.utc) in {datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))}, datetime(2024, 1, 1) == date(2024, 1, 1), datetime(2024, 1, 1) in H, [d for d in (date(2024, 1, 1) + timedelta(i) for i in range(3)) if d not in H][0].day, (date(2024, 1, 1), "a") in {(date(2024, 1, 1), "a")}]
i = date(2024, 12, 30).isocalendar(); w = [i.week, i.year, i[2], tuple(i), date(2024, 12, 31).timetuple().tm_yday, datetime(2024, 1, 2, 3).timetuple()[:4]]
t = [timedelta(hours=5) % timedelta(hours=2) == timedelta(hours=1), divmod(timedelta(hours=5), timedelta(hours=2))[0]]
----
import os
os.environ["SET_ZZ"] = "v"; os.environ.setdefault("SD_ZZ", "w"); os.environ.update({"U_ZZ": "u"}, K_ZZ="k")
r = [os.environ["SET_ZZ"], os.getenv("SET_ZZ", "other"), os.environ.get("SD_ZZ", "x"), os.environ["U_ZZ"] + os.environ["K_ZZ"], "SET_ZZ" in os.environ, os.environ.pop("SET_ZZ"), os.environ.get("SET_ZZ", "gone")]
del os.environ["SD_ZZ"]
g = os.getenv("SD_ZZ", "deflt")
p = [os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.commonprefix(["abc", "abd"]), os.path.splitdrive("/x")]
----
import re, operator, math, base64, contextlib
r = [re.match(r"(\w)(\d)?", "a").groups("none"), re.match(r"(?P<y>\d)(?P<z>x)?", "1").groupdict("d"), re.subn("a", "b", "banana"), re.match("ab", "abc").span(), re.match("ab", "abc").end()]
o = [operator.eq(1, 1), operator.contains([1], 1), operator.not_(0), operator.truth([]), operator.xor(5, 1), operator.lt(1, 2), operator.is_(None, None), sorted([3, 1], key=operator.neg)]
m = [math.lcm(4, 6), math.comb(5, 2), math.perm(5, 2), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4), math.copysign(1, -0.0), math.fmod(-7, 3), math.isfinite(1.0)]
b = [base64.b64decode("aGVsbG8=").decode(), base64.urlsafe_b64encode(b"\xff\xfe"), base64.urlsafe_b64decode("__4=")]
d = {"a": 1, "b": 2}
v = [d.items() - {("a", 1)}, {("a", 1)} & d.items(), d.items() | {("c", 3)}]
log = []
with contextlib.ExitStack() as st:
    st.callback(log.append, "cb")
    st.callback(lambda x: log.append(x), x="kw")
    log.append("in")
class CD(contextlib.ContextDecorator):
    def __enter__(self): log.append("+"); return self
    def __exit__(self, *e): log.append("-")
@CD()
def f(x): log.append(x); return x * 2
y = f(3)
----
d = {"a": 1}
k = d.keys(); v = d.values(); it = d.items(); c = d.copy()
d["b"] = 2; d.update(c=3); d.setdefault("e", 5)
r = [list(k), list(v), list(it), len(it), "c" in k]
del d["a"]; d.pop("b")
r2 = [sorted(k), list(v), c]
c["zz"] = 1
r3 = list(k)
d.clear(); r4 = [len(k), list(it)]
class H:
    def __init__(self): self.d = {}; self.names = self.d.keys()
h = H(); h.d["q"] = 1; r5 = list(h.names)
import copy
e = copy.deepcopy(d); e["n"] = 1; r6 = list(v)

snap = list(d.keys()); d["w"] = 1; r7 = [snap]
----
import heapq, bisect, calendar, shlex, fnmatch, uuid
from collections import ChainMap
from graphlib import TopologicalSorter, CycleError
h = [5, 2, 8, 1, 9, 3]; heapq.heapify(h); h0 = h[:]
heapq.heappush(h, 0); h1 = h[:]; p = [heapq.heappop(h) for _ in range(3)]; h2 = h[:]
x = [heapq.heapreplace(h, 4), heapq.heappushpop(h, 1), heapq.nsmallest(2, [3, 1, 2]), heapq.nlargest(2, ["a", "ccc", "bb"], key=len), list(heapq.merge([1, 4], [2]))]
q = []
for pr, n in [(2, "b"), (1, "z"), (2, "a")]: heapq.heappush(q, (pr, n))
o = [heapq.heappop(q)[1] for _ in range(3)]
try: heapq.heappop([])
except IndexError: ie = 1
b = [bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2), "FDCBA"[bisect.bisect([60, 70, 80, 90], 85)], bisect.bisect_right([], 1)]
l = [1, 3]; bisect.insort(l, 2)
c = [calendar.monthrange(2024, 2), calendar.month_name[3], calendar.day_abbr[0], calendar.isleap(2000), calendar.MONDAY, list(calendar.month_abbr)[:3], calendar.monthcalendar(2024, 9), calendar.weekday(2024, 1, 1), calendar.leapdays(2000, 2024), calendar.monthrange(1900, 2), [calendar.monthrange(2023, m)[1] for m in range(1, 13)]]
s = [shlex.split("a 'b c' d\\ e \"f \\\"g\" ''"), shlex.quote("it's a"), shlex.quote("ok-1"), shlex.join(["a", "b c"]), shlex.split("a # c", comments=True)]
try: shlex.split("'a")
except ValueError: ve = 1
f = [fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a.py", ".b.py", "c.txt"], "*.py"), fnmatch.fnmatchcase("A", "[a-z]"), fnmatch.fnmatch("d/a.py", "*a.p?"), fnmatch.fnmatch("x", "[!y]")]
u = [str(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org")), uuid.uuid3(uuid.NAMESPACE_URL, "é").hex, uuid.UUID("886313e1-3b8a-5372-9b90-0c9aee199e5d").hex, uuid.UUID(hex="886313e13b8a53729b900c9aee199e5d") == uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid5(uuid.NAMESPACE_DNS, "a").int % 97, f"{uuid.uuid5(uuid.NAMESPACE_OID, 'x')}"[:8], {uuid.uuid5(uuid.NAMESPACE_DNS, "a"): 1}[uuid.uuid5(uuid.NAMESPACE_DNS, "a")]]
d1 = {"a": 1}; d2 = {"a": 2, "b": 3}
cm = ChainMap(d1, d2); ch = cm.new_child({"a": 0}); d2["late"] = 9; cm["new"] = 7
m = [cm["a"], cm["b"], ch["a"], dict(cm), list(cm), len(cm), cm.get("zz", 4), "late" in cm, d1, cm.maps, cm.parents["a"], sorted(ch.items()), {**cm}["b"], cm.get("late"), bool(ChainMap()), list(ch.keys()), (lambda **k: k)(**ch)["a"]]
try: cm["nope"]
except KeyError as e: ke = str(e)
g = [list(TopologicalSorter({"c": ["a", "b"], "d": ["c"], "b": ["a"]}).static_order()), tuple(TopologicalSorter({"x": [], "y": ["x"]}).static_order())]
ts = TopologicalSorter(); ts.add("d", "b", "c"); ts.add("b", "a"); ts.add("c", "a"); g2 = [*ts.static_order()]
try: list(TopologicalSorter({"a": ["b"], "b": ["a"]}).static_order())
except CycleError: ce = 1
----
import random
r = random.Random(42)
a = [r.randint(1, 100), r.choice("abc"), r.random(), r.sample(range(10), 3), r.uniform(1, 2), r.randrange(0, 100, 7), r.choices([1, 2, 3], k=4), r.getrandbits(70), r.sample(range(1000), 5)]
l = list("abcdef"); r.shuffle(l)
q = random.Random(2**40 + 5); b = [q.randint(0, 10**12), q.random()]
z = random.Random(0); c = [z.randrange(10) for _ in range(700)][-3:]
z.seed(0); d = z.randrange(10)
n = random.Random(-7).random(); m = random.Random(x=3).random() if False else 0
----
import inspect, textwrap
def f(a, /, b, c=3, *args, d, e=5, **kw): pass
s = inspect.signature(f)
r = [list(s.parameters), [p.default for p in s.parameters.values() if p.default is not inspect.Parameter.empty], [n for n, p in s.parameters.items() if p.kind == p.KEYWORD_ONLY], [p.name for p in s.parameters.values() if p.kind is inspect.Parameter.VAR_POSITIONAL], "zz" in s.parameters, len(s.parameters), s.parameters["e"].kind.name]
class C:
    def m(self, x, y=1): pass
t = [list(inspect.signature(C().m).parameters), list(inspect.signature(C.m).parameters), list(inspect.signature(lambda q: 0).parameters)]
w = [textwrap.shorten("Hello  world of tests", 12), textwrap.shorten("Hello world", 5, placeholder="..."), textwrap.shorten("ab", 10), textwrap.fill("aaa bbb ccc ddd", 7), textwrap.wrap("aaa bbb ccc ddd", width=7), textwrap.wrap("", 5), textwrap.shorten("hello big world", 11, placeholder="")]
----
from urllib.parse import urlparse, urlsplit, urlencode, parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus
u = urlparse("s3://Bucket/key/a.csv?x=1&y=2#f")
r = [u.scheme, u.netloc, u.path, u.query, u.fragment, u.path.lstrip("/"), u[1], tuple(u), u.geturl()]
v = urlsplit("http://us:pw@Host:8080/p?q"); s = [v.hostname, v.port, v.username, v.password, v.netloc, v.geturl()]
w = [urlparse("/a/b").netloc, urlparse("a:b").scheme, urlparse("//h/p").netloc, urlparse("mailto:x@y").path, urlparse("http://h").path, urlparse("postgresql+psycopg2://u@h/db").scheme, urlparse("gs://b").hostname, urlparse("http://h/a;b?c").params, urlparse("file:///tmp/x").path, urlparse("").scheme, urlparse("http://h").port]
q = [urlencode({"a": 1, "b": "x y/é"}), urlencode([("k", "v&")]), parse_qs("a=1&a=2&b="), parse_qsl("a=1&b=x+y%20z"), quote("a b/c?é!'()*~"), quote("a/b", safe=""), quote_plus("a b/c&"), unquote("a%20b+c"), unquote_plus("a+b"), quote("k=v&x", safe="=&")]
----
import json, re, math, string, os, copy, datetime as dt, textwrap, functools as ft
from pathlib import Path
from enum import IntEnum
class N(IntEnum):
    ZERO = 0; ONE = 1
class I:
    def __index__(self): return 1
    def __float__(self): return 2.5
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
r = [pow(base=2, exp=3), pow(2, 3, mod=5), ft.partial(pow, exp=2)(3), json.loads(s="[1]"), json.dumps(obj=[1]), textwrap.indent(text="a", prefix="-"), math.prod([1, 2], start=3), string.capwords("a-b c", sep="-"), str(Path("a.txt").with_suffix(suffix=".b")), os.path.relpath(path="/a/b", start="/a"), os.path.basename(p="a/b"), copy.copy(x=[1]), dt.datetime.combine(date=dt.date(2024, 1, 1), time=dt.time(5)).hour, string.Template(template="$a").substitute(a=1), [10, 20][N.ONE], "ab"[I()], (1, 2)[N.ZERO], float(I()), next(It(1)), next(It(0), "d"), "%.3d|%+.4d" % (5, -7), os.pardir, os.path.curdir]
class D(dict):
    def __missing__(self, k): return "{" + k + "}"
m = ["{a}-{zz}".format_map(D(a=1)), "{x}".format_map({"x": 1})]
try: "{a}".format({"a": 1})
except KeyError: ke = 1
