"""Recorded calls of deployed APIs that go on to a backend over HTTP, and what becomes of headers on every kind of way."""
import http.server
import json
import threading
import urllib.parse
import uuid

from calls import ECHO
from replay import ROLE, SCENARIOS, Api, function, made, replays, send


class Backend(http.server.BaseHTTPRequestHandler):
    """Answers with what it was asked; below /status/ with that status, below /json with the body as a member."""
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        address = urllib.parse.urlsplit(self.path)
        status = int(address.path.rsplit("/", 1)[1]) if address.path.startswith("/status/") else 200
        if address.path.startswith("/raw"):
            said = body or "{}"
        elif address.path.startswith("/status/"):
            said = json.dumps({"message": body, "status_code": status})
        elif address.path.startswith("/json"):
            said = json.dumps({"json": json.loads(body or "null")})
        else:
            query = {name: ",".join(values) for name, values in urllib.parse.parse_qs(address.query).items()}
            said = json.dumps({"args": query, "data": body, "domain": self.headers["Host"], "headers": dict(self.headers), "method": self.command,
                               "origin": self.client_address[0], "path": address.path})
        self.send_response_only(status)
        # The recorded backends are a function URL's front at / and httpbin at /post.
        own = (("Server", "gunicorn/19.9.0"), ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Credentials", "true")) if address.path == "/post" else (
            ("x-amzn-RequestId", str(uuid.uuid4())), ("X-Amzn-Trace-Id", "Root=1-3152b799-8954dae64eda91bc9a23a7e8"))
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(said))), ("Date", self.date_time_string()), ("Connection", "keep-alive"), *own):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said.encode())

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend)
threading.Thread(target=server.serve_forever, daemon=True).start()
ADDRESS = f"http://127.0.0.1:{server.server_port}"


def to_backend(kind, path="test", target="/", verb="POST", parameters=None, response=None):
    api = Api(endpointConfiguration={"types": ["REGIONAL"]})
    parameters = parameters or {}
    api.put(path, {"type": kind, "httpMethod": "POST", "uri": ADDRESS + target, "requestParameters": parameters},
            {"responseTemplates": {"application/json": response or "$input.json('$')"}}, verb=verb, requestParameters=dict.fromkeys(parameters.values(), True))
    api.deploy(stageName="test")
    return api


def lowered(echoed):
    """As the recorded backend shows what it was asked, without what its own front adds to a request."""
    front = ("x-amzn-tls-", "x-forwarded-", "x-amzn-")
    return {**echoed, "data": json.loads(echoed["data"]), "headers": {
        name.lower(): value for name, value in echoed["headers"].items() if not name.lower().startswith(front)}}


def echo_methods(kind):
    api = to_backend(kind, verb="ANY")
    yield "api_id", {"rest_api_id": api.id}
    for step in ("post", "put", "get"):  # The recorded test sends a POST each time.
        called = api.call("/test", "POST", b'{"message": "hello world"}', {
            "Content-Type": "application/json", "Accept": "application/json", "user-Agent": "test/integration"}).expect(200)
        yield f"http-invocation-lambda-url-{step}", lowered(called.json())


def statuses(kind):
    api = to_backend(kind, "{map+}", "/{map}", parameters={"integration.request.path.map": "method.request.path.map"})
    for step, status in (("matching", 200), ("non-matching", 400)):
        called = api.call(f"/status/{status}", "POST", b"")
        yield f"{step}-response", {"body": called.json(), "status_code": called.status}


for proxy in ("HTTP", "HTTP_PROXY"):
    SCENARIOS[f"test_http_integration_method[{proxy}]"] = lambda proxy=proxy: echo_methods(proxy)
    SCENARIOS[f"test_http_integration_invoke_status_code_passthrough[{proxy}]"] = lambda proxy=proxy: statuses(proxy)


@replays("test_http_proxy_integration_request_data_mappings")
def _():
    api = to_backend("HTTP_PROXY", "{pathVariable}", "/?testVar={pathVar}&testQs={qsVar}", parameters={
        "integration.request.header.headerVar": "method.request.header.foobar", "integration.request.path.qsVar": "method.request.querystring.testVar",
        "integration.request.path.pathVar": "method.request.path.pathVariable", "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
        "integration.request.querystring.testQs": "method.request.querystring.testQueryString", "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader"})
    yield "api_id", {"rest_api_id": api.id}
    called = api.call("/foobar?testQueryString=foo&testVar=bar", "POST", b'{"message": "hello world"}', {
        "Content-Type": "application/json", "Accept": "application/json", "foobar": "mapped-value", "user-Agent": "test/integration", "headerVar": "request-value"})
    yield "http-proxy-invocation", {"content": lowered(called.json()), "status_code": called.status,
                                    "headers": {name.lower(): value for name, value in called.headers.items()}}


@replays("test_input_path_template_formatting")
def _():
    api = Api()
    value = '#set($result = $input.path("$.json"))'
    absent = ('{"body": $result, "nested": $result.nested, "isNull": #if( $result == $null )"true"#else"false"#end, '
              '"isEmptyString": #if( $result == "" )"true"#else"false"#end}')
    for path, template in (("path", value + "$result"), ("nested", value + "$result.nested"), ("list", value + "$result[0]"), ("to-string", value + "$result.toString()"),
                           ("invalid-path", '#set($result = $input.path("$.nonExisting"))' + absent),
                           ("nested-list", '#set($result = $input.path("$.json.listValue"))' + absent)):
        api.put(path, {"type": "HTTP", "httpMethod": "POST", "uri": ADDRESS + "/json"}, {"selectionPattern": "", "responseTemplates": {"application/json": template}}, verb="POST")
    api.deploy(stageName="test")
    ask = lambda path, body: api.call(f"/{path}", "POST", b"" if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"}).text
    inner = {"foo": "bar"}
    yield "dict-response", ask("path", inner)
    yield "json-list", ask("path", [inner])
    yield "nested-dict", ask("nested", {"nested": inner})
    yield "nested-list", ask("nested", {"nested": [inner]})
    yield "dict-in-list", ask("list", [inner])
    yield "list-with-nested-list", ask("list", [[inner]])
    yield "dict-with-nested-list", ask("path", {"foo": [{"nested": "bar"}]})
    yield "bigger-dict", ask("path", {"bigger": "dict", "to": "test", "with": "separators"})
    yield "to-string", ask("to-string", inner)
    yield "list-to-string", ask("to-string", {"list": [inner]})
    yield "empty-body", ask("invalid-path", None)
    yield "nested-empty-list", ask("nested-list", {"listValue": []})
    yield "nested-null-list", ask("nested-list", {"listValue": None})


@replays("test_input_body_formatting")
def _():
    raw, inside, member = "#set($result = $input.body)$result", "Action=SendMessage&MessageBody=$input.body", "#set($result = $input.body.testAccess)$result"
    encoded = "EncodedBody=$util.urlEncode($input.body)&EncodedBodyAccess=$util.urlEncode($input.body.testAccess)"
    routes = {"raw-body": (raw, raw), "str-body-input": (inside, raw), "str-body-output": (raw, inside), "str-body-all": (inside, inside),
              "body-attr-access": (member, raw), "url-encode": (encoded, raw)}
    api = Api()
    for path, (request, response) in routes.items():
        api.put(path, {"type": "HTTP", "httpMethod": "POST", "uri": ADDRESS + "/raw", "requestTemplates": {"application/json": request}},
                {"selectionPattern": "", "responseTemplates": {"application/json": response}}, verb="POST")
    api.deploy(stageName="test")
    for path in routes:
        yield f"response-{path}", {step: repr(api.call(f"/{path}", "POST", body, {"Content-Type": "application/json"}).text.encode())
                                   for step, body in (("empty-body", b""), ("json-body", b'{"some": "value"}'), ("str-body", b"some raw data"))}


# Header → what an integration says instead of it; None: the request's own Host.
MAPPED = {
    "Accept": "text/html", "Accept-Charset": "UTF-16", "Accept-Encoding": "zstd", "Age": "request_params_age", "Authorization": "request_params_authorization",
    "Connection": "keep-alive", "Content-Encoding": "compress", "Content-Length": "0", "Content-MD5": "request_params_Content-MD5", "Content-Type": "application/json",
    "Date": "request_params_Date", "Expect": "200-ok", "Host": None, "Max-Forwards": "2", "Pragma": "no-cache", "Proxy-Authenticate": "Basic realm=\"a site\"",
    "Range": "bytes=0-499", "Referer": "https://example.com/page", "Server": "https://example.com/page", "TE": "gzip", "Transfer-Encoding": "deflate",
    "Trailer": "user-agent", "Upgrade": "HTTP/2.0", "User-Agent": "Override-Agent", "Via": "othersite.net", "Warn": '110 anderson/1.3.37 "Response is stale"',
    "WWW-Authenticate": "Basic YWxhZGRpbjpvcGVuc2VzYW1l"}
SENT = {
    "Accept": "application/json", "Accept-Charset": "UTF-8", "Accept-Encoding": "br", "Age": "request_Age", "Authorization": "Unauthorized", "Connection": "close",
    "Content-Encoding": "deflate", "Content-MD5": "request_Content-MD5", "Content-Type": "application/json", "Date": "request_Date", "Expect": "100-continue",
    "Max-Forwards": "2", "Pragma": "cache", "Proxy-Authenticate": "Basic", "Range": "bytes=500-999", "Referer": "https://example.com/", "Server": "https://example.com/",
    "TE": "deflate", "Trailer": "Expires", "Transfer-Encoding": "chunked", "Upgrade": "HTTP/2.0", "User-Agent": "localStack/0.0", "Via": "p.example.net",
    "Warn": "299 localStack/0.0", "WWW-Authenticate": "Basic YWxhZGRpbjpvcGVuc2VzYW1l"}


def canonical(headers):
    """As httpbin shows them: without what proxies before it add."""
    names = {"-".join(word.capitalize() for word in name.split("-")): value for name, value in headers.items()}
    return {name: value for name, value in names.items() if not name.startswith("X-Forwarded-")}


def remapping(kind, refused, shown):
    integration = {"type": kind, "httpMethod": "POST", **(
        {"uri": ADDRESS + "/post"} if kind.startswith("HTTP") else {"uri": function(ECHO), "credentials": ROLE})}
    name = lambda header: f"integration.request.header.{header}"
    mapped = {name(header): "method.request.header.Host" if value is None else f"'{value}'" for header, value in MAPPED.items()}
    api = Api(endpointConfiguration={"types": ["REGIONAL"]})
    method = {"requestParameters": {f"method.request.header.{header}": False for header in MAPPED}}
    template = "{" + ",".join(f'"{header}": "$input.params(\'{header}\')"' for header in MAPPED) + "}"
    routes = {"no-param": {}, "full": {"requestParameters": {key: value for key, value in mapped.items() if key not in map(name, refused)},
                                       "requestTemplates": {"application/json": template}},
              **{header.lower(): {"requestParameters": {name(header): mapped[name(header)]}} for header in refused}}
    for path, settings in routes.items():
        target = api.method("GET", made(api.resource(path))["id"])
        made(send("PUT", target, {"authorizationType": "NONE", **method}))
        made(send("PUT", target + "/responses/200", {"responseParameters": {f"method.response.header.{header}": True for header in MAPPED}}))
        made(send("PUT", target + "/integration", {**integration, **settings}))
        made(send("PUT", target + "/integration/responses/200", {"responseParameters": {
            f"method.response.header.{header}": f"'response_param_{header}'" for header in MAPPED}} if path == "full" else {}))
    api.deploy(stageName="test")
    yield "apigw-id", api.id
    for path in ("no-param", "full"):
        called = api.call(f"/{path}", headers=SENT).expect(200)
        yield f"{path}-integration", {**shown(called.json()), "response-headers": called.headers}
    for header in refused:
        called = api.call(f"/{header.lower()}", headers=SENT).expect(500)
        yield header.lower(), {"response-headers": called.headers, "body": called.text}


to_http = ["Content-Length", "Transfer-Encoding"]
to_lambda = [*to_http, "Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE"]
for proxy in ("HTTP", "HTTP_PROXY"):
    SCENARIOS[f"test_apigateway_header_remapping_http[{proxy}]"] = lambda proxy=proxy: remapping(
        proxy, to_http, lambda echoed: {"headers": canonical(echoed["headers"]), "body": echoed["data"]})
for proxy in ("AWS", "AWS_PROXY"):
    SCENARIOS[f"test_apigateway_header_remapping_aws[{proxy}]"] = lambda proxy=proxy: remapping(
        proxy, to_lambda, lambda echoed: {"headers": echoed["headers"] if proxy == "AWS_PROXY" else None, "body": echoed["body"]})
