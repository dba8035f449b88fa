using Headrace.Store.Buckets;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

/// <summary>What the recorded answers of S3 show of versioned and suspended buckets.</summary>
public sealed class VersioningTests
{
    [Fact]
    public async Task A_delete_leaves_a_marker_and_deleting_the_marker_brings_the_object_back()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var put = await test.PutAsync("k", "body");

        var deleted = await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);

        Assert.True(deleted.IsDeleteMarker);
        Assert.Null(deleted.VersionId);
        Assert.True(test.Store.Find("bucket", "k")!.IsDeleteMarker);
        Assert.Equal(deleted.MarkerVersionId, test.Store.Find("bucket", "k")!.VersionId);
        Assert.Equal("body", await test.TextAsync("k", put.VersionId));
        Assert.Empty(test.Store.ListObjects(new("bucket", "", null, null, 10)).Objects);

        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k", deleted.MarkerVersionId), default);

        Assert.Equal("body", await test.TextAsync("k"));
        Assert.True(test.Store.Find("bucket", "k", put.VersionId)!.IsLatest);
    }

    [Fact]
    public async Task Events_of_a_versioned_bucket_name_their_version()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var put = await test.PutAsync("k", "body");
        var marker = await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k", put.VersionId), default);

        Assert.Equal(
            [
                ("ObjectCreated:Put", put.VersionId, 4L, put.ETag),
                ("ObjectRemoved:DeleteMarkerCreated", marker.MarkerVersionId!, null, "d41d8cd98f00b204e9800998ecf8427e"),
                ("ObjectRemoved:Delete", put.VersionId, null, null),
            ],
            test.Changes.ConvertAll(change => (change.EventName, change.VersionId!, change.Size, change.ETag)));
    }

    [Fact]
    public async Task While_suspended_there_is_one_null_version_and_older_ones_stay()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var first = await test.PutAsync("k", "first");
        await test.Store.SetVersioningAsync("bucket", VersioningState.Suspended, default);

        await test.PutAsync("k", "second");
        await test.PutAsync("k", "third");
        var marker = await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);

        Assert.Equal("null", marker.MarkerVersionId);
        Assert.Equal(["null", first.VersionId], test.Store.ListVersions(new("bucket", "", null, null, null, 10)).Versions.Select(version => version.VersionId));
        Assert.Equal("first", await test.TextAsync("k", first.VersionId));
        Assert.Null(await test.TextAsync("k", "null"));
    }

    [Fact]
    public async Task Version_ids_look_random_have_32_characters_and_only_ones_issued_here_are_known()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var ids = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add((await test.PutAsync("k", "body")).VersionId);
        }

        Assert.Equal(20, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9._]{32}$", id));
        Assert.All(ids, id => Assert.True(test.Store.IsVersionId(id)));
        Assert.False(test.Store.IsVersionId("HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD"));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k", "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD"), default));
        Assert.Equal("InvalidArgument", refusal.Code);
        Assert.Equal("Invalid version id specified", refusal.Message);
        Assert.Equal([new("ArgumentName", "versionId"), new("ArgumentValue", "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD")], refusal.Details);
    }

    [Fact]
    public async Task The_number_behind_a_null_version_is_not_a_version_id()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var put = await test.PutAsync("k", "body");
        var hidden = new SealedIds(StoreSchemaSecret(test), (byte)'v').Seal(put.Sequence);

        Assert.True(test.Store.IsVersionId(hidden));
        Assert.Null(test.Store.Find("bucket", "k", hidden));
        Assert.NotNull(test.Store.Find("bucket", "k", "null"));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_succeeds_and_says_nothing_in_an_unversioned_bucket()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();

        var deleted = await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);

        Assert.Equal(new DeletedObject("k", null, null, false), deleted);
        Assert.Empty(test.Changes);
    }

    [Fact]
    public async Task Deleting_many_reports_each_in_the_order_asked()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var b = await test.PutAsync("b", "body");

        var results = await test.Store.DeleteObjectsAsync(
            [StoreUnderTest.Delete("b", "nonsense"), StoreUnderTest.Delete("a"), StoreUnderTest.Delete("b", b.VersionId), StoreUnderTest.Delete("c", ifMatch: "x")], default);

        Assert.Equal(["b", "a", "b", "c"], results.Select(result => result.Key));
        Assert.Equal(["InvalidArgument", null, null, "NoSuchKey"], results.Select(result => result.Error?.Code));
        Assert.True(results[1].IsDeleteMarker);
        Assert.Equal(b.VersionId, results[2].VersionId);
        Assert.Null(test.Store.Find("bucket", "b"));
    }

    [Fact]
    public async Task Tags_belong_to_a_version_and_raise_their_events()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var first = await test.PutAsync("k", "first");
        var second = await test.PutAsync("k", "second");

        var tagged = await test.Store.SetTagsAsync("bucket", "k", first.VersionId, [new("a", "1")], StoreUnderTest.Origin, default);
        await test.Store.SetTagsAsync("bucket", "k", null, [], StoreUnderTest.Origin, default);

        Assert.False(tagged.IsLatest);
        Assert.Equal([new("a", "1")], test.Store.Find("bucket", "k", first.VersionId)!.Tags);
        Assert.Empty(test.Store.Find("bucket", "k")!.Tags);
        Assert.Equal("first", await test.TextAsync("k", first.VersionId));
        Assert.Equal(
            [("ObjectTagging:Put", first.VersionId), ("ObjectTagging:Delete", second.VersionId)],
            test.Changes.Skip(2).Select(change => (change.EventName, change.VersionId!)));
    }

    [Fact]
    public async Task Tags_of_what_is_not_there_are_refused()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var put = await test.PutAsync("gone", "body");
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("gone", put.VersionId), default);
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("marked"), default);

        Assert.Equal("NoSuchKey", await CodeAsync("none", null));
        Assert.Equal("NoSuchVersion", await CodeAsync("gone", put.VersionId));
        Assert.Equal("InvalidArgument", await CodeAsync("gone", "nonsense"));
        Assert.Equal("MethodNotAllowed", await CodeAsync("marked", null));

        async Task<string> CodeAsync(string key, string? versionId) =>
            (await Assert.ThrowsAsync<StoreException>(() => test.Store.SetTagsAsync("bucket", key, versionId, [new("a", "1")], StoreUnderTest.Origin, default))).Code;
    }

    [Fact]
    public async Task Documents_of_a_version_stay_with_it()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var put = await test.PutAsync("k", "body");
        await test.Store.PutObjectDocumentAsync(put, "acl", "<acl/>", StoreUnderTest.Origin, default);
        await test.ReopenAsync();

        Assert.Equal("<acl/>", test.Store.GetObjectDocument(put, "acl"));
        Assert.Null(test.Store.GetObjectDocument(put, "other"));
        Assert.Equal("ObjectAcl:Put", test.Changes[^1].EventName);
        await test.Store.PutObjectDocumentAsync(put, "acl", null, StoreUnderTest.Origin, default);
        Assert.Null(test.Store.GetObjectDocument(put, "acl"));
        await test.PutAsync("k", "again");
        Assert.Null(test.Store.GetObjectDocument(test.Store.Find("bucket", "k")!, "acl"));
    }

    private static byte[] StoreSchemaSecret(StoreUnderTest test) => test.Ledger.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT value FROM store_state WHERE name = 'id_secret'");
        statement.Step();
        return Convert.FromHexString(statement.Text(0));
    });
}
