using Headrace.Functions.Registry;

namespace Headrace.Functions.Tests.Invocations;

/// <summary>Custom runtimes as short scripts.</summary>
internal static class Bootstraps
{
    private const string Program =
        """
        #!/usr/bin/python3
        import http.client, json, os, sys, time
        address = os.environ["AWS_LAMBDA_RUNTIME_API"]
        api = http.client.HTTPConnection(address)
        def call(method, path, body, headers={}):
            api.request(method, path, body, headers)
            answer = api.getresponse()
            return answer.status, answer.read().decode()
        def respond(id, body):
            return call("POST", f"/2018-06-01/runtime/invocation/{id}/response", body)
        while True:
            api.request("GET", "/2018-06-01/runtime/invocation/next")
            answer = api.getresponse()
            headers, event = answer.headers, answer.read().decode()
            id = headers["Lambda-Runtime-Aws-Request-Id"]

        """;

    /// <param name="body">Python, run for every event: <c>id</c>, <c>event</c>, <c>headers</c>, <c>respond(id, body)</c>, <c>call(method, path, body)</c>.</param>
    public static FunctionVersion Deploy(FunctionEngine engine, string body) =>
        engine.Deploy("provided.al2023", "x", ("bootstrap", Program + string.Concat(body.Split('\n').Select(line => $"    {line}\n"))));
}
