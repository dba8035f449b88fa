using System.Security.Cryptography;
using Headrace.Store.Contents;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

public sealed class PutObjectTests
{
    public static TheoryData<int> Sizes => [0, 1, 4096, ContentStager.LargestBody, ContentStager.LargestBody + 1, 300_000, (int)ContentStager.LargestShared, (int)ContentStager.LargestShared + 1];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_was_put_is_read_back_whole_and_in_ranges_also_after_reopening(int size)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var body = RandomNumberGenerator.GetBytes(size);
        var put = await test.PutAsync("a/key", body);
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(body)), put.ETag);
        await test.ReopenAsync();

        var found = test.Store.Find("bucket", "a/key")!;

        Assert.Equal(size, found.Size);
        Assert.Equal(put.ETag, found.ETag);
        Assert.Equal(body, await test.ReadAsync(found));
        if (size > 2)
        {
            await using var range = test.Store.OpenRead(found, 1, size - 2);
            var copy = new MemoryStream();
            await range.CopyToAsync(copy);
            Assert.Equal(body[1..^1], copy.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_body_of_unknown_length_is_stored_too(int size)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var body = RandomNumberGenerator.GetBytes(size);
        await using var staged = await test.Store.StageAsync(new MemoryStream(body), null, default);

        var put = await test.Store.PutObjectAsync(StoreUnderTest.Put("k"), staged, default);

        Assert.Equal(size, put.Size);
        Assert.Equal(body, await test.ReadAsync(test.Store.Find("bucket", "k")!));
    }

    [Fact]
    public async Task Headers_metadata_tags_checksum_and_class_come_back()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var put = StoreUnderTest.Put("k") with
        {
            Headers = new ObjectHeaders("image/jpeg", "no-cache", "inline", "gzip", "de", "Wed, 21 Oct 2026 07:28:00 GMT", "/else"),
            UserMetadata = new Dictionary<string, string> { ["site"] = "Zürich", ["n"] = "1" },
            Tags = [new("b", "2"), new("a", "")],
            StorageClass = "STANDARD_IA",
            Checksum = new ObjectChecksum("CRC32", "AAAAAA==", "FULL_OBJECT"),
        };
        await test.PutAsync(put, [1]);
        await test.ReopenAsync();

        var found = test.Store.Find("bucket", "k")!;

        Assert.Equal(put.Headers, found.Headers);
        Assert.Equal(put.UserMetadata, found.UserMetadata);
        Assert.Equal(put.Tags, found.Tags);
        Assert.Equal("STANDARD_IA", found.StorageClass);
        Assert.Equal(put.Checksum, found.Checksum);
        Assert.Equal(test.Time.GetUtcNow(), found.LastModified);
        Assert.Equal("null", found.VersionId);
    }

    [Theory]
    [InlineData(ContentStager.LargestBody + 1, false)]
    [InlineData((int)ContentStager.LargestShared + 1, false)]
    [InlineData(ContentStager.LargestBody + 1, true)]
    [InlineData((int)ContentStager.LargestShared + 1, true)]
    public async Task The_bytes_are_on_disk_before_the_row_that_points_at_them(int size, bool asPart)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await test.Store.CreateUploadAsync(new(StoreUnderTest.Put("k"), null, null), default);
        await using var staged = await test.Store.StageAsync(new MemoryStream(new byte[size]), size, default);
        var segment = ((ExtentStage)staged).Segment;
        Assert.Equal(size > ContentStager.LargestShared, segment.IsFlushed);

        await (asPart ? test.Store.PutPartAsync(upload, 1, staged, null, default) : (Task)test.Store.PutObjectAsync(StoreUnderTest.Put("k"), staged, default));

        Assert.True(segment.IsFlushed);
    }

    [Fact]
    public async Task The_event_is_part_of_the_transaction()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        test.DuringChange = () => throw new InvalidOperationException("no room for the event");

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.PutAsync("k", "body"));

        Assert.Null(test.Store.Find("bucket", "k"));
        test.DuringChange = null;
        var put = await test.PutAsync("k", "body");
        var change = Assert.Single(test.Changes);
        Assert.Equal(
            new ObjectChange("ObjectCreated:Put", "bucket", "us-east-1", "k", 4, put.ETag, null, change.Sequencer, test.Time.GetUtcNow(), StoreUnderTest.Origin),
            change);
        Assert.Matches("^[0-9A-F]{18}$", change.Sequencer);
    }

    [Fact]
    public async Task An_unknown_bucket_is_refused_in_S3s_words()
    {
        await using var test = new StoreUnderTest();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.PutAsync("k", "body"));

        Assert.Equal("NoSuchBucket", refusal.Code);
        Assert.Equal("The specified bucket does not exist", refusal.Message);
        Assert.Equal([new("BucketName", "bucket")], refusal.Details);
        await test.Store.CreateBucketAsync("bucket", "us-east-1", default);
        await test.PutAsync("k", "body");
        Assert.Equal("body", await test.TextAsync("k"));
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(10, 11)]
    [InlineData(100_000, 99_999)]
    [InlineData(100_000, 100_001)]
    [InlineData(5_000_000, 4_999_999)]
    [InlineData(5_000_000, 5_000_001)]
    public async Task A_body_of_another_length_than_announced_is_refused(int announced, int sent)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => test.Store.StageAsync(new MemoryStream(new byte[sent]), announced, default));

        Assert.Equal("IncompleteBody", refusal.Code);
        await test.PutAsync("k", "body");
        Assert.Equal("body", await test.TextAsync("k"));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("ünïcödé/キー/😀")]
    [InlineData("nul\0inside")]
    [InlineData("../up")]
    [InlineData("//")]
    public async Task A_key_is_whatever_bytes_it_is(string key)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync(key, "body");
        Assert.Equal("body", await test.TextAsync(key));
        Assert.Equal(key, Assert.Single(test.Store.ListObjects(new("bucket", "", null, null, 10)).Objects).Key);
    }

    [Fact]
    public async Task Sequencers_grow_over_restarts_and_when_the_clock_goes_back()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        for (var i = 0; i < 3; i++)
        {
            await test.PutAsync("k", "body");
            await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
            test.Time.Advance(TimeSpan.FromDays(-1));
            await test.ReopenAsync();
        }

        var sequencers = test.Changes.ConvertAll(change => change.Sequencer);

        Assert.Equal(6, sequencers.Distinct().Count());
        Assert.Equal(sequencers.Order(StringComparer.Ordinal), sequencers);
        Assert.All(sequencers, sequencer => Assert.Equal(18, sequencer.Length));
    }

    [Fact]
    public async Task A_store_written_by_a_newer_version_is_not_opened()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.Ledger.CommitAsync(transaction =>
        {
            using var statement = transaction.Prepare("UPDATE store_state SET value = '2' WHERE name = 'schema'");
            return statement.Run();
        }, default);

        var failure = Assert.Throws<InvalidDataException>(() => ObjectStore.Open(test.Ledger, test.SegmentsFolder, test, test.Time));

        Assert.Contains("newer Headrace", failure.Message, StringComparison.Ordinal);
    }
}
