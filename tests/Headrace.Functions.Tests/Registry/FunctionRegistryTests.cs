using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Wire;
using Headrace.Wire.Lambda;
using Xunit;

namespace Headrace.Functions.Tests.Registry;

/// <summary>Functions, versions, aliases and layers: kept, resolved, retired.</summary>
public sealed class FunctionRegistryTests : IAsyncDisposable
{
    private readonly TestRegistry _test = new();

    private FunctionRegistry Registry => _test.Registry;

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task A_function_is_resolved_by_every_qualifier_it_has()
    {
        await _test.CreateAsync("gauge");
        await _test.ChangeAsync("gauge", static function => function.Publish(null, out _));
        await _test.ChangeAsync("gauge", static function => function with { Aliases = function.Aliases.Add("live", new FunctionAlias("live", "1", "", "r")) });
        var id = TestRegistry.Id("gauge");

        Assert.Equal(("$LATEST", id.Arn), Answer(null));
        Assert.Equal(("$LATEST", $"{id.Arn}:$LATEST"), Answer("$LATEST"));
        Assert.Equal(("1", $"{id.Arn}:1"), Answer("1"));
        Assert.Equal(("1", $"{id.Arn}:live"), Answer("live"));
        Assert.Null(Registry.Resolve(id, "2"));
        Assert.Null(Registry.Resolve(id with { Region = "eu-west-1" }, null));

        (string, string) Answer(string? qualifier) => Registry.Resolve(id, qualifier) is { } resolved ? (resolved.Version.Version, resolved.InvokedArn) : default;
    }

    [Fact]
    public async Task A_snapshot_says_all_that_an_environment_needs()
    {
        await _test.CreateAsync("gauge", static function => function with
        {
            Latest = function.Latest with
            {
                Configuration = function.Latest.Configuration with
                {
                    Environment = new FunctionEnvironment(new() { ["SITE"] = "river" }),
                    EphemeralStorage = new EphemeralStorage(1024),
                    Timeout = 900,
                    LoggingConfig = new LoggingConfig("JSON", "logs"),
                },
            },
        });

        var version = Registry.Resolve(TestRegistry.Id("gauge"), null)!.Value.Version;

        Assert.Equal("river", version.Variables["SITE"]);
        Assert.Equal((1024, TimeSpan.FromSeconds(900), 128, "JSON", "logs"), (version.EphemeralStorage, version.Timeout, version.MemorySize, version.LogFormat, version.LogGroup));
        Assert.Equal("gauge", await File.ReadAllTextAsync(Path.Combine(version.CodeDirectory, "index.py")));
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        await _test.CreateAsync("gauge");
        var before = await _test.ChangeAsync("gauge", static function => function.Publish("first", out _) with
        {
            Aliases = function.Aliases.Add("live", new FunctionAlias("live", "1", "d", "r")),
            Policies = function.Policies.Add("", [new Permission("s3", "lambda:InvokeFunction", "s3.amazonaws.com", "arn:aws:s3:::in")]),
            ReservedConcurrency = 5,
            Provisioned = function.Provisioned.Add("live", new ProvisionedConcurrency(2, "then")),
            EventInvokeConfigs = function.EventInvokeConfigs.Add("$LATEST", new EventInvokeConfig(1, 60, null, "arn:aws:s3:::failures", DateTimeOffset.UnixEpoch)),
            Urls = function.Urls.Add("", new FunctionUrl("abc", "NONE", null, new UrlCors(true, ["*"], null, null, null, 5), "then", "then")),
            Tags = function.Tags.Add("team", "river"),
        });

        await _test.ReopenAsync();

        var after = Registry.Find(TestRegistry.Id("gauge"))!;
        Assert.Equal("first", after.Versions[1].Configuration.Description);
        Assert.Equal(before.Latest.Configuration.RevisionId, after.Latest.Configuration.RevisionId);
        Assert.Equal(before.Aliases["live"], after.Aliases["live"]);
        Assert.Equal(before.Policies[""], after.Policies[""]);
        Assert.Equal(new ConcurrencyLimits(5, 2), Registry.Resolve(after.Id, "1")!.Value.Limits);
        Assert.Equal(before.EventInvokeConfigs["$LATEST"], after.EventInvokeConfigs["$LATEST"]);
        Assert.Equal("*", after.Urls[""].Cors!.AllowHeaders!.Value[0]);
        Assert.Equal("gauge", Registry.FindUrl("ABC")!.Value.Function.Id.Name);
        Assert.Equal("river", after.Tags["team"]);
        Assert.True(Directory.Exists(Registry.Resolve(after.Id, null)!.Value.Version.CodeDirectory));
    }

    [Fact]
    public async Task A_deleted_function_is_gone_with_its_versions_and_its_code()
    {
        var function = await _test.CreateAsync("gauge");
        await _test.ChangeAsync("gauge", static changed => changed.Publish(null, out _));
        Assert.True(await Registry.DeleteAsync(function.Id, CancellationToken.None));
        Assert.False(await Registry.DeleteAsync(function.Id, CancellationToken.None));
        var code = Registry.Code.DirectoryOf(function.Latest.Configuration.CodeSha256);
        Assert.True(Directory.Exists(code));

        await _test.ReopenAsync();

        Assert.Null(Registry.Find(function.Id));
        Assert.False(Directory.Exists(code));
        Assert.Equal(1, Registry.LastVersionOf(function.Id));
        await _test.CreateAsync("gauge");
        Assert.Empty(Registry.Find(function.Id)!.Versions);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await _test.CreateAsync("gauge");
        var refused = await Assert.ThrowsAsync<LambdaException>(() => _test.CreateAsync("gauge"));
        Assert.Equal(("ResourceConflictException", 409, "Function already exist: gauge"), (refused.Code, refused.Status, refused.Message));
    }

    [Fact]
    public async Task A_change_that_is_refused_changes_nothing()
    {
        var before = await _test.CreateAsync("gauge");
        await Assert.ThrowsAsync<LambdaException>(() => _test.ChangeAsync("gauge", static _ => throw LambdaErrors.Conflict("no")));
        await _test.ReopenAsync();
        Assert.Equal(before.Latest.Configuration.RevisionId, Registry.Find(before.Id)!.Latest.Configuration.RevisionId);
    }

    [Fact]
    public async Task Changes_at_once_are_made_one_after_another()
    {
        await _test.CreateAsync("gauge");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => _test.ChangeAsync("gauge", function => function with { Tags = function.Tags.Add($"t{number}", "x") })));
        Assert.Equal(50, Registry.Find(TestRegistry.Id("gauge"))!.Tags.Count);
    }

    [Fact]
    public async Task A_change_of_what_runs_retires_the_old_snapshot_once_it_is_on_disk()
    {
        var retired = new List<FunctionVersion>();
        await _test.CreateAsync("gauge");
        Registry.Retired += retired.Add;
        var old = Registry.Resolve(TestRegistry.Id("gauge"), null)!.Value.Version;

        await _test.ChangeAsync("gauge", static function => function.WithLatest(function.Latest));

        Assert.Same(old, Assert.Single(retired));
        Assert.NotEqual(old.RevisionId, Registry.Resolve(old.Id, null)!.Value.Version.RevisionId);
        await Registry.DeleteAsync(old.Id, CancellationToken.None);
        Assert.Equal(2, retired.Count);
    }

    [Fact]
    public async Task What_does_not_run_retires_nothing()
    {
        await _test.CreateAsync("gauge");
        Registry.Retired += static _ => Assert.Fail("Nothing that runs has changed.");
        var before = Registry.Resolve(TestRegistry.Id("gauge"), null)!.Value.Version;
        var revision = Registry.Find(before.Id)!.Latest.Configuration.RevisionId;

        await _test.ChangeAsync("gauge", static function => function.Touch(null));
        await _test.ChangeAsync("gauge", static function => function.Publish(null, out _));
        await _test.ChangeAsync("gauge", static function => function with { ReservedConcurrency = 7 });

        Assert.Same(before, Registry.Resolve(before.Id, null)!.Value.Version);
        Assert.NotEqual(revision, Registry.Find(before.Id)!.Latest.Configuration.RevisionId);
    }

    [Fact]
    public async Task New_limits_are_told()
    {
        var told = new List<(string Version, ConcurrencyLimits Limits)>();
        await _test.CreateAsync("gauge", static function => function.Publish(null, out _));
        Registry.LimitsChanged += (version, limits) => told.Add((version.Version, limits));

        await _test.ChangeAsync("gauge", static function => function with { Provisioned = function.Provisioned.Add("1", new ProvisionedConcurrency(3, "now")) });

        Assert.Equal([("1", new ConcurrencyLimits(null, 3))], told);
    }

    [Fact]
    public async Task A_weighted_alias_divides_its_invocations()
    {
        await _test.CreateAsync("gauge");
        await _test.ChangeAsync("gauge", static function =>
        {
            var twice = function.Publish(null, out _);
            twice = twice.WithLatest(twice.Latest with { Configuration = twice.Latest.Configuration with { Timeout = 4 } }).Publish(null, out _);
            return twice with { Aliases = twice.Aliases.Add("live", new FunctionAlias("live", "1", "", "r", "2", 0.25)) };
        });

        var other = Enumerable.Range(0, 10_000).Count(_ => Registry.Resolve(TestRegistry.Id("gauge"), "live")!.Value.Version.Version == "2");

        Assert.InRange(other, 2_200, 2_800); // 2,500 expected; 300 are seven standard deviations
    }

    [Fact]
    public async Task Publishing_what_has_not_changed_gives_back_the_newest_version()
    {
        await _test.CreateAsync("gauge");
        await _test.ChangeAsync("gauge", static function => function.Publish("named", out _));
        StoredVersion again = null!;
        await _test.ChangeAsync("gauge", function => function.Publish("other", out again));
        Assert.Equal(("1", "named"), (again.Configuration.Version, again.Configuration.Description));

        await _test.ChangeAsync("gauge", static function => function.WithLatest(function.Latest with { Configuration = function.Latest.Configuration with { MemorySize = 256 } }));
        await _test.ChangeAsync("gauge", static function => function.Publish(null, out _).WithoutVersion(2));
        await _test.ChangeAsync("gauge", function => function.Publish(null, out again));
        Assert.Equal("3", again.Configuration.Version); // a number is not given twice
    }

    [Fact]
    public async Task A_version_that_an_alias_names_cannot_be_deleted()
    {
        await _test.CreateAsync("gauge");
        await _test.ChangeAsync("gauge", static function => function.Publish(null, out _) with { Aliases = function.Aliases.Add("live", new FunctionAlias("live", "1", "", "r")) });
        var refused = await Assert.ThrowsAsync<LambdaException>(() => _test.ChangeAsync("gauge", static function => function.WithoutVersion(1)));
        Assert.Equal("ResourceConflictException", refused.Code);
    }

    [Fact]
    public async Task A_layer_version_that_was_deleted_keeps_its_number_and_serves_the_functions_that_use_it()
    {
        var scope = Scope.Default;
        using (var lease = await _test.AddCodeAsync("layer"))
        {
            var code = lease.Package;
            await PublishAsync(code.Sha256);
            await _test.CreateAsync("gauge", function => function with { Latest = function.Latest with { LayerCode = [code.Sha256] } });
        }

        var first = new LayerVersionReference(scope.Region, scope.AccountId, "tools", 1);
        await Registry.ChangeLayerAsync(first, static layer => layer with { IsDeleted = true }, CancellationToken.None);
        await _test.ReopenAsync();

        Assert.Empty(Registry.ListLayerVersions(scope, "tools"));
        Assert.Empty(Registry.ListLayers(scope));
        Assert.True(Registry.FindLayer(first)!.IsDeleted);
        var folder = Assert.Single(Registry.Resolve(TestRegistry.Id("gauge"), null)!.Value.Version.LayerDirectories);
        Assert.True(Directory.Exists(folder));
        using var again = await _test.AddCodeAsync("another");
        Assert.Equal(2, (await PublishAsync(again.Package.Sha256)).Reference.Version);

        Task<LayerVersion> PublishAsync(string sha) => Registry.PublishLayerAsync(
            scope,
            "tools",
            reference => new LayerVersion { Reference = reference, Description = "", CreatedDate = "", CodeSha256 = sha, CodeSize = 1, UnzippedSize = 1, RevisionId = "r" },
            CancellationToken.None);
    }

    [Fact]
    public async Task The_documents_in_the_ledger_keep_their_shape()
    {
        await _test.CreateAsync("gauge", static function => function with
        {
            Latest = function.Latest with { Configuration = function.Latest.Configuration with { CodeSha256 = "c2hh", CodeSize = 125 } },
            Aliases = function.Aliases.Add("live", new FunctionAlias("live", "$LATEST", "d", "r", null, 0)),
            Policies = function.Policies.Add("", [new Permission("s3", "lambda:InvokeFunction", "s3.amazonaws.com", "arn:aws:s3:::in", "000000000000")]),
            ReservedConcurrency = 5,
            EventInvokeConfigs = function.EventInvokeConfigs.Add("$LATEST", new EventInvokeConfig(1, 60, null, null, DateTimeOffset.UnixEpoch)),
        });

        Assert.Equal(
            """{"Id":{"AccountId":"000000000000","Region":"us-east-1","Name":"gauge","Arn":"arn:aws:lambda:us-east-1:000000000000:function:gauge"},"Latest":{"Configuration":{"FunctionName":"gauge","FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:gauge","Runtime":"python3.13","Role":"arn:aws:iam::000000000000:role/any","Handler":"index.handler","CodeSize":125,"Description":"","Timeout":3,"MemorySize":128,"LastModified":"2026-11-21T09:00:00.000\u002B0000","CodeSha256":"c2hh","Version":"$LATEST","TracingConfig":{"Mode":"PassThrough"},"RevisionId":"revision-of-gauge","PackageType":"Zip","Architectures":["x86_64"],"EphemeralStorage":{"Size":512},"SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},"LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/gauge"}},"Deployment":"deployment-of-gauge","UnzippedSize":5,"LayerCode":[]},"LastVersion":0,"Aliases":{"live":{"Name":"live","FunctionVersion":"$LATEST","Description":"d","RevisionId":"r","AdditionalWeight":0}},"Policies":{"":[{"StatementId":"s3","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com","SourceArn":"arn:aws:s3:::in","SourceAccount":"000000000000"}]},"ReservedConcurrency":5,"Provisioned":{},"EventInvokeConfigs":{"$LATEST":{"MaximumRetryAttempts":1,"MaximumEventAgeInSeconds":60,"LastModified":"1970-01-01T00:00:00+00:00"}},"Urls":{},"Tags":{}}""",
            _test.ReadDocument("functions"));
    }
}
