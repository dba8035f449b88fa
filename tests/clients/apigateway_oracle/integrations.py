"""Recorded tests of integrations and their responses."""
from replay import ACCOUNT, REGION, SCENARIOS, Api, made, patch, replays, send


@replays("test_put_integration_wrong_type")
def _():
    path = Api().method("GET")
    made(send("PUT", path, {"authorizationType": "NONE"}))
    yield "put-integration-wrong-type", send("PUT", path + "/integration", {"type": "HTTPS_PROXY"})


@replays("test_get_integration_non_existent")
def _():
    api = Api()
    made(send("PUT", api.method("GET"), {"authorizationType": "NONE"}))
    yield "get-integration-no-api", send("GET", api.method("GET").replace(api.id, "fake-api") + "/integration")
    yield "get-integration-no-resource", send("GET", api.method("GET", "fake-resource") + "/integration")
    yield "get-integration-no-method", send("GET", api.method("POST") + "/integration")
    yield "get-integration-no-integration", send("GET", api.method("GET") + "/integration")


@replays("test_lifecycle_integration_response")
def _():
    method = Api().mock()
    path = method + "/integration/responses/200"
    yield "put-integration-response", send("PUT", path, {"selectionPattern": "", "responseTemplates": {"application/json": '"created"'}})
    yield "get-integration-response", send("GET", path)
    yield "update-integration-response", patch(path, ("replace", "/selectionPattern", "updated-pattern"))
    yield "overwrite-integration-response", send("PUT", path, {"selectionPattern": "overwrite-pattern", "responseTemplates": {"application/json": "overwrite"}})
    yield "get-method", send("GET", method)
    yield "delete-integration-response", send("DELETE", path)


def wrong_places(what):
    api = Api()
    api.mock()
    target = {"api": api.method("GET").replace(api.id, "wrong"), "resource": api.method("GET", "wrong"), "method": api.method("POST")}[what]
    for step, verb, body in (("put", "PUT", {}), ("get", "GET", None)):
        yield f"{step}-integration-response-wrong-{what}", send(verb, target + "/integration/responses/200", body)


for place in ("api", "resource", "method"):
    SCENARIOS[f"test_integration_response_wrong_{place}"] = lambda place=place: wrong_places(place)


@replays("test_integration_response_wrong_status_code")
def _():
    method = Api().mock()
    made(send("PUT", method + "/integration/responses/200", {}))
    yield "get-integration-response-wrong-status-code", send("GET", method + "/integration/responses/201")


@replays("test_integration_response_invalid_integration")
def _():
    method = Api().method("GET")
    made(send("PUT", method, {"authorizationType": "NONE"}))
    yield "get-integration-response-without-integration", send("GET", method + "/integration/responses/200")


@replays("test_put_integration_response_validation")
def _():
    api = Api()
    api.mock()
    places = (("method", api.method("POST")), ("resource", api.method("GET", "wrong")))
    for place, path in places:
        yield f"put-integration-wrong-{place}", send("PUT", path + "/integration", {"type": "MOCK"})
    for place, path in places:
        yield f"put-integration-response-wrong-{place}", send("PUT", path + "/integration/responses/200", {})


@replays("test_put_integration_validation")
def _():
    path = Api().method("GET")
    made(send("PUT", path, {"authorizationType": "NONE"}))
    put = lambda **settings: send("PUT", path + "/integration", settings)
    page, s3 = "http://example.com", f"arn:aws:apigateway:{REGION}:s3:path/b/k"
    function = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:{REGION}:{ACCOUNT}:function:MyLambda/invocations"
    for kind in ("HTTP", "HTTP_PROXY", "AWS"):
        yield f"required-integration-method-{kind}", put(type=kind, uri=page)
    yield "not-required-integration-method-MOCK", put(type="MOCK")
    for kind in ("HTTP", "HTTP_PROXY"):
        yield f"http-method-{kind}", put(type=kind, uri=page, httpMethod="POST")
    role = f"arn:aws:iam::{ACCOUNT}:role/service-role/testfunction-role-oe783psq"
    yield "aws-integration-AWS", put(type="AWS", uri=s3, httpMethod="POST", credentials=role)
    for kind in ("AWS", "AWS_PROXY"):
        yield f"aws-integration-type-{kind}", put(type=kind, uri=function, httpMethod="POST")
    yield "no-s3-support-AWS_PROXY", put(type="AWS_PROXY", uri=s3, httpMethod="POST", credentials=role)
    for kind in ("HTTP", "HTTP_PROXY"):
        yield f"invalid-uri-{kind}", put(type=kind, uri="non-url", httpMethod="POST")
    yield "invalid-uri-not-an-arn", put(type="AWS", uri="non-arn", httpMethod="POST")
    yield "invalid-uri-invalid-arn", put(type="AWS", uri=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:MyLambda", httpMethod="POST")


@replays("test_put_integration_aws_proxy_uri")
def _():
    path = Api().method("GET")
    made(send("PUT", path, {"authorizationType": "NONE"}))
    put = lambda uri: send("PUT", path + "/integration", {"type": "AWS_PROXY", "httpMethod": "POST", "uri": uri})
    yield "put-integration-lambda-uri", put(f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:MyLambda")
    yield "put-integration-wrong-arn", put("badarn")
    yield "put-integration-wrong-type", put(f"arn:aws:apigateway:{REGION}:lambda:test/2015-03-31/functions/x/invocations")
    yield "put-integration-wrong-firehose", put(f"arn:aws:apigateway:{REGION}:s3:path/firehose")
    yield "put-integration-bad-lambda-arn", put(f"arn:aws:apigateway:{REGION}:lambda:path/random/value")


@replays("test_put_integration_request_parameter_bool_type")
def _():
    api = Api()
    path = api.method("GET")
    put = lambda **parameters: send("PUT", path + "/integration", {"type": "HTTP_PROXY", "requestParameters": parameters})
    yield "bool-method", send("PUT", path, {"authorizationType": "NONE", "requestParameters": {"method.request.path.testPath": True}})
    yield "put-method-request-param-wrong-type", send("PUT", api.method("POST"), {
        "authorizationType": "NONE", "requestParameters": {"method.request.path.testPath": True, "true": True}})
    yield "put-integration-request-param-wrong-type", put(true=True)
    yield "put-integration-request-param-bool-value", put(**{"integration.request.path.testPath": True})


@replays("test_put_integration_response_templates")
def _():
    path = Api().mock("POST") + "/integration/responses/200"
    put = lambda **settings: send("PUT", path, {"selectionPattern": "", **settings})
    yield "put-integration-response-template-none", put(responseTemplates={"application/json": None})
    yield "put-integration-response-template-empty", put(responseTemplates={"application/json": ""})
    yield "put-integration-no-response-template", put()


@replays("test_integration_response_invalid_statuscode")
def _():
    path = Api().method("GET") + "/integration/responses/wrong"
    yield "put-integration-response-invalid-statusCode", send("PUT", path, {"responseTemplates": {"application/json": '"created"'}, "selectionPattern": ""})
    yield "get-integration-response-invalid-statusCode", send("GET", path)


@replays("test_integration_response_invalid_responsetemplates")
def _():
    path = Api().mock() + "/integration/responses/200"
    for number, templates in enumerate(({"application/json": 123}, {"123": '{"statusCode": 200}'}), 1):
        yield f"put-integration-response-invalid-responseTemplates-{number}", send("PUT", path, {"selectionPattern": "", "responseTemplates": templates})


@replays("test_delete_integration_response_errors")
def _():
    api = Api()
    path = api.mock() + "/integration/responses/200"
    yield "put-integration-response", send("PUT", path, {"responseTemplates": {"application/json": '"created"'}, "selectionPattern": ""})
    yield "non-existent-resource", send("DELETE", path.replace(api.root, "bad-resource"))
    yield "non-existent-api-id", send("DELETE", path.replace(api.id, "bad-api-id"))
    yield "non-existent-method", send("DELETE", path.replace("GET", "POST"))
    yield "non-existent-status-code", send("DELETE", path.replace("200", "201"))
    yield "bad-method", send("DELETE", path.replace("GET", "WRONG").replace("200", "201"))


@replays("test_put_integration_responses")
def _():
    api = Api(description="this is my api")
    backend = {"type": "HTTP", "uri": "http://127.0.0.1:1/post", "httpMethod": "POST"}
    get = api.method("GET")
    yield "put-method-get", send("PUT", get, {"authorizationType": "NONE"})
    yield "put-method-response-get", send("PUT", get + "/responses/200", {})
    yield "put-integration-get", send("PUT", get + "/integration", backend)
    yield "put-integration-response-get", send("PUT", get + "/integration/responses/200", {"selectionPattern": "2\\d{2}", "responseTemplates": {}})
    yield "get-integration-response-get", send("GET", get + "/integration/responses/200")
    yield "get-method-get", send("GET", get)
    yield "deploy", send("POST", f"{api.path}/deployments", {"stageName": "local"})
    yield "delete-integration-response-get", send("DELETE", get + "/integration/responses/200")
    yield "get-method-get-after-int-resp-delete", send("GET", get)
    put = api.method("PUT")
    yield "put-method-put", send("PUT", put, {"authorizationType": "none"})
    yield "put-method-response-put", send("PUT", put + "/responses/200", {})
    yield "put-integration-put", send("PUT", put + "/integration", backend)
    yield "put-integration-response-put", send("PUT", put + "/integration/responses/200", {"selectionPattern": "2\\d{2}", "contentHandling": "CONVERT_TO_BINARY"})
    yield "get-integration-response-put", send("GET", put + "/integration/responses/200")


@replays("test_put_integration_response_with_response_template")
def _():
    path = Api().method("GET")
    made(send("PUT", path, {"authorizationType": "NONE"}))
    made(send("PUT", path + "/responses/200", {}))
    made(send("PUT", path + "/integration", {"type": "HTTP", "uri": "http://127.0.0.1:1/", "httpMethod": "POST"}))
    made(send("PUT", path + "/integration/responses/200", {"selectionPattern": "foobar", "responseTemplates": {"application/json": '{"data": "test"}'}}))
    yield "get-integration-response", send("GET", path + "/integration/responses/200")
