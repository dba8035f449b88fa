using Headrace.Functions.Code;
using Headrace.Functions.Registry;
using Headrace.Functions.Tests.Code;
using Headrace.Ledger;

namespace Headrace.Functions.Tests.Registry;

/// <summary>A registry over a real ledger in a temporary folder; it can be closed and opened again.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private LedgerDatabase _ledger;

    public TestRegistry()
    {
        _ledger = LedgerDatabase.Open(_folder["ledger.db"]);
        Registry = FunctionRegistry.Open(_ledger, _folder["code"], Time);
    }

    public ManualTime Time { get; } = new();

    public FunctionRegistry Registry { get; private set; }

    public static FunctionId Id(string name) => new("000000000000", "us-east-1", name);

    public async Task ReopenAsync()
    {
        await CloseAsync();
        _ledger = LedgerDatabase.Open(_folder["ledger.db"]);
        Registry = FunctionRegistry.Open(_ledger, _folder["code"], Time);
    }

    /// <summary>A function with a package of its own.</summary>
    public async Task<Function> CreateAsync(string name, Func<Function, Function>? change = null)
    {
        using var lease = await AddCodeAsync(name);
        var function = Describe(name, lease.Package);
        function = change?.Invoke(function) ?? function;
        await Registry.CreateAsync(function, CancellationToken.None);
        return function;
    }

    public async Task<CodeLease> AddCodeAsync(string content)
    {
        using var zip = new MemoryStream(new TestZip().Add("index.py", content).ToArray());
        return await Registry.Code.AddAsync(zip, CancellationToken.None);
    }

    public Task<Function> ChangeAsync(string name, Func<Function, Function> change) => Registry.ChangeAsync(Id(name), change, CancellationToken.None);

    public string ReadDocument(string table) => _ledger.Read(connection =>
    {
        using var query = connection.Prepare($"SELECT document FROM {table}");
        return query.Step() ? query.Text(0) : "";
    });

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    public static Function Describe(string name, CodePackage code) => new()
    {
        Id = Id(name),
        Latest = new StoredVersion
        {
            Deployment = $"deployment-of-{name}",
            UnzippedSize = code.UnzippedSize,
            Configuration = new FunctionConfiguration
            {
                FunctionName = name,
                FunctionArn = Id(name).Arn,
                Runtime = "python3.13",
                Role = "arn:aws:iam::000000000000:role/any",
                Handler = "index.handler",
                CodeSize = code.Size,
                CodeSha256 = code.Sha256,
                Description = "",
                Timeout = 3,
                MemorySize = 128,
                LastModified = "2026-11-21T09:00:00.000+0000",
                Version = "$LATEST",
                RevisionId = $"revision-of-{name}",
                Architectures = ["x86_64"],
                LoggingConfig = new LoggingConfig("Text", $"/aws/lambda/{name}"),
            },
        },
    };

    private async Task CloseAsync()
    {
        Registry.Dispose();
        await _ledger.DisposeAsync();
    }
}
