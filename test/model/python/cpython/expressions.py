# One expression a line; each is evaluated on its own by CPython and by the evaluator.
1 + 2 * 3 - 4
2 ** 10, 2 ** -1, (-2) ** 3, 2 ** 100
7 // 2, -7 // 2, 7 // -2, 7 % 3, -7 % 3, 7 % -3
7.5 // 2, -7.5 % 2, 7.5 % -2
1 / 3, 10 / 5, 1e3, 1.5e-7, 1e16, 1e22, 123456789.123
0.1 + 0.2, 1e15 + 0.3, 3.0, -0.0, 100.0 * 1.1
5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, 1024 >> 3, True & False, True | False
-5, +5, not 5, not 0, not "", not []
1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, True == 1, "a" < "b", [1, 2] < [1, 3], (1,) < (1, 2)
1 in [1, 2], 3 not in [1, 2], "a" in "cat", "x" in {"x": 1}, None is None, [] is not None
1 if True else 2, 1 if [] else 2
True and 0, True and 5, False or "x", None or [] or 3, 1 and 2 and 3
"abc".upper(), "ABC".lower(), "hello world".title(), "hELLO".capitalize(), "aBc".swapcase()
"  x ".strip(), "xxaxx".strip("x"), " a".lstrip(), "a ".rstrip(), "abcba".strip("ab")
"a,b,,c".split(","), "a b  c".split(), "a-b-c".split("-", 1), "a b c".rsplit(" ", 1), "  lead".split(), "".split(), "".split(",")
"a b c d".split(None, 2), "a  b  c".rsplit(None, 1), " x y ".split(None, 1)
"a\nb\r\nc".splitlines(), "a\n\nb\n".splitlines(), "a\nb".splitlines(True)
"-".join(["a", "b", "c"]), "".join([]), ", ".join(str(x) for x in range(3)), "ab".join("xyz")
"aXbXc".replace("X", "-"), "aaa".replace("a", "b", 2), "abc".replace("", "-")
"abc".find("c"), "abc".find("z"), "abcabc".rfind("b"), "abc".index("b"), "banana".count("an"), "aaa".count("")
"abc".startswith("a"), "abc".startswith(("x", "a")), "abc".endswith("bc"), "abcd".startswith("b", 1)
"a.b.c".partition("."), "a.b.c".rpartition("."), "abc".partition("x"), "abc".rpartition("x")
"7".zfill(3), "-7".zfill(4), "a".ljust(3, "."), "a".rjust(3), "a".center(4, "*"), "ab".center(5, "*")
"abc".removeprefix("a"), "abc".removesuffix("c"), "abc".removesuffix(""), "abc".removeprefix("x")
"a1".isalnum(), "12".isdigit(), "ab".isalpha(), "AB".isupper(), "ab".islower(), "Ab Cd".istitle(), " ".isspace(), "a_1".isidentifier(), "".isdigit()
"abc"[0], "abc"[-1], "abc"[1:], "abc"[:-1], "abc"[::-1], "abcdef"[1:5:2], "abc"[5:], "abc"[-2:]
"a\tb".expandtabs(4), "x".encode(), b"abc".decode(), "tEsT".casefold()
"%s and %d" % ("a", 3), "%05.2f" % 3.14159, "%x %X %o" % (255, 255, 8), "%-5s|" % "a", "%5s|" % "a", "%%", "%r" % "a", "%(x)s" % {"x": 1}, "%+d" % 5, "%03d" % 7, "%s" % [1], "%e" % 12345.678, "%g" % 0.0001
"{} {}".format(1, "a"), "{1} {0}".format(1, 2), "{x}".format(x=3), "{:>5}|{:<5}|{:^5}|".format(1, 2, 3), "{0[0]} {1[k]}".format([9], {"k": 8}), "{{}}".format(), "{!r}".format("a"), "{:{w}}".format(1, w=4)
f"{1 + 1} {'a'!r} {3.14159:.2f} {42:05d} {255:x} {1234567:,} {0.5:%} {'x':>3} {'y':<3}| {'z':^3}"
f"{'a' + 'b'}{{}}", f"{1}{2}" "c", f"{[1, 2]}", f"{ {'a': 1}['a'] }", f"{True} {None} {1.0}"
f"{5:+} {-5: } {5:b} {5:#b} {255:#06x} {3:e} {1e10:g} {12345.678:,.1f} {'abc':.2} {7:>03}"
f"{3.0} {3.10:.1f} {1e100} {1/3:.3} {100:.0f} {2.5:.0f} {1234.5:010.2f} {-1234:,} {1234567.891:_.2f}"
"a" "b" 'c', r"\n", "\x41\u0042\N{BULLET}"[:2], "\101", "line\
cont"
[1, 2] + [3], [0] * 3, [1, 2, 3][1], [1, 2, 3][-1], [1, 2, 3, 4][1:3], [1, 2, 3][::-1], [1, 2, 3, 4, 5][::2]
(1, 2) + (3,), (1,) * 2, (), (1, [2]), (1, 2, 3)[1:]
[x * 2 for x in range(5)], [x for x in range(10) if x % 2], [(x, y) for x in "ab" for y in range(2)], [[y for y in range(x)] for x in range(3)]
{x: x ** 2 for x in range(3)}, {x % 2 for x in range(5)}, dict(a=1, b=2), dict([("a", 1)]), {**{"a": 1}, "b": 2}
sum([1, 2, 3]), sum([0.5, 0.5]), sum([[1], [2]], []), min(3, 1, 2), max([1, 5, 2]), min("b", "a"), max([], default=0), max(["aa", "b"], key=len)
len("abc"), len([1]), len({}), len((1, 2)), len(range(5)), len({1, 1})
sorted([3, 1, 2]), sorted("cab"), sorted([1, 2, 3], reverse=True), sorted(["bb", "a"], key=len), sorted([(1, "b"), (1, "a")]), sorted({"b": 1, "a": 2})
sorted([("a", 1), ("b", 1), ("c", 0)], key=lambda p: p[1], reverse=True)
list(range(5)), list(range(2, 5)), list(range(5, 0, -2)), list(range(0)), range(10)[3], 3 in range(5), list(range(10))[2:4]
list(zip([1, 2], "ab")), list(enumerate("ab")), list(enumerate("ab", 1)), list(reversed([1, 2])), list(map(str, [1, 2])), list(filter(None, [0, 1, 2])), list(map(lambda a, b: a + b, [1], [2])), list(zip())
any([0, 1]), all([1, 0]), any([]), all([]), any(x > 2 for x in range(4))
abs(-3), abs(-2.5), round(2.5), round(3.5), round(2.675, 2), round(-2.5), round(1234, -2), round(5.0), divmod(7, 3), divmod(-7, 3), pow(2, 3), pow(2, 10, 7)
int("42"), int("-7"), int(3.9), int(-3.9), int("ff", 16), int("0b11", 2), int(True), int(" 5 "), int("1_000"), float("3.5"), float("1e3"), float(2)
str(1), str(1.0), str(None), str([1, "a"]), str({"a": 1}), str((1,)), str(True), repr("it's"), repr('a"b'), repr("a\nb")
bool(0), bool("a"), bool([]), bool([0]), bool(None), bool(0.0)
list("abc"), tuple([1, 2]), list({"a": 1}), list((1, 2)), tuple("ab"), list(dict(a=1).items())
bin(5), hex(255), oct(8), ord("a"), chr(97), hex(-1)
{"a": 1}.get("a"), {"a": 1}.get("b"), {"a": 1}.get("b", 2), list({"a": 1, "b": 2}.keys()), list({"a": 1}.values()), list({"a": 1}.items())
{"a": 1} | {"b": 2}, {"a": 1} == {"a": 1}, {"a": 1, "b": 2} == {"b": 2, "a": 1}
{1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} < {1, 2}, {1}.issubset({1, 2}), {1, 2}.union([3], [4])
[1, 2, 2].count(2), [1, 2].index(2), (1, 2, 1).count(1), [1, 2].copy(), ("a", "b").index("b")
isinstance(1, int), isinstance(True, int), isinstance("a", (int, str)), isinstance(None, type(None)), type(1) is int, type("a") == str, isinstance([], list), issubclass(bool, int), isinstance(1.0, float), isinstance({}, dict)
callable(len), callable(1), callable(lambda: 1), hasattr("a", "upper"), hasattr("a", "nope"), getattr("a", "upper")(), getattr(1, "nope", 5)
(lambda x, y=2, *a, z=3, **k: (x, y, a, z, k))(1), (lambda x, y=2, *a, z=3, **k: (x, y, a, z, k))(1, 5, 6, 7, z=8, w=9)
[*range(3), 9], [*"ab", *[1]], {*[1, 2], 3}, (*[1], 2)
[y := 5, y ** 2]
"a" * 3, 3 * "a", "a" * 0, "ab" < "abc", "a" == 'a', "a" != "b", "Z" < "a"
b"ab" + b"c", b"abc"[0], b"abc"[1:], len(b"abc"), bytes([65, 66])
None == 0, [] == (), 1 == "1", 0 == False, "" == None
1_000_000, 0xff, 0o17, 0b101, 1_0.5, 5., .5
[1, 2, 3][slice(1, None)], "abcdef"[slice(None, None, 2)]
{"k": [1, {"x": (2, 3)}]}["k"][1]["x"][0]
max(3, 2.5), min([2, 1.5]), max("abc"), sum(range(101)), sum(x * x for x in range(4))
(1, 2) == (1, 2), (1, 2) < (1, 3), [1, [2]] == [1, [2]], (1, "a") != (1, "b")
"abc".isascii(), "{0:.3f}".format(2 / 3), "{:08.3f}".format(3.14159), "{:+.1e}".format(12345), "{:,}".format(10 ** 9), "{:%}".format(0.25)
"ß".upper(), "é".encode("utf-8"), len("é"), "naïve".title(), "ǆ".lower()
list(range(3)) * 2, [[]] * 2, [None] * 3
" ".join(w.capitalize() for w in "the quick fox".split())
"_".join(f"{k}-{v}" for k, v in sorted({"b": 2, "a": 1}.items()))
[i for i, c in enumerate("hello") if c == "l"], {c: "hello".count(c) for c in "helo"}
list(map(int, "1 2 3".split())), [int(x) for x in "12"], [a + b for a, b in zip("ab", "cd")]
next(iter([1, 2])), next(iter([]), "none"), list(iter("ab")), next(x for x in range(5) if x > 2)
"a-b_c d".replace("-", "_").replace(" ", "_").upper().split("_")
str(10 ** 20), 10 ** 20 // 3, 10 ** 20 % 7, int(1e18), 2 ** 64 - 1, -(2 ** 63)
"x={x!r:>5} y={y:<4}|".format(x="a", y=1), "{a.real} {a.imag}".format(a=5)
"%s" % (1,), "%s %s" % ("a", [1]), "%d%%" % 5, "%c" % 65, "%5.1f|%-8s|" % (3.14159, "ab"), "%i" % 3.7
True + True, True * 3, sum([True, False, True]), [True, False].count(True)
