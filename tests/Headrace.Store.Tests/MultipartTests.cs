using System.Security.Cryptography;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

public sealed class MultipartTests
{
    private const int Full = (int)ObjectStore.SmallestPart;

    [Fact]
    public async Task Parts_may_arrive_in_any_order_and_are_joined_by_number()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await BeginAsync(test);
        var bodies = new Dictionary<int, byte[]> { [7] = Random(100), [1] = Random(Full), [3] = Random(Full + 1) };
        var parts = new Dictionary<int, UploadedPart>();
        foreach (var (number, body) in bodies)
        {
            parts[number] = await PutAsync(test, upload, number, body);
        }

        var done = await CompleteAsync(test, upload, parts[1], parts[3], parts[7]);
        await test.ReopenAsync();

        var whole = bodies.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value).ToArray();
        var md5s = bodies.OrderBy(pair => pair.Key).SelectMany(pair => MD5.HashData(pair.Value)).ToArray();
        var found = test.Store.Find("bucket", "k")!;
        Assert.Equal($"{Convert.ToHexStringLower(MD5.HashData(md5s))}-3", found.ETag);
        Assert.Equal(done.ETag, found.ETag);
        Assert.Equal([(1, 0L, (long)Full), (3, Full, Full + 1), (7, 2 * Full + 1, 100)], found.Parts.Select(part => (part.Number, part.Offset, part.Size)));
        Assert.Equal(whole, await test.ReadAsync(found));
        await using var across = test.Store.OpenRead(found, Full - 10, Full + 100);
        var copy = new MemoryStream();
        await across.CopyToAsync(copy);
        Assert.Equal(whole[(Full - 10)..(2 * Full + 90)], copy.ToArray());
        Assert.Equal("ObjectCreated:CompleteMultipartUpload", Assert.Single(test.Changes).EventName);
        Assert.Null(test.Store.FindUpload("bucket", "k", upload.UploadId));
        Assert.Equal(0, test.Count("part"));
    }

    [Fact]
    public async Task The_object_carries_what_the_upload_was_created_with()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var put = StoreUnderTest.Put("k") with
        {
            Headers = new ObjectHeaders("image/png"),
            UserMetadata = new Dictionary<string, string> { ["a"] = "b" },
            Tags = [new("t", "v")],
        };
        var created = await test.Store.CreateUploadAsync(new(put, "CRC32", "COMPOSITE"), default);
        await test.ReopenAsync();

        var upload = test.Store.FindUpload("bucket", "k", created.UploadId)!;
        Assert.Equal(("CRC32", "COMPOSITE"), (upload.Create.ChecksumAlgorithm, upload.Create.ChecksumType));
        Assert.Equal(put.Headers, upload.Create.Put.Headers);
        var partSum = new ObjectChecksum("CRC32", "AAAAAA==", "FULL_OBJECT");
        await using var staged = await test.Store.StageAsync(new MemoryStream([1]), 1, default);
        var part = await test.Store.PutPartAsync(upload, 1, staged, partSum, default);
        var whole = new ObjectChecksum("CRC32", "BBBBBB==-1", "COMPOSITE");
        await test.Store.CompleteUploadAsync(
            new("bucket", "k", upload.UploadId, [new(1, part.ETag, partSum)], whole, new WriteConditions(), StoreUnderTest.Origin), default);

        var found = test.Store.Find("bucket", "k")!;
        Assert.Equal("image/png", found.Headers.ContentType);
        Assert.Equal(put.UserMetadata, found.UserMetadata);
        Assert.Equal(put.Tags, found.Tags);
        Assert.Equal(whole, found.Checksum);
        Assert.Equal(partSum, Assert.Single(found.Parts).Checksum);
    }

    [Fact]
    public async Task Completing_again_answers_with_the_same_object_and_no_second_event()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await BeginAsync(test);
        var part = await PutAsync(test, upload, 1, [1]);
        var first = await CompleteAsync(test, upload, part);

        var again = await CompleteAsync(test, upload, part);

        Assert.Equal((first.ETag, first.LastModified), (again.ETag, again.LastModified));
        Assert.Single(test.Changes);
        await test.PutAsync("k", "other");
        var refusal = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload, part));
        Assert.Equal("NoSuchUpload", refusal.Code);
        Assert.Equal([new("UploadId", upload.UploadId)], refusal.Details);
    }

    [Fact]
    public async Task Wrong_lists_of_parts_are_refused_in_S3s_words_and_the_upload_lives_on()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await BeginAsync(test);
        var small = await PutAsync(test, upload, 1, [1, 2, 3, 4]);
        var last = await PutAsync(test, upload, 2, [5]);

        var order = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload, last, small));
        Assert.Equal(("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number."), (order.Code, order.Message));
        Assert.Equal([new("UploadId", upload.UploadId)], order.Details);

        var twice = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload, small, small));
        Assert.Equal("InvalidPartOrder", twice.Code);

        var missing = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload, small with { Number = 9 }));
        Assert.Equal("InvalidPart", missing.Code);
        Assert.Equal([new("UploadId", upload.UploadId), new("PartNumber", "9"), new("ETag", small.ETag)], missing.Details);

        var wrong = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload, small with { ETag = last.ETag }));
        Assert.Equal("InvalidPart", wrong.Code);

        var tooSmall = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload, small, last));
        Assert.Equal(("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"), (tooSmall.Code, tooSmall.Message));
        Assert.Equal([new("ProposedSize", "4"), new("MinSizeAllowed", "5242880"), new("PartNumber", "1"), new("ETag", small.ETag)], tooSmall.Details);

        var none = await Assert.ThrowsAsync<StoreException>(() => CompleteAsync(test, upload));
        Assert.Equal(("InvalidRequest", "You must specify at least one part"), (none.Code, none.Message));

        Assert.Equal(1, (await CompleteAsync(test, upload, last)).Size);
    }

    [Fact]
    public async Task Aborting_forgets_the_upload()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await BeginAsync(test);
        await PutAsync(test, upload, 1, Random(100));

        await test.Store.AbortUploadAsync("bucket", "k", upload.UploadId, default);

        Assert.Null(test.Store.FindUpload("bucket", "k", upload.UploadId));
        Assert.Equal(0, test.Count("part"));
        Assert.Equal(0, test.Count("body"));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.AbortUploadAsync("bucket", "k", upload.UploadId, default));
        Assert.Equal("NoSuchUpload", refusal.Code);
        refusal = await Assert.ThrowsAsync<StoreException>(() => PutAsync(test, upload, 1, [1]));
        Assert.Equal("NoSuchUpload", refusal.Code);
    }

    [Fact]
    public async Task Parts_are_listed_by_number_in_pages()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await BeginAsync(test);
        foreach (var number in new[] { 5, 1, 10_000, 3 })
        {
            await PutAsync(test, upload, number, new byte[number % 7]);
        }

        await PutAsync(test, upload, 3, [1, 2]);

        var first = test.Store.ListParts(upload, 0, 2);
        Assert.Equal([(1, 1L), (3, 2L)], first.Parts.Select(part => (part.Number, part.Size)));
        Assert.Equal(3, first.NextPartNumber);
        var second = test.Store.ListParts(upload, 3, 2);
        Assert.Equal([5, 10_000], second.Parts.Select(part => part.Number));
        Assert.Null(second.NextPartNumber);
    }

    [Fact]
    public async Task Uploads_are_listed_by_key_then_age_with_markers_and_common_prefixes()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var b1 = await BeginAsync(test, "b");
        var b2 = await BeginAsync(test, "b");
        await BeginAsync(test, "a/1");
        await BeginAsync(test, "a/2");
        var c = await BeginAsync(test, "c");

        var first = test.Store.ListUploads(new("bucket", "", "/", null, null, 2));
        Assert.Equal(["a/"], first.CommonPrefixes);
        Assert.Equal([b1.UploadId], first.Uploads.Select(upload => upload.UploadId));
        Assert.Equal(("b", b1.UploadId), (first.NextKeyMarker, first.NextUploadIdMarker));

        var second = test.Store.ListUploads(new("bucket", "", "/", "b", b1.UploadId, 10));
        Assert.Equal([b2.UploadId, c.UploadId], second.Uploads.Select(upload => upload.UploadId));
        Assert.Null(second.NextKeyMarker);

        Assert.Equal([c.UploadId], test.Store.ListUploads(new("bucket", "", null, "b", null, 10)).Uploads.Select(upload => upload.UploadId));
        var refusal = Assert.Throws<StoreException>(() => test.Store.ListUploads(new("bucket", "", null, "b", c.UploadId, 10)));
        Assert.Equal(("InvalidArgument", "Invalid uploadId marker"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public async Task A_copy_of_an_object_in_parts_is_whole_and_has_its_own_md5()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await BeginAsync(test);
        var (one, two) = (Random(Full), Random(10));
        var done = await CompleteAsync(test, upload, await PutAsync(test, upload, 1, one), await PutAsync(test, upload, 2, two));

        var copy = await test.Store.CopyObjectAsync(done, StoreUnderTest.Put("copy") with { EventName = "ObjectCreated:Copy" }, default);
        var again = await test.Store.CopyObjectAsync(copy, StoreUnderTest.Put("again"), default);

        byte[] whole = [.. one, .. two];
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(whole)), copy.ETag);
        Assert.Equal(copy.ETag, again.ETag);
        Assert.Empty(copy.Parts);
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
        await test.ReopenAsync();
        Assert.Equal(whole, await test.ReadAsync(test.Store.Find("bucket", "copy")!));
        Assert.Equal(whole, await test.ReadAsync(test.Store.Find("bucket", "again")!));
        Assert.Contains("ObjectCreated:Copy", test.Changes.ConvertAll(change => change.EventName));
    }

    private static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);

    private static Task<MultipartUpload> BeginAsync(StoreUnderTest test, string key = "k") => test.Store.CreateUploadAsync(new(StoreUnderTest.Put(key), null, null), default);

    private static async Task<UploadedPart> PutAsync(StoreUnderTest test, MultipartUpload upload, int number, byte[] body)
    {
        await using var staged = await test.Store.StageAsync(new MemoryStream(body), body.Length, default);
        return await test.Store.PutPartAsync(upload, number, staged, null, default);
    }

    private static Task<ObjectVersion> CompleteAsync(StoreUnderTest test, MultipartUpload upload, params UploadedPart[] parts) => test.Store.CompleteUploadAsync(
        new("bucket", "k", upload.UploadId, [.. parts.Select(part => new CompletedPart(part.Number, part.ETag, null))], null, new WriteConditions(), StoreUnderTest.Origin), default);
}
