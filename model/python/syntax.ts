/**
 * The syntax tree of Python 3.9–3.14, small and plain: unions on `kind`, every node with its stretch of the text.
 * Parentheses around an expression belong to no node, except those of a tuple, call or generator.
 */

/** Any stretch of the text; offsets are UTF-16 code units. */
export interface Placed {
  readonly start: number;
  readonly end: number;
}

/** One parsed file. */
export interface Module extends Placed {
  readonly kind: "Module";
  /** Path below the workspace root. */
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
  /** Where Python 3 would refuse the text; empty for every valid file. */
  readonly syntaxErrors: readonly SyntaxProblem[];
  /** Every `# …`, in order. */
  readonly comments: readonly Placed[];
}

/** A place that Python 3 would refuse to parse. */
export interface SyntaxProblem extends Placed {
  readonly message: string;
}

/** A name as written in a definition, an attribute, a keyword or an import. */
export interface Identifier extends Placed {
  readonly kind: "Identifier";
  readonly name: string;
}

export type Statement =
  | ExpressionStatement
  | Assign
  | AnnotatedAssign
  | AugmentedAssign
  | Return
  | Raise
  | Delete
  | Pass
  | Break
  | Continue
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Assert
  | If
  | While
  | For
  | Try
  | With
  | FunctionDef
  | ClassDef
  | Match
  | TypeAlias
  | ErrorStatement;

export interface ExpressionStatement extends Placed {
  readonly kind: "ExpressionStatement";
  readonly value: Expression;
}

/** `a = b = value`: `targets` holds `a` and `b`. */
export interface Assign extends Placed {
  readonly kind: "Assign";
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

export interface AnnotatedAssign extends Placed {
  readonly kind: "AnnotatedAssign";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | undefined;
}

export interface AugmentedAssign extends Placed {
  readonly kind: "AugmentedAssign";
  readonly target: Expression;
  /** Without the `=`. */
  readonly operator: BinaryOperator;
  readonly value: Expression;
}

export interface Return extends Placed {
  readonly kind: "Return";
  readonly value: Expression | undefined;
}

export interface Raise extends Placed {
  readonly kind: "Raise";
  readonly exception: Expression | undefined;
  readonly cause: Expression | undefined;
}

export interface Delete extends Placed {
  readonly kind: "Delete";
  readonly targets: readonly Expression[];
}

export interface Pass extends Placed {
  readonly kind: "Pass";
}

export interface Break extends Placed {
  readonly kind: "Break";
}

export interface Continue extends Placed {
  readonly kind: "Continue";
}

/** One name of an import; `name` may be dotted in `import a.b`. */
export interface ImportedName extends Placed {
  readonly name: Identifier;
  readonly alias: Identifier | undefined;
}

export interface Import extends Placed {
  readonly kind: "Import";
  readonly names: readonly ImportedName[];
}

export interface ImportFrom extends Placed {
  readonly kind: "ImportFrom";
  /** Dotted; `""` in `from . import x`. */
  readonly module: string;
  readonly moduleSpan: Placed;
  /** Count of leading dots. */
  readonly level: number;
  readonly names: readonly ImportedName[];
  /** `from x import *`. */
  readonly star: boolean;
}

export interface Global extends Placed {
  readonly kind: "Global";
  readonly names: readonly Identifier[];
}

export interface Nonlocal extends Placed {
  readonly kind: "Nonlocal";
  readonly names: readonly Identifier[];
}

export interface Assert extends Placed {
  readonly kind: "Assert";
  readonly test: Expression;
  readonly message: Expression | undefined;
}

/** One `if` or `elif` with its body. */
export interface Branch extends Placed {
  readonly test: Expression;
  readonly body: readonly Statement[];
}

export interface If extends Placed {
  readonly kind: "If";
  readonly branches: readonly Branch[];
  /** Empty when there is no `else`. */
  readonly orelse: readonly Statement[];
}

export interface While extends Placed {
  readonly kind: "While";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface For extends Placed {
  readonly kind: "For";
  readonly isAsync: boolean;
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface Handler extends Placed {
  /** A tuple for `except A, B:` too. */
  readonly type: Expression | undefined;
  readonly name: Identifier | undefined;
  readonly body: readonly Statement[];
}

export interface Try extends Placed {
  readonly kind: "Try";
  readonly body: readonly Statement[];
  readonly handlers: readonly Handler[];
  /** `except*`. */
  readonly isStar: boolean;
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}

export interface WithItem extends Placed {
  readonly context: Expression;
  readonly target: Expression | undefined;
}

export interface With extends Placed {
  readonly kind: "With";
  readonly isAsync: boolean;
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
}

export interface Parameter extends Placed {
  readonly name: Identifier;
  readonly form: "positionalOnly" | "plain" | "star" | "keywordOnly" | "doubleStar";
  readonly annotation: Expression | undefined;
  readonly default: Expression | undefined;
}

export interface FunctionDef extends Placed {
  readonly kind: "FunctionDef";
  readonly isAsync: boolean;
  readonly name: Identifier;
  /** The expressions after each `@`. `start` is at the first `@`. */
  readonly decorators: readonly Expression[];
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface ClassDef extends Placed {
  readonly kind: "ClassDef";
  readonly name: Identifier;
  readonly decorators: readonly Expression[];
  readonly typeParameters: readonly TypeParameter[];
  /** Bases and keywords such as `metaclass=`. */
  readonly args: readonly Argument[];
  readonly body: readonly Statement[];
}

/** `T`, `*Ts`, `**P` of `def f[T]`, with bound and default. */
export interface TypeParameter extends Placed {
  readonly name: Identifier;
  readonly form: "plain" | "star" | "doubleStar";
  readonly bound: Expression | undefined;
  readonly default: Expression | undefined;
}

export interface MatchCase extends Placed {
  readonly pattern: Pattern;
  readonly guard: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface Match extends Placed {
  readonly kind: "Match";
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}

export interface TypeAlias extends Placed {
  readonly kind: "TypeAlias";
  readonly name: Identifier;
  readonly typeParameters: readonly TypeParameter[];
  readonly value: Expression;
}

/** A line that is no statement; what could be read of it as expressions. */
export interface ErrorStatement extends Placed {
  readonly kind: "ErrorStatement";
  readonly expressions: readonly Expression[];
}

export type Expression =
  | Name
  | NoneLiteral
  | BooleanLiteral
  | EllipsisLiteral
  | IntegerLiteral
  | FloatLiteral
  | ImaginaryLiteral
  | StringLiteral
  | BytesLiteral
  | FormatString
  | BinaryOperation
  | BooleanOperation
  | UnaryOperation
  | Comparison
  | Conditional
  | Lambda
  | Call
  | Attribute
  | Subscript
  | Slice
  | Starred
  | ListLiteral
  | TupleLiteral
  | SetLiteral
  | DictLiteral
  | Comprehension
  | DictComprehension
  | NamedExpression
  | Await
  | Yield
  | YieldFrom
  | ErrorExpression;

export interface Name extends Placed {
  readonly kind: "Name";
  readonly name: string;
}

export interface NoneLiteral extends Placed {
  readonly kind: "NoneLiteral";
}

export interface BooleanLiteral extends Placed {
  readonly kind: "BooleanLiteral";
  readonly value: boolean;
}

export interface EllipsisLiteral extends Placed {
  readonly kind: "EllipsisLiteral";
}

export interface IntegerLiteral extends Placed {
  readonly kind: "IntegerLiteral";
  readonly value: bigint;
}

export interface FloatLiteral extends Placed {
  readonly kind: "FloatLiteral";
  readonly value: number;
}

/** `2j`. */
export interface ImaginaryLiteral extends Placed {
  readonly kind: "ImaginaryLiteral";
  readonly value: number;
}

/** One quoted stretch; neighbours are joined by Python. */
export interface StringPiece extends Placed {
  /** Lower case: `""`, `r`, `f`, `rb`, … */
  readonly prefix: string;
  /** Between the quotes. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

export interface StringLiteral extends Placed {
  readonly kind: "StringLiteral";
  readonly value: string;
  readonly pieces: readonly StringPiece[];
}

export interface BytesLiteral extends Placed {
  readonly kind: "BytesLiteral";
  /** One character for each byte. */
  readonly value: string;
  readonly pieces: readonly StringPiece[];
}

/** An f-string or t-string, joined with its neighbours. */
export interface FormatString extends Placed {
  readonly kind: "FormatString";
  readonly isTemplate: boolean;
  readonly parts: readonly FormatPart[];
  readonly pieces: readonly StringPiece[];
}

export type FormatPart = FormatText | FormatReplacement;

export interface FormatText extends Placed {
  readonly kind: "FormatText";
  /** As Python would have it: escapes and doubled braces resolved. */
  readonly value: string;
}

/** `{value!r:spec}`. */
export interface FormatReplacement extends Placed {
  readonly kind: "FormatReplacement";
  readonly value: Expression;
  /** Text up to the sign for `{x = }`. */
  readonly debug: string | undefined;
  readonly conversion: "r" | "s" | "a" | undefined;
  readonly spec: readonly FormatPart[];
}

export type BinaryOperator =
  "+" | "-" | "*" | "/" | "//" | "%" | "@" | "**" | "<<" | ">>" | "&" | "|" | "^";

export interface BinaryOperation extends Placed {
  readonly kind: "BinaryOperation";
  readonly operator: BinaryOperator;
  readonly operatorStart: number;
  readonly left: Expression;
  readonly right: Expression;
}

/** `a and b and c` is one node with three values. */
export interface BooleanOperation extends Placed {
  readonly kind: "BooleanOperation";
  readonly operator: "and" | "or";
  readonly values: readonly Expression[];
}

export interface UnaryOperation extends Placed {
  readonly kind: "UnaryOperation";
  readonly operator: "-" | "+" | "~" | "not";
  readonly operand: Expression;
}

export type ComparisonOperator =
  "<" | ">" | "<=" | ">=" | "==" | "!=" | "in" | "not in" | "is" | "is not";

/** `a < b <= c`: `rest` holds each operator with its right side. */
export interface Comparison extends Placed {
  readonly kind: "Comparison";
  readonly left: Expression;
  readonly rest: readonly { readonly operator: ComparisonOperator; readonly right: Expression }[];
}

export interface Conditional extends Placed {
  readonly kind: "Conditional";
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface Lambda extends Placed {
  readonly kind: "Lambda";
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

/** One argument of a call, as written. */
export interface Argument extends Placed {
  readonly form: "positional" | "keyword" | "star" | "doubleStar";
  /** The keyword. */
  readonly name: Identifier | undefined;
  readonly value: Expression;
}

export interface Call extends Placed {
  readonly kind: "Call";
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** The opening parenthesis. */
  readonly argsStart: number;
}

export interface Attribute extends Placed {
  readonly kind: "Attribute";
  readonly object: Expression;
  readonly name: Identifier;
}

export interface Subscript extends Placed {
  readonly kind: "Subscript";
  readonly object: Expression;
  readonly index: Expression;
}

export interface Slice extends Placed {
  readonly kind: "Slice";
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
}

export interface Starred extends Placed {
  readonly kind: "Starred";
  readonly value: Expression;
}

export interface ListLiteral extends Placed {
  readonly kind: "ListLiteral";
  readonly items: readonly Expression[];
}

export interface TupleLiteral extends Placed {
  readonly kind: "TupleLiteral";
  readonly items: readonly Expression[];
}

export interface SetLiteral extends Placed {
  readonly kind: "SetLiteral";
  readonly items: readonly Expression[];
}

/** `key: value`, or `**value` when there is no key. */
export interface DictItem extends Placed {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface DictLiteral extends Placed {
  readonly kind: "DictLiteral";
  readonly items: readonly DictItem[];
}

/** `for target in iterable if … if …`. */
export interface ComprehensionClause extends Placed {
  readonly isAsync: boolean;
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export interface Comprehension extends Placed {
  readonly kind: "Comprehension";
  readonly form: "list" | "set" | "generator";
  readonly element: Expression;
  readonly clauses: readonly ComprehensionClause[];
}

export interface DictComprehension extends Placed {
  readonly kind: "DictComprehension";
  readonly key: Expression;
  readonly value: Expression;
  readonly clauses: readonly ComprehensionClause[];
}

export interface NamedExpression extends Placed {
  readonly kind: "NamedExpression";
  readonly target: Name;
  readonly value: Expression;
}

export interface Await extends Placed {
  readonly kind: "Await";
  readonly value: Expression;
}

export interface Yield extends Placed {
  readonly kind: "Yield";
  readonly value: Expression | undefined;
}

export interface YieldFrom extends Placed {
  readonly kind: "YieldFrom";
  readonly value: Expression;
}

/** Where an expression should be and none could be read. */
export interface ErrorExpression extends Placed {
  readonly kind: "ErrorExpression";
}

export type Pattern =
  | ValuePattern
  | CapturePattern
  | SequencePattern
  | MappingPattern
  | ClassPattern
  | StarPattern
  | OrPattern
  | AsPattern
  | ErrorPattern;

/** A literal or dotted name to compare with. */
export interface ValuePattern extends Placed {
  readonly kind: "ValuePattern";
  readonly value: Expression;
}

/** A bare name; `_` (the wildcard) binds nothing and has no name. */
export interface CapturePattern extends Placed {
  readonly kind: "CapturePattern";
  readonly name: Identifier | undefined;
}

export interface SequencePattern extends Placed {
  readonly kind: "SequencePattern";
  readonly items: readonly Pattern[];
}

export interface MappingPattern extends Placed {
  readonly kind: "MappingPattern";
  readonly items: readonly { readonly key: Expression; readonly pattern: Pattern }[];
  readonly rest: Identifier | undefined;
}

export interface ClassPattern extends Placed {
  readonly kind: "ClassPattern";
  readonly class: Expression;
  readonly positional: readonly Pattern[];
  readonly keywords: readonly { readonly name: Identifier; readonly pattern: Pattern }[];
}

/** `*rest` in a sequence. */
export interface StarPattern extends Placed {
  readonly kind: "StarPattern";
  readonly name: Identifier | undefined;
}

export interface OrPattern extends Placed {
  readonly kind: "OrPattern";
  readonly options: readonly Pattern[];
}

export interface AsPattern extends Placed {
  readonly kind: "AsPattern";
  readonly pattern: Pattern;
  readonly name: Identifier;
}

export interface ErrorPattern extends Placed {
  readonly kind: "ErrorPattern";
}

/** Every node that has a `kind`. */
export type SyntaxNode = Module | Statement | Expression | Pattern | FormatPart | Identifier;
