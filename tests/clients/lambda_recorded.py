"""Asks Lambda's API over plain signed HTTP and compares the answers with answers recorded from AWS.

Plain HTTP, because an installed botocore knows less of the API than the recordings hold, and hides how an error is spelled. Recordings are dictionaries
of steps as botocore parsed them; placeholders stand for what differs from run to run: within one scenario a placeholder has one value, and two UUID
placeholders have two.
"""
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ENDPOINT = os.environ["LAMBDA_ENDPOINT"]
ACCOUNT = "000000000000"
REGION = "us-east-1"

FIXED = {"<partition>": "aws", "<region>": REGION, "<wrong-region>": "eu-west-1", "111111111111": ACCOUNT,
         "<unreserved_concurrency>": "1000", "<min_unreserved_concurrency>": "100"}

# Whole values that stand for anything.
ANYTHING = {"date", "datetime", "timestamp", "lambda-url", "function-url", "<location>", "<layer-location>", "<code-size>", "log-result", "code-sha256"}


class Answer:
    """An HTTP answer: status, headers, the body parsed as far as it is JSON."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()
        try:
            self.body = json.loads(self.raw) if self.raw else {}
        except ValueError:
            self.body = self.raw.decode("utf-8", "replace")

    def __getitem__(self, member):
        return self.body[member]

    def parsed(self):
        """As botocore would have parsed it, plus what it hides: how the message is spelled."""
        if self.status >= 400:
            message = self.body.get("message", self.body.get("Message"))
            return {"Error": {"Code": self.headers["x-amzn-ErrorType"], "Message": message}, **self.body}
        result = dict(self.body) if isinstance(self.body, dict) else {"Payload": self.body}
        for document in ("Policy", "Statement"):
            if isinstance(result.get(document), str):
                result[document] = json.loads(result[document])
        return result


def call(method, path, body=None, query=None, headers=None, region=REGION, raw=None):
    """Signs and sends; an error is an answer like any other."""
    data = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
    url = ENDPOINT + path + ("?" + urllib.parse.urlencode(query, doseq=True) if query else "")
    request = AWSRequest(method=method, url=url, data=data, headers={"Content-Type": "application/json", **(headers or {})})
    credentials = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    SigV4Auth(credentials, "lambda", region).add_auth(request)
    try:
        return Answer(urllib.request.urlopen(urllib.request.Request(url, data=data or None, method=method, headers=dict(request.headers.items()))))
    except urllib.error.HTTPError as error:
        return Answer(error)


class Scenario:
    """One recorded test: its steps, the values its placeholders have here, and what matched."""

    def __init__(self, name, steps):
        self.name, self.steps = name, steps
        self.bound, self.matched, self.differing = {}, [], []

    def step(self, step, answer):
        """Compares an answer with a recorded step and gives it back."""
        expected = self.steps[step]
        if isinstance(expected, dict) and "CreateFunctionResponse" in expected:
            expected = expected["CreateFunctionResponse"]
        differences = []
        if isinstance(answer, Answer):
            metadata = expected.pop("ResponseMetadata", None) if isinstance(expected, dict) else None
            if metadata and metadata["HTTPStatusCode"] != answer.status:
                differences.append(f"status {answer.status}, recorded {metadata['HTTPStatusCode']}")
            expected = self._error(expected)
            self._compare("", expected, self._without_client_side(answer.parsed(), expected), differences)
        else:
            self._compare("", expected, answer, differences)
        (self.differing if differences else self.matched).append((step, differences))
        return answer

    @staticmethod
    def _error(expected):
        """Some recordings hold the error alone, some a message that was taken apart."""
        if isinstance(expected, dict) and {"Code"} <= set(expected) <= {"Code", "Message", "Count", "Errors"}:
            message = expected.get("Message") or f"{expected['Count']} validation error{'s' if expected['Count'] > 1 else ''} detected: {'; '.join(expected['Errors'])}"
            return {"Error": {"Code": expected["Code"], "Message": message}}
        return {**expected, "StatusCode": None} if isinstance(expected, dict) and "StatusCode" in expected else expected

    @staticmethod
    def _without_client_side(actual, expected):
        """botocore keeps of an error's body only what its model of that error names, and adds the status of an invocation."""
        error = "Error" in actual
        if error and not {"Type", "message", "Message"} & set(expected):
            return {"Error": actual["Error"]}
        return {**actual, "StatusCode": None} if "StatusCode" in expected else actual

    def _compare(self, path, expected, actual, differences):
        if isinstance(expected, dict) and isinstance(actual, dict):
            for key in sorted(set(expected) | set(actual)):
                if key not in actual:
                    differences.append(f"{path}.{key} is missing, recorded {expected[key]!r:.100}")
                elif key not in expected:
                    differences.append(f"{path}.{key} is {actual[key]!r:.100}, not recorded")
                else:
                    self._compare(f"{path}.{key}", expected[key], actual[key], differences)
        elif isinstance(expected, list) and isinstance(actual, list):
            if len(expected) != len(actual):
                differences.append(f"{path} has {len(actual)} entries, recorded {len(expected)}")
            for index, (left, right) in enumerate(zip(expected, actual)):
                self._compare(f"{path}[{index}]", left, right, differences)
        elif isinstance(expected, str) and isinstance(actual, str):
            if not self._same(expected, actual):
                differences.append(f"{path} is {actual!r:.300}, recorded {expected!r:.300}")
        elif expected != actual and not (isinstance(expected, str) and expected in ANYTHING):
            differences.append(f"{path} is {actual!r:.100}, recorded {expected!r:.100}")

    def _same(self, expected, actual):
        if expected in ANYTHING:
            return True
        for placeholder, value in FIXED.items():
            expected = expected.replace(placeholder, value)
        expected = re.sub(r"<(.):len\((\d+)\)>", lambda match: match[1] * int(match[2]), expected)
        names, pattern = [], ""
        for part in re.split(r"(<[a-z0-9_-]+(?::\d+)?>)", expected):
            if not re.fullmatch(r"<[a-z0-9_-]+(?::\d+)?>", part):
                pattern += re.escape(part)
            elif part in self.bound:
                pattern += re.escape(self.bound[part])
            else:
                names.append(part)
                pattern += "(.+?)"
        match = re.fullmatch(pattern, actual, re.DOTALL)
        if not match:
            return False
        for name, value in zip(names, match.groups()):
            if name.startswith("<uuid") and value in self.bound.values():
                return False
            if ":" in name:
                self.bound[name] = value
        return True
