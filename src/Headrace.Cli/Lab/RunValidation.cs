using System.Text.Json.Nodes;
using Headrace.Lab;
using Headrace.Lab.Costs;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Lab;

/// <summary>Holds the model against a run on an engine on this machine, with the limits that the engine had: <c>simulation.json</c> of the run.</summary>
internal static class RunValidation
{
    /// <param name="alone">Times of items that were alone; null: the run's own lowest level says.</param>
    /// <returns>The run, with a remark where its model could not be made; a run that lacks the facts is returned as it is.</returns>
    public static async Task<Run> AddAsync(Run run, Plan plan, MeasuredTimes? alone, SignedHttpClient http, CancellationToken cancellationToken)
    {
        if (plan.Target is not (UploadTarget { Function: not null } or InvokeTarget) || run.Manifest.Processors.Count == 0)
        {
            return run;
        }

        try
        {
            if ((alone ?? RunModel.TimesOf(run)) is { } times)
            {
                var limits = await LimitsAsync(run, plan, http, cancellationToken);
                SimulationFile.Write(run.Folder, RunModel.Of(times, run, limits, new Calculation(PriceList.Default, new LambdaSettings())));
            }

            return run;
        }
        catch (Exception failure) when (failure is LabException or HttpRequestException)
        {
            return run with { Manifest = run.Manifest with { Remarks = [.. run.Manifest.Remarks, $"the model was not held against this run: {failure.Message}"] } };
        }
    }

    private static async Task<EngineLimits> LimitsAsync(Run run, Plan plan, SignedHttpClient http, CancellationToken cancellationToken)
    {
        var account = await GetAsync(http, "/2016-08-19/account-settings", cancellationToken);
        var function = await GetAsync(http, $"/2019-09-30/functions/{Uri.EscapeDataString(run.Items[0].Function)}/concurrency", cancellationToken);
        return new EngineLimits((int)account["AccountLimit"]!["ConcurrentExecutions"]!, (int?)function["ReservedConcurrentExecutions"], plan.Target is UploadTarget or InvokeTarget { IsAsynchronous: true });
    }

    private static async Task<JsonNode> GetAsync(SignedHttpClient http, string target, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync("lambda", HttpMethod.Get, target, null, [], cancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }
}
