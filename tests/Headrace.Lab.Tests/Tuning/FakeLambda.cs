using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Headrace.Lab.Tests.Tuning;

/// <summary>One function behind Lambda's API: cold after each change of its memory, its run as long as a test says.</summary>
internal sealed class FakeLambda(Func<int, (double Duration, string? Error)> run) : HttpMessageHandler
{
    private bool _isCold = true;
    private int _looksUntilUpdated;

    public int Memory { get; private set; } = 640;

    /// <summary>Every size that it was given, in order.</summary>
    public List<int> Updates { get; } = [];

    public int Invocations { get; private set; }

    /// <summary>Looks at the configuration until an update is through.</summary>
    public int UpdateTakes { get; init; }

    /// <summary>What its health page says; null: it is no Headrace engine.</summary>
    public bool? HasShares { get; init; }

    /// <summary>Called with the number of each invocation.</summary>
    public Action<int> Invoked { get; init; } = _ => { };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = request.RequestUri!.AbsolutePath;
        if (path == "/_headrace/health" && HasShares is { } hasShares)
        {
            return Json(HttpStatusCode.OK, new JsonObject { ["status"] = "ok", ["cpu_share"] = hasShares });
        }

        if (!path.StartsWith("/2015-03-31/functions/tuned/", StringComparison.Ordinal))
        {
            return Json(HttpStatusCode.NotFound, new JsonObject { ["Message"] = "Function not found" });
        }

        if (path.EndsWith("/invocations", StringComparison.Ordinal))
        {
            return Invoke();
        }

        if (request.Method == HttpMethod.Put)
        {
            Memory = (int)JsonNode.Parse(await request.Content!.ReadAsStringAsync(CancellationToken.None))!["MemorySize"]!;
            Updates.Add(Memory);
            (_isCold, _looksUntilUpdated) = (true, UpdateTakes);
        }

        return Json(HttpStatusCode.OK, new JsonObject { ["MemorySize"] = Memory, ["LastUpdateStatus"] = _looksUntilUpdated-- > 0 ? "InProgress" : "Successful" });
    }

    private HttpResponseMessage Invoke()
    {
        if (_looksUntilUpdated > 0)
        {
            throw new InvalidOperationException("Invoked while it was being updated.");
        }

        Invoked(++Invocations);
        var (duration, error) = run(Memory);
        var init = _isCold ? "\tInit Duration: 100.00 ms" : "";
        var billed = Math.Ceiling(duration + (_isCold ? 100 : 0));
        _isCold = false;
        var report = string.Create(CultureInfo.InvariantCulture, $"START RequestId: 1\nREPORT RequestId: 1\tDuration: {duration:0.00} ms\tBilled Duration: {billed} ms\tMemory Size: {Memory} MB\tMax Memory Used: 60 MB{init}\t\n");
        var response = Json(HttpStatusCode.OK, new JsonObject { ["errorMessage"] = error });
        response.Headers.Add("X-Amz-Log-Result", Convert.ToBase64String(Encoding.UTF8.GetBytes(report)));
        if (error is not null)
        {
            response.Headers.Add("X-Amz-Function-Error", "Unhandled");
        }

        return response;
    }

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) => new(status) { Content = new StringContent(body.ToJsonString()) };
}
