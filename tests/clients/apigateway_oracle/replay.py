"""How recorded API Gateway tests are replayed and compared."""
import http.client
import io
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zipfile

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials

ENDPOINT = os.environ["LAMBDA_ENDPOINT"]
CREDENTIALS = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
REGION, ACCOUNT = "us-east-1", "000000000000"
ADDRESS, ROLE = urllib.parse.urlsplit(ENDPOINT), f"arn:aws:iam::{ACCOUNT}:role/LabRole"

# What AWS's edge network adds, and lengths of what holds other names than there.
UNCOMPARED = re.compile(r"cloudfront-.*|via|x-amz-cf-.*|x-cache|connection|(x-amzn-remapped-)?content-length", re.IGNORECASE)
SCENARIOS = {}


def replays(test):
    def register(function):
        SCENARIOS[test] = function
        return function
    return register


def send(method, path, body=None):
    """One operation, without a model in between: an installed boto3 that does not know a member would hide it."""
    request = AWSRequest(method, ENDPOINT + path, data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    SigV4Auth(CREDENTIALS, "apigateway", REGION).add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(request.url, request.body, dict(request.headers), method=method)) as response:
            answer = json.loads(response.read() or b"{}")
            return {**{name: value for name, value in answer.items() if name != "_links"}, "ResponseMetadata": {"HTTPStatusCode": response.status}}
    except urllib.error.HTTPError as error:
        answer, code = json.loads(error.read()), error.headers["x-amzn-ErrorType"]
        # The recordings show the body's members for modelled errors only, and these two are none.
        return {"Error": {"Code": code, "Message": answer["message"]}, **({} if code in ("ValidationException", "SerializationException") else {"message": answer["message"]}),
                "ResponseMetadata": {"HTTPStatusCode": error.code}}


def made(answer):
    """What a preparing step made; a step that fails must not pass for a difference of a later one."""
    if "Error" in answer:
        raise RuntimeError(f"A preparing step was refused: {answer}")
    return answer


def patch(path, *operations):
    return send("PATCH", path, {"patchOperations": [{k: v for k, v in zip(("op", "path", "value"), operation) if v is not None} for operation in operations]})


def only(answer, *ids):
    """Of a list the items that the test made, in the order of the ids: the account here has others, and AWS promises no order."""
    return {**answer, "item": sorted((item for item in answer["item"] if item["id"] in ids), key=lambda item: ids.index(item["id"]))}


def new_name(prefix="oracle"):
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


class Api:
    """A REST API with what the recorded tests prepare."""

    def __init__(self, **settings):
        self.answer = made(send("POST", "/restapis", {"name": new_name(), **settings}))
        self.id, self.root = self.answer["id"], self.answer["rootResourceId"]
        self.path = f"/restapis/{self.id}"

    def resource(self, part, parent=None):
        return send("POST", f"{self.path}/resources/{parent or self.root}", {"pathPart": part})

    def resources(self):
        answer = send("GET", f"{self.path}/resources")
        return {**answer, "item": sorted(answer["item"], key=lambda item: item["path"])}

    def method(self, verb, resource=None):
        return f"{self.path}/resources/{resource or self.root}/methods/{verb}"

    def mock(self, verb="GET"):
        path = self.method(verb)
        made(send("PUT", path, {"authorizationType": "NONE"}))
        made(send("PUT", path + "/integration", {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}))
        return path

    def put(self, path, integration, response=None, status="200", verb="GET", **method):
        """A resource below the root with a method, its integration and, unless that is a proxy, one response."""
        target = self.method(verb, made(self.resource(path))["id"] if path else None)
        made(send("PUT", target, {"authorizationType": "NONE", **method}))
        made(send("PUT", f"{target}/responses/{status}", {}))
        made(send("PUT", target + "/integration", integration))
        if not integration["type"].endswith("_PROXY"):
            made(send("PUT", f"{target}/integration/responses/{status}", response or {}))
        return target

    def deploy(self, **settings):
        return made(send("POST", f"{self.path}/deployments", settings))["id"]

    def call(self, path, verb="GET", body=None, headers=None, stage="test"):
        """One request to a stage, by host: just these headers in just this case."""
        connection = http.client.HTTPConnection(ADDRESS.hostname, ADDRESS.port, timeout=60)
        try:
            connection.putrequest(verb, f"/{stage}{path}", skip_host=True, skip_accept_encoding=True)
            sent = {"Host": f"{self.id}.execute-api.localhost", "Accept": "*/*", "Accept-Encoding": "gzip, deflate", **(headers or {})}
            if body is not None:
                sent.setdefault("Content-Length", str(len(body)))
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body if body is not None else b"0\r\n\r\n" if "Transfer-Encoding" in sent else None)
            return Called(connection.getresponse())
        finally:
            connection.close()


class Called:
    """What a deployed API answered."""

    def __init__(self, response):
        self.status, self.text = response.status, response.read().decode()
        self.headers = {}
        for name, value in response.getheaders():
            self.headers[name] = f"{self.headers[name]}, {value}" if name in self.headers else value

    def expect(self, status):
        if self.status != status:
            raise RuntimeError(f"{status} was expected, not {self.status}: {self.text}")
        return self

    def json(self):
        return json.loads(self.text)


def function(source, module="index"):
    """What an integration calls a new Python function by."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr(f"{module}.py", source)
    client = boto3.client("lambda", endpoint_url=ENDPOINT, region_name=REGION, config=Config(retries={"max_attempts": 1}))
    arn = client.create_function(FunctionName=new_name(), Runtime="python3.11", Role=ROLE, Handler=f"{module}.handler", Timeout=30,
                                 Code={"ZipFile": archive.getvalue()})["FunctionArn"]
    return f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"


def differences(expected, given, bound, path=""):
    """Members that AWS gave and we do not, or give otherwise, or that AWS did not give. A placeholder fits anything, and in one test always the same."""
    if isinstance(expected, (dict, list)) and isinstance(given, str):
        try:
            given = json.loads(given)  # The recording shows JSON in strings as JSON.
        except ValueError:
            pass
    if isinstance(expected, dict) and isinstance(given, dict):
        if "items" in expected and "item" in given:  # The member's name on the wire.
            given = {"items" if name == "item" else name: value for name, value in given.items()}
        for name in sorted(expected.keys() | given.keys()):
            if UNCOMPARED.fullmatch(name):
                continue
            if name == "ResponseMetadata":
                if expected.get(name, {}).get("HTTPStatusCode") != given.get(name, {}).get("HTTPStatusCode"):
                    yield f"{path}.status: {given.get(name, {}).get('HTTPStatusCode')}"
            elif name not in given:
                yield f"{path}.{name} is missing"
            elif name not in expected:
                yield f"{path}.{name} is not AWS's: {given[name]!r}"
            else:
                yield from differences(expected[name], given[name], bound, f"{path}.{name}")
    elif isinstance(expected, list) and isinstance(given, list):
        if len(expected) != len(given):
            yield f"{path} has {len(given)} items, AWS's {len(expected)}"
        for number, (one, other) in enumerate(zip(expected, given)):
            yield from differences(one, other, bound, f"{path}[{number}]")
    elif expected in ("datetime", "<datetime>", "date"):
        if given is None or isinstance(given, (dict, list, bool)) or given == "":
            yield f"{path}: {given!r} is no time"
    elif isinstance(expected, str) and re.fullmatch(r"<[^>:]+>", expected):
        if given is None or given == "":
            yield f"{path}: {given!r} is nothing"
    elif isinstance(expected, str) and re.fullmatch(r"<[^>]+:\d+>", expected):
        if not isinstance(given, str) or bound.setdefault(expected, given) != given:
            yield f"{path}: {given!r} is not {expected} ({bound.get(expected)!r})"
    elif isinstance(expected, str):
        pattern = re.escape(expected.replace("111111111111", ACCOUNT))
        pattern = re.sub(r"<[^>]*>", ".+", pattern)
        if not isinstance(given, str) or not re.fullmatch(pattern, given, re.DOTALL):
            yield f"{path}: {given!r} is not {expected!r}"
    elif expected != given or isinstance(expected, bool) != isinstance(given, bool):
        yield f"{path}: {given!r} is not {expected!r}"
