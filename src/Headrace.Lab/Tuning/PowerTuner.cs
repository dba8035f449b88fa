using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Lab.Costs;
using Headrace.Lab.Joining;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Tuning;

/// <summary>
/// Tries a function at several memory sizes through Lambda's public API and finds the cheapest that is fast enough. The size that it had is put back,
/// whatever happens.
/// </summary>
public sealed class PowerTuner(SignedHttpClient http, TuningOptions options, Calculation prices, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UpdateLimit = TimeSpan.FromMinutes(5);

    private string Path => $"/2015-03-31/functions/{Uri.EscapeDataString(options.Function)}";

    /// <param name="progress">A line before each size and round.</param>
    /// <exception cref="LabException">The function or the endpoint refuses, or nobody answers.</exception>
    public async Task<TuningResult> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var before = await MemoryAsync(cancellationToken);
        var calls = options.Memory.ToDictionary(memory => memory, _ => new List<TuningCall>());
        try
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var memory in options.Memory)
                {
                    progress($"{memory} MB, round {round} of {options.Rounds}");
                    await SetMemoryAsync(memory, cancellationToken);

                    // A changed configuration makes environments anew: the first is cold.
                    for (var call = 0; call <= options.Warm; call++)
                    {
                        calls[memory].Add(await InvokeAsync(cancellationToken));
                    }
                }
            }
        }
        finally
        {
            progress($"back to {before} MB");
            await SetMemoryAsync(before, CancellationToken.None);
        }

        return TuningResult.Of(options, prices.Prices.Name, [.. calls.Select(size => TuningPoint.Of(size.Key, size.Value, options, prices))]);
    }

    private async Task<int> MemoryAsync(CancellationToken cancellationToken)
    {
        using var configuration = await CallAsync(HttpMethod.Get, $"{Path}/configuration", null, cancellationToken);
        return configuration.RootElement.GetProperty("MemorySize").GetInt32();
    }

    private async Task SetMemoryAsync(int memory, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var input = new JsonObject { ["MemorySize"] = memory };
        for (var state = await CallAsync(HttpMethod.Put, $"{Path}/configuration", input, cancellationToken); ;)
        {
            using (state)
            {
                switch (state.RootElement.TryGetProperty("LastUpdateStatus", out var status) ? status.GetString() : null)
                {
                    case null or "Successful":
                        return;
                    case "Failed":
                        throw new LabException($"{options.Function} could not be given {memory} MB: {(state.RootElement.TryGetProperty("LastUpdateStatusReason", out var reason) ? reason.GetString() : "Lambda does not say why")}");
                }
            }

            if (time.GetElapsedTime(began) > UpdateLimit)
            {
                throw new LabException($"{options.Function} is still being given {memory} MB after {UpdateLimit.TotalMinutes} min");
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
            state = await CallAsync(HttpMethod.Get, $"{Path}/configuration", null, cancellationToken);
        }
    }

    private async Task<TuningCall> InvokeAsync(CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(options.Payload);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var began = time.GetTimestamp();
        using var response = await SendAsync(HttpMethod.Post, $"{Path}/invocations", content, [KeyValuePair.Create("X-Amz-Log-Type", "Tail")], cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        var milliseconds = time.GetElapsedTime(began).TotalMilliseconds;
        if (!response.IsSuccessStatusCode)
        {
            throw Refused(HttpMethod.Post, $"{Path}/invocations", response, answer);
        }

        var report = new Invocation("", "");
        var log = response.Headers.TryGetValues("X-Amz-Log-Result", out var tail) ? Encoding.UTF8.GetString(Convert.FromBase64String(tail.First())) : "";
        if (log.Split('\n').LastOrDefault(line => line.StartsWith("REPORT ", StringComparison.Ordinal)) is not { } line)
        {
            throw new LabException($"the answer of {options.Function} has no REPORT line in X-Amz-Log-Result: what was billed is not known");
        }

        PlatformLine.ReadReport(line, report);
        return new TuningCall(milliseconds, report.Init, report.Duration, report.Billed, report.MaxMemoryUsed, response.Headers.Contains("X-Amz-Function-Error") ? answer : "");
    }

    private async Task<JsonDocument> CallAsync(HttpMethod method, string target, JsonObject? input, CancellationToken cancellationToken)
    {
        using var content = input is null ? null : new StringContent(input.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await SendAsync(method, target, content, [], cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? JsonDocument.Parse(answer) : throw Refused(method, target, response, answer);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string target, HttpContent? content, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync("lambda", method, target, content, headers, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new LabException($"nobody answers at {http.Endpoint}: {failure.Message}", failure);
        }
    }

    private static LabException Refused(HttpMethod method, string target, HttpResponseMessage response, string answer) =>
        new($"{method} {target} answered {(int)response.StatusCode}: {answer.Trim()}");
}
