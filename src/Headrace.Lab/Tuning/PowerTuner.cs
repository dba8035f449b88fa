using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Lab.Costs;
using Headrace.Lab.Joining;
using Headrace.Lab.Load;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Tuning;

/// <summary>
/// Tries a function at several memory sizes through Lambda's public API and finds the cheapest that is fast enough. The size that it had is put back,
/// whatever happens.
/// </summary>
public sealed class PowerTuner(SignedHttpClient http, TuningOptions options, Calculation prices, TimeProvider time)
{
    private readonly FunctionUpdate _update = new(new AwsCalls(http), time);

    private string Invocations => $"/2015-03-31/functions/{Uri.EscapeDataString(options.Function)}/invocations";

    /// <param name="progress">A line before each size and round.</param>
    /// <exception cref="LabException">The function or the endpoint refuses, or nobody answers.</exception>
    public async Task<TuningResult> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var hasShares = await HasSharesAsync(cancellationToken);
        if (hasShares is true && options.Threads is not null)
        {
            throw new LabException($"{http.Endpoint} gives every memory size its share of the processors already: --scale-cpu would count it twice");
        }

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

        return TuningResult.Of(options, hasShares, prices.Prices.Name, [.. calls.Select(size => TuningPoint.Of(size.Key, size.Value, options, prices))]);
    }

    /// <summary>What a Headrace engine's health page says of <c>serve --cpu-share</c>; null: it is no such engine.</summary>
    private async Task<bool?> HasSharesAsync(CancellationToken cancellationToken)
    {
        using var response = await AnsweredAsync(() => http.SendAsync("lambda", HttpMethod.Get, "/_headrace/health", cancellationToken: cancellationToken));
        try
        {
            return response.IsSuccessStatusCode ? (bool?)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))?["cpu_share"] : null;
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<int> MemoryAsync(CancellationToken cancellationToken) =>
        (int)(await AnsweredAsync(() => _update.ReadAsync(options.Function, cancellationToken)))["MemorySize"]!;

    private Task<bool> SetMemoryAsync(int memory, CancellationToken cancellationToken) => AnsweredAsync(async () =>
    {
        await _update.ApplyAsync(options.Function, new JsonObject { ["MemorySize"] = memory }, cancellationToken);
        return true;
    });

    private async Task<TuningCall> InvokeAsync(CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(options.Payload);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var began = time.GetTimestamp();
        using var response = await AnsweredAsync(() => http.SendAsync("lambda", HttpMethod.Post, Invocations, content, [KeyValuePair.Create("X-Amz-Log-Type", "Tail")], cancellationToken));
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        var milliseconds = time.GetElapsedTime(began).TotalMilliseconds;
        if (!response.IsSuccessStatusCode)
        {
            throw new LabException($"POST {Invocations} answered {(int)response.StatusCode}: {answer.Trim()}");
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

    private async Task<T> AnsweredAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException failure)
        {
            throw new LabException($"nobody answers at {http.Endpoint}: {failure.Message}", failure);
        }
    }
}
