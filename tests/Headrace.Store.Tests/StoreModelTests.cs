using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Store.Buckets;
using Headrace.Store.Listing;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

/// <summary>Random sequences of operations do to the store what they do to the model.</summary>
public sealed class StoreModelTests
{
    // Chosen so that UTF-8 order differs from UTF-16 order, and so that keys are prefixes of each other.
    private static readonly string[] Keys = ["a", "a/", "a/b", "a/b/c", "a/b/d", "a/é", "a-b", "aa", "b", "b//1", "b//2", "é/x", "😀/y", "\uE000z", "z"];
    private static readonly string[] Prefixes = ["", "a", "a/", "a/b", "b/", "é", "q"];
    private static readonly string?[] Delimiters = [null, "/", "//", "b"];

    public enum Kind
    {
        Put,
        PutLarge,
        Copy,
        Upload,
        Delete,
        DeleteVersion,
        DeleteMany,
        Enable,
        Suspend,
        Reopen,
        List,
    }

    [Fact]
    public void The_store_does_what_the_model_does() => Check(Generate((8, Kind.Put), (1, Kind.PutLarge), (1, Kind.Copy), (1, Kind.Upload), (4, Kind.Delete),
        (4, Kind.DeleteVersion), (1, Kind.DeleteMany), (1, Kind.Enable), (1, Kind.Suspend), (1, Kind.Reopen), (4, Kind.List)));

    [Fact]
    public void The_store_does_what_the_model_does_when_never_versioned() =>
        Check(Generate((8, Kind.Put), (1, Kind.PutLarge), (1, Kind.Copy), (1, Kind.Upload), (4, Kind.Delete), (1, Kind.DeleteVersion), (1, Kind.DeleteMany), (1, Kind.Reopen), (4, Kind.List)));

    private static Gen<Step[]> Generate(params (int Weight, Kind Kind)[] kinds) =>
        (from kind in Gen.Frequency([.. kinds.Select(kind => (kind.Weight, Gen.Constant(kind.Kind)))])
         from key in Gen.Elements(Keys)
         from number in Gen.Choose(0, 10_000)
         select new Step(kind, key, number)).ArrayOf();

    private static void Check(Gen<Step[]> steps) =>
        Prop.ForAll(Arb.From(steps, Shrink), run => RunAsync(run).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(60));

    private static IEnumerable<Step[]> Shrink(Step[] steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            yield return [.. steps[..i], .. steps[(i + 1)..]];
        }
    }

    private static async Task RunAsync(Step[] steps)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var model = new StoreModel();
        foreach (var step in steps)
        {
            await ApplyAsync(test, model, step);
        }

        foreach (var key in Keys)
        {
            var latest = model.Latest(key);
            var found = test.Store.Find("bucket", key);
            Assert.Equal(latest?.VersionId, found?.VersionId);
            Assert.Equal(latest?.IsMarker, found?.IsDeleteMarker);
            foreach (var version in model.VersionsOf(key))
            {
                var exact = test.Store.Find("bucket", key, version.VersionId)!;
                Assert.Equal(version == latest, exact.IsLatest);
                Assert.Equal(version.IsMarker, exact.IsDeleteMarker);
                if (!version.IsMarker)
                {
                    Assert.Equal(version.Body, Encoding.UTF8.GetString(await test.ReadAsync(exact)));
                }
            }
        }

        foreach (var prefix in Prefixes)
        {
            foreach (var delimiter in Delimiters)
            {
                CheckListings(test, model, prefix, delimiter, page: 2);
            }
        }
    }

    private static async Task ApplyAsync(StoreUnderTest test, StoreModel model, Step step)
    {
        switch (step.Kind)
        {
            case Kind.Put:
            case Kind.PutLarge:
                var body = step.Kind == Kind.Put ? $"body {step.Number}" : new string('x', 40_000 + step.Number);
                model.Put(step.Key, (await test.PutAsync(step.Key, body)).VersionId, body);
                break;
            case Kind.Copy:
                var source = Keys[step.Number % Keys.Length];
                if (model.Latest(source) is { IsMarker: false } from)
                {
                    var copy = await test.Store.CopyObjectAsync(test.Store.Find("bucket", source)!, StoreUnderTest.Put(step.Key), default);
                    model.Put(step.Key, copy.VersionId, from.Body);
                }

                break;
            case Kind.Upload:
                var part = new string('p', step.Number * 8);
                var upload = await test.Store.CreateUploadAsync(new(StoreUnderTest.Put(step.Key), null, null), default);
                await using (var staged = await test.Store.StageAsync(new MemoryStream(Encoding.UTF8.GetBytes(part)), part.Length, default))
                {
                    var stored = await test.Store.PutPartAsync(upload, 1, staged, null, default);
                    var done = await test.Store.CompleteUploadAsync(
                        new("bucket", step.Key, upload.UploadId, [new(1, stored.ETag, null)], null, new WriteConditions(), StoreUnderTest.Origin), default);
                    model.Put(step.Key, done.VersionId, part);
                }

                break;
            case Kind.Delete:
                model.Delete(step.Key, (await test.Store.DeleteObjectAsync(StoreUnderTest.Delete(step.Key), default)).MarkerVersionId);
                break;
            case Kind.DeleteVersion:
                if (model.VersionsOf(step.Key) is { Count: > 0 } versions)
                {
                    var version = versions[step.Number % versions.Count];
                    var deleted = await test.Store.DeleteObjectAsync(StoreUnderTest.Delete(step.Key, version.VersionId), default);
                    Assert.Equal(new DeletedObject(step.Key, version.VersionId, version.IsMarker ? version.VersionId : null, version.IsMarker), deleted);
                    model.DeleteVersion(step.Key, version.VersionId);
                }

                break;
            case Kind.DeleteMany:
                string[] keys = [step.Key, Keys[step.Number % Keys.Length]];
                foreach (var gone in await test.Store.DeleteObjectsAsync([.. keys.Select(key => StoreUnderTest.Delete(key))], default))
                {
                    model.Delete(gone.Key, gone.MarkerVersionId);
                }

                break;
            case Kind.Enable:
            case Kind.Suspend:
                model.Versioning = step.Kind == Kind.Enable ? VersioningState.Enabled : VersioningState.Suspended;
                await test.Store.SetVersioningAsync("bucket", model.Versioning, default);
                break;
            case Kind.Reopen:
                await test.ReopenAsync();
                break;
            case Kind.List:
                CheckListings(test, model, Prefixes[step.Number % Prefixes.Length], Delimiters[step.Number % Delimiters.Length], page: 1 + step.Number % 5);
                break;
        }
    }

    private static void CheckListings(StoreUnderTest test, StoreModel model, string prefix, string? delimiter, int page)
    {
        var objects = new List<(string, bool)>();
        string? after = null;
        do
        {
            var listing = test.Store.ListObjects(new ListObjectsQuery("bucket", prefix, delimiter, after, page));
            var entries = listing.Objects.Select(found => (found.Key, false)).Concat(listing.CommonPrefixes.Select(name => (name, true)));
            objects.AddRange(entries.Order(Comparer<(string Name, bool)>.Create((left, right) => StoreModel.Utf8Order(left.Name, right.Name))));
            after = listing.Next;
            Assert.True(after is null || listing.Objects.Count + listing.CommonPrefixes.Count == page);
        }
        while (after is not null);
        Assert.Equal(model.Objects(prefix, delimiter), objects);

        var versions = new List<string>();
        (string? Key, string? Version) marker = default;
        do
        {
            var listing = test.Store.ListVersions(new ListVersionsQuery("bucket", prefix, delimiter, marker.Key, marker.Version, page));
            var entries = listing.Versions.Select(found => (Order: found.Key, Text: StoreModel.Describe(found.Key, found.VersionId, found.IsLatest, found.IsDeleteMarker)))
                .Concat(listing.CommonPrefixes.Select(name => (Order: name, Text: name)));
            versions.AddRange(entries.OrderBy(entry => entry.Order, Comparer<string>.Create(StoreModel.Utf8Order)).Select(entry => entry.Text));
            marker = (listing.NextKeyMarker, listing.NextVersionIdMarker);
        }
        while (marker.Key is not null);
        Assert.Equal(model.Versions(prefix, delimiter), versions);
    }

    private sealed record Step(Kind Kind, string Key, int Number);
}
