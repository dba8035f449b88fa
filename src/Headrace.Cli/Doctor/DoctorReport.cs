using System.Net.NetworkInformation;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Environments;
using Headrace.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Cli.Doctor;

/// <summary>What this machine gives the engine.</summary>
/// <param name="Engine"><c>starts</c>, or the sentence that says why not.</param>
/// <param name="Isolation">What confines a function, tried out.</param>
/// <param name="MemoryLimit">How a function's MemorySize is enforced.</param>
/// <param name="CpuShare">How <c>serve --cpu-share</c> gives functions the processors that their memory buys, or why it cannot.</param>
/// <param name="TemporaryStorage">How a function's /tmp is limited.</param>
/// <param name="BuiltInFunctions">How they are compiled, or that they are not.</param>
/// <param name="Remarks">What could be better, in sentences.</param>
internal sealed record DoctorReport(
    string Version, string Engine, string Isolation, string MemoryLimit, string CpuShare, string TemporaryStorage, string Sqlite, string Libvips, string Libturbojpeg,
    string BuiltInFunctions, string Python, string Node, string Port, IReadOnlyList<string> Remarks)
{
    private const string Missing = "not installed";
    private const int DefaultPort = 4566;

    [JsonIgnore]
    public bool IsHealthy => Engine == "starts";

    /// <summary>Starts an engine on a temporary folder and looks around.</summary>
    public static async Task<DoctorReport> MakeAsync(CancellationToken cancellationToken)
    {
        var (engine, isolation) = await TryEngineAsync(cancellationToken);
        var builtIn = Installation.BuiltInFolder;
        var shares = ProcessorShareReport.Make();
        return new DoctorReport(
            HeadraceVersion.Text,
            engine,
            isolation?.Summary ?? "unknown",
            isolation?.Memory ?? "unknown",
            shares.IsPossible ? $"{shares.Summary} (with serve --cpu-share)" : $"not here: {shares.Summary}",
            isolation?.Temporary ?? "unknown",
            SqliteLibrary.Load(),
            Library(builtIn, "libvips-cpp.so."),
            Library(builtIn, "libturbojpeg.so."),
            BuiltIn(builtIn),
            Describe("python3", "3"),
            Describe("node", "22"),
            $"{DefaultPort} is {(IsFree(DefaultPort) ? "free" : "in use")}",
            isolation?.Remarks ?? []);
    }

    public string ToJson() => JsonSerializer.Serialize(this, DoctorJson.Default.DoctorReport);

    public string ToText()
    {
        var table = new TextTable("", "");
        table.Add("headrace", Version);
        table.Add("engine", Engine);
        table.Add("isolation", Isolation);
        table.Add("memory limit", MemoryLimit);
        table.Add("processor share", CpuShare);
        table.Add("/tmp", TemporaryStorage);
        table.Add("sqlite", Sqlite);
        table.Add("libvips", Libvips);
        table.Add("libturbojpeg", Libturbojpeg);
        table.Add("built-in functions", BuiltInFunctions);
        table.Add("python", Python);
        table.Add("node", Node);
        table.Add("port", Port);
        foreach (var remark in Remarks)
        {
            table.Add("remark", remark);
        }

        return table.ToString().TrimStart('\n');
    }

    private static async Task<(string State, IsolationReport? Isolation)> TryEngineAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-doctor-");
        try
        {
            await using var engine = await Cli.Engine.StartAsync(
                new EngineOptions { DataFolder = folder.FullName, Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken);
            return ("starts", engine.Isolation);
        }
        catch (CommandException failure)
        {
            return (failure.Message, null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Library(string? folder, string prefix) =>
        folder is not null && Directory.EnumerateFiles(folder, prefix + "*").FirstOrDefault() is { } path
            ? path
            : Missing;

    private static string BuiltIn(string? folder)
    {
        if (folder is null)
        {
            return "not built (eng/publish-bootstrap)";
        }

        var kind = Path.Combine(folder, "..", "kind");
        return File.Exists(kind) && File.ReadAllText(kind).Trim() == "r2r" ? "ReadyToRun (NativeAOT starts faster: install gcc and zlib1g-dev)" : "NativeAOT";
    }

    private static string Describe(string program, string version) =>
        Interpreter.Find(program, version) is { } found ? $"{found.Version} ({found.Path})" : Missing;

    private static bool IsFree(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port);
}
