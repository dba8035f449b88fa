"""Recorded tests of API keys and usage plans."""
from replay import Api, made, new_name, only, patch, replays, send


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


@replays("test_api_key_required_for_methods")
def _():
    api = Api(apiKeySource="HEADER")
    resource = made(api.resource("test"))["id"]
    path = api.method("GET", resource)
    made(send("PUT", path, {"authorizationType": "NONE", "apiKeyRequired": True}))
    made(send("PUT", path + "/responses/200", {}))
    made(send("PUT", path + "/integration", {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}))
    made(send("PUT", path + "/integration/responses/200", {"selectionPattern": ""}))
    api.deploy(stageName="dev")
    plan = send("POST", "/usageplans", {
        "name": new_name(), "description": "Test Usage Plan for API key", "quota": {"limit": 10, "period": "DAY", "offset": 0},
        "throttle": {"rateLimit": 2, "burstLimit": 1}, "apiStages": [{"apiId": api.id, "stage": "dev"}], "tags": {"tag_key": "tag_value"}})
    yield "create-usage-plan", plan
    key = send("POST", "/apikeys", {"name": new_name("key"), "enabled": True})
    yield "create-api-key", key
    yield "create-usage-plan-key", send("POST", f"/usageplans/{plan['id']}/keys", {"keyId": key["id"], "keyType": "API_KEY"})
    api.call("/test", stage="dev").expect(403)
    api.call("/test", headers={"x-api-key": key["value"]}, stage="dev").expect(200)
    yield "update-api-key-disabled", patch(f"/apikeys/{key['id']}", ("replace", "/enabled", "false"))
    api.call("/test", headers={"x-api-key": key["value"]}, stage="dev").expect(403)
