"""Variables, connections, hooks: from the environment, else from the engine while a task runs."""

from __future__ import annotations

import json
import logging
import os
import re
from typing import Any, Dict, List, Optional
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from airflow_lite.exceptions import (
    AirflowException,
    AirflowNotFoundException,
    AirflowRuntimeError,
)
from airflow_lite.state import State

NOTSET = object()
SENSITIVE = [
    "access_token",
    "api_key",
    "apikey",
    "authorization",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "secret",
    "token",
    "keyfile_dict",
    "service_account",
]
"""Variables with such words in their names are masked (Airflow: secrets_masker)."""

WHERE = "Set {variable} in the environment, or name it in the file of the setting dagsight.run.variablesFile."


def is_sensitive(name: str) -> bool:
    """Whether a value with this name is a secret."""
    return any(word in name.strip().lower() for word in SENSITIVE)


def mask(value: Any) -> None:
    """Hides a secret in everything that is printed from now on."""
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, (dict, list)) or is_sensitive(str(name)):
                mask(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            mask(item)
    elif isinstance(value, str) and len(value) >= 3 and value not in State.masks:
        State.masks.append(value)
        from airflow_lite.runtime.reporting import tell_masks

        tell_masks([value])


def find_variable(key: str) -> Optional[str]:
    """Its text, if it is anywhere."""
    found = os.environ.get("AIRFLOW_VAR_" + key.upper())
    if found is None and State.running:
        reply = State.ask({"type": "GetVariable", "key": key})
        if isinstance(reply, dict) and reply.get("type") == "VariableResult":
            found = reply.get("value")
    if found is not None and is_sensitive(key):
        mask(found)
    return found


class Variable:
    """A value that is kept outside of the code."""

    def __init__(
        self, key: Optional[str] = None, val: Any = None, description: Optional[str] = None
    ) -> None:
        self.key, self.val, self.description = key, val, description

    value = property(lambda self: self.val)

    @classmethod
    def get(
        cls,
        key: str,
        default_var: Any = NOTSET,
        deserialize_json: bool = False,
        default: Any = NOTSET,
    ) -> Any:
        """Its value, or the default."""
        found = find_variable(key)
        if found is None:
            for otherwise in (default_var, default):
                if otherwise is not NOTSET:
                    return otherwise
            advice = WHERE.format(variable=f"AIRFLOW_VAR_{key.upper()}")
            if State.is_2():
                raise KeyError(f"Variable {key} does not exist. {advice}")
            raise AirflowRuntimeError(
                f"VARIABLE_NOT_FOUND: Variable with key {key!r} not found. {advice}"
            )
        if not deserialize_json:
            return found
        value = json.loads(found)
        if is_sensitive(key):
            mask(value)
        return value

    @classmethod
    def set(
        cls,
        key: str,
        value: Any,
        description: Optional[str] = None,
        serialize_json: bool = False,
        **_: Any,
    ) -> None:
        """Keeps it, for this run."""
        text = json.dumps(value, indent=2) if serialize_json else str(value)
        State.ask({"type": "PutVariable", "key": key, "value": text, "description": description})
        name = "AIRFLOW_VAR_" + key.upper()
        if name in os.environ:
            os.environ[name] = text

    @classmethod
    def delete(cls, key: str, **_: Any) -> None:
        """Forgets it, for this run."""
        State.ask({"type": "DeleteVariable", "key": key})
        os.environ.pop("AIRFLOW_VAR_" + key.upper(), None)

    @classmethod
    def setdefault(
        cls,
        key: str,
        default: Any,
        description: Optional[str] = None,
        deserialize_json: bool = False,
    ) -> Any:
        """Its value, set if there is none."""
        found = cls.get(key, default_var=None, deserialize_json=deserialize_json)
        if found is None:
            cls.set(key, default, description, serialize_json=deserialize_json)
            return default
        return found

    update = set


class Connection:
    """Where and how to reach something."""

    def __init__(
        self,
        conn_id: Optional[str] = None,
        conn_type: Optional[str] = None,
        description: Optional[str] = None,
        host: Optional[str] = None,
        login: Optional[str] = None,
        password: Optional[str] = None,
        schema: Optional[str] = None,
        port: Optional[int] = None,
        extra: Any = None,
        uri: Optional[str] = None,
    ) -> None:
        self.conn_id, self.conn_type, self.description = conn_id, conn_type, description
        self.host, self.login, self.password = host, login, password
        self.schema, self.port = schema, int(port) if port is not None else None
        self.extra = json.dumps(extra) if isinstance(extra, dict) else extra
        if uri:
            self._read_uri(uri)
        if self.password:
            mask(self.password)
        mask(self.extra_dejson)

    def _read_uri(self, uri: str) -> None:
        """A host may have a protocol of its own: `http://https://example.com`."""
        schemes = uri.count("://")
        scheme = urlsplit(uri).scheme
        rest = uri.replace(f"{scheme}://", "" if schemes == 2 else "//")
        if schemes > 2 or (schemes == 2 and re.search("[@:]", rest.split("://", 1)[0])):
            raise AirflowException(f"Invalid connection string: {uri}.")
        parts = urlsplit(rest)
        self.conn_type = {"postgresql": "postgres"}.get(scheme, scheme.replace("-", "_"))
        host = unquote(parts.hostname or "")
        if "/" in host:
            # A path keeps its capital letters.
            host = unquote(parts.netloc.rpartition("@")[2].partition(":")[0])
        self.host = f"{parts.scheme}://{host}" if host and schemes == 2 else host
        self.port = parts.port
        self.login = unquote(parts.username) if parts.username else parts.username
        self.password = unquote(parts.password) if parts.password else parts.password
        self.schema = unquote(parts.path[1:])
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if query:
            self.extra = query.get("__extra__", json.dumps(query))

    @property
    def extra_dejson(self) -> Dict[str, Any]:
        """`extra` as a dict."""
        if not self.extra:
            return {}
        try:
            found = json.loads(self.extra)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def get_extra_dejson(self, nested: bool = False) -> Dict[str, Any]:
        """`extra` as a dict."""
        return self.extra_dejson

    def get_password(self) -> Optional[str]:
        """The password."""
        return self.password

    def get_uri(self) -> str:
        """As a URI; what does not fit into one as it is goes into `__extra__`."""
        head, mark, rest = (self.host or "").partition("://")
        protocol, host = (head, rest) if mark else ("", head)
        if protocol and protocol == self.conn_type and not State.is_2():
            protocol, host = "", self.host or ""
        text = f"{self.conn_type.lower().replace('_', '-')}://" if self.conn_type else "//"
        text += f"{protocol}://" if protocol else ""
        secret = quote(self.login or "", safe="")
        secret += "" if self.password is None else ":" + quote(self.password, safe="")
        text += f"{secret}@" if secret else ""
        text += quote(host, safe="")
        text += ("" if host or secret else "@") + f":{self.port}" if self.port else ""
        text += "/" + quote(self.schema, safe="") if self.schema else ""
        if not self.extra:
            return text
        query = urlencode(self.extra_dejson)
        if not query or dict(parse_qsl(query, keep_blank_values=True)) != self.extra_dejson:
            query = urlencode({"__extra__": self.extra})
        return text + ("?" if self.schema else "/?") + query

    def __repr__(self) -> str:
        if State.is_2():
            return self.conn_id or ""
        names = [
            "conn_id",
            "conn_type",
            "description",
            "host",
            "schema",
            "login",
            "password",
            "port",
            "extra",
        ]
        return f"Connection({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def get_hook(self, **_: Any) -> Any:
        """Not without the provider."""
        raise AirflowNotFoundException(
            f"The hook for connections of type {self.conn_type!r} is in a provider, which needs Airflow in this interpreter."
        )

    def test_connection(self) -> Any:
        """Not tried."""
        return False, "Not tried without Airflow."

    @classmethod
    def get(cls, conn_id: str) -> Connection:
        """By id."""
        return cls.get_connection_from_secrets(conn_id)

    @classmethod
    def get_connection_from_secrets(cls, conn_id: str) -> Connection:
        """By id."""
        found = find_connection(conn_id)
        if found is None:
            advice = WHERE.format(variable=f"AIRFLOW_CONN_{conn_id.upper()}")
            raise AirflowNotFoundException(f"The conn_id `{conn_id}` isn't defined. {advice}")
        return found

    @classmethod
    def from_json(cls, value: str, conn_id: Optional[str] = None) -> Connection:
        """From a JSON object."""
        given = json.loads(value)
        known = [
            "conn_type",
            "description",
            "host",
            "login",
            "password",
            "schema",
            "port",
            "extra",
            "uri",
        ]
        return cls(conn_id=conn_id, **{name: given[name] for name in known if name in given})


def find_connection(conn_id: str) -> Optional[Connection]:
    """From the environment, as URI or JSON, else from the engine."""
    text = os.environ.get("AIRFLOW_CONN_" + conn_id.upper())
    if text is not None:
        if text.lstrip().startswith("{"):
            return Connection.from_json(text, conn_id=conn_id)
        return Connection(conn_id=conn_id, uri=text)
    if not State.running:
        return None
    reply = State.ask({"type": "GetConnection", "conn_id": conn_id})
    if not isinstance(reply, dict) or reply.get("type") != "ConnectionResult":
        return None
    names = ["conn_type", "host", "schema", "login", "password", "port", "extra"]
    return Connection(conn_id=conn_id, **{name: reply.get(name) for name in names})


class BaseHook:
    """Base of hooks: reaches things through connections."""

    conn_name_attr = ""
    default_conn_name = ""
    conn_type = ""
    hook_name = ""

    def __init__(self, logger_name: Optional[str] = None, **_: Any) -> None:
        self._logger_name = logger_name

    @property
    def log(self) -> Any:
        """Its logger."""
        return logging.getLogger(
            f"airflow.task.hooks.{type(self).__module__}.{type(self).__name__}"
        )

    @classmethod
    def get_connection(cls, conn_id: str) -> Connection:
        """By id."""
        return Connection.get_connection_from_secrets(conn_id)

    @classmethod
    async def aget_connection(cls, conn_id: str) -> Connection:
        """As `get_connection`."""
        return cls.get_connection(conn_id)

    @classmethod
    def get_connections(cls, conn_id: str) -> List[Connection]:
        """By id."""
        return [cls.get_connection(conn_id)]

    @classmethod
    def get_hook(cls, conn_id: str, hook_params: Any = None) -> Any:
        """Not without the provider."""
        return cls.get_connection(conn_id).get_hook()

    def get_conn(self) -> Any:
        """For subclasses."""
        raise NotImplementedError


class VariableAccessor:
    """`var.value.x` and `var.json.x` in templates."""

    def __init__(self, as_json: bool) -> None:
        self._json = as_json

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return Variable.get(key, deserialize_json=self._json)

    __getitem__ = __getattr__

    def get(self, key: str, default: Any = NOTSET, default_var: Any = NOTSET) -> Any:
        """With a default."""
        otherwise = default if default is not NOTSET else default_var
        if otherwise is NOTSET:
            return Variable.get(key, deserialize_json=self._json)
        return Variable.get(key, default_var=otherwise, deserialize_json=self._json)


class ConnectionAccessor:
    """`conn.id` in templates."""

    def __getattr__(self, conn_id: str) -> Connection:
        if conn_id.startswith("__"):
            raise AttributeError(conn_id)
        return Connection.get(conn_id)

    __getitem__ = __getattr__

    def get(self, conn_id: str, default_conn: Any = None) -> Any:
        """With a default."""
        found = find_connection(conn_id)
        return default_conn if found is None else found
