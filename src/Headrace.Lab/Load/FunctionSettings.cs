using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Headrace.Lab.Load;

/// <summary>Sets what a sweep asks for on functions, and puts back what was there.</summary>
internal sealed class FunctionSettings(AwsCalls aws, TimeProvider time)
{
    /// <summary>A change of it makes every environment that lives now an old one.</summary>
    private const string ColdVariable = "HEADRACE_LAB_COLD";

    private const int AtOnce = 8;

    private readonly FunctionUpdate _update = new(aws, time);
    private readonly ConcurrentDictionary<string, Original> _originals = new();

    public Task SetMemoryAsync(IReadOnlyCollection<string> functions, int memory, CancellationToken cancellationToken) =>
        ForEachAsync(functions, async (function, cancelled) =>
        {
            await RememberAsync(function, cancelled);
            await _update.ApplyAsync(function, new JsonObject { ["MemorySize"] = memory }, cancelled);
        }, cancellationToken);

    public Task SetConcurrencyAsync(IReadOnlyCollection<string> functions, int concurrency, CancellationToken cancellationToken) =>
        ForEachAsync(functions, async (function, cancelled) =>
        {
            await RememberAsync(function, cancelled);
            _originals[function].IsConcurrencyChanged = true;
            await aws.JsonAsync(HttpMethod.Put, Concurrency(function), new JsonObject { ["ReservedConcurrentExecutions"] = concurrency }, cancelled);
        }, cancellationToken);

    /// <summary>The next invocation of each starts cold.</summary>
    /// <param name="mark">Different each time.</param>
    public Task ForceColdAsync(IReadOnlyCollection<string> functions, string mark, CancellationToken cancellationToken) =>
        ForEachAsync(functions, async (function, cancelled) =>
        {
            await RememberAsync(function, cancelled);
            var variables = _originals[function].Variables.DeepClone();
            variables[ColdVariable] = mark;
            await _update.ApplyAsync(function, new JsonObject { ["Environment"] = new JsonObject { ["Variables"] = variables } }, cancelled);
        }, cancellationToken);

    /// <summary>Everything as it was found.</summary>
    public Task RestoreAsync(CancellationToken cancellationToken) => ForEachAsync([.. _originals.Keys], async (function, cancelled) =>
    {
        var original = _originals[function];
        await _update.ApplyAsync(
            function, new JsonObject { ["MemorySize"] = original.Memory, ["Environment"] = new JsonObject { ["Variables"] = original.Variables.DeepClone() } }, cancelled);
        if (original.IsConcurrencyChanged)
        {
            if (original.Concurrency is { } reserved)
            {
                await aws.JsonAsync(HttpMethod.Put, Concurrency(function), new JsonObject { ["ReservedConcurrentExecutions"] = reserved }, cancelled);
            }
            else
            {
                using var removed = await aws.SendAsync("lambda", HttpMethod.Delete, Concurrency(function), null, cancelled);
            }
        }

        _originals.TryRemove(function, out _);
    }, cancellationToken);

    private static string Concurrency(string function) => $"/2017-10-31/functions/{Uri.EscapeDataString(function)}/concurrency";

    private static Task ForEachAsync(IReadOnlyCollection<string> functions, Func<string, CancellationToken, Task> change, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(functions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (function, cancelled) =>
        {
            try
            {
                await change(function, cancelled);
            }
            catch (HttpRequestException failure)
            {
                throw new LabException($"function {function} cannot be configured: {failure.Message}", failure);
            }
        });

    private async Task RememberAsync(string function, CancellationToken cancellationToken)
    {
        if (_originals.ContainsKey(function))
        {
            return;
        }

        var now = await _update.ReadAsync(function, cancellationToken);
        var concurrency = await aws.JsonAsync(HttpMethod.Get, $"/2019-09-30/functions/{Uri.EscapeDataString(function)}/concurrency", null, cancellationToken);
        _originals[function] = new Original(
            (int)now["MemorySize"]!, now["Environment"]?["Variables"]?.DeepClone() as JsonObject ?? [], (int?)concurrency["ReservedConcurrentExecutions"]);
    }

    private sealed record Original(int Memory, JsonObject Variables, int? Concurrency)
    {
        public bool IsConcurrencyChanged { get; set; }
    }
}
