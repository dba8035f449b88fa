using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Simulation;

/// <summary><c>simulation.json</c> of a run.</summary>
public static class SimulationFile
{
    /// <returns>Null: the run was not simulated.</returns>
    /// <exception cref="LabException">It is there and cannot be read.</exception>
    public static SimulationSummary? Find(RunFolder run) => File.Exists(run.Simulation) ? JsonFile.Read(run.Simulation, SimulationJson.Default.SimulationSummary) : null;

    public static string ToJson(SimulationSummary summary) => JsonSerializer.Serialize(summary, SimulationJson.Default.SimulationSummary);

    public static void Write(RunFolder run, SimulationSummary summary) => JsonFile.Write(run.Simulation, summary, SimulationJson.Default.SimulationSummary);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(NumberOrNull)])]
[JsonSerializable(typeof(SimulationSummary))]
internal sealed partial class SimulationJson : JsonSerializerContext;
