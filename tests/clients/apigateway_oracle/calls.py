"""Recorded calls of deployed APIs: routing, MOCK and functions. Credentials stand in for the policies that the recorded tests make."""
import base64
import json
import urllib.request

from replay import ENDPOINT, ROLE, SCENARIOS, Api, function, made, replays, send

ECHO = "import json\ndef handler(event, context):\n    return {'statusCode': 200, 'body': json.dumps(event), 'isBase64Encoded': False}\n"
OK = {"application/json": '{"statusCode": 200}'}


def mocked(passthrough, by_path, verb):
    api = Api()
    resource = made(api.resource("{id}"))["id"]
    path = api.method(verb, resource)
    made(send("PUT", path, {"authorizationType": "NONE", "requestParameters": {"method.request.path.id": True}}))
    made(send("PUT", path + "/responses/200", {}))
    made(send("PUT", path + "/integration", {"type": "MOCK", "passthroughBehavior": passthrough, "requestTemplates": OK}))
    made(send("PUT", path + "/integration/responses/200", {
        "selectionPattern": "", "responseTemplates": {"application/json": '{"statusCode": 200, "id": $input.params(\'id\')}'}}))
    api.deploy(stageName="local")
    target = f"/restapis/{api.id}/local/_user_request_/42" if by_path else "/local/42"
    request = urllib.request.Request(ENDPOINT + target, b"{}" if verb == "POST" else None, method=verb, headers={
        "Content-Type": "application/json", **({} if by_path else {"Host": f"{api.id}.execute-api.localhost"})})
    with urllib.request.urlopen(request) as response:
        yield "mock-response", json.loads(response.read())


for behaviour in ("WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"):
    for kind in ("PATH", "HOST"):
        for http_method in ("GET", "POST"):
            SCENARIOS[f"test_mock_integration_response[{behaviour}-UrlType.{kind}_BASED-{http_method}]"] = (
                lambda behaviour=behaviour, kind=kind, http_method=http_method: mocked(behaviour, kind == "PATH", http_method))


def mock_api(request, response, path=""):
    api = Api()
    api.put(path, {"type": "MOCK", "httpMethod": "POST", "requestTemplates": {"application/json": request}}, {
        "selectionPattern": "2\\d{2}", "responseTemplates": {} if response is None else {"application/json": response}})
    api.deploy(stageName="test")
    return api


@replays("test_integration_mock_with_path_param")
def _():
    api = Api()
    path = api.method("GET", made(api.resource("{testPath}"))["id"])
    made(send("PUT", path, {"authorizationType": "none", "requestParameters": {"method.request.path.testPath": True}}))
    made(send("PUT", path + "/responses/200", {}))
    yield "integration", send("PUT", path + "/integration", {
        "type": "MOCK", "httpMethod": "POST", "requestTemplates": {"application/json": "{statusCode: 200}"},
        "requestParameters": {"integration.request.path.integrationPath": "method.request.path.testPath"}})
    made(send("PUT", path + "/integration/responses/200", {"selectionPattern": "2\\d{2}", "responseTemplates": {}}))
    api.deploy(stageName="test")
    if api.call("/test-path").expect(200).text:
        raise RuntimeError("The answer has a body.")


@replays("test_integration_mock_with_request_overrides_in_response_template")
def _():
    api = mock_api(
        "#set($body = $util.base64Decode($input.params('testPath')))\n#set($context.requestOverride.path.body = $body)\n{\"statusCode\": 200}\n",
        "#set($body = $util.parseJson($context.requestOverride.path.body))\n#set($message = $body.message)\n"
        "#if($message == \"path1\")\n{\"response\": \"path was path one\"}\n#elseif($message == \"path2\")\n{\"response\": \"path was path two\"}\n"
        "#else\n{\"response\": \"this is the else clause\"}\n#end\n", "{testPath}")
    for step, message in (("path1", "path1"), ("path2", "path2"), ("path-else", "whatever")):
        yield f"invoke-{step}", api.call("/" + base64.b64encode(json.dumps({"message": message}).encode()).decode()).expect(200).json()


def response_override(with_template):
    api = mock_api(
        "#set($context.responseOverride.status = 444)\n#set($context.responseOverride.header.foo = \"bar\")\n"
        "#set($context.responseOverride.custom = \"is also passed around\")\n{\"statusCode\": 200}\n",
        "#set($status = $context.responseOverride.status)\n#set($foo = $context.responseOverride.header.foo)\n#set($custom = $context.responseOverride.custom)\n"
        "{\"statusOverride\": \"$status\", \"fooHeader\": \"$foo\", \"custom\": \"$custom\"}\n" if with_template else None)
    called = api.call("/")
    if called.headers.get("foo") != "bar":
        raise RuntimeError(f"foo is not overridden: {called.headers}")
    yield "response", {"body": called.json() if with_template else repr(called.text.encode()), "status_code": called.status}


for templated in (True, False):
    SCENARIOS[f"test_integration_mock_with_response_override_in_request_template[{templated}]"] = lambda templated=templated: response_override(templated)


@replays("test_integration_mock_with_vtl_map_assignation")
def _():
    called = mock_api(
        "#set($name = \"foo\")\n#set($context.requestOverride.querystring[$name] = \"bar\")\n#set($other = \"putfoo\")\n"
        "$context.requestOverride.querystring.put($other, \"putBar\")\n#set($context[\"requestOverride\"].querystring[\"nestedfoo\"] = \"nestedFoo\")\n{\"statusCode\": 200}\n",
        "#set($one = $context.requestOverride.querystring[\"foo\"])\n#set($two = $context.requestOverride.querystring[\"putfoo\"])\n"
        "#set($three = $context.requestOverride.querystring[\"nestedfoo\"])\n{\"value\": \"$one\", \"value2\": \"$two\", \"value3\": \"$three\"}\n").call("/")
    yield "response", {"body": called.json(), "status_code": called.status}


@replays("test_routing_not_found")
def _():
    api = Api()
    api.put("existing", {"type": "MOCK", "requestTemplates": OK}, {"responseTemplates": {"application/json": '{"statusCode": 200, "message": "exists"}'}})
    api.deploy(stageName="test")
    yield "working-route", api.call("/existing").expect(200).json()
    for step, called in (("not-found", api.call("/random-non-existing")), ("wrong-method", api.call("/existing", "POST"))):
        yield step, {"content": called.json(), "errorType": called.headers.get("x-amzn-ErrorType")}


def to_function(kind, source, path="{proxy+}", verb="ANY", **settings):
    api = Api()
    api.put(path, {"type": kind, "httpMethod": "POST", "uri": function(source), "credentials": ROLE, **settings}, {"selectionPattern": ""}, verb=verb)
    return api


@replays("test_invocation_trace_id")
def _():
    api = to_function("AWS_PROXY", ECHO)
    api.put("path", {"type": "MOCK", "requestTemplates": OK}, {"responseTemplates": OK})
    api.deploy(stageName="test")
    root, parent = "Root=1-3152b799-8954dae64eda91bc9a23a7e8", "Parent=7fa8c0f79203be72"
    for step, path, trace in (("normal-req-headers-MOCK", "/path", None), ("trace-id-req-headers-MOCK", "/path", f"{root};{parent};Sampled=1"),
                              ("normal-req-headers-AWS_PROXY", "/proxy-value", None), ("trace-id-req-headers-AWS_PROXY", "/proxy-value", f"{root};{parent};Sampled=1"),
                              ("trace-id-small-req-headers-AWS_PROXY", "/proxy-value", root)):
        called = api.call(path, headers={"x-amzn-trace-id": trace} if trace else None).expect(200)
        yield step, {name.lower(): value for name, value in called.headers.items()}
        if trace and path != "/path" and not called.headers["X-Amzn-Trace-Id"].startswith(trace):
            raise RuntimeError(f"{trace} has become {called.headers['X-Amzn-Trace-Id']}")


@replays("test_lambda_aws_proxy_integration")
def _():
    api = Api()
    uri = function(ECHO)
    for path in ("{proxy+}", "hardcoded"):
        api.put(path, {"type": "AWS_PROXY", "httpMethod": "POST", "uri": uri, "credentials": ROLE}, verb="ANY")
    api.deploy(stageName="stage")
    headers = {"User-Agent": "python-requests/testing", "tEsT-HEADeR": "aValUE", "authorization": "random-value"}
    get = lambda path, stage="stage": api.call(path, headers=headers, stage=stage).expect(200).json()
    yield "invocation-payload-without-trailing-slash", get("/proxy-value")
    yield "invocation-payload-with-trailing-slash", get("/proxy-value/")
    yield "invocation-payload-with-double-slash", get("/proxy-value//double-slash")
    yield "invocation-payload-with-prepended-slash-to-stage", get("/proxy-value", "/stage")
    yield "invocation-payload-with-prepended-slash", get("//proxy-value")
    yield "invocation-payload-without-trailing-slash-and-query-params", get("/proxy-value?urlparam=test")
    yield "invocation-payload-with-trailing-slash-and-query-params", get("/proxy-value/?urlparam=test")
    yield "invocation-payload-with-path-encoded-email", get("/proxy-value/api/user/test%2Balias@gmail.com/plus/test+alias@gmail.com")
    yield "invocation-payload-with-params-encoding", get(
        "/proxy-value/api?dateTimeOffset=2023-06-12T18:05:10.123456+00:00&email=test%2Balias@gmail.com&plus=test+alias@gmail.com"
        "&url=https://www.google.com/&whitespace=foo%20bar&zhash=abort/")
    yield "invocation-payload-with-params-encoding-multi", api.call(
        "/proxy-value?category=electronics&category=books&price=10&price=20&price=30", "POST", b'{"message": "hello world"}', stage="stage",
        headers={"Content-Type": "application/json;charset=utf-8", "aUThorization": "Bearer token123;API key456", "User-Agent": "python-requests/testing"}).expect(200).json()
    yield "invocation-hardcoded", get("//hardcoded")


@replays("test_lambda_aws_proxy_integration_request_data_mapping")
def _():
    mapped = {
        "integration.request.header.headerVar": "method.request.header.foobar", "integration.request.path.qsVar": "method.request.querystring.testVar",
        "integration.request.path.pathVar": "method.request.path.pathVariable", "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
        "integration.request.querystring.testQs": "method.request.querystring.testQueryString", "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader"}
    api = Api()
    api.put("{pathVariable}", {"type": "AWS_PROXY", "httpMethod": "POST", "uri": function(ECHO), "credentials": ROLE, "requestParameters": mapped}, verb="ANY",
            requestParameters=dict.fromkeys(mapped.values(), True))
    api.deploy(stageName="test")
    yield "api_id", {"rest_api_id": api.id}
    called = api.call("/foobar?testQueryString=foo&testVar=bar", "POST", b'{"message": "hello world"}', headers={
        "Content-Type": "application/json", "Accept": "application/json", "foobar": "mapped-value", "user-Agent": "test/integration", "headerVar": "request-value"})
    yield "http-proxy-invocation-data-mapping", {"content": called.json(), "status_code": called.status}


@replays("test_lambda_aws_proxy_integration_non_post_method")
def _():
    api = to_function("AWS_PROXY", ECHO, httpMethod="GET")
    api.deploy(stageName="test")
    yield "invocation-payload-with-get-proxy-method", api.call("/test-path").expect(500).json()


@replays("test_aws_proxy_response_payload_format_validation")
def _():
    api = to_function("AWS_PROXY", "import json\ndef handler(event, context):\n    return json.loads(event['body'])\n")
    api.deploy(stageName="test")

    def step(name, answer, status=200, with_headers=False):
        called = api.call("/test", "POST", json.dumps(answer).encode(), {"Content-Type": "application/json", "User-Agent": "python/test"}).expect(status)
        content = called.text
        if status == 502:
            content = called.json()
        return f"invoke-api-{name}", {"content": content, **({"headers": called.headers} if with_headers else {})}

    encoded = base64.b64encode(b"test-data").decode()
    yield step("no-body", {"statusCode": 200})
    yield step("with-headers", {"statusCode": 200, "headers": {"test-header": "value", "header-bool": True}}, with_headers=True)
    yield step("with-headers-null", {"statusCode": 200, "headers": None}, with_headers=True)
    yield step("wrong-format", {"statusCode": 200, "wrongValue": "value"}, 502)
    yield step("b64-encoded-true", {"statusCode": 200, "body": encoded, "isBase64Encoded": True})
    yield step("b64-encoded-false", {"statusCode": 200, "body": encoded})
    yield step("multi-headers-valid", {"statusCode": 200, "multiValueHeaders": {"test-multi": ["value1", "value2"]}}, with_headers=True)
    yield step("multi-headers-overwrite", {"statusCode": 200, "multiValueHeaders": {"test-multi": ["value-multi"]}, "headers": {"test-multi": "value-solo"}}, with_headers=True)
    yield step("multi-headers-overwrite-casing", {"statusCode": 200, "multiValueHeaders": {"tesT-Multi": ["value-multi"]}, "headers": {"test-multi": "value-solo"}},
               with_headers=True)
    yield step("multi-headers-invalid", {"statusCode": 200, "multiValueHeaders": {"test-multi-invalid": "value1"}}, 502)
    yield step("invalid-status-code", {"statusCode": "test"}, 502)
    yield step("status-code-str", {"statusCode": "201"}, 201)
    yield step("just-string", "justAString", 502)
    yield step("only-headers", {"headers": {"test-header": "value"}})
    # The recorded test sends no body at all here, and its function fails on that.
    yield "invoke-api-empty-response", {"content": api.call("/test", "POST", b"", {"User-Agent": "python/test"}).expect(502).json()}


@replays("test_lambda_aws_integration")
def _():
    api = Api()
    path = api.method("POST", made(api.resource("test"))["id"])
    yield "put-method", send("PUT", path, {"authorizationType": "NONE"})
    yield "put-integration", send("PUT", path + "/integration", {"type": "AWS", "httpMethod": "POST", "uri": function("def handler(event, context):\n    return event\n"), "credentials": ROLE})
    yield "put-integration-response", send("PUT", path + "/integration/responses/200", {})
    yield "put-method-response", send("PUT", path + "/responses/200", {})
    api.deploy(stageName="test")
    yield "lambda-aws-integration", api.call("/test", "POST", b'{"message": "hello world"}').expect(200).json()


@replays("test_lambda_aws_integration_with_request_template")
def _():
    api = Api()
    path = api.method("GET", made(api.resource("test"))["id"])
    yield "put-method", send("PUT", path, {"authorizationType": "NONE", "requestParameters": {"method.request.querystring.param1": False}})
    yield "put-method-response", send("PUT", path + "/responses/200", {})
    yield "put-integration", send("PUT", path + "/integration", {
        "type": "AWS", "httpMethod": "POST", "uri": function("def handler(event, context):\n    return event\n"), "credentials": ROLE,
        "requestTemplates": {"application/json": '{"param1": "$input.params(\'param1\')"}'}})
    yield "put-integration-response", send("PUT", path + "/integration/responses/200", {"selectionPattern": ""})
    api.deploy(stageName="test")
    yield "lambda-aws-integration-1", api.call("/test?param1=foobar").expect(200).json()
    yield "lambda-aws-integration-2", api.call("/test?param1=foobar&Signature=1").expect(200).json()
    yield "delete-integration", send("DELETE", path + "/integration")
    yield "get-integration-after-delete", send("GET", path + "/integration")


@replays("test_lambda_selection_patterns")
def _():
    raising = "raise Exception(\"Error: Raising {} hundred from within the Lambda function\")"
    source = "\n".join(("", "", "def handler(event, context):", "    status = event['statusCode']", "    # The recorded stack names these lines.", "    if status == '400':",
                        "        " + raising.format("four"), "    if status == '500':", "        " + raising.format("five"), "    return 'Pass'", ""))
    api = Api()
    path = api.method("GET", made(api.resource("{statusCode}"))["id"])
    made(send("PUT", path, {"authorizationType": "NONE"}))
    made(send("PUT", path + "/integration", {"type": "AWS", "httpMethod": "POST", "uri": function(source, "lambda_select_pattern"), "credentials": ROLE,
                                             "requestTemplates": {"application/json": '{"statusCode": "$input.params(\'statusCode\')"}'}}))
    for status in ("200", "405", "502"):
        made(send("PUT", f"{path}/responses/{status}", {}))
    for status, pattern in (("200", ""), ("405", ".*four hundred.*"), ("502", ".+"), ("504", "200")):
        made(send("PUT", f"{path}/integration/responses/{status}", {"selectionPattern": pattern}))
    api.deploy(stageName="test")
    for asked, status in (("200", 200), ("400", 405), ("500", 502)):
        yield f"lambda-selection-pattern-{asked}", api.call(f"/{asked}").expect(status).json()


@replays("test_lambda_aws_integration_response_with_mapping_templates")
def _():
    source = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'customerror' if int(event['body']['httpStatus']) >= 400 else 'noerror'}\n"
    lists = "".join(f'"{place}": {{#foreach($name in $all.get(\'{place}\').keySet())"$name": "$util.escapeJavaScript($all.get(\'{place}\').get($name))"'
                    "#if($foreach.hasNext),#end#end},\n" for place in ("path", "querystring", "header"))
    api = Api()
    path = api.method("POST", made(api.resource("test"))["id"])
    made(send("PUT", path, {"authorizationType": "NONE"}))
    for status in ("200", "400"):
        made(send("PUT", f"{path}/responses/{status}", {}))
    made(send("PUT", path + "/integration", {"type": "AWS", "httpMethod": "POST", "uri": function(source), "credentials": ROLE, "requestTemplates": {
        "application/json": f"#set($all = $input.params())\n#set($json = $input.json('$'))\n{{\"stage\": \"$context.stage\",\n{lists}\"body\": $json}}"}}))
    made(send("PUT", path + "/integration/responses/200", {"selectionPattern": "", "responseTemplates": {
        "application/json": "#set($root = $input.path('$'))\n$input.json(\"$\")\n#if($root.toString().contains(\"customerror\"))\n"
                            "  #set($context.responseOverride.status = 400)\n#else\n  #set($context.responseOverride.status = 202)\n#end\n"}}))
    api.deploy(stageName="test")
    for status, body in ((202, {"httpStatus": "200"}), (400, {"httpStatus": "400", "errorMessage": "Test Bad request"})):
        called = api.call("/test", "POST", json.dumps(body).encode(), {"Content-Type": "application/json"})
        yield f"response-template-{status}", {"statusCode": called.status, "body": called.json()}
