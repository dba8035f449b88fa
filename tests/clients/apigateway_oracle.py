"""Replays recorded API Gateway and STS tests and writes how many answers match: apigateway_oracle.py RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Ends with 1 when an answer differs that EXPECTED_TO_DIFFER does not explain.
"""
import json
import os
import re
import sys
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ENDPOINT = os.environ["LAMBDA_ENDPOINT"]
CREDENTIALS = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
REGION, ACCOUNT = "us-east-1", "000000000000"
FILES = [("apigateway", name) for name in ("api", "basic", "common", "extended", "http", "integrations", "lambda")] + [("sts", "sts")]
SCENARIOS = {}

# What the files hold and is not replayed, with the reason; the first that fits.
NOT_REPLAYED = {
    "authorizers are not implemented": r"authorizer|custom_authorization",
    "models and request validators are not implemented": r"model_lifecycle|model_validation|update_model|put_method_model|validator",
    "gateway responses are not implemented": r"gateway_response",
    "documentation parts and versions are not implemented": r"doc_parts|documentation",
    "VPC links and endpoints are not implemented": r"vpc",
    "import and export are not implemented": r"export_|import_",
    "access logs are not implemented": r"access_log",
    "federation tokens are not implemented": r"federation_token",
    "session tags are not implemented": r"TestSTSAssumeRoleTagging",
    "calls deployed APIs against functions and backends, which apis_boto3.py does in its own words: not written anew": r"_lambda\.py|_http\.py|header_remapping|integration_mock|routing_not_found"
                                                                                                                     r"|trace_id|template_formatting|body_formatting|invoke",
}

# test / step → why; a step that matches after all must leave this list.
EXPECTED_TO_DIFFER = {
    "test_get_api_case_insensitive / create-rest-api": "recorded before AWS answered ipAddressType, which the later recordings have",
    "test_put_integration_validation / aws-integration-AWS": "AWS integrations other than Lambda are refused by name",
    "test_update_stage_remove_wildcard / create-stage": "documentation versions are not implemented, so the replay sends none",
    "test_update_stage_remove_wildcard / get-stage": "documentation versions are not implemented, so the replay sends none",
}


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
        # The recordings show the body's members for modelled errors only, and ValidationException is none of them.
        return {"Error": {"Code": code, "Message": answer["message"]}, **({} if code == "ValidationException" else {"message": answer["message"]}),
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

    def deploy(self, **settings):
        return made(send("POST", f"{self.path}/deployments", settings))["id"]


@replays("test_list_and_delete_apis")
def _():
    one, two = Api(description="this is my api"), Api(description="this is my api2")
    yield "create-rest-api-1", one.answer
    yield "create-rest-api-2", two.answer
    yield "get-rest-api-before-delete", only(send("GET", "/restapis?limit=500"), one.id, two.id)
    yield "delete-rest-api", send("DELETE", one.path)
    yield "get-rest-api-after-delete", only(send("GET", "/restapis?limit=500"), one.id, two.id)


@replays("test_get_api_case_insensitive")
def _():
    api = Api(description="lower case api")
    yield "create-rest-api", api.answer
    yield "get-api-upper-case", send("GET", api.path.replace(api.id, api.id.upper()))


@replays("test_create_rest_api_with_optional_params")
def _():
    yield "create-only-name", send("POST", "/restapis", {"name": new_name()})
    yield "create-empty-desc", send("POST", "/restapis", {"name": new_name(), "description": ""})
    yield "create-with-version", send("POST", "/restapis", {"name": new_name(), "version": "v1"})
    yield "create-with-empty-binary-media", send("POST", "/restapis", {"name": new_name(), "binaryMediaTypes": []})


@replays("test_create_rest_api_with_tags")
def _():
    api = Api(description="this is my api", tags={"MY_TAG1": "MY_VALUE1"})
    yield "create-rest-api-w-tags", api.answer
    yield "get-rest-api-w-tags", send("GET", api.path)
    yield "get-rest-apis-w-tags", only(send("GET", "/restapis?limit=500"), api.id)


@replays("test_create_rest_api_with_binary_media_types")
def _():
    yield "create-with-binary-media", send("POST", "/restapis", {"name": new_name(), "binaryMediaTypes": ["image/png"]})


@replays("test_update_rest_api_operation_add_remove")
def _():
    api = Api(description="this is my api")
    yield "update-rest-api-add", patch(api.path, ("add", "/binaryMediaTypes/image~1png"), ("add", "/binaryMediaTypes/image~1jpeg"))
    yield "update-rest-api-replace", patch(api.path, ("replace", "/binaryMediaTypes/image~1png", "image/gif"))
    yield "update-rest-api-remove", patch(api.path, ("remove", "/binaryMediaTypes/image~1gif"), ("remove", "/description"))


@replays("test_update_rest_api_compression")
def _():
    api, size = Api(description="this is my api"), "/minimumCompressionSize"
    yield "enable-compression", patch(api.path, ("replace", size, "10"))
    yield "disable-compression", patch(api.path, ("replace", size, ""))
    yield "set-compression-zero", patch(api.path, ("replace", size, "0"))
    yield "set-negative-compression", patch(api.path, ("replace", size, "-1"))
    yield "set-string-compression", patch(api.path, ("replace", size, "test"))
    yield "unsupported-operation", patch(api.path, ("add", size, "10"))


@replays("test_update_rest_api_invalid_api_id")
def _():
    yield "not-found-update-rest-api", patch("/restapis/api_id", ("replace", "/apiKeySource", "AUTHORIZER"))


@replays("test_resource_lifecycle")
def _():
    api = Api()
    yield "rest-api-root-resource", api.resources()
    pets = api.resource("pets")
    path = f"{api.path}/resources/{pets['id']}"
    yield "create-resource", pets
    yield "rest-api-resources-after-create", api.resources()
    yield "create-subresource", api.resource("subpets", pets["id"])
    yield "rest-api-resources-after-create-sub", api.resources()
    yield "update-path-part", patch(path, ("replace", "/pathPart", "dogs"))
    yield "get-resp-after-update-path-part", send("GET", path)
    yield "del-resource", send("DELETE", path)
    yield "rest-api-resources-after-delete", api.resources()


@replays("test_update_resource_behaviour")
def _():
    api = Api()
    at = lambda resource: f"{api.path}/resources/{resource['id']}"
    yield "nonexistent-resource", patch(f"{api.path}/resources/fake-resource", ("replace", "/pathPart", "dogs"))
    pets = made(api.resource("pets"))
    yield "invalid-path-part", patch(at(pets), ("replace", "/invalid", "dogs"))
    yield "invalid-parent-id", patch(at(pets), ("replace", "/parentId", "fake-parent-id"))
    below = made(api.resource("subpets", pets["id"]))
    yield "create-subresource", below
    child = made(api.resource("pets", below["id"]))
    yield "create-subresource-child", child
    yield "existing-future-sibling-path", patch(at(child), ("replace", "/parentId", api.root))
    yield "update-parent-id-to-subresource-id", patch(at(pets), ("replace", "/parentId", below["id"]))
    yield "update-parent-id-to-root-id", patch(at(below), ("replace", "/parentId", api.root))
    yield "update-path-already-exists", patch(at(below), ("replace", "/pathPart", "pets"))
    for resource in (child, pets):
        made(send("DELETE", at(resource)))
    yield "resources-after-deletion", api.resources()
    yield "remove-unsupported", patch(at(below), ("remove", "/pathPart", "dogs"))
    yield "add-unsupported", patch(at(below), ("add", "/pathPart", "dogs"))


@replays("test_update_resource_on_root")
def _():
    api = Api()
    path = f"{api.path}/resources/{api.root}"
    yield "update-root-path-part", patch(path, ("replace", "/pathPart", "newpath"))
    yield "update-root-parent", patch(path, ("replace", "/parentId", "newpath"))


@replays("test_delete_resource")
def _():
    api = Api()
    pets = made(api.resource("pets"))
    below = made(api.resource("subpets", pets["id"]))
    yield "delete-resource", send("DELETE", f"{api.path}/resources/{pets['id']}")
    yield "get-resources", api.resources()
    yield "delete-subresource", send("DELETE", f"{api.path}/resources/{below['id']}")


@replays("test_create_resource_parent_invalid")
def _():
    yield "wrong-resource-parent-id", Api().resource("pets", "fake-resource-id")


@replays("test_create_proxy_resource_validation")
def _():
    api = Api()
    base = made(api.resource("{proxy+}"))
    yield "create-base-proxy-resource", base
    yield "create-proxy-dynamic-sibling-resource", api.resource("{dynamic}")
    yield "create-proxy-static-child-resource", api.resource("static", base["id"])
    yield "create-proxy-dynamic-child-resource", api.resource("{dynamic}", base["id"])
    yield "create-greedy-child-resource", api.resource("{child+}", made(api.resource("parent"))["id"])


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
    yield "update-method-response-wrong-resource", patch(api.method("GET", "wrong") + "/responses/200", change)
    yield "update-method-response-wrong-method", patch(api.method("POST") + "/responses/200", change)


@replays("test_update_method_response_wrong_operations")
def _():
    path = Api().mock() + "/responses/200"
    made(send("PUT", path, {}))
    yield "update-method-response-wrong-operation-1", patch(path, ("wrong_op", "/responseParameters/method.response.header.my-header", "true"))


@replays("test_update_method_lack_response_parameters_and_models")
def _():
    path, header = Api().mock() + "/responses/200", "method.response.header.my-header"
    made(send("PUT", path, {}))
    yield "update-method-response-operation-without-response-parameters", patch(path, ("replace", "/responseParameters/" + header, "true"))
    yield "update-method-response-operation-without-response-models", patch(path, ("replace", "/responseModels/application~1json", "Empty"))
    yield "update-method-response-operation-with-wrong-path", patch(path, ("add", "/wrong/" + header, "true"))


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


@replays("test_update_rest_api_deployment")
def _():
    api = Api()
    api.mock()
    yield "after-update", patch(f"{api.path}/deployments/{api.deploy(description='my deployment')}", ("replace", "/description", "new-description"))


def deployments(with_stage_description):
    api = Api()
    api.mock()
    for number in range(3):
        identity = api.deploy(stageName="s1", **({"stageDescription": ""} if with_stage_description else {}))
        path = f"{api.path}/deployments/{identity}"
        if number == 0:
            yield "get-deployment", send("GET", path)
            yield "get-stages", send("GET", f"{api.path}/stages")
        yield f"delete-deployment-error-{number}", send("DELETE", path)
        yield f"get-deployments-{number}", only(send("GET", f"{api.path}/deployments"), identity)
        yield f"get-stages-{number}", send("GET", f"{api.path}/stages")


SCENARIOS["test_create_delete_deployments[False]"] = lambda: deployments(False)


@replays("test_create_update_deployments")
def _():
    api = Api()
    api.mock()
    one = f"{api.path}/deployments/{api.deploy(stageName='s1')}"
    yield "get-deployment-1", send("GET", one)
    yield "get-stages", send("GET", f"{api.path}/stages")
    yield "delete-deployment-error", send("DELETE", one)
    two = f"{api.path}/deployments/{api.deploy(stageName='s1')}"
    yield "get-deployment-1-after-update", send("GET", one)
    yield "get-deployment-2", send("GET", two)
    yield "get-stages-after-update", send("GET", f"{api.path}/stages")
    yield "delete-deployment-1", send("DELETE", one)
    yield "delete-deployment-2-error", send("DELETE", two)


@replays("test_get_stages_filters_by_deployment_id")
def _():
    api = Api()
    api.mock()
    one, two = api.deploy(stageName="stage1"), api.deploy(stageName="stage2")
    yield "all-stages", send("GET", f"{api.path}/stages")
    yield "stages-deploy1", send("GET", f"{api.path}/stages?deploymentId={one}")
    yield "stages-deploy2", send("GET", f"{api.path}/stages?deploymentId={two}")


@replays("test_update_stage_remove_wildcard")
def _():
    api = Api()
    api.mock()
    path = f"{api.path}/stages/s1"
    yield "create-stage", send("POST", f"{api.path}/stages", {"stageName": "s1", "deploymentId": api.deploy(), "description": "my stage"})
    yield "get-stage", send("GET", path)
    yield "delete-error", patch(path, ("remove", "/*/*"))


@replays("test_get_api_keys")
def _():
    name = new_name("key")
    lists = lambda query: only(send("GET", f"/apikeys?limit=500&name={query}"), *(key["id"] for key in reversed(keys)))
    keys = []
    yield "get-api-keys", lists("")
    keys.append(made(send("POST", "/apikeys", {"name": name})))
    yield "create-api-key", keys[0]
    yield "get-api-keys-after-create-1", lists("")
    yield "get-api-keys-wrong-name-query", lists("nothing")
    yield "get-api-keys-prefix-name-query", lists(name[:8])
    yield "get-api-keys-prefix-name-query-cased", lists(name[:8].upper())
    yield "get-api-keys-postfix-name-query", lists(name[3:])
    yield "get-api-keys-infix-name-query", lists(name[3:8])
    keys.append(made(send("POST", "/apikeys", {"name": name + "-2"})))
    yield "create-api-key-2", keys[1]
    yield "get-api-keys-after-create-2", lists("")
    yield "get-api-keys-name-query", lists(name + "-2")
    yield "get-api-keys-prefix-name-query-2", lists(name[:8])


@replays("test_get_usage_plan_api_keys")
def _():
    name = new_name("key")
    one, two = (made(send("POST", "/apikeys", {"name": name + suffix})) for suffix in ("-1", "-2"))
    yield "create-api-key", one
    yield "create-api-key-2", two
    plan = made(send("POST", "/usageplans", {"name": new_name()}))
    path = f"/usageplans/{plan['id']}/keys"
    yield "create-usage-plan", plan
    yield "get-up-keys-before-create", send("GET", path)
    yield "create-up-key", send("POST", path, {"keyId": one["id"], "keyType": "API_KEY"})
    yield "create-up-key-2", send("POST", path, {"keyId": two["id"], "keyType": "API_KEY"})
    yield "get-up-keys", only(send("GET", path), two["id"], one["id"])
    yield "get-up-keys-name-query", only(send("GET", f"{path}?name={name[:8]}"), two["id"], one["id"])
    yield "get-up-keys-name-query-cased", send("GET", f"{path}?name={name[:8].upper()}")
    yield "get-up-keys-name-query-key-name", send("GET", f"{path}?name={name}-1")
    yield "get-up-keys-bad-query", send("GET", f"{path}?name=nothing")
    for key in (one, two):
        made(send("DELETE", f"{path}/{key['id']}"))
    yield "get-up-keys-after-delete", send("GET", path)
    yield "get-up-keys-bad-usage-plan", send("GET", "/usageplans/bad/keys")


@replays("test_negative_get_usage_plan_api_keys")
def _():
    key = made(send("POST", "/apikeys", {"name": new_name("key")}))
    yield "create-api-key", key
    yield "update-api-key-name", patch(f"/apikeys/{key['id']}", ("replace", "/name", new_name("renamed")))


@replays("test_create_api_key_with_invalid_name")
def _():
    yield "create-api-key-name-too-long", send("POST", "/apikeys", {"name": "a" * 1025})
    yield "create-api-key-empty-name", send("POST", "/apikeys", {"name": ""})
    yield "create-api-key-no-name", send("POST", "/apikeys", {})


@replays("test_create_api_key_with_invalid_value")
def _():
    yield "create-api-key-short-value", send("POST", "/apikeys", {"value": "short"})
    yield "create-api-key-invalid-value-too-long", send("POST", "/apikeys", {"value": "a" * 129})
    yield "create-api-key-empty-value", send("POST", "/apikeys", {"value": ""})


@replays("test_update_api_key_invalid_description_length")
def _():
    yield "create-api-key-description-too-long", send("POST", "/apikeys", {"description": "a" * 125001})
    key = made(send("POST", "/apikeys", {}))
    yield "update-api-key-description-too-long", patch(f"/apikeys/{key['id']}", ("replace", "/description", "a" * 125001))


@replays("test_update_api_key_invalid_enabled_type")
def _():
    yield "update-api-key-invalid-enabled-type", patch(f"/apikeys/{made(send('POST', '/apikeys', {}))['id']}", ("replace", "/enabled", "invalid"))


@replays("test_update_api_key_immutable_field")
def _():
    yield "update-api-key-immutable-field", patch(f"/apikeys/{made(send('POST', '/apikeys', {}))['id']}", ("replace", "/id", "other"))


@replays("test_create_usage_plan_with_throttle")
def _():
    yield "create-usage-plan-burst-gt-rate", send("POST", "/usageplans", {"name": new_name(), "throttle": {"burstLimit": 20, "rateLimit": 10}})


@replays("test_usage_plan_crud")
def _():
    api = Api()
    api.mock()
    api.deploy(stageName="dev")
    plan = made(send("POST", "/usageplans", {"name": new_name(), "description": "a plan " + new_name(), "apiStages": [{"apiId": api.id, "stage": "dev"}]}))
    path = f"/usageplans/{plan['id']}"
    yield "create-usage-plan", plan
    yield "get-usage-plan", send("GET", path)
    yield "get-usage-plans", only(send("GET", "/usageplans?limit=500"), plan["id"])
    yield "update-usage-plan", patch(path, ("replace", "/throttle/burstLimit", "100"), ("replace", "/throttle/rateLimit", "200"),
                                     ("replace", "/quota/limit", "5000"), ("replace", "/quota/period", "MONTH"))
    yield "update-wrong-id", patch("/usageplans/wrong", ("replace", "/throttle/burstLimit", "100"))
    for step, value in (("no-value", None), ("wrong-api", api.id + "b:dev"), ("wrong-stage", api.id + ":fakestagename"), ("wrong-value", "fakevalue")):
        yield f"update-wrong-api-stages-{step}", patch(path, ("add", "/apiStages", value))
    yield "get-usage-plan-after-update", send("GET", path)
    yield "get-usage-plans-after-update", only(send("GET", "/usageplans?limit=500"), plan["id"])


def mocked(passthrough, by_path, verb):
    api = Api()
    resource = made(api.resource("{id}"))["id"]
    path = api.method(verb, resource)
    made(send("PUT", path, {"authorizationType": "NONE", "requestParameters": {"method.request.path.id": True}}))
    made(send("PUT", path + "/responses/200", {}))
    made(send("PUT", path + "/integration", {"type": "MOCK", "passthroughBehavior": passthrough, "requestTemplates": {"application/json": '{"statusCode": 200}'}}))
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


OPTIONS = dict(endpoint_url=ENDPOINT, region_name=REGION, config=Config(retries={"max_attempts": 1}, parameter_validation=False))
sts, iam = boto3.client("sts", **OPTIONS), boto3.client("iam", **OPTIONS)


def answer(call, **arguments):
    try:
        return call(**arguments)
    except ClientError as error:
        return error.response


@replays("test_assume_role")
def _():
    name, session = new_name("role"), new_name("session")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    yield "role-session-name", {"RoleSessionName": session}
    yield "create-role", role
    yield "assume-role", answer(sts.assume_role, RoleArn=role["Role"]["Arn"], RoleSessionName=session)


@replays("test_sts_invalid_parameters")
def _():
    for step, arn in (("malformed-arn", "nothing-valid-in-here"), ("no-partition", "arn::b:::something/test-role"), ("no-service", "arn:a::::something/test-role"),
                      ("not-enough-colons", "arn:a:::something/test-role"), ("no-resource", "arn:a:a::aaaaaaaaaa:")):
        yield step, answer(sts.assume_role, RoleArn=arn, RoleSessionName="Session1")
    yield "invalid-session-name", answer(sts.assume_role, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/LabRole", RoleSessionName="Session1:2")


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
    elif expected in ("datetime", "<datetime>"):
        if given is None or isinstance(given, (dict, list, bool)) or given == "":
            yield f"{path}: {given!r} is no time"
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


def main(folder, report):
    recorded, skipped = {}, {}
    for service, name in FILES:
        file = f"test_apigateway_{name}" if service == "apigateway" else f"test_{name}"
        with open(os.path.join(folder, service, file + ".snapshot.json"), encoding="utf-8") as content:
            for test, entry in json.load(content).items():
                short = test.rsplit("::", 1)[1]
                recorded[short] = entry["recorded-content"]
                if short not in SCENARIOS:
                    skipped[short] = next((why for why, pattern in NOT_REPLAYED.items() if re.search(pattern, test)), "not written anew yet")
    matched, differing, unexpected, explained, steps_left = 0, {}, {}, set(), {}
    for test, scenario in SCENARIOS.items():
        bound, seen = {}, set()
        try:
            for step, given in scenario():
                seen.add(step)
                found = list(differences(recorded[test][step], given, bound))
                key = f"{test} / {step}"
                if not found:
                    matched += 1
                elif key in EXPECTED_TO_DIFFER:
                    differing[key] = [EXPECTED_TO_DIFFER[key], found]
                    explained.add(key)
                else:
                    unexpected[key] = found
        except (RuntimeError, KeyError, urllib.error.HTTPError, ClientError) as error:
            unexpected[test] = [f"did not run to its end: {error!r}"]
        if left := sorted(recorded.get(test, {}).keys() - seen):
            steps_left[test] = left
    for key in EXPECTED_TO_DIFFER.keys() - explained:
        unexpected[key] = ["matches, or was not reached, and stands among what is expected to differ"]
    reasons = {}
    for why in skipped.values():
        reasons[why] = reasons.get(why, 0) + 1
    summary = {"tests": len(recorded), "replayed": len(SCENARIOS), "not_replayed": len(skipped), "matched": matched, "differing": len(differing),
               "unexpected": len(unexpected), "differences": differing, "unexpected_differences": unexpected, "reasons": reasons,
               "steps_not_replayed": steps_left, "skipped": skipped}
    os.makedirs(os.path.dirname(report), exist_ok=True)
    with open(report, "w", encoding="utf-8") as target:
        json.dump(summary, target, indent=2)
    print(json.dumps({key: value for key, value in summary.items() if key not in ("skipped", "steps_not_replayed")}, indent=2))
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
