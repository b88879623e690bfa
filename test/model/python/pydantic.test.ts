import { expect, test } from "vitest";
import { evaluateModule } from "../../../model/python/evaluate.ts";
import { parsePython } from "../../../model/python/parse.ts";
import { shown } from "./shown.ts";

// What is expected here is what pydantic 2.14 gives for the same texts.

/** What the name `r` is in the end. */
function result(code: string): unknown {
  const text = `from pydantic import *\nfrom typing import *\n${code}`;
  const { module, exceptions } = evaluateModule(parsePython("dags/main.py", text), {
    files: { readText: () => undefined, list: () => undefined },
    importRoots: [""],
  });
  expect(exceptions.map((one) => `${one.className}: ${one.message}`)).toEqual([]);
  const made = module.globals.get("r");
  return made && shown(made);
}

const models = `
from enum import Enum
class Kind(str, Enum):
    A = "a"
    B = "b"
class Table(BaseModel):
    name: str = "t"
    keys: list[str] = []
class Flow(BaseModel):
    x: str = "d"
    kind: Kind = Kind.A
    table: Table = Table()
    tables: list[Table] = Field(default_factory=list)
    count: Optional[int] = None
    either: Union[int, str] = 5
    mode: Literal["p", "q"] = "p"
    named: dict[str, Table] = {}
    limit: ClassVar[int] = 7
    other: int = Field(3, alias="al")
    f: float = 1
    flag: bool = False
    pair: Tuple[str, int] = ("a", 1)
    many: Set[int] = set()
    late: "Late | None" = None
class Late(BaseModel):
    v: int = Field(ge=1, le=5)
`;

test.each([
  ["Flow(x='y').x", '"y"'],
  ["Flow(kind='b').kind.name", '"B"'],
  ["Flow(table={'name': 'n', 'keys': ('k',)}).table.keys", '["k"]'],
  ["[t.name for t in Flow(tables=[{'name': 'a'}, Table(name='b')]).tables]", '["a", "b"]'],
  ["[Flow(count=c).count for c in ('7', None, 3.0, True)]", "[7, null, 3, 1]"],
  ["[Flow(either=e).either for e in ('9', 9)]", '["9", 9]'],
  ["Flow(named={'z': {'name': 'n'}}).named['z'].name", '"n"'],
  ["Flow.limit", 7],
  ["[Flow(al='12').other, Flow(other=12).other]", "[12, 3]"],
  ["[Flow(f='2.5').f, Flow().f]", "[2.5, 1]"],
  ["[Flow(flag=v).flag for v in ('yes', 0, 'OFF')]", "[true, false, false]"],
  ["Flow(pair=['q', '3']).pair", '("q", 3)'],
  ["sorted(Flow(many=[1, '1', 2]).many)", "[1, 2]"],
  ["Flow(late={'v': 3}).late.v", 3],
  ["hasattr(Flow(extra=1), 'extra')", false],
  ["repr(Table(name='n'))", `"Table(name='n', keys=[])"`],
  ["str(Table(name='n'))", `"name='n' keys=[]"`],
  ["Table(name='n') == Table(name='n')", true],
  [
    "Flow(table={'name': 'n'}).model_dump(include={'table', 'f'})",
    '{"table": {"name": "n", "keys": []}, "f": 1}',
  ],
  ["Table().model_dump(exclude={'keys'})", '{"name": "t"}'],
  ["Table().model_copy(update={'name': 'c'}).name", '"c"'],
  ["Table.model_validate({'name': 'v'}).name", '"v"'],
  [`Table.model_validate_json('{"name": "j"}').name`, '"j"'],
  ["Table().keys is Table().keys", false],
  ["[n for n, _ in Table()]", '["name", "keys"]'],
])("%s", (code, expected) => {
  expect(result(`${models}r = ${code}\n`)).toEqual(expected);
});

test.each([
  "Flow(count='x')",
  "Flow(x=1)",
  "Flow(kind='z')",
  "Flow(mode='z')",
  "Flow(table=3)",
  "Flow(pair=['q'])",
  "Flow(late={'v': 6})",
  "Late()",
  "Table.model_validate('t')",
])("%s is refused", (code) => {
  expect(
    result(`${models}try:\n    ${code}\n    r = 1\nexcept ValidationError:\n    r = 2\n`),
  ).toBe(2);
});

test("validators run in pydantic's order", () => {
  expect(
    result(`
class M(BaseModel):
    a: int
    b: str = "z"
    tasks: list[str] = []
    @field_validator("a")
    @classmethod
    def positive(cls, v):
        if v <= 0:
            raise ValueError("no")
        return v * 2
    @field_validator("tasks", mode="before")
    def split(cls, v, info):
        return [f"{info.data['b']}{t}" for t in v.split(",")]
    @model_validator(mode="before")
    @classmethod
    def fill(cls, data):
        return {"b": "filled", **data}
    @model_validator(mode="after")
    def check(self):
        self.b += "!"
        return self
m = M(a="2", tasks="x,y")
r = [m.a, m.b, m.tasks, M.positive(4)]
try:
    M(a=0)
except ValidationError:
    r.append("refused")
`),
  ).toBe('[4, "filled!", ["filledx", "filledy"], 8, "refused"]');
});

test("validators of pydantic 1 are still understood", () => {
  expect(
    result(`
class Old(BaseModel):
    a: str
    b: str = "q"
    @validator("b", pre=True)
    def low(cls, v):
        return v.lower()
    @validator("b")
    def both(cls, v, values):
        return values["a"] + v
    @root_validator(pre=True)
    def first(cls, values):
        return {**values, "a": "r"}
    class Config:
        extra = "forbid"
r = [Old(a="x", b="Y").b]
try:
    Old(a="x", z=1)
except ValueError:
    r.append("refused")
`),
  ).toBe('["ry", "refused"]');
});

test("extras, private attributes, computed fields and own __init__", () => {
  expect(
    result(`
class Base(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str
    _p: int = PrivateAttr(default=4)
    @computed_field
    @property
    def twice(self) -> str:
        return self.name * 2
class Sub(Base):
    b: int = 0
    t: str = ""
    def __init__(self, **data):
        data["b"] = 9
        super().__init__(**data)
    def model_post_init(self, context):
        self.t = f"p{self.b}"
s = Sub(name="n", more=5)
r = [s.more, s._p, s.twice, s.b, s.t]
`),
  ).toBe('[5, 4, "nn", 9, "p9"]');
});

test("the type of a union's part tells which it is", () => {
  expect(
    result(`
class Cat(BaseModel):
    type: Literal["cat"]
class Dog(BaseModel):
    type: Literal["dog"]
    w: int
class Pet(BaseModel):
    p: Union[Cat, Dog] = Field(discriminator="type")
r = Pet(p={"type": "dog", "w": 2}).p.w
`),
  ).toBe(2);
});

test("what is not followed is not known, never the default", () => {
  const code = (annotation: string, config = ""): string => `
Alias = List[int]
class M(BaseModel):
    ${config}
    a: ${annotation} = "d"
r = M(a="x").a
`;
  expect(result(code("HttpUrl"))).toMatch(/^\? .* \{a\}$/);
  expect(result(code("Alias"))).toMatch(/^\? /);
  expect(result(code("Annotated[str, BeforeValidator(len)]"))).toMatch(/^\? /);
  expect(result(code("str", "model_config = {'use_enum_values': True}"))).toMatch(/^\? /);
});

test("settings are what is written, unless the environment says otherwise", () => {
  expect(
    result(`
from pydantic_settings import BaseSettings
class S(BaseSettings):
    where: str = "here"
    key: str
r = [S().where, S(where="there").where, S().key]
`),
  ).toBe('["here", "there", ? environment variable KEY is known only when it runs {KEY}]');
});
