using Headrace.Store.Buckets;
using Xunit;

namespace Headrace.Store.Tests;

public sealed class BucketTests
{
    [Fact]
    public async Task Buckets_are_listed_by_name_and_survive_reopening()
    {
        await using var test = new StoreUnderTest();
        await test.Store.CreateBucketAsync("zebra", "us-east-1", default);
        var created = await test.Store.CreateBucketAsync("apple", "eu-west-1", default);
        await test.Store.SetVersioningAsync("apple", VersioningState.Enabled, default);
        await test.Store.PutBucketDocumentAsync("apple", "policy", "{}", default);
        await test.ReopenAsync();

        Assert.Equal(["apple", "zebra"], test.Store.ListBuckets().Select(bucket => bucket.Name));
        Assert.Equal(created with { Versioning = VersioningState.Enabled }, test.Store.FindBucket("apple"));
        Assert.Equal("{}", test.Store.GetBucketDocument("apple", "policy"));
        Assert.Null(test.Store.FindBucket("none"));
    }

    [Fact]
    public async Task A_bucket_is_created_once_however_many_ask()
    {
        await using var test = new StoreUnderTest();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await test.Store.CreateBucketAsync("bucket", "us-east-1", default);
                return null;
            }
            catch (StoreException refusal)
            {
                return refusal.Code;
            }
        }));

        Assert.Equal(1, outcomes.Count(code => code is null));
        Assert.Equal(7, outcomes.Count(code => code == "BucketAlreadyOwnedByYou"));
    }

    [Fact]
    public async Task A_bucket_with_objects_stays_and_an_empty_one_goes_with_all_that_hangs_on_it()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.Store.PutBucketDocumentAsync("bucket", "cors", "<cors/>", default);
        await test.PutAsync("k", "body");
        var upload = await test.Store.CreateUploadAsync(new(StoreUnderTest.Put("u"), null, null), default);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.DeleteBucketAsync("bucket", default));
        Assert.Equal(("BucketNotEmpty", "The bucket you tried to delete is not empty"), (refusal.Code, refusal.Message));
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
        await test.Store.DeleteBucketAsync("bucket", default);

        Assert.Null(test.Store.FindBucket("bucket"));
        Assert.Equal(["bucket"], test.DeletedBuckets);
        refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.DeleteBucketAsync("bucket", default));
        Assert.Equal("NoSuchBucket", refusal.Code);
        Assert.Equal("NoSuchBucket", Assert.Throws<StoreException>(() => test.Store.GetBucketDocument("bucket", "cors")).Code);

        await test.Store.CreateBucketAsync("bucket", "us-east-1", default);
        Assert.Null(test.Store.GetBucketDocument("bucket", "cors"));
        Assert.Null(test.Store.FindUpload("bucket", "u", upload.UploadId));
    }

    [Fact]
    public async Task A_versioned_bucket_with_only_delete_markers_is_not_empty()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: VersioningState.Enabled);
        var marker = await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.DeleteBucketAsync("bucket", default));

        Assert.Equal("The bucket you tried to delete is not empty. You must delete all versions in the bucket.", refusal.Message);
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k", marker.MarkerVersionId), default);
        await test.Store.DeleteBucketAsync("bucket", default);
    }

    [Fact]
    public async Task Documents_are_replaced_and_removed()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.Store.PutBucketDocumentAsync("bucket", "policy", "one", default);
        await test.Store.PutBucketDocumentAsync("bucket", "policy", "two", default);
        Assert.Equal("two", test.Store.GetBucketDocument("bucket", "policy"));
        await test.Store.PutBucketDocumentAsync("bucket", "policy", null, default);
        Assert.Null(test.Store.GetBucketDocument("bucket", "policy"));
        await test.ReopenAsync();
        Assert.Null(test.Store.GetBucketDocument("bucket", "policy"));
    }
}
