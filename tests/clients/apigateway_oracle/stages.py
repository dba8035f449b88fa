"""Recorded tests of deployments and stages."""
from replay import SCENARIOS, Api, made, patch, replays, send


@replays("test_update_rest_api_deployment")
def _():
    api = Api()
    api.mock()
    yield "after-update", patch(f"{api.path}/deployments/{api.deploy(description='my deployment')}", ("replace", "/description", "new-description"))


def deployments(with_stage):
    api = Api()
    api.mock()

    def deploy():
        identity = api.deploy(**({} if with_stage else {"stageName": "s1"}))
        if with_stage:
            made(send("POST", f"{api.path}/stages", {"stageName": "s1", "deploymentId": identity}))
        return f"{api.path}/deployments/{identity}"

    path = deploy()
    yield "get-deployment", send("GET", path)
    yield "get-stages", send("GET", f"{api.path}/stages")
    for number in range(3):
        yield f"delete-deployment-error-{number}", send("DELETE", path)
        made(send("DELETE", f"{api.path}/stages/s1"))
        made(send("DELETE", path))
        path = deploy()
        yield f"get-deployments-{number}", send("GET", f"{api.path}/deployments")
        yield f"get-stages-{number}", send("GET", f"{api.path}/stages")


for stage_apart in (False, True):
    SCENARIOS[f"test_create_delete_deployments[{stage_apart}]"] = lambda stage_apart=stage_apart: deployments(stage_apart)


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
    yield "update-stage", patch(path, ("replace", "/*/*/caching/enabled", "true"))
    yield "update-stage-reset", patch(path, ("remove", "/*/*"))
    yield "get-stage-after-reset", send("GET", path)


@replays("test_create_update_stages")
def _():
    api = Api()
    api.mock()
    path = f"{api.path}/stages/s1"
    yield "create-stage", send("POST", f"{api.path}/stages", {"stageName": "s1", "deploymentId": api.deploy(), "description": "my stage"})
    yield "error-update-doc-version", patch(path, ("replace", "/documentation_version", "123"))
    yield "error-update-tags", patch(path, ("replace", "/tags/tag1", "value1"))
    yield "update-stage", patch(
        path, ("replace", "/description", "stage new"), ("replace", "/variables/var1", "test"), ("replace", "/variables/var2", "test2"),
        ("replace", "/*/*/throttling/burstLimit", "123"), ("replace", "/*/*/caching/enabled", "true"), ("replace", "/test/GET/throttling/burstLimit", "124"))
    yield "get-stage", send("GET", path)
    yield "update-stage-override", patch(path, ("replace", "/*/*/throttling/burstLimit", "100"))
