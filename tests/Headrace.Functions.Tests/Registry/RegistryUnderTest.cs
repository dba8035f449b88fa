using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Ledger;
using Headrace.Wire;

namespace Headrace.Functions.Tests.Registry;

/// <summary>A registry in a folder of its own, with what it announced. It can be closed and opened again.</summary>
internal sealed class RegistryUnderTest : IAsyncDisposable
{
    public static readonly Scope Scope = new("000000000000", "us-east-1");

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-registry-").FullName;
    private LedgerDatabase _ledger = null!;

    public RegistryUnderTest() => Open();

    public string CodeFolder => Path.Combine(_folder, "code");

    public SteppedTime Time { get; } = new();

    public FunctionRegistry Registry { get; private set; } = null!;

    public List<FunctionVersion> Retired { get; } = [];

    public List<(FunctionVersion Version, ConcurrencyLimits Limits)> LimitChanges { get; } = [];

    public static FunctionId Id(string name) => new(Scope.AccountId, Scope.Region, name);

    /// <summary>A function whose only file says <paramref name="source"/>; in the ledger when this returns.</summary>
    public async Task<Function> CreateAsync(string name, string source = "one")
    {
        using var lease = await Registry.Code.AddAsync(Zips.Of(("index.py", source)), default);
        var function = new Function
        {
            Id = Id(name),
            Latest = new StoredVersion
            {
                Deployment = Function.NewRevision(),
                UnzippedSize = lease.Package.UnzippedSize,
                Configuration = new FunctionConfiguration
                {
                    FunctionName = name,
                    FunctionArn = Id(name).Arn,
                    Runtime = "python3.13",
                    Role = "arn:aws:iam::000000000000:role/any",
                    Handler = "index.handler",
                    CodeSize = lease.Package.Size,
                    CodeSha256 = lease.Package.Sha256,
                    Description = "",
                    Timeout = 3,
                    MemorySize = 128,
                    LastModified = "2025-11-25T02:26:54.123+0000",
                    Version = Function.LatestVersion,
                    RevisionId = Function.NewRevision(),
                    Architectures = ["x86_64"],
                    LoggingConfig = new LoggingConfig("Text", $"/aws/lambda/{name}"),
                },
            },
        };
        await Registry.CreateAsync(function, default);
        return function;
    }

    /// <summary>Replaces <c>$LATEST</c>'s code.</summary>
    public async Task<Function> DeployAsync(string name, string source)
    {
        using var lease = await Registry.Code.AddAsync(Zips.Of(("index.py", source)), default);
        return await ChangeAsync(name, function => function.WithLatest(function.Latest with
        {
            Configuration = function.Latest.Configuration with { CodeSha256 = lease.Package.Sha256 },
        }));
    }

    public async Task<StoredVersion> PublishAsync(string name, string? description = null)
    {
        StoredVersion? published = null;
        await ChangeAsync(name, function => function.Publish(description, out published));
        return published!;
    }

    public Task<Function> AliasAsync(string name, FunctionAlias alias) =>
        ChangeAsync(name, function => function with { Aliases = function.Aliases.SetItem(alias.Name, alias) });

    public Task<Function> ChangeAsync(string name, Func<Function, Function> change) => Registry.ChangeAsync(Id(name), change, default);

    /// <summary>What the code of a name and a qualifier says; null when they name nothing.</summary>
    public string? Source(string name, string? qualifier = null) =>
        Registry.Resolve(Id(name), qualifier) is { } resolved ? File.ReadAllText(Path.Combine(resolved.Version.CodeDirectory, "index.py")) : null;

    public async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public async Task CloseAsync()
    {
        Registry.Dispose();
        await _ledger.DisposeAsync();
    }

    public void Open()
    {
        _ledger = LedgerDatabase.Open(Path.Combine(_folder, "ledger.db"));
        Registry = FunctionRegistry.Open(_ledger, CodeFolder, Time);
        Registry.Retired += Retired.Add;
        Registry.LimitsChanged += (version, limits) => LimitChanges.Add((version, limits));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
