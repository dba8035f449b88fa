using System.Text.Json.Nodes;

namespace Headrace.Lab.Load;

/// <summary>Changes a function's configuration and waits until Lambda has done so (<c>LastUpdateStatus</c>).</summary>
internal sealed class FunctionUpdate(AwsCalls aws, TimeProvider time)
{
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <returns>GetFunctionConfiguration's answer.</returns>
    public Task<JsonNode> ReadAsync(string function, CancellationToken cancellationToken) => aws.JsonAsync(HttpMethod.Get, Configuration(function), null, cancellationToken);

    /// <exception cref="LabException">It is refused, fails, or takes longer than anybody waits.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public async Task ApplyAsync(string function, JsonObject change, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var state = await aws.JsonAsync(HttpMethod.Put, Configuration(function), change, cancellationToken);
        while ((string?)state["LastUpdateStatus"] == "InProgress")
        {
            if (time.GetElapsedTime(began) > _patience)
            {
                throw new LabException($"function {function} is still being updated after {_patience.TotalMinutes} min");
            }

            await Task.Delay(_betweenLooks, time, cancellationToken);
            state = await ReadAsync(function, cancellationToken);
        }

        if ((string?)state["LastUpdateStatus"] == "Failed")
        {
            throw new LabException($"function {function} could not be updated: {(string?)state["LastUpdateStatusReason"]}");
        }
    }

    private static string Configuration(string function) => $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/configuration";
}
