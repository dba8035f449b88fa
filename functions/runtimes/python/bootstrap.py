"""Runs an AWS Lambda handler written in Python: polls the Runtime API, calls the handler, reports what it returned or raised.

Standard library only. Behaviour and wording follow AWS's Python runtimes; newlines inside one log message become carriage
returns, as there, so that a message stays one log event.
"""

import importlib
import importlib.util
import json
import logging
import os
import socket
import sys
import time
import traceback

API = "/2018-06-01/runtime"
NBSP = "\u00a0"


class RuntimeApi:
    """A kept-alive connection to the Runtime API. Speaks just the HTTP/1.1 that the API needs."""

    def __init__(self, address):
        self._address = address
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = self._socket.makefile("rb")
        self._next = f"GET {API}/invocation/next HTTP/1.1\r\nHost: {address}\r\n\r\n".encode()

    def next(self):
        self._socket.sendall(self._next)
        status, headers, body = self._read()
        if status != 200:
            raise RuntimeError(f"Runtime API answered {status}: {body.decode(errors='replace')}")
        return headers, body

    def respond(self, request_id, body):
        return self._post(f"/invocation/{request_id}/response", body, "")

    def fail(self, request_id, error_type, body):
        return self._post(f"/invocation/{request_id}/error", body, f"Lambda-Runtime-Function-Error-Type: {error_type}\r\n")

    def fail_init(self, error_type, body):
        return self._post("/init/error", body, f"Lambda-Runtime-Function-Error-Type: {error_type}\r\n")

    def _post(self, path, body, more):
        head = f"POST {API}{path} HTTP/1.1\r\nHost: {self._address}\r\nContent-Type: application/json\r\n{more}Content-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(head.encode("latin-1", "replace") + body)
        return self._read()[0]

    def _read(self):
        line = self._input.readline()
        if not line:
            sys.exit(0)  # The environment is being taken down.
        status = int(line.split(b" ", 2)[1])
        headers = {}
        while (line := self._input.readline().rstrip(b"\r\n")):
            name, _, value = line.partition(b":")
            headers[name.strip().lower().decode()] = value.strip().decode("utf-8")
        return status, headers, self._input.read(int(headers.get("content-length", 0)))


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]

    def __init__(self, fields):
        self.cognito_identity_id = fields.get("cognitoIdentityId")
        self.cognito_identity_pool_id = fields.get("cognitoIdentityPoolId")


class Client:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]

    def __init__(self, fields):
        for name in self.__slots__:
            setattr(self, name, fields.get(name))


class ClientContext:
    __slots__ = ["custom", "env", "client"]

    def __init__(self, fields):
        self.custom = fields.get("custom")
        self.env = fields.get("env")
        self.client = Client(fields["client"]) if fields.get("client") else None


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        context, identity = headers.get("lambda-runtime-client-context"), headers.get("lambda-runtime-cognito-identity")
        self.client_context = ClientContext(json.loads(context)) if context else None
        self.identity = CognitoIdentity(json.loads(identity) if identity else {})
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._deadline = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        write_event(str(message))

    def __repr__(self):
        names = ["aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb", "function_version",
                 "invoked_function_arn", "client_context", "identity", "tenant_id"]
        return f"LambdaContext([{','.join(f'{name}={getattr(self, name)}' for name in names)}])"


class HandlerError(Exception):
    """A handler that cannot be found or loaded, or a value that is no JSON; carries AWS's name for it."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


current_request_id = None


def write_event(message):
    sys.stdout.write(message.replace("\n", "\r") + "\n")
    sys.stdout.flush()


class TextFormatter(logging.Formatter):
    converter = time.gmtime

    def __init__(self):
        super().__init__("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")


class JsonFormatter(logging.Formatter):
    def format(self, record):
        entry = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            kind, value, trace = record.exc_info
            entry |= {"errorType": kind.__name__, "errorMessage": str(value), "stackTrace": traceback.format_tb(trace)}
        if record.aws_request_id:
            entry["requestId"] = record.aws_request_id
        return json.dumps(entry, ensure_ascii=False, default=str)


class LogHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = current_request_id or ""
        write_event(self.format(record))


def set_up_logging():
    is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
    handler = LogHandler()
    handler.setFormatter(JsonFormatter() if is_json else TextFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    level = {"TRACE": "DEBUG", "FATAL": "CRITICAL", "WARN": "WARNING"}.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL"), os.environ.get("AWS_LAMBDA_LOG_LEVEL"))
    if level:
        root.setLevel(level)
    elif is_json:
        root.setLevel(logging.INFO)


def set_up_path():
    task = os.environ.get("LAMBDA_TASK_ROOT", "/var/task")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    here = os.path.dirname(os.path.abspath(__file__))
    rest = [path for path in sys.path if path not in (here, task, "")]
    debian = "/usr/lib/python3/dist-packages"  # boto3 comes with Lambda's own runtime; here it is the machine's.
    sys.path[:] = [task, f"/opt/python/lib/{version}/site-packages", "/opt/python", *rest, *([] if debian in rest else [debian]), here]


class EndpointPatch:
    """Teaches botocore before 1.31.57 (Debian's is) what newer ones know: AWS_ENDPOINT_URL. Costs nothing until it is imported."""

    def find_spec(self, name, path, target=None):
        if name != "botocore.client":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def execute_and_patch(module):
            execute(module)
            version = sys.modules["botocore"].__version__.split(".")
            if [int(part) for part in version[:3]] < [1, 31, 57]:
                self._patch(module.ClientCreator)

        spec.loader.exec_module = execute_and_patch
        return spec

    @staticmethod
    def _patch(creator):
        create = creator.create_client

        def create_client(self, service_name, region_name, is_secure=True, endpoint_url=None, *rest, **more):
            if endpoint_url is None and os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
                service = service_name.upper().replace("-", "_")
                endpoint_url = os.environ.get(f"AWS_ENDPOINT_URL_{service}") or os.environ.get("AWS_ENDPOINT_URL")
            return create(self, service_name, region_name, is_secure, endpoint_url, *rest, **more)

        creator.create_client = create_client


def load_handler(name):
    if "." not in name:
        raise HandlerError("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name, function_name = name.rsplit(".", 1)
    try:
        if module_name.split(".")[0] in sys.builtin_module_names:
            raise HandlerError("Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise HandlerError("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}\n']
        raise HandlerError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        raise HandlerError("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'") from error


def describe(error, frames_of_ours):
    """The error as AWS reports it, and its type."""
    if isinstance(error, HandlerError):
        return error.error_type, str(error), error.trace
    return type(error).__name__, str(error), traceback.format_list(traceback.extract_tb(error.__traceback__)[frames_of_ours:])


def report(error, request_id, frames_of_ours):
    error_type, message, trace = describe(error, frames_of_ours)
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        write_event(json.dumps({
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "log_level": "ERROR", "errorMessage": message,
            "errorType": error_type, "requestId": request_id, "stackTrace": trace}, ensure_ascii=False))
    else:
        text = f"[ERROR] {error_type}: {message}" if message else f"[ERROR] {error_type}"
        if trace:
            lines = "".join(trace).rstrip("\n").split("\n")
            text += "\nTraceback (most recent call last):\n" + "\n".join(NBSP * (len(line) - len(line.lstrip())) + line.lstrip() for line in lines)
        write_event(text)
    body = {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}
    return error_type, json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def to_json(value):
    def more(other):
        if type(other).__name__ == "Decimal":
            return float(other)
        raise TypeError(f"Object of type {type(other).__name__} is not JSON serializable")

    try:
        return json.dumps(value, ensure_ascii=False, default=more).encode()
    except (TypeError, ValueError) as error:
        raise HandlerError("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def from_json(body):
    try:
        return json.loads(body)
    except ValueError as error:
        raise HandlerError("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def main():
    global current_request_id
    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    set_up_path()
    sys.meta_path.insert(0, EndpointPatch())
    set_up_logging()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        api.fail_init(*report(error, "", 2))
        sys.exit(1)

    while True:
        headers, body = api.next()
        request_id = current_request_id = headers["lambda-runtime-aws-request-id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        try:
            response = to_json(handler(from_json(body), LambdaContext(headers)))
        except Exception as error:
            api.fail(request_id, *report(error, request_id, 1))
        else:
            sys.stdout.flush()
            if api.respond(request_id, response) == 413:
                write_event("[ERROR] [RequestEntityTooLarge] The response is longer than Lambda takes.")


if __name__ == "__main__":
    main()
