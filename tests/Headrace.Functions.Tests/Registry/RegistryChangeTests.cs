using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Registry;

public sealed class RegistryChangeTests
{
    [Fact]
    public async Task A_qualifier_is_resolved_to_its_version_and_all_survives_reopening()
    {
        await using var test = new RegistryUnderTest();
        await test.CreateAsync("f", "one");
        await test.PublishAsync("f");
        await test.DeployAsync("f", "two");
        await test.PublishAsync("f", "second");
        await test.DeployAsync("f", "three");
        await test.AliasAsync("f", new FunctionAlias("live", "1", "", "r"));
        await test.ChangeAsync("f", function => function with
        {
            ReservedConcurrency = 7,
            Provisioned = function.Provisioned.SetItem("live", new ProvisionedConcurrency(2, "2025-11-25T02:40:34+0000")),
            Policies = function.Policies.SetItem("live", [new Permission("sid", "lambda:InvokeFunction", "s3.amazonaws.com", "arn:aws:s3:::b")]),
            EventInvokeConfigs = function.EventInvokeConfigs.SetItem("$LATEST", new EventInvokeConfig(1, 60, null, "arn:aws:s3:::b", DateTimeOffset.UnixEpoch)),
            Urls = function.Urls.SetItem("live", new FunctionUrl("abc", "NONE", null, null, "then", "then")),
            Tags = function.Tags.SetItem("team", "river"),
        });
        AssertResolved();
        var before = test.Registry.Find(RegistryUnderTest.Id("f"))!;
        var snapshots = test.Registry.Snapshots().OrderBy(entry => entry.Version.Version).Select(entry => (entry.Version.RevisionId, entry.Limits)).ToArray();

        await test.ReopenAsync();

        AssertResolved();
        var after = test.Registry.Find(before.Id)!;
        Assert.Equal(before.Versions.Keys, after.Versions.Keys);
        Assert.Equal(before.Latest.Configuration.RevisionId, after.Latest.Configuration.RevisionId);
        Assert.Equal(before.Aliases["live"], after.Aliases["live"]);
        Assert.Equal(before.Policies["live"], after.Policies["live"]);
        Assert.Equal(before.EventInvokeConfigs["$LATEST"], after.EventInvokeConfigs["$LATEST"]);
        Assert.Equal("river", after.Tags["team"]);
        Assert.Equal(snapshots, test.Registry.Snapshots().OrderBy(entry => entry.Version.Version).Select(entry => (entry.Version.RevisionId, entry.Limits)));
        Assert.Equal("3", (await test.PublishAsync("f")).Configuration.Version);

        void AssertResolved()
        {
            Assert.Equal(
                ["three", "three", "one", "two", "one", null, null],
                new[] { null, "$LATEST", "1", "2", "live", "3", "none" }.Select(qualifier => test.Source("f", qualifier)));
            var live = test.Registry.Resolve(RegistryUnderTest.Id("f"), "live")!.Value;
            Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:f:live", live.InvokedArn);
            Assert.Equal(new ConcurrencyLimits(7, 2), live.Limits);
            Assert.Equal(("f", "live"), test.Registry.FindUrl("ABC") is var (function, qualifier) ? (function.Id.Name, qualifier) : default);
        }
    }

    [Fact]
    public async Task A_function_is_its_accounts_and_its_regions_own()
    {
        await using var test = new RegistryUnderTest();
        var function = await test.CreateAsync("f");

        Assert.Null(test.Registry.Resolve(function.Id with { AccountId = "111111111111" }, null));
        Assert.Null(test.Registry.Resolve(function.Id with { Region = "eu-west-1" }, null));
        Assert.Empty(test.Registry.List(RegistryUnderTest.Scope with { Region = "eu-west-1" }));
        Assert.Equal("f", Assert.Single(test.Registry.List(RegistryUnderTest.Scope)).Id.Name);
    }

    [Fact]
    public async Task A_taken_name_is_refused_and_the_function_stays()
    {
        await using var test = new RegistryUnderTest();
        await test.CreateAsync("f", "one");

        var refusal = await Assert.ThrowsAsync<LambdaException>(() => test.CreateAsync("f", "two"));

        Assert.Equal(("ResourceConflictException", 409, "Function already exist: f"), (refusal.Code, refusal.Status, refusal.Message));
        Assert.Equal("one", test.Source("f"));
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "2")]
    public async Task An_alias_of_one_weight_runs_one_version(double weight, string version)
    {
        await using var test = await WithTwoVersionsAsync();
        await test.AliasAsync("f", new FunctionAlias("live", "1", "", "r", "2", weight));
        await test.ReopenAsync();

        Assert.Equal([version], Versions(test));
    }

    [Fact]
    public async Task A_weighted_alias_runs_both_versions_under_its_own_arn()
    {
        await using var test = await WithTwoVersionsAsync();
        await test.AliasAsync("f", new FunctionAlias("live", "1", "", "r", "2", 0.5));

        Assert.Equal(["1", "2"], Versions(test));
    }

    [Fact]
    public async Task A_change_of_what_runs_makes_a_new_revision_and_retires_the_old_one()
    {
        await using var test = new RegistryUnderTest();
        var created = await test.CreateAsync("f", "one");
        var running = test.Registry.Resolve(created.Id, null)!.Value.Version;

        var changed = await test.DeployAsync("f", "two");

        Assert.NotEqual(created.Latest.Configuration.RevisionId, changed.Latest.Configuration.RevisionId);
        Assert.Same(running, Assert.Single(test.Retired));
        Assert.NotEqual(running.RevisionId, test.Registry.Resolve(created.Id, null)!.Value.Version.RevisionId);
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(running.CodeDirectory, "index.py")));
    }

    [Fact]
    public async Task What_leaves_the_code_alone_renews_the_revision_but_retires_nothing()
    {
        await using var test = new RegistryUnderTest();
        var created = await test.CreateAsync("f");
        var running = test.Registry.Resolve(created.Id, null)!.Value.Version;

        var touched = await test.ChangeAsync("f", function => function.Touch(null));
        await test.PublishAsync("f");
        await test.ChangeAsync("f", function => function with { ReservedConcurrency = 5 });

        Assert.NotEqual(created.Latest.Configuration.RevisionId, touched.Latest.Configuration.RevisionId);
        Assert.Empty(test.Retired);
        Assert.Same(running, test.Registry.Resolve(created.Id, null)!.Value.Version);
        Assert.Equal(["$LATEST", "1"], test.LimitChanges.Select(change => change.Version.Version).Order(StringComparer.Ordinal));
        Assert.All(test.LimitChanges, change => Assert.Equal(new ConcurrencyLimits(5, 0), change.Limits));
    }

    [Fact]
    public async Task A_refused_change_changes_nothing()
    {
        await using var test = new RegistryUnderTest();
        var created = await test.CreateAsync("f");

        await Assert.ThrowsAsync<LambdaException>(() => test.ChangeAsync("f", _ => throw LambdaErrors.Conflict("no")));
        var missing = await Assert.ThrowsAsync<LambdaException>(() => test.ChangeAsync("none", function => function));

        Assert.Equal("Function not found: arn:aws:lambda:us-east-1:000000000000:function:none", missing.Message);
        Assert.Same(created, test.Registry.Find(created.Id));
        Assert.Same(created, await test.ChangeAsync("f", function => function));
    }

    [Fact]
    public async Task Publishing_what_has_not_changed_gives_the_newest_version()
    {
        await using var test = new RegistryUnderTest();
        await test.CreateAsync("f", "one");
        var first = await test.PublishAsync("f");

        var again = await test.PublishAsync("f");
        await test.DeployAsync("f", "two");
        var second = await test.PublishAsync("f");

        Assert.Equal(first.Deployment, again.Deployment);
        Assert.Equal(["1", "1", "2"], new[] { first, again, second }.Select(version => version.Configuration.Version));
    }

    [Fact]
    public async Task A_version_that_an_alias_names_stays_and_a_number_is_never_given_twice()
    {
        await using var test = await WithTwoVersionsAsync();
        await test.AliasAsync("f", new FunctionAlias("live", "1", "", "r", "2", 0.5));

        var refusal = await Assert.ThrowsAsync<LambdaException>(() => test.ChangeAsync("f", function => function.WithoutVersion(2)));
        await test.ChangeAsync("f", function => function.WithoutAlias("live").WithoutVersion(2));
        await test.ReopenAsync();

        Assert.Equal("Version 2 is referenced by alias live: arn:aws:lambda:us-east-1:000000000000:function:f:live", refusal.Message);
        Assert.Null(test.Source("f", "2"));
        Assert.Equal("3", (await test.PublishAsync("f")).Configuration.Version);
    }

    [Fact]
    public async Task A_deleted_function_is_retired_whole_and_stays_deleted()
    {
        await using var test = await WithTwoVersionsAsync();
        test.Retired.Clear();
        await test.ChangeAsync("f", function => function with { Urls = function.Urls.SetItem("", new FunctionUrl("abc", "NONE", null, null, "then", "then")) });

        Assert.True(await test.Registry.DeleteAsync(RegistryUnderTest.Id("f"), default));
        Assert.False(await test.Registry.DeleteAsync(RegistryUnderTest.Id("f"), default));

        Assert.Equal(["$LATEST", "1", "2"], test.Retired.Select(version => version.Version).Order(StringComparer.Ordinal));
        await test.ReopenAsync();
        Assert.Equal(0, test.Registry.Count);
        Assert.Null(test.Registry.FindUrl("abc"));
        Assert.Empty(Directory.GetFileSystemEntries(test.CodeFolder));
        await test.CreateAsync("f", "new");
        Assert.Null(test.Source("f", "1"));
    }

    [Fact]
    public async Task Code_that_no_version_runs_is_collected_and_shared_code_stays()
    {
        await using var test = new RegistryUnderTest();
        var old = (await test.CreateAsync("f", "one")).Latest.Configuration.CodeSha256;
        await test.CreateAsync("g", "shared");
        await test.DeployAsync("f", "shared");
        Assert.True(Directory.Exists(test.Registry.Code.DirectoryOf(old)));

        await test.ReopenAsync();

        Assert.False(Directory.Exists(test.Registry.Code.DirectoryOf(old)));
        await test.Registry.DeleteAsync(RegistryUnderTest.Id("g"), default);
        await test.ReopenAsync();
        Assert.Equal("shared", test.Source("f"));
    }

    [Fact]
    public async Task A_deleted_layer_keeps_its_number_and_its_code_for_the_functions_that_use_it()
    {
        await using var test = new RegistryUnderTest();
        var first = await PublishLayerAsync(test, "used");
        var second = await PublishLayerAsync(test, "unused");
        await test.CreateAsync("f");
        await test.ChangeAsync("f", function => function.WithLatest(function.Latest with { LayerCode = [first.CodeSha256] }));

        await test.Registry.ChangeLayerAsync(first.Reference, layer => layer with { IsDeleted = true }, default);
        await test.Registry.ChangeLayerAsync(second.Reference, layer => layer with { IsDeleted = true }, default);
        await test.ReopenAsync();

        Assert.Empty(test.Registry.ListLayers(RegistryUnderTest.Scope));
        Assert.Null(await test.Registry.ChangeLayerAsync(first.Reference, layer => layer, default));
        var folder = Assert.Single(test.Registry.Resolve(RegistryUnderTest.Id("f"), null)!.Value.Version.LayerDirectories);
        Assert.Equal("used", await File.ReadAllTextAsync(Path.Combine(folder, "layer")));
        Assert.False(Directory.Exists(test.Registry.Code.DirectoryOf(second.CodeSha256)));
        var third = await PublishLayerAsync(test, "new");
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:layer:tools:3", third.Reference.ToString());
        Assert.Equal([3L], test.Registry.ListLayerVersions(RegistryUnderTest.Scope, "tools").Select(layer => layer.Reference.Version));
    }

    private static async Task<LayerVersion> PublishLayerAsync(RegistryUnderTest test, string content)
    {
        using var lease = await test.Registry.Code.AddAsync(Zips.Of(("layer", content)), default);
        return await test.Registry.PublishLayerAsync(
            RegistryUnderTest.Scope, "tools",
            reference => new LayerVersion
            {
                Reference = reference,
                Description = "",
                CreatedDate = "2025-11-25T02:50:43.123+0000",
                CodeSha256 = lease.Package.Sha256,
                CodeSize = lease.Package.Size,
                UnzippedSize = lease.Package.UnzippedSize,
                RevisionId = Function.NewRevision(),
            },
            default);
    }

    private static async Task<RegistryUnderTest> WithTwoVersionsAsync()
    {
        var test = new RegistryUnderTest();
        await test.CreateAsync("f", "one");
        await test.PublishAsync("f");
        await test.DeployAsync("f", "two");
        await test.PublishAsync("f");
        return test;
    }

    /// <summary>What 300 invocations of the alias <c>live</c> run: that an even choice leaves one out has odds of 2 to the 299th.</summary>
    private static IEnumerable<string> Versions(RegistryUnderTest test) =>
        Enumerable.Range(0, 300)
            .Select(_ => test.Registry.Resolve(RegistryUnderTest.Id("f"), "live")!.Value)
            .Select(resolved =>
            {
                Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:f:live", resolved.InvokedArn);
                return resolved.Version.Version;
            })
            .Distinct()
            .Order(StringComparer.Ordinal);
}
