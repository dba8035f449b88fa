using Headrace.Wire.Signing;

namespace Headrace.Cli.Tests;

/// <summary><c>headrace serve</c> on a free port, ready.</summary>
internal sealed class ServedEngine : IAsyncDisposable
{
    private ServedEngine(HeadraceProcess process, IReadOnlyList<string> readyBlock)
    {
        Process = process;
        ReadyBlock = readyBlock;
        Exports = readyBlock
            .Where(line => line.StartsWith("export ", StringComparison.Ordinal))
            .SelectMany(line => line["export ".Length..].Split(' '))
            .Select(assignment => assignment.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public HeadraceProcess Process { get; }

    public IReadOnlyList<string> ReadyBlock { get; }

    /// <summary>What the ready block says to paste.</summary>
    public IReadOnlyDictionary<string, string> Exports { get; }

    public Uri Endpoint => new(Exports["AWS_ENDPOINT_URL"]);

    public AwsCredentials Credentials => new(Exports["AWS_ACCESS_KEY_ID"], Exports["AWS_SECRET_ACCESS_KEY"]);

    public static Task<ServedEngine> StartAsync(string dataFolder, params string[] arguments) => StartAsync(dataFolder, null, arguments);

    public static async Task<ServedEngine> StartAsync(string dataFolder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var process = HeadraceProcess.Start(environment, ["serve", "--port", "0", "--data", dataFolder, .. arguments]);
        var lines = new List<string>();
        while (await process.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                return new ServedEngine(process, lines);
            }
        }

        await using (process)
        {
            throw new InvalidOperationException($"The engine did not start: {await process.ErrorAsync()}");
        }
    }

    public SignedHttpClient Client() => new(Endpoint, Credentials);

    public async Task<string> HealthAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(Endpoint, "/_headrace/health"));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
