"""Recorded tests of methods and their responses."""
from replay import Api, made, patch, replays, send


@replays("test_method_lifecycle")
def _():
    path = Api().method("ANY")
    yield "put-base-method-response", send("PUT", path, {"authorizationType": "NONE"})
    yield "get-base-method-response", send("GET", path)
    yield "del-base-method-response", send("DELETE", path)
    yield "get-deleted-method-response", send("GET", path)
    yield "delete-deleted-method-response", send("DELETE", path)


@replays("test_method_request_parameters")
def _():
    api = Api()
    path = api.method("ANY")
    yield "put-method-request-params-response", send("PUT", path, {"authorizationType": "NONE", "requestParameters": {
        "method.request.querystring.q_optional": False, "method.request.querystring.q_required": True,
        "method.request.header.h_optional": False, "method.request.header.h_required": True}})
    yield "get-method-request-params-response", send("GET", path)
    yield "req-params-same-name", send("PUT", api.method("GET"), {"authorizationType": "NONE", "requestParameters": {
        "method.request.querystring.test": False, "method.request.header.test": True}})


@replays("test_put_method_validation")
def _():
    api = Api()
    yield "wrong-api", send("PUT", api.method("ANY").replace(api.id, "fake-api"), {"authorizationType": "NONE"})
    yield "wrong-resource", send("PUT", api.method("ANY", "fake-resource"), {"authorizationType": "NONE"})
    yield "wrong-method", send("PUT", api.method("MAKE"), {"authorizationType": "NONE"})
    put = lambda **settings: send("PUT", api.method("GET"), {"authorizationType": "NONE", **settings})
    yield "missing-authorizer-id", put(authorizationType="CUSTOM")
    yield "invalid-request-validator", put(requestValidatorId="wrong")
    yield "invalid-model-name", put(requestModels={"application/json": "petModel"})


@replays("test_update_method")
def _():
    path, optional = Api().method("ANY"), "/requestParameters/method.request.querystring.optional"
    yield "put-method-response", send("PUT", path, {"authorizationType": "NONE"})
    yield "update-method-add", patch(path, ("add", optional, "true"), ("add", "/requestModels/application~1json", "Empty"))
    yield "update-method-replace", patch(path, ("replace", "/operationName", "ReplacedOperationName"), ("replace", "/apiKeyRequired", "true"),
                                         ("replace", "/authorizationType", "AWS_IAM"), ("replace", optional, "false"))


@replays("test_lifecycle_method_response")
def _():
    method = Api().mock()
    path, header = method + "/responses/200", "/responseParameters/method.response.header.my-header"
    yield "put-method-response", send("PUT", path, {"responseParameters": {}, "responseModels": {}})
    yield "get-integration-response", send("GET", path)
    yield "add-method-responses", patch(path, ("add", header, "true"), ("add", "/responseModels/application~1json", "Empty"))
    yield "update-method-responses", patch(path, ("replace", header, "true"), ("replace", "/responseModels/application~1json", "Empty"))
    yield "get-method", send("GET", method)
    yield "delete-method-response", send("DELETE", path)


@replays("test_update_method_response")
def _():
    path, header = Api().mock() + "/responses/200", "/responseParameters/method.response.header.my-header"
    made(send("PUT", path, {"responseParameters": {"method.response.header.my-header": False}, "responseModels": {"application/json": "Empty"}}))
    yield "remove-update-method-response", patch(path, ("remove", header), ("remove", "/responseModels/application~1json"))
    yield "add-update-method-response", patch(path, ("add", header, "true"), ("add", "/responseModels/application~1json", "Empty"))


@replays("test_update_method_response_negative_tests")
def _():
    api = Api()
    method = api.mock()
    made(send("PUT", method + "/responses/200", {}))
    change = ("add", "/responseParameters/method.response.header.my-header", "true")
    yield "update-method-response-wrong-statuscode", patch(method + "/responses/201", change)
    yield "update-method-response-invalid-statuscode", patch(method + "/responses/wrong", change)
    yield "update-method-response-invalid-statuscode-and-wrong-op", patch(method + "/responses/wrong", ("wrong_op", *change[1:]))
    yield "update-method-response-wrong-resource", patch(api.method("GET", "wrong") + "/responses/200", change)
    yield "update-method-response-wrong-method", patch(api.method("POST") + "/responses/200", change)


@replays("test_update_method_response_wrong_operations")
def _():
    path = Api().mock() + "/responses/200"
    made(send("PUT", path, {}))
    one, other = ("wrong_op", "/responseParameters/method.response.header.my-header", "true"), ("wrong_op", "/responseModels/application~1json", "Empty")
    for number, operations in enumerate(((one,), (other,), (one, other), (one, other, one, other), (one, ("remove", *other[1:]), other)), 1):
        yield f"update-method-response-wrong-operation-{number}", patch(path, *operations)


@replays("test_update_method_lack_response_parameters_and_models")
def _():
    path, header = Api().mock() + "/responses/200", "method.response.header.my-header"
    made(send("PUT", path, {}))
    yield "update-method-response-operation-without-response-parameters", patch(path, ("replace", "/responseParameters/" + header, "true"))
    yield "update-method-response-operation-without-response-models", patch(path, ("replace", "/responseModels/application~1json", "Empty"))
    yield "update-method-response-operation-with-wrong-path", patch(path, ("add", "/wrong/" + header, "true"))


@replays("test_update_method_validation")
def _():
    api = Api()
    path = api.method("ANY")
    replace = lambda member, value: patch(path, ("replace", member, value))
    yield "wrong-rest-api", patch(path.replace(api.id, "fake-api"))
    yield "wrong-resource-id", patch(api.method("ANY", "fake-resource-id"))
    yield "method-does-not-exist", patch(api.method("GET"), ("replace", "/operationName", "methodDoesNotExist"))
    yield "put-method-response", send("PUT", path, {"authorizationType": "NONE", "apiKeyRequired": True})
    yield "unsupported-operation", patch(path, ("add", "/operationName", "operationName"))
    yield "unsupported-operation-2", patch(path, ("add", "/requestValidatorId", "wrong-id"))
    yield "unsupported-path", patch(path, ("add", "/httpMethod", "PUT"))
    yield "wrong-path-request-parameters", replace("/requestParameters", "method.request.querystring.optional=false")
    yield "wrong-path-request-models", patch(path, ("add", "/requestModels/application/json", "Empty"))
    yield "wrong-value-type", replace("/apiKeyRequired", "whatever")
    yield "wrong-auth-type", replace("/authorizationType", "CUSTOM")
    yield "skip-auth-id-with-wrong-type", replace("/authorizerId", "abc123")
    yield "wrong-auth-id", patch(path, ("replace", "/authorizationType", "CUSTOM"), ("replace", "/authorizerId", "abc123"))
    yield "wrong-req-validator-id", replace("/requestValidatorId", "fake-id")


@replays("test_update_method_wrong_param_names")
def _():
    path = Api().mock() + "/responses/200"
    made(send("PUT", path, {"responseParameters": {"method.response.header.my-header": False}, "responseModels": {"application/json": "Empty"}}))
    changes = [(operation, member, value) for member, value in (("/responseParameters/wrong", "true"), ("/responseModels/wrong", "Empty")) for operation in ("replace", "remove")]
    for number, change in enumerate(changes, 1):
        yield f"update-method-response-operation-with-wrong-param-name-{number}", patch(path, change)
