"""Replays recorded API Gateway and STS tests and writes how many answers match: apigateway_oracle RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Ends with 1 when an answer differs that EXPECTED_TO_DIFFER does not explain.
Environment: LAMBDA_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
"""
import json
import os
import re
import sys
import urllib.error

from botocore.exceptions import ClientError

import apis, backends, calls, integrations, keys, methods, sessions, stages, trials  # noqa: E401, F401 (each registers its scenarios)
from replay import SCENARIOS, differences

FILES = [("apigateway", name) for name in ("api", "basic", "common", "extended", "http", "integrations", "lambda")] + [("sts", "sts")]

# What the files hold and is not replayed, with the reason; the first that fits.
NOT_REPLAYED = {
    "authorizers are not implemented": r"authorizer|custom_authorization",
    "models and request validators are not implemented": r"model_lifecycle|model_validation|update_model|put_method_model|validator",
    "gateway responses are not implemented": r"gateway_response",
    "documentation parts and versions are not implemented": r"doc_parts|documentation",
    "VPC links and endpoints are not implemented": r"vpc",
    "import and export are not implemented": r"export_|import_|test_api_gateway_mock_integration",
    "access logs are not implemented": r"access_log",
    "federation tokens are not implemented": r"federation_token",
    "session tags are not implemented": r"TestSTSAssumeRoleTagging",
    "the backend is AWS's front for function URLs and shows headers of its own": r"test_http_integration_with_lambda",
    "AWS's log of a tested method holds requests to services of its own": r"test_apigw_test_invoke_method_api",
}

# test / step → why; a step that matches after all must leave this list.
EXPECTED_TO_DIFFER = {
    "test_get_api_case_insensitive / create-rest-api": "recorded before AWS answered ipAddressType, which the later recordings have",
    "test_put_integration_validation / aws-integration-AWS": "AWS integrations other than Lambda are refused by name",
    **{f"test_update_stage_remove_wildcard / {step}": "documentation versions are not implemented, so the replay sends none"
       for step in ("create-stage", "get-stage", "update-stage", "update-stage-reset", "get-stage-after-reset")},
    **{f"test_create_update_stages / {step}": "documentation versions and X-Ray are not implemented, so the replay asks for neither"
       for step in ("create-stage", "update-stage", "get-stage", "update-stage-override")},
}


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
