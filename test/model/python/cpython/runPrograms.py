"""Runs programs given as JSON on stdin and prints the globals each leaves, as JSON."""
import json
import sys
import types


def plain(value, depth=0):
    if depth > 12:
        return "deep"
    if value is None or isinstance(value, (bool, str)) and type(value) in (bool, str):
        return value
    if type(value) is int:
        return {"int": str(value)}
    if type(value) is float:
        return {"float": repr(value)}
    if type(value) is bytes:
        return {"bytes": list(value)}
    if type(value) is list:
        return [plain(item, depth + 1) for item in value]
    if type(value) is tuple:
        return {"tuple": [plain(item, depth + 1) for item in value]}
    if type(value) in (set, frozenset):
        return {"set": sorted(json.dumps(plain(item, depth + 1), sort_keys=True) for item in value)}
    if type(value) is dict:
        return {"dict": [[plain(key, depth + 1), plain(item, depth + 1)] for key, item in value.items()]}
    return {"other": True}


results = []
for program in json.load(sys.stdin):
    names = {"__name__": "program"}
    try:
        exec(compile(program, "program", "exec"), names)
        error = None
    except BaseException as exception:
        error = type(exception).__name__
    shown = {}
    for name, value in names.items():
        if name.startswith("__") or isinstance(value, (types.ModuleType, types.FunctionType, type)):
            continue
        result = plain(value)
        if result != {"other": True}:
            shown[name] = result
    results.append({"globals": shown, "error": error})
json.dump(results, sys.stdout)
