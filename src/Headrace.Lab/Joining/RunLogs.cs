using Headrace.Lab.Importing;
using Headrace.Lab.Records;
using Headrace.Wire.Lambda;

namespace Headrace.Lab.Joining;

/// <summary>What a run's functions logged, asked of their log service and joined to the run's items.</summary>
public sealed class RunLogs(LogApi logs, TimeProvider time)
{
    /// <summary>The two clocks may differ by so much.</summary>
    private static readonly TimeSpan _before = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Fills the run's items in place.</summary>
    /// <param name="patience">Lines come some seconds late on AWS: how long what is missing is asked for again.</param>
    /// <returns>The run with the clocks' offset and what could not be joined in its manifest; as it was when its items name no function.</returns>
    /// <exception cref="LabException">The service does not answer, or has no such log.</exception>
    public async Task<Run> JoinAsync(Run run, TimeSpan patience, CancellationToken cancellationToken)
    {
        var functions = run.Items.Select(item => item.Function).Where(function => function.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var wanted = run.Items.Count(item => item.Function.Length > 0 && item.Status == ItemStatus.Succeeded);
        if (functions.Count == 0)
        {
            return run;
        }

        var begun = time.GetTimestamp();
        var invocations = await ReadAsync(run, functions, cancellationToken);
        while (invocations.Count(invocation => invocation.IsReported) < wanted && time.GetElapsedTime(begun) < patience)
        {
            await Task.Delay(_betweenLooks, time, cancellationToken);
            invocations = await ReadAsync(run, functions, cancellationToken);
        }

        var joined = InvocationJoin.Apply(run.Items, invocations, null);
        return run with { Manifest = run.Manifest with { Clock = joined.Clock, Remarks = [.. run.Manifest.Remarks, .. joined.Remarks] } };
    }

    private async Task<IReadOnlyList<Invocation>> ReadAsync(Run run, List<string> functions, CancellationToken cancellationToken)
    {
        var keys = new KeyFinder(run.Items.Select(item => item.Id));
        var found = new List<Invocation>();
        foreach (var function in functions)
        {
            var name = FunctionReference.Parse(function)?.Name ?? function;
            var log = new InvocationLog(function, keys.Find);
            await logs.ReadAsync($"/aws/lambda/{name}", run.Manifest.Started - _before, null, log, null, cancellationToken);
            found.AddRange(log.Invocations);
        }

        return found;
    }
}
