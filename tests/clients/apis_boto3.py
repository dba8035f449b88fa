"""Makes APIs with boto3 and calls them with plain HTTP: apis_boto3.py PART …"""
import base64
import http.client
import io
import json
import os
import sys
import time
import urllib.parse
import uuid
import zipfile

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["LAMBDA_ENDPOINT"]
ADDRESS = urllib.parse.urlsplit(ENDPOINT)
ACCOUNT, REGION = "000000000000", "us-east-1"
OPTIONS = dict(endpoint_url=ENDPOINT, region_name=REGION, config=Config(retries={"max_attempts": 1}, parameter_validation=False))
lam, rest, apis = (boto3.client(name, **OPTIONS) for name in ("lambda", "apigateway", "apigatewayv2"))

ECHO = """
import base64, json, time
def handler(event, context):
    query = event.get("queryStringParameters") or {}
    if "answer" in query:
        return json.loads(query["answer"])
    if "fail" in query:
        raise ValueError("as asked")
    if "sleep" in query:
        time.sleep(float(query["sleep"]))
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
"""
PLAIN = "def handler(event, context):\n    if isinstance(event, dict) and event.get('fail'):\n        raise Exception(event['fail'])\n    return event\n"


def function(code=ECHO, timeout=30):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", code)
    name = "api-" + uuid.uuid4().hex
    return lam.create_function(FunctionName=name, Runtime="python3.11", Role=f"arn:aws:iam::{ACCOUNT}:role/any", Handler="index.handler", Timeout=timeout,
                               Code={"ZipFile": buffer.getvalue()})["FunctionArn"]


def permit(arn, source):
    lam.add_permission(FunctionName=arn, StatementId="s" + uuid.uuid4().hex, Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com", SourceArn=source)


def call(method, target, body=None, headers=None, host=None):
    """One plain request: status, headers, body as JSON where it is JSON."""
    connection = http.client.HTTPConnection(ADDRESS.hostname, ADDRESS.port, timeout=60)
    try:
        connection.request(method, target, body, {**({"Host": host} if host else {}), **(headers or {})})
        response = connection.getresponse()
        data = response.read()
        try:
            data = json.loads(data)
        except ValueError:
            pass
        return response.status, dict(response.getheaders()), data
    finally:
        connection.close()


def refused(code, status, function, message=None, **arguments):
    try:
        function(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status, error.response
        if message is not None:
            assert message in error.response["Error"]["Message"], error.response
        return
    raise AssertionError(f"{code} was expected")


def same(actual, expected):
    assert actual == expected, f"\n  got      {actual!r}\n  expected {expected!r}"


def http_apis():
    arn = function()
    name = "quick-" + uuid.uuid4().hex[:8]
    api = apis.create_api(Name=name, ProtocolType="HTTP", Target=arn, RouteKey="POST /predict", CorsConfiguration={"AllowOrigins": ["https://a.example"], "AllowMethods": ["POST"]})
    identity = api["ApiId"]
    assert api["ApiEndpoint"].startswith(f"http://{identity}.execute-api.localhost"), api
    same(call("POST", f"/_apis/{name}/predict", "{}")[::2], (500, {"message": "Internal server error"}))  # no permission yet
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{identity}/*/*/predict")
    status, headers, event = call("POST", f"/_apis/{name}/predict?a=1&a=2&b=x%20y", '{"values":[[1,2]]}', {"Content-Type": "application/json", "Cookie": "c=1; d=2", "X-Twice": "v"})
    same(status, 200)
    same([event[member] for member in ("version", "routeKey", "rawPath", "rawQueryString", "cookies", "body", "isBase64Encoded")],
         ["2.0", "POST /predict", "/predict", "a=1&a=2&b=x%20y", ["c=1", "d=2"], '{"values":[[1,2]]}', False])
    same(event["queryStringParameters"], {"a": "1,2", "b": "x y"})
    same(event["headers"]["x-twice"], "v")
    assert "pathParameters" not in event and "stageVariables" not in event
    context = event["requestContext"]
    same([context[member] for member in ("accountId", "apiId", "domainPrefix", "routeKey", "stage")], [ACCOUNT, identity, identity, "POST /predict", "$default"])
    same({k: context["http"][k] for k in ("method", "path", "protocol", "sourceIp")}, {"method": "POST", "path": "/predict", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"})
    # The same by host and by path.
    for target, host in (("/predict", f"{identity}.execute-api.localhost:{ADDRESS.port}"), ("/predict", f"{identity}.execute-api.us-east-1.amazonaws.com"),
                         (f"/restapis/{identity}/$default/_user_request_/predict", None)):
        same(call("POST", target, "{}", host=host)[0], 200)
    same(call("GET", f"/_apis/{name}/predict")[::2], (404, {"message": "Not Found"}))
    same(call("POST", f"/_apis/{name}/other")[::2], (404, {"message": "Not Found"}))
    # The answer: inferred, described, binary, none.
    answer = lambda value: call("POST", f"/_apis/{name}/predict?answer=" + urllib.parse.quote(json.dumps(value)))
    same(answer({"prediction": [0]})[::2], (200, {"prediction": [0]}))
    same(answer("text")[0:3:2], (200, b"text"))
    status, headers, body = answer({"statusCode": 201, "headers": {"X-A": "b"}, "cookies": ["k=v"], "isBase64Encoded": True, "body": base64.b64encode(b"\xff\x00").decode()})
    same((status, headers["X-A"], headers["Set-Cookie"], body), (201, "b", "k=v", b"\xff\x00"))
    same(answer({"statusCode": "no"})[::2], (502, {"message": "Internal server error"}))
    same(call("POST", f"/_apis/{name}/predict?fail=1")[::2], (502, {"message": "Internal server error"}))
    # CORS is the gateway's.
    status, headers, body = call("OPTIONS", f"/_apis/{name}/predict", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    same((status, headers["Access-Control-Allow-Origin"], headers["Access-Control-Allow-Methods"], body), (204, "https://a.example", "POST", b""))
    same(call("POST", f"/_apis/{name}/predict", headers={"Origin": "https://a.example"})[1]["Access-Control-Allow-Origin"], "https://a.example")
    # Binary in.
    event = call("POST", f"/_apis/{name}/predict", b"\x89PNG", {"Content-Type": "image/png"})[2]
    same((event["isBase64Encoded"], event["body"]), (True, base64.b64encode(b"\x89PNG").decode()))
    same(call("POST", f"/_apis/{name}/predict", b"x" * (10 * 1024 * 1024 + 1))[::2], (413, {"message": "Request Too Long"}))

    # Routes, integrations, stages and deployments one by one.
    own = apis.create_api(Name="own-" + name, ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(ApiId=own, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0", TimeoutInMillis=1000)["IntegrationId"]
    first = apis.create_integration(ApiId=own, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="1.0")["IntegrationId"]
    for key, target in (("GET /items/{id}", integration), ("ANY /{proxy+}", integration), ("GET /items/special", integration), ("$default", first)):
        apis.create_route(ApiId=own, RouteKey=key, Target=f"integrations/{target}")
    refused("ConflictException", 409, apis.create_route, ApiId=own, RouteKey="$default")
    refused("BadRequestException", 400, apis.create_route, ApiId=own, RouteKey="FETCH nowhere")
    refused("NotImplementedException", 501, apis.create_route, ApiId=own, RouteKey="GET /j", AuthorizationType="JWT")
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{own}/*")
    apis.create_stage(ApiId=own, StageName="prod", StageVariables={"colour": "blue"})
    same(call("GET", f"/restapis/{own}/prod/_user_request_/items/7")[0], 404)  # nothing was deployed
    deployment = apis.create_deployment(ApiId=own, StageName="prod")["DeploymentId"]
    get = lambda path: call("GET", f"/prod{path}", host=f"{own}.execute-api.localhost")[2]
    event = get("/items/7%2F8")
    same((event["routeKey"], event["pathParameters"], event["rawPath"], event["stageVariables"]), ("GET /items/{id}", {"id": "7/8"}, "/prod/items/7%2F8", {"colour": "blue"}))
    same(get("/items/special")["routeKey"], "GET /items/special")
    same((get("/x/y")["routeKey"], get("/x/y")["pathParameters"]), ("ANY /{proxy+}", {"proxy": "x/y"}))
    event = get("/")
    same((event["version"], event["resource"], event["httpMethod"], event["path"]), ("1.0", "$default", "GET", "/prod/"))
    same(call("GET", "/prod/x?sleep=5", host=f"{own}.execute-api.localhost")[::2], (504, {"message": "Endpoint request timed out"}))
    # What is served is the deployment, not the draft.
    for route in apis.get_routes(ApiId=own)["Items"]:
        apis.delete_route(ApiId=own, RouteId=route["RouteId"])
    same(get("/items/special")["routeKey"], "GET /items/special")
    refused("BadRequestException", 400, apis.delete_deployment, ApiId=own, DeploymentId=deployment)
    apis.update_stage(ApiId=own, StageName="prod", DefaultRouteSettings={"ThrottlingBurstLimit": 1, "ThrottlingRateLimit": 0.001})
    same([call("GET", "/prod/items/1", host=f"{own}.execute-api.localhost")[0] for _ in range(2)], [200, 429])
    apis.tag_resource(ResourceArn=f"arn:aws:apigateway:{REGION}::/apis/{own}", Tags={"team": "river"})
    same(apis.get_tags(ResourceArn=f"arn:aws:apigateway:{REGION}::/apis/{own}")["Tags"], {"team": "river"})
    same(apis.get_api(ApiId=own)["Tags"], {"team": "river"})
    apis.delete_stage(ApiId=own, StageName="prod")
    apis.delete_api(ApiId=own)
    refused("NotFoundException", 404, apis.get_api, ApiId=own)
    assert own not in [item["ApiId"] for item in apis.get_apis()["Items"]]
    refused("NotImplementedException", 501, apis.create_api, Name="w", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")
    refused("NotImplementedException", 501, apis.import_api, Body="{}")


def rest_api(name=None, **more):
    name = name or "rest-" + uuid.uuid4().hex[:8]
    api = rest.create_rest_api(name=name, **more)["id"]
    return name, api, rest.get_resources(restApiId=api)["items"][0]["id"]


def lambda_uri(arn):
    return f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"


def method(api, resource, verb="POST", **integration):
    more = integration.pop("method", {})
    rest.put_method(restApiId=api, resourceId=resource, httpMethod=verb, authorizationType=more.pop("authorizationType", "NONE"), **more)
    return rest.put_integration(restApiId=api, resourceId=resource, httpMethod=verb, **integration)


def rest_apis():
    arn = function()
    name, api, root = rest_api(binaryMediaTypes=["image/png"])
    predict = rest.create_resource(restApiId=api, parentId=root, pathPart="predict")["id"]
    method(api, predict, type="AWS_PROXY", integrationHttpMethod="POST", uri=lambda_uri(arn))
    proxy = rest.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"]
    method(api, proxy, "ANY", type="AWS_PROXY", integrationHttpMethod="POST", uri=lambda_uri(arn), timeoutInMillis=1000)
    rest.create_deployment(restApiId=api, stageName="prod", variables={"colour": "blue"})
    same(call("POST", f"/_apis/{name}/predict", "{}")[::2], (500, {"message": "Internal server error"}))  # no permission yet
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/POST/predict")
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/*/*")
    status, headers, event = call("POST", f"/restapis/{api}/prod/_user_request_/predict?a=1&a=2", '{"values":[[1]]}', {"tEsT-HEADeR": "aValUE", "Authorization": "random-value"})
    same(status, 200)
    assert headers["x-amzn-RequestId"] and headers["x-amz-apigw-id"] and headers["Content-Type"] == "application/json", headers
    same([event[m] for m in ("resource", "path", "httpMethod", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body", "isBase64Encoded")],
         ["/predict", "/predict", "POST", {"a": "2"}, {"a": ["1", "2"]}, None, {"colour": "blue"}, '{"values":[[1]]}', False])
    same((event["headers"]["tEsT-HEADeR"], event["multiValueHeaders"]["tEsT-HEADeR"], event["headers"]["Authorization"]), ("aValUE", ["aValUE"], "random-value"))
    same((event["requestContext"]["stage"], event["requestContext"]["path"], event["requestContext"]["resourcePath"], event["requestContext"]["identity"]["sourceIp"]),
         ("prod", "/prod/predict", "/predict", "127.0.0.1"))
    for target, host in ((f"/_apis/{name}/predict", None), ("/prod/predict", f"{api}.execute-api.localhost:{ADDRESS.port}")):
        same(call("POST", target, "{}", host=host)[0], 200)
    same(call("GET", f"/_apis/{name}/predict")[::2], (403, {"message": "Missing Authentication Token"}))
    same(call("POST", "/nosuch/predict", host=f"{api}.execute-api.localhost")[::2], (403, {"message": "Forbidden"}))
    same(call("POST", f"/_apis/{name}/predict?fail=1")[::2], (502, {"message": "Internal server error"}))
    answer = lambda value, **headers: call("POST", f"/_apis/{name}/predict?answer=" + urllib.parse.quote(json.dumps(value)), headers=headers)
    same(answer({"prediction": [0]})[::2], (502, {"message": "Internal server error"}))  # no statement of a status: REST APIs are strict
    same(answer("text")[::2], (502, {"message": "Internal server error"}))
    same(answer({"statusCode": "418", "body": "short"})[::2], (418, b"short"))
    png = {"statusCode": 200, "headers": {"Content-Type": "image/png"}, "isBase64Encoded": True, "body": base64.b64encode(b"\x89PNG").decode()}
    same(answer(png, Accept="image/png")[2], b"\x89PNG")
    same(answer(png)[2], base64.b64encode(b"\x89PNG"))
    event = call("POST", f"/_apis/{name}/predict", b"\x89PNG", {"Content-Type": "image/png"})[2]
    same((event["isBase64Encoded"], event["body"]), (True, base64.b64encode(b"\x89PNG").decode()))
    same(call("GET", f"/_apis/{name}/x?sleep=5")[::2], (504, {"message": "Endpoint request timed out"}))
    same(call("GET", f"/_apis/{name}/a/b%2Bc/?x=y")[2]["pathParameters"], {"proxy": "a/b%2Bc"})
    same(call("POST", f"/_apis/{name}/predict", b"x" * (10 * 1024 * 1024 + 1))[::2], (413, {"message": "Request Too Long"}))
    # What is served is the deployment, not the draft.
    rest.delete_resource(restApiId=api, resourceId=predict)
    same(call("POST", f"/_apis/{name}/predict", "{}")[2]["resource"], "/predict")
    deployment = rest.create_deployment(restApiId=api, stageName="prod")["id"]
    same(call("POST", f"/_apis/{name}/predict", "{}")[2]["resource"], "/{proxy+}")
    same(len(rest.get_deployments(restApiId=api)["items"]), 2)
    refused("BadRequestException", 400, rest.delete_deployment, restApiId=api, deploymentId=deployment)
    refused("NotImplementedException", 501, rest.import_rest_api, body=b"{}")
    refused("NotImplementedException", 501, rest.put_rest_api, restApiId=api, body=b"{}")
    refused("NotImplementedException", 501, rest.create_authorizer, restApiId=api, name="a", type="TOKEN")
    rest.delete_rest_api(restApiId=api)
    refused("NotFoundException", 404, rest.get_rest_api, restApiId=api)


def rest_mappings():
    arn = function(PLAIN)
    name, api, root = rest_api()
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*")

    def resource(part, parent=root):
        return rest.create_resource(restApiId=api, parentId=parent, pathPart=part)["id"]

    def respond(at, status="200", verb="POST", headers=None, **more):
        rest.put_method_response(restApiId=api, resourceId=at, httpMethod=verb, statusCode=status, responseParameters={f"method.response.header.{h}": False for h in headers or {}})
        rest.put_integration_response(restApiId=api, resourceId=at, httpMethod=verb, statusCode=status,
                                      responseParameters={f"method.response.header.{h}": v for h, v in (headers or {}).items()}, **more)

    # CORS: a preflight answered by MOCK.
    predict = resource("predict")
    method(api, predict, "OPTIONS", type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    respond(predict, verb="OPTIONS", headers={"Access-Control-Allow-Origin": "'*'", "Access-Control-Allow-Methods": "'POST,OPTIONS'"})
    # AWS: templates both ways, errors picked by pattern.
    method(api, predict, type="AWS", integrationHttpMethod="POST", uri=lambda_uri(arn), requestTemplates={"application/json": """#set($in = $input.path('$'))
{"values": $input.json('$.values'), "who": "$util.escapeJavaScript($input.params('who'))", "stage": "$context.stage", "colour": "$stageVariables.colour"#if($in.fail), "fail": "$in.fail"#end,
 "list": [#foreach($v in $in.values)"$v"#if($foreach.hasNext),#end#end]}"""})
    respond(predict, responseTemplates={"application/json": '{"echo": $input.json(\'$\')}'})
    respond(predict, "418", selectionPattern=".*teapot.*", responseTemplates={"application/json": '{"why": "$input.path(\'$.errorMessage\')"}'})
    # AWS without templates: through and through.
    through = resource("through")
    method(api, through, type="AWS", integrationHttpMethod="POST", uri=lambda_uri(arn))
    respond(through)
    # MOCK that chooses its status and overrides it.
    mock = resource("mock")
    method(api, resource("{id}", mock), "GET", type="MOCK", requestTemplates={"application/json": """{"statusCode": #if($input.params('id') == '7')200#else 404#end}"""})
    chosen = [r["id"] for r in rest.get_resources(restApiId=api)["items"] if r["path"] == "/mock/{id}"][0]
    respond(chosen, verb="GET", responseTemplates={"application/json": '{"id": $input.params("id")}#set($context.responseOverride.header.X-Seen = "yes")'})
    respond(chosen, "404", "GET", selectionPattern="404", responseTemplates={"application/json": '{"message": "no $input.params("id")"}'})
    # HTTP_PROXY to this very engine's health page.
    health = resource("health")
    method(api, health, "GET", type="HTTP_PROXY", integrationHttpMethod="GET", uri=f"{ENDPOINT}/_headrace/{{page}}", requestParameters={"integration.request.path.page": "'health'"})
    # HTTP to a function behind another API: the template overrides what is mapped.
    behind = apis.create_api(Name="behind-" + name, ProtocolType="HTTP", Target=(echo := function()))["ApiId"]
    permit(echo, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{behind}/*")
    override = resource("override")
    method(api, override, type="HTTP", integrationHttpMethod="POST", uri=f"{ENDPOINT}/_apis/behind-{name}/{{page}}",
           requestParameters={"integration.request.path.page": "'mapped'", "integration.request.header.x-kept": "'kept'", "integration.request.header.x-set": "'mapped'"},
           requestTemplates={"application/json": """#set($context.requestOverride.path.page = "set")
#set($context.requestOverride.header["x-set"] = "set")
#set($context.requestOverride.querystring.q = 7)
{}"""})
    respond(override, responseTemplates={"application/json": "$input.json('$')"})
    strict = resource("strict")
    method(api, strict, type="MOCK", passthroughBehavior="NEVER", requestTemplates={"application/json": '{"statusCode": 200}'})
    respond(strict)
    rest.create_deployment(restApiId=api, stageName="prod", variables={"colour": "blue"})

    status, headers, body = call("OPTIONS", f"/_apis/{name}/predict", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    same((status, headers["Access-Control-Allow-Origin"], headers["Access-Control-Allow-Methods"]), (200, "*", "POST,OPTIONS"))
    send = lambda path, body, **headers: call("POST", f"/_apis/{name}{path}", json.dumps(body), {"Content-Type": "application/json", **headers})
    same(send("/predict?who=a%22b", {"values": [1, 2.5]})[::2],
         (200, {"echo": {"values": [1, 2.5], "who": 'a"b', "stage": "prod", "colour": "blue", "list": ["1", "2.5"]}}))
    same(send("/predict", {"values": [], "fail": "a teapot"})[::2], (418, {"why": "a teapot"}))
    same(send("/predict", {"values": [], "fail": "else"})[2]["echo"]["errorMessage"], "else")  # no pattern fits: the default answers, as in AWS
    same(send("/through", {"a": [1]})[::2], (200, {"a": [1]}))
    same(call("POST", f"/_apis/{name}/through", "no json")[::2], (500, {"message": "Internal server error"}))
    status, headers, body = call("GET", f"/_apis/{name}/mock/7")
    same((status, body, headers["X-Seen"]), (200, {"id": 7}, "yes"))
    same(call("GET", f"/_apis/{name}/mock/8")[::2], (404, {"message": "no 8"}))
    status, headers, body = call("GET", f"/_apis/{name}/health")
    same((status, body["status"]), (200, "ok"))
    event = send("/override", {"a": 1})[2]
    same((event["rawPath"], event["rawQueryString"], event["headers"]["x-set"], event["headers"]["x-kept"], event["body"]), ("/set", "q=7", "set", "kept", "{}"))
    same(call("POST", f"/_apis/{name}/strict", "<a/>", {"Content-Type": "text/xml"})[::2], (415, {"message": "Unsupported Media Type"}))
    # What Velocity has beyond is refused when put, by name.
    put = lambda template: dict(restApiId=api, resourceId=predict, httpMethod="POST", type="AWS", integrationHttpMethod="POST", uri=lambda_uri(arn), requestTemplates={"application/json": template})
    refused("NotImplementedException", 501, rest.put_integration, "#macro", **put("#macro(x)#end"))
    refused("NotImplementedException", 501, rest.put_integration, "getClass", **put("$input.getClass()"))
    refused("BadRequestException", 400, rest.put_integration, "#end", **put("#if($a == 1) x"))
    refused("NotImplementedException", 501, rest.put_integration, restApiId=api, resourceId=predict, httpMethod="POST", type="AWS", integrationHttpMethod="POST", uri=f"arn:aws:apigateway:{REGION}:s3:path/b/k")
    # TestInvokeMethod runs the draft and tells of it.
    answer = rest.test_invoke_method(restApiId=api, resourceId=chosen, httpMethod="GET", pathWithQueryString="/mock/7?x=y", headers={"A": "b"})
    same((answer["status"], answer["body"], answer["headers"]["X-Seen"]), (200, '{"id": 7}', "yes"))
    for line in ("Method request path: {id=7}", "Method request query string: {x=y}", "Method request headers: {A=b}", "Method completed with status: 200"):
        assert line in answer["log"], answer["log"]


def rest_keys():
    name, api, root = rest_api()
    method(api, root, "GET", method={"apiKeyRequired": True}, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    rest.put_method_response(restApiId=api, resourceId=root, httpMethod="GET", statusCode="200")
    rest.put_integration_response(restApiId=api, resourceId=root, httpMethod="GET", statusCode="200", responseTemplates={"application/json": '{"key": "$context.identity.apiKeyId"}'})
    rest.create_deployment(restApiId=api, stageName="dev")
    get = lambda key=None: call("GET", f"/_apis/{name}/", headers={"x-api-key": key} if key else {})[::2]
    key = rest.create_api_key(name="k", enabled=True)
    forbidden = (403, {"message": "Forbidden"})
    same((get(), get("nonsense"), get(key["value"])), (forbidden,) * 3)
    plan = rest.create_usage_plan(name="p", apiStages=[{"apiId": api, "stage": "dev"}], quota={"limit": 3, "period": "DAY"})["id"]
    rest.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    passed = (200, {"key": key["id"]})
    same([get(key["value"]) for _ in range(4)], [passed] * 3 + [(429, {"message": "Limit Exceeded"})])
    rest.update_usage_plan(usagePlanId=plan, patchOperations=[{"op": "remove", "path": "/quota"}, {"op": "replace", "path": "/throttle/rateLimit", "value": "0.001"},
                                                              {"op": "replace", "path": "/throttle/burstLimit", "value": "2"}])
    same([get(key["value"]) for _ in range(3)], [passed] * 2 + [(429, {"message": "Too Many Requests"})])
    rest.update_usage_plan(usagePlanId=plan, patchOperations=[{"op": "remove", "path": "/throttle"}])
    same(get(key["value"]), passed)
    rest.update_api_key(apiKey=key["id"], patchOperations=[{"op": "replace", "path": "/enabled", "value": "false"}])
    same(get(key["value"]), forbidden)
    same([item["id"] for item in rest.get_usage_plan_keys(usagePlanId=plan)["items"]], [key["id"]])
    same(rest.get_api_key(apiKey=key["id"], includeValue=True)["value"], key["value"])
    assert "value" not in rest.get_api_key(apiKey=key["id"])
    refused("BadRequestException", 400, rest.delete_usage_plan, usagePlanId=plan)
    rest.update_usage_plan(usagePlanId=plan, patchOperations=[{"op": "remove", "path": "/apiStages", "value": f"{api}:dev"}])
    rest.delete_usage_plan_key(usagePlanId=plan, keyId=key["id"])
    rest.delete_usage_plan(usagePlanId=plan)
    rest.delete_api_key(apiKey=key["id"])
    refused("NotFoundException", 404, rest.get_usage_plan, usagePlanId=plan)
    # A stage's own throttle.
    other, api, root = rest_api()
    method(api, root, "GET", type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    rest.put_method_response(restApiId=api, resourceId=root, httpMethod="GET", statusCode="200")
    rest.put_integration_response(restApiId=api, resourceId=root, httpMethod="GET", statusCode="200")
    rest.create_deployment(restApiId=api, stageName="dev")
    rest.update_stage(restApiId=api, stageName="dev", patchOperations=[{"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "0.001"},
                                                                     {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": "1"}])
    same([call("GET", f"/_apis/{other}/")[0] for _ in range(2)], [200, 429])
    refused("NotImplementedException", 501, rest.create_stage, restApiId=api, stageName="x", deploymentId=rest.get_deployments(restApiId=api)["items"][0]["id"], cacheClusterEnabled=True, cacheClusterSize="0.5")


def iam_authorisation():
    """AWS_IAM methods believe signatures only, and say in AWS's words what is wrong with one."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    arn = function()
    quick = apis.create_api(Name="iam-" + uuid.uuid4().hex[:8], ProtocolType="HTTP", Target=arn)
    identity = quick["ApiId"]
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{identity}/*")
    route = apis.get_routes(ApiId=identity)["Items"][0]
    apis.update_route(ApiId=identity, RouteId=route["RouteId"], AuthorizationType="AWS_IAM")
    target = f"/_apis/{quick['Name']}/x"

    def signed(secret=os.environ["AWS_SECRET_ACCESS_KEY"], service="execute-api"):
        request = AWSRequest("GET", ENDPOINT + target, headers={})
        SigV4Auth(Credentials(os.environ["AWS_ACCESS_KEY_ID"], secret), service, REGION).add_auth(request)
        return call("GET", target, headers=dict(request.headers.items()))
    status, headers, event = signed()
    same((status, event["requestContext"]["authorizer"]["iam"]["accountId"], "authorization" in event["headers"]), (200, ACCOUNT, False))
    same(call("GET", target)[0], 403)
    for status, headers, body in (signed("wrong"), signed(service="lambda")):
        same(status, 403)
        assert "message" in body, body
    assert "signature" in signed("wrong")[2]["message"]


TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


def identity():
    iam, sts = boto3.client("iam", **OPTIONS), boto3.client("sts", **OPTIONS)
    caller = sts.get_caller_identity()
    same((caller["Account"], caller["UserId"], caller["Arn"]), (ACCOUNT, ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root"))
    lab = iam.get_role(RoleName="LabRole")["Role"]
    same((lab["Arn"], lab["RoleId"][:4], lab["AssumeRolePolicyDocument"]["Version"]), (f"arn:aws:iam::{ACCOUNT}:role/LabRole", "AROA", "2012-10-17"))

    name = "role-" + uuid.uuid4().hex[:8]
    role = iam.create_role(RoleName=name, Path="/service/", AssumeRolePolicyDocument=TRUST, Description="d", Tags=[{"Key": "team", "Value": "river"}])["Role"]
    same((role["Arn"], role["AssumeRolePolicyDocument"], role["Tags"]), (f"arn:aws:iam::{ACCOUNT}:role/service/{name}", json.loads(TRUST), [{"Key": "team", "Value": "river"}]))
    refused("EntityAlreadyExists", 409, iam.create_role, RoleName=name, AssumeRolePolicyDocument=TRUST)
    refused("MalformedPolicyDocument", 400, iam.create_role, RoleName=name + "x", AssumeRolePolicyDocument="{")
    refused("ValidationError", 400, iam.create_role, "roleName", RoleName="not a name", AssumeRolePolicyDocument=TRUST)
    assert name in [known["RoleName"] for page in iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 1}) for known in page["Roles"]]
    managed = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    iam.attach_role_policy(RoleName=name, PolicyArn=managed)
    own = iam.create_policy(PolicyName="own-" + name, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=own)
    refused("NoSuchEntity", 404, iam.attach_role_policy, RoleName=name, PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/none")
    same({(policy["PolicyName"], policy["PolicyArn"]) for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]},
         {("AWSLambdaBasicExecutionRole", managed), ("own-" + name, own)})
    same(iam.get_policy(PolicyArn=own)["Policy"]["AttachmentCount"], 1)
    refused("DeleteConflict", 409, iam.delete_policy, PolicyArn=own)
    iam.create_policy_version(PolicyArn=own, PolicyDocument=json.dumps({"Statement": [{"Sid": "second"}]}), SetAsDefault=True)
    same(iam.get_policy_version(PolicyArn=own, VersionId="v2")["PolicyVersion"]["Document"], {"Statement": [{"Sid": "second"}]})
    same([version["VersionId"] for version in iam.list_policy_versions(PolicyArn=own)["Versions"]], ["v2", "v1"])
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=TRUST)
    same((iam.list_role_policies(RoleName=name)["PolicyNames"], iam.get_role_policy(RoleName=name, PolicyName="inline")["PolicyDocument"]), (["inline"], json.loads(TRUST)))
    refused("DeleteConflict", 409, iam.delete_role, RoleName=name)
    iam.update_role(RoleName=name, Description="e", MaxSessionDuration=7200)
    same(iam.get_role(RoleName=name)["Role"]["MaxSessionDuration"], 7200)

    # Lambda asks roles that are on record; those that are not are taken for good, unless the engine is told otherwise.
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", PLAIN)
    create = dict(FunctionName="f" + uuid.uuid4().hex, Runtime="python3.11", Handler="index.handler", Code={"ZipFile": buffer.getvalue()})
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=TRUST.replace("lambda.", "s3."))
    message = "The role defined for the function cannot be assumed by Lambda."
    refused("InvalidParameterValueException", 400, lam.create_function, message, Role=role["Arn"], **create)
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=TRUST)
    lam.create_function(Role=role["Arn"], **create)
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=TRUST.replace("lambda.", "s3."))
    refused("InvalidParameterValueException", 400, lam.update_function_configuration, message, FunctionName=create["FunctionName"], Role=role["Arn"])

    # Sessions.
    refused("AccessDenied", 403, sts.assume_role, RoleArn=role["Arn"], RoleSessionName="s")
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}]}))
    session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="river", DurationSeconds=900)
    keys = session["Credentials"]
    same((session["AssumedRoleUser"]["Arn"], keys["AccessKeyId"][:4]), (f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/river", "ASIA"))
    temporary = boto3.client("sts", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"], **OPTIONS)
    same(temporary.get_caller_identity()["Arn"], session["AssumedRoleUser"]["Arn"])
    refused("NotImplemented", 501, sts.get_session_token)
    refused("NotImplemented", 501, iam.create_user, UserName="u")

    for attached in (managed, own):
        iam.detach_role_policy(RoleName=name, PolicyArn=attached)
    iam.delete_role_policy(RoleName=name, PolicyName="inline")
    iam.delete_role(RoleName=name)
    refused("NoSuchEntity", 404, iam.get_role, RoleName=name)
    iam.delete_policy_version(PolicyArn=own, VersionId="v1")
    iam.delete_policy(PolicyArn=own)
    same(iam.get_user()["User"]["Arn"], f"arn:aws:iam::{ACCOUNT}:root")


def repositories():
    ecr = boto3.client("ecr", **OPTIONS)
    name = "team/" + uuid.uuid4().hex[:8]
    made = ecr.create_repository(repositoryName=name, imageScanningConfiguration={"scanOnPush": True})["repository"]
    same((made["repositoryArn"], made["repositoryUri"], made["imageScanningConfiguration"]),
         (f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{name}", f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{name}", {"scanOnPush": True}))
    refused("RepositoryAlreadyExistsException", 400, ecr.create_repository, repositoryName=name)
    refused("InvalidParameterException", 400, ecr.create_repository, repositoryName="Upper Case")
    same([known["repositoryName"] for known in ecr.describe_repositories(repositoryNames=[name])["repositories"]], [name])
    assert name in [known["repositoryName"] for page in ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 1}) for known in page["repositories"]]
    refused("NotImplementedException", 501, ecr.get_authorization_token, "GetAuthorizationToken")
    refused("NotImplementedException", 501, ecr.put_image, "PutImage", repositoryName=name, imageManifest="{}")
    ecr.delete_repository(repositoryName=name, force=True)
    refused("RepositoryNotFoundException", 400, ecr.delete_repository, repositoryName=name)


if __name__ == "__main__":
    for part in sys.argv[1:]:
        globals()[part]()
        print("ok", part)
