"""The facts of operator classes, read from the packages' source without running it: `catalogue.py FOLDER...`.

Each folder holds an unpacked package (its `airflow` folder is inside). Prints `@module`, and one line for each operator and
sensor class of it: name, base, template fields, arguments, whether more arguments are passed on, what it is.
"""

from __future__ import annotations

import ast
import os
import sys

ROOTS = {"BaseOperator", "BaseSensorOperator", "BaseAsyncOperator"}
PLACES = ("operators", "sensors", "transfers", "decorators", "bases", "_operators")
SHORT = {"str": "s", "bool": "b", "int": "i", "float": "f"}
AWS = ["aws_conn_id", "region_name", "verify"]


class Found:
    """One class definition and where names in it come from."""

    def __init__(self, module: str, node: ast.ClassDef, names: dict[str, str]) -> None:
        self.module, self.node, self.names = module, node, names


def modules_below(folder: str):
    for place, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(place, name)
            module = os.path.relpath(path, folder)[:-3].replace(os.sep, ".")
            wanted = name.endswith(".py") and module.startswith("airflow.")
            if wanted and any(part in module.split(".") for part in PLACES) or module in EXTRA:
                with open(path, encoding="utf-8") as handle:
                    yield module.removesuffix(".__init__"), handle.read()


EXTRA = {"airflow.models.baseoperator", "airflow.models.skipmixin"}


def imported_names(tree: ast.Module, module: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names[node.name] = f"{module}.{node.name}"
    return names


def collect(folders: list[str]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for folder in folders:
        for module, text in modules_below(folder):
            try:
                tree = ast.parse(text)
            except SyntaxError:
                continue
            names = imported_names(tree, module)
            classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            for node in classes:
                found.setdefault(f"{module}.{node.name}", Found(module, node, names))
    return found


def base_paths(of: Found, found: dict[str, Found]) -> list[str]:
    paths = []
    for base in of.node.bases:
        node = base.value if isinstance(base, ast.Subscript) else base
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        paths.append(resolve(name, of, found))
    return paths


def resolve(name: str, of: Found, found: dict[str, Found]) -> str:
    """The path of a class; one that is imported through another module is found by its name."""
    path = of.names.get(name, name)
    if path in found or name in ROOTS:
        return path if path in found else name
    return next((known for known in found if known.endswith(f".{name}")), name)


def operator_base(path: str, found: dict[str, Found], depth: int = 0) -> str | None:
    """The first base that leads to BaseOperator."""
    if depth > 12 or path not in found:
        return None
    for base in base_paths(found[path], found):
        last = base.split(".")[-1]
        if last in ROOTS or operator_base(base, found, depth + 1):
            return base
    return None


def fields_of(path: str, found: dict[str, Found], depth: int = 0) -> list[str] | None:
    if depth > 12:
        return None
    if path not in found:
        return [] if path.split(".")[-1] in ROOTS else None
    of = found[path]
    for statement in of.node.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        if isinstance(target, ast.Name) and target.id == "template_fields" and getattr(statement, "value", None):
            return evaluate(statement.value, of, found, depth)
    for base in base_paths(of, found):
        fields = fields_of(base, found, depth + 1)
        if fields is not None:
            return fields
    return None


def evaluate(node: ast.expr, of: Found, found: dict[str, Found], depth: int) -> list[str] | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        parts = [evaluate(item.value if isinstance(item, ast.Starred) else item, of, found, depth) for item in node.elts]
        return None if None in parts else [name for part in parts for name in part or []]
    if isinstance(node, ast.BinOp):
        parts = [evaluate(side, of, found, depth) for side in (node.left, node.right)]
        return None if None in parts else (parts[0] or []) + (parts[1] or [])
    if isinstance(node, ast.Attribute) and node.attr == "template_fields" and isinstance(node.value, ast.Name):
        return fields_of(resolve(node.value.id, of, found), found, depth + 1)
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if isinstance(node.func, ast.Attribute) and node.func.attr == "union":
            both = [evaluate(side, of, found, depth) for side in (node.func.value, *node.args)]
            return None if None in both else [field for side in both for field in side or []]
        parts = [evaluate(arg.value if isinstance(arg, ast.Starred) else arg, of, found, depth) for arg in node.args]
        if None in parts:
            return None
        flat = [name_ for part in parts for name_ in part or []]
        if name == "aws_template_fields":
            return sorted([*AWS, *flat])
        return list(dict.fromkeys(flat)) if name in ("tuple", "list", "set", "frozenset", "sorted") else None
    return None


def arguments_of(of: Found) -> tuple[str | None, bool]:
    """`name*:type` for required ones, `name=default:type` for others; and whether more are passed on."""
    for statement in of.node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
            args = statement.args
            places = args.posonlyargs + args.args
            defaults = [None] * (len(places) - len(args.defaults)) + list(args.defaults)
            pairs = list(zip(places, defaults))[1:] + list(zip(args.kwonlyargs, args.kw_defaults))
            return " ".join(argument(arg, default) for arg, default in pairs), args.kwarg is not None
    return None, True


def kept_as(of: Found, fields: list[str]) -> list[str]:
    """Arguments that are rendered under another name: `self.logical_date = execution_date`."""
    init = next((it for it in of.node.body if isinstance(it, ast.FunctionDef) and it.name == "__init__"), None)
    if init is None:
        return []
    names = {arg.arg for arg in init.args.args[1:] + init.args.kwonlyargs} - set(fields)
    kept: list[str] = []
    for node in ast.walk(init):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in names:
            targets = [getattr(target, "attr", getattr(target, "id", "")) for target in node.targets]
            kept += [node.value.id for target in targets if target in fields]
    return list(dict.fromkeys(kept))


def argument(arg: ast.arg, default: ast.expr | None) -> str:
    text = arg.arg + ("*" if default is None else "")
    if isinstance(default, ast.Constant) and default.value is not None:
        value = repr(default.value)
        text += f"={value}" if len(value) < 20 and " " not in value else ""
    kind = type_of(arg.annotation)
    return f"{text}:{kind}" if kind else text


def type_of(node: ast.expr | None) -> str:
    if node is None:
        return ""
    text = ast.unparse(node).replace("typing.", "").replace(" | None", "").replace("None | ", "")
    text = text.strip("'\"").replace(" ", "")
    if text in SHORT:
        return SHORT[text]
    return text if len(text) <= 24 else text.split("[")[0][:24] if "|" not in text else ""


def summary_of(node: ast.ClassDef) -> str:
    text = (ast.get_docstring(node) or "").strip().split("\n\n")[0]
    text = " ".join(text.split()).split(". ")[0].rstrip(".")
    return text if len(text) <= 80 else text[:77].rsplit(" ", 1)[0] + "…"


def main() -> None:
    found = collect(sys.argv[1:])
    lines: dict[str, list[str]] = {}
    for path, of in sorted(found.items()):
        name = of.node.name
        base = operator_base(path, found)
        if not base:
            continue
        arguments, passes_on = arguments_of(of)
        fields = fields_of(path, found)
        if fields is not None:
            fields = [*fields, *kept_as(of, fields)]
        cells = [
            name,
            base.split(".")[-1],
            "?" if fields is None else " ".join(fields),
            "-" if arguments is None else arguments,
            "+" if passes_on else "",
            "" if name.startswith("_") else summary_of(of.node),
        ]
        line = "|".join(cell.replace("|", "/") for cell in cells)
        lines.setdefault(of.module, []).append(line)
    for module, of_module in lines.items():
        print("@" + module, *of_module, sep="\n")


if __name__ == "__main__":
    main()
