using Headrace.Store.Buckets;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

/// <summary>Conditional writes as recorded in test_s3_api (TestS3ObjectWritePrecondition, TestS3DeletePrecondition).</summary>
public sealed class WriteConditionTests
{
    [Fact]
    public async Task If_none_match_lets_only_the_first_of_many_writers_through()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => OutcomeAsync(test, "k", $"writer {i}", new(IfNoneMatch: "*"))));

        Assert.Equal(1, outcomes.Count(code => code is null));
        Assert.All(outcomes.Where(code => code is not null), code => Assert.Equal("PreconditionFailed If-None-Match", code));
        Assert.Single(test.Changes);
    }

    [Fact]
    public async Task If_match_wants_the_current_etag()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        Assert.Equal("NoSuchKey k", await OutcomeAsync(test, "k", "body", new(IfMatch: "098f6bcd4621d373cade4e832627b4f6")));
        var put = await test.PutAsync("k", "body");
        Assert.Equal("PreconditionFailed If-Match", await OutcomeAsync(test, "k", "other", new(IfMatch: "nonsense")));
        Assert.Null(await OutcomeAsync(test, "k", "other", new(IfMatch: put.ETag)));
        Assert.Equal("other", await test.TextAsync("k"));
    }

    [Fact]
    public async Task A_delete_marker_counts_as_no_object()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var put = await test.PutAsync("k", "body");
        Assert.Equal("PreconditionFailed If-None-Match", await OutcomeAsync(test, "k", "other", new(IfNoneMatch: "*")));
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
        Assert.Equal("NoSuchKey k", await OutcomeAsync(test, "k", "other", new(IfMatch: put.ETag)));
        Assert.Null(await OutcomeAsync(test, "k", "other", new(IfNoneMatch: "*")));
    }

    [Fact]
    public async Task A_conditional_delete_wants_the_current_etag()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var put = await test.PutAsync("k", "body");

        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k", ifMatch: "nonsense"), default));

        Assert.Equal("PreconditionFailed", refusal.Code);
        Assert.Equal("At least one of the pre-conditions you specified did not hold", refusal.Message);
        Assert.Equal("body", await test.TextAsync("k"));
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k", ifMatch: put.ETag), default);
        Assert.Null(test.Store.Find("bucket", "k"));
    }

    [Fact]
    public async Task Completing_an_upload_conflicts_when_the_key_was_written_meanwhile()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var before = await test.PutAsync("k", "before");
        var (upload, part) = await BeginAsync(test);
        var during = await test.PutAsync("k", "during");

        Assert.Equal("PreconditionFailed If-Match", await CompleteAsync(test, upload, part, new(IfMatch: before.ETag)));
        Assert.Equal("ConditionalRequestConflict If-Match", await CompleteAsync(test, upload, part, new(IfMatch: during.ETag)));
        Assert.Equal("PreconditionFailed If-None-Match", await CompleteAsync(test, upload, part, new(IfNoneMatch: "*")));

        (upload, part) = await BeginAsync(test);
        Assert.Null(await CompleteAsync(test, upload, part, new(IfMatch: during.ETag)));
    }

    [Fact]
    public async Task Completing_an_upload_conflicts_when_the_key_was_deleted_meanwhile()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync("k", "before");
        var (upload, part) = await BeginAsync(test);
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);

        Assert.Equal("NoSuchKey k", await CompleteAsync(test, upload, part, new(IfMatch: "x")));
        Assert.Equal("ConditionalRequestConflict If-None-Match", await CompleteAsync(test, upload, part, new(IfNoneMatch: "*")));

        (upload, part) = await BeginAsync(test);
        Assert.Null(await CompleteAsync(test, upload, part, new(IfNoneMatch: "*")));
    }

    private static async Task<(MultipartUpload Upload, UploadedPart Part)> BeginAsync(StoreUnderTest test)
    {
        var upload = await test.Store.CreateUploadAsync(new(StoreUnderTest.Put("k"), null, null), default);
        await using var staged = await test.Store.StageAsync(new MemoryStream([1, 2, 3]), 3, default);
        return (upload, await test.Store.PutPartAsync(upload, 1, staged, null, default));
    }

    private static Task<string?> CompleteAsync(StoreUnderTest test, MultipartUpload upload, UploadedPart part, WriteConditions conditions) => OutcomeAsync(
        () => test.Store.CompleteUploadAsync(new("bucket", "k", upload.UploadId, [new(1, part.ETag, null)], null, conditions, StoreUnderTest.Origin), default));

    private static Task<string?> OutcomeAsync(StoreUnderTest test, string key, string body, WriteConditions conditions) => OutcomeAsync(
        () => test.PutAsync(StoreUnderTest.Put(key) with { Conditions = conditions }, System.Text.Encoding.UTF8.GetBytes(body)));

    /// <summary>Null, or the refusal's code and first detail.</summary>
    private static async Task<string?> OutcomeAsync(Func<Task<ObjectVersion>> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (StoreException refusal)
        {
            return $"{refusal.Code} {refusal.Details[0].Value}";
        }
    }
}
