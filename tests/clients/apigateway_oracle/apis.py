"""Recorded tests of REST APIs and their resources."""
from replay import Api, made, new_name, only, patch, replays, send


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
    yield "string-compression-size", send("POST", "/restapis", {"name": new_name(), "minimumCompressionSize": -1})


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


@replays("test_update_rest_api_behaviour")
def _():
    api = Api(description="this is my api")
    yield "update-rest-api-array", patch(api.path, ("add", "/binaryMediaTypes/-", "image/png"))
    for operation in ("add", "replace", "remove"):
        yield f"update-rest-api-{operation}-base-path", patch(api.path, (operation, "/binaryMediaTypes", None if operation == "remove" else "image/gif"))


def with_endpoint(**settings):
    others = {name: settings.pop(name) for name in ("description", "minimumCompressionSize") if name in settings}
    return send("POST", "/restapis", {"name": new_name(), **others, "endpointConfiguration": settings})


@replays("test_create_rest_api_with_endpoint_configuration")
def _():
    yield "create-with-empty-types", with_endpoint(types=[])
    yield "create-with-invalid-ip-address-type", with_endpoint(ipAddressType="wrong", types=["EDGE"])
    yield "create-with-invalid-types", with_endpoint(ipAddressType="ipv4", types=["wrong"])
    yield "create-with-invalid-ip-address-type-and-types", with_endpoint(ipAddressType="wrong", types=["wrong"])
    yield "create-with-invalid-types-and-ip-address-type", with_endpoint(types=["wrong"], ipAddressType="wrong")
    yield "create-with-multiple-errors-1", with_endpoint(description="", minimumCompressionSize=-1, ipAddressType="wrong", types=["wrong"])
    yield "create-with-multiple-errors-2", with_endpoint(description="", minimumCompressionSize=-1, ipAddressType="ipv4", types=["EDGE"])
    yield "create-with-two-types", with_endpoint(types=["EDGE", "REGIONAL"])
    yield "create-with-endpoint-config-dualstack", with_endpoint(ipAddressType="dualstack", types=["EDGE"])
    yield "create-with-endpoint-config-regional", with_endpoint(ipAddressType="ipv4", types=["REGIONAL"])


@replays("test_create_rest_api_private_type")
def _():
    yield "create-with-private-type-and-ipv4-ip-address-type", with_endpoint(ipAddressType="ipv4", types=["PRIVATE"])
    yield "create-with-private-type-and-wrong-ip-address-type", with_endpoint(ipAddressType="wrong", types=["PRIVATE"])
    yield "create-with-private-type-and-ipv4-ip-address-type-and-empty-description", with_endpoint(description="", ipAddressType="ipv4", types=["PRIVATE"])


@replays("test_create_rest_api_verify_defaults")
def _():
    for kind in ("EDGE", "REGIONAL", "PRIVATE"):
        yield f"create-with-{kind.lower()}-default", with_endpoint(types=[kind])
    yield "create-with-empty-default", send("POST", "/restapis", {"name": new_name()})
    yield "create-with-empty-ip-address-type-and-wrong-type", with_endpoint(description="", types=["wrong"])


@replays("test_update_rest_api_ip_address_type")
def _():
    api, address, kind = Api(), "/endpointConfiguration/ipAddressType", "/endpointConfiguration/types/0"
    yield "update-rest-api-replace-type", patch(api.path, *(("replace", kind, value) for value in ("EDGE", "REGIONAL", "PRIVATE")))
    yield "update-rest-api-replace-to-ipv4-within-private-type", patch(api.path, ("replace", address, "ipv4"))
    yield "update-rest-api-wrong-ipAddressType", patch(api.path, ("replace", address, "wrong"))
    yield "update-rest-api-wrong-type", patch(api.path, ("replace", kind, "wrong"))
    yield "update-rest-api-invalid-operation-on-ipAddressType", patch(api.path, ("remove", address, "dualstack"))
    yield "update-rest-api-invalid-operation-on-type", patch(api.path, ("remove", kind, "EDGE"))
    yield "update-rest-api-replace-ip-address-type", patch(api.path, ("replace", address, "dualstack"))


@replays("test_update_rest_api_concatenation_of_errors")
def _():
    api, address, kind = Api(), ("wrong", "/endpointConfiguration/ipAddressType", "dualstack"), ("wrong", "/endpointConfiguration/types/0", "EDGE")
    yield "update-rest-api-wrong-operations-on-ipAddressType", patch(api.path, address, address)
    yield "update-rest-api-wrong-operations-on-type", patch(api.path, kind, kind)
    yield "update-rest-api-wrong-operations-on-type-and-on-ip-address-type", patch(api.path, address, kind, ("wrong", "/binaryMediaTypes", "image/gif"))


@replays("test_create_proxy_resource")
def _():
    api = Api()
    yield "create-base-proxy-resource", api.resource("{proxy+}")
    parent = made(api.resource("parent"))["id"]
    yield "create-proxy-sibling-resource", parent
    greedy = api.resource("{proxy+}", parent)
    yield "create-proxy-sibling-proxy-child-resource", greedy
    child = api.resource("child", parent)
    yield "create-proxy-sibling-static-child-resource", child
    yield "create-static-child-proxy-resource", api.resource("{proxy+}", child["id"])
    yield "all-resources", api.resources()
    made(send("DELETE", f"{api.path}/resources/{greedy['id']}"))
    named = api.resource("{child}", parent)
    yield "create-proxy-sibling-dynamic-child-resource", named
    yield "create-dynamic-child-proxy-resource", api.resource("{proxy+}", named["id"])
    yield "all-resources-2", api.resources()
