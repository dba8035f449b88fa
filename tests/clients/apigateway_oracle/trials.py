"""Recorded tests of TestInvokeMethod."""
import json
import re

from replay import Api, made, replays, send

TIME = re.compile(r"\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}\b")


class Trials:
    """Tries methods, and shows the answers' logs by line, with the placeholders of the recording."""

    def __init__(self):
        self.count = 0

    def __call__(self, path, **settings):
        answer = made(send("POST", path, settings))
        self.count += 1
        log = TIME.sub("DDD MMM dd hh:mm:ss UTC yyyy", answer["log"])
        log = log.replace(re.match("Execution log for request (.*)", log).group(1), f"<request-id-{self.count}>")
        return {**answer, "latency": "<latency>", "log": {f"line{number:02}": line for number, line in enumerate(log.split("\n"))}}


@replays("test_invoke_test_method")
def _():
    api, trial = Api(), Trials()
    pets = made(api.resource("pets"))["id"]
    pet = made(api.resource("{petId}", pets))["id"]
    for verb, resource, said in (("GET", pets, {"pets": "all the pets"}), ("GET", pet, {"petId": "$input.params('petId')"}), ("POST", pet, {"petId": "$input.params('petId')"})):
        path = api.method(verb, resource)
        made(send("PUT", path, {"authorizationType": "NONE", "requestParameters": {"method.request.path.petId": True} if resource == pet else {}}))
        made(send("PUT", path + "/responses/200", {}))
        made(send("PUT", path + "/integration", {"type": "MOCK", "httpMethod": verb, "requestTemplates": {"application/json": '{"statusCode": 200}'},
                                                 "requestParameters": {"integration.request.path.id": "method.request.path.petId"} if resource == pet else {}}))
        made(send("PUT", path + "/integration/responses/200", {"responseTemplates": {"application/json": json.dumps(said)}}))
    all_pets, one, post = api.method("GET", pets), api.method("GET", pet), api.method("POST", pet)
    yield "test-invoke-method-get-pets", trial(all_pets, body="")
    yield "test-invoke-method-get-pets-bad-path", trial(all_pets, pathWithQueryString="/random/test", body="")
    yield "test-invoke-method-get-pets-id", trial(one, pathWithQueryString="/pets/123", body="")
    yield "test-invoke-method-get-pets-id-no-path", trial(one, body="")
    yield "test-invoke-method-get-pets-id-bad-path", trial(one, pathWithQueryString="/random/test", body="")
    yield "test-invoke-method-get-with-qs", trial(one, pathWithQueryString="/pets/123?foo=bar", body="")
    yield "test-invoke-method-post-with-body", trial(post, pathWithQueryString="/pets/123", body='{"foo": "bar"}')
    wrong = {"pathWithQueryString": "/pets/123", "body": '{"foo": "bar"}'}
    yield "resource-method-not-found", send("POST", api.method("HEAD", pet), wrong)
    yield "resource-id-not-found", send("POST", api.method("POST", "invalid_res"), wrong)
    yield "rest-api-not-found", send("POST", api.method("POST", "invalid_res"), wrong)


@replays("test_failed_invoke_test_method")
def _():
    api = Api()
    path = api.method("ANY")
    made(send("PUT", path, {"authorizationType": "NONE"}))
    made(send("PUT", path + "/integration", {"type": "HTTP_PROXY", "httpMethod": "ANY", "uri": "https://${stageVariables.testHost}"}))
    yield "test-invoke-failure", Trials()(api.method("GET"), body="")
