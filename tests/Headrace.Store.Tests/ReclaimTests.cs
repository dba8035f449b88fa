using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Headrace.Store.Contents;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

/// <summary>Space comes back when nothing points at it and nobody reads it, also after a crash; and never before.</summary>
public sealed class ReclaimTests
{
    private const int Shared = 200_000;
    private const int Own = (int)ContentStager.LargestShared + 5;

    [Theory]
    [InlineData(Shared)]
    [InlineData(Own)]
    public async Task Space_of_a_replaced_object_comes_back_after_the_grace(int size)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync("keep", Random(size));
        await test.PutAsync("k", Random(size));
        var full = await DiskUseAsync(test);

        var second = await test.PutAsync("k", [1]);
        Assert.Equal(1, test.Count("freed"));
        await PassGraceAsync(test);

        Assert.Equal(0, test.Count("freed"));
        Assert.Equal(1, test.Count("extent"));
        Assert.InRange(await DiskUseAsync(test), size, full - size / 2);
        Assert.Equal([1], await test.ReadAsync(second));
        Assert.Equal(size, (await test.ReadAsync(test.Store.Find("bucket", "keep")!)).Length);
    }

    [Theory]
    [InlineData(Shared)]
    [InlineData(Own)]
    public async Task A_reader_finishes_though_the_object_is_deleted_and_its_grace_is_over(int size)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var body = Random(size);
        var put = await test.PutAsync("k", body);
        var read = new byte[size];
        Task pass;
        await using (var stream = test.Store.OpenRead(put, 0, size))
        {
            await stream.ReadExactlyAsync(read.AsMemory(0, 100));
            await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
            await PassGraceAsync(test);
            Assert.Equal(1, test.Count("freed"));
            await stream.ReadExactlyAsync(read.AsMemory(100));
            pass = test.Store.Reclaimer.NextPass;
        }

        Assert.Equal(body, read);
        await pass;
        Assert.Equal(0, test.Count("freed"));
        Assert.Equal("NoSuchKey", Assert.Throws<StoreException>(() => test.Store.OpenRead(put, 0, size)).Code);
    }

    [Fact]
    public async Task A_version_found_before_it_was_deleted_can_still_be_opened_within_the_grace()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        foreach (var size in new[] { 10, Shared, Own })
        {
            var body = Random(size);
            await test.PutAsync("k", body);
            var found = test.Store.Find("bucket", "k")!;
            await test.PutAsync("k", "other");
            Assert.Equal(body, await test.ReadAsync(found));
        }
    }

    [Theory]
    [InlineData(Shared)]
    [InlineData(Own)]
    public async Task A_stage_that_is_given_up_gives_its_bytes_back_at_once(int size)
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await using (var staged = await test.Store.StageAsync(new MemoryStream(Random(size)), size, default))
        {
            Assert.InRange(await DiskUseAsync(test), size, long.MaxValue);
        }

        Assert.InRange(await DiskUseAsync(test), 0, 20_000);
    }

    [Fact]
    public async Task A_stage_whose_put_is_refused_gives_its_bytes_back()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync("k", "body");

        await Assert.ThrowsAsync<StoreException>(() => test.PutAsync(StoreUnderTest.Put("k") with { Conditions = new(IfNoneMatch: "*") }, Random(Own)));

        Assert.Empty(Files(test));
        Assert.Equal("body", await test.TextAsync("k"));
    }

    [Fact]
    public async Task What_a_crash_left_staged_is_cleared_away_at_the_next_start_and_the_rest_stays()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var (before, after, large) = (Random(Shared), Random(Shared), Random(Own));
        await test.PutAsync("before", before);
        var lost = await test.Store.StageAsync(new MemoryStream(Random(Shared)), Shared, default);
        await test.PutAsync("after", after);
        await test.Store.StageAsync(new MemoryStream(Random(Shared)), Shared, default);
        await test.Store.StageAsync(new MemoryStream(Random(Own)), Own, default);
        await test.PutAsync("large", large);
        Assert.Equal(3, Files(test).Length);
        var full = await DiskUseAsync(test);

        await test.ReopenAsync();
        await test.Store.Reclaimer.Tidied;

        Assert.Equal(2, Files(test).Length);
        Assert.InRange(await DiskUseAsync(test), 2 * Shared + Own, full - 2 * Shared - Own + 20_000);
        Assert.Equal(before, await test.ReadAsync(test.Store.Find("bucket", "before")!));
        Assert.Equal(after, await test.ReadAsync(test.Store.Find("bucket", "after")!));
        Assert.Equal(large, await test.ReadAsync(test.Store.Find("bucket", "large")!));
        Assert.Equal(Shared, lost.Size);
    }

    [Fact]
    public async Task What_was_freed_before_a_restart_is_given_back_after_it()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync("k", Random(Shared));
        await test.PutAsync("l", Random(Own));
        await test.Store.DeleteObjectsAsync([StoreUnderTest.Delete("k"), StoreUnderTest.Delete("l")], default);
        await test.CloseAsync();
        test.Time.Advance(TimeSpan.FromMilliseconds(1));

        test.Open();
        var pass = test.Store.Reclaimer.NextPass;
        test.Store.Reclaimer.Wake();
        await pass;

        Assert.Equal(0, test.Count("freed"));
        Assert.Empty(Files(test));
    }

    [Fact]
    public async Task Parts_that_are_replaced_left_out_or_aborted_give_their_bytes_back()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        var upload = await test.Store.CreateUploadAsync(new(StoreUnderTest.Put("k"), null, null), default);
        await PutPartAsync(1, Random(Own));
        var one = await PutPartAsync(1, Random(Shared));
        await PutPartAsync(2, Random(Own));
        await test.Store.CompleteUploadAsync(new("bucket", "k", upload.UploadId, [new(1, one.ETag, null)], null, new WriteConditions(), StoreUnderTest.Origin), default);
        upload = await test.Store.CreateUploadAsync(new(StoreUnderTest.Put("k"), null, null), default);
        await PutPartAsync(1, Random(Own));
        await test.Store.AbortUploadAsync("bucket", "k", upload.UploadId, default);
        Assert.Equal(3, test.Count("freed"));

        await PassGraceAsync(test);

        Assert.Equal(0, test.Count("freed"));
        Assert.Single(Files(test));
        Assert.Equal(Shared, (await test.ReadAsync(test.Store.Find("bucket", "k")!)).Length);
        await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
        await PassGraceAsync(test);
        Assert.Equal(0, test.Count("extent"));

        async Task<Multipart.UploadedPart> PutPartAsync(int number, byte[] body)
        {
            await using var staged = await test.Store.StageAsync(new MemoryStream(body), body.Length, default);
            return await test.Store.PutPartAsync(upload, number, staged, null, default);
        }
    }

    [Fact]
    public async Task Readers_see_whole_bodies_while_writers_overwrite_delete_and_reclaim()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync("k", Random(Shared));
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await test.PutAsync("k", Random((i % 4) switch { 0 => 100, 1 => 50_000, 2 => Shared, _ => i == 39 ? Own : 33_000 }));
                if (i % 10 == 9)
                {
                    await test.Store.DeleteObjectAsync(StoreUnderTest.Delete("k"), default);
                }

                test.Time.Advance(Reclaimer.Grace / 4);
            }
        })).ToArray();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var whole = 0;
            while (!done.IsCancellationRequested)
            {
                if (test.Store.Find("bucket", "k") is not { } found)
                {
                    continue;
                }

                try
                {
                    var body = await test.ReadAsync(found);
                    Assert.Equal(found.ETag, Convert.ToHexStringLower(MD5.HashData(body)));
                    whole++;
                }
                catch (StoreException gone) when (gone.Code == "NoSuchKey")
                {
                    // The clock leaps here, so a reader that is slow to open may find its bytes given back: told, not shown others' bytes.
                }
            }

            return whole;
        })).ToArray();

        await Task.WhenAll(writers);
        await done.CancelAsync();

        Assert.All(await Task.WhenAll(readers), whole => Assert.InRange(whole, 1, int.MaxValue));
    }

    private static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);

    /// <summary>Waits until the reclaimer waits, then lets the grace pass.</summary>
    private static async Task PassGraceAsync(StoreUnderTest test)
    {
        await test.Time.Waiting;
        var pass = test.Store.Reclaimer.NextPass;
        test.Time.Advance(Reclaimer.Grace);
        await pass;
    }

    private static string[] Files(StoreUnderTest test) => Directory.GetFiles(test.SegmentsFolder, "*", SearchOption.AllDirectories);

    private static async Task<long> DiskUseAsync(StoreUnderTest test)
    {
        using var du = Process.Start(new ProcessStartInfo("du", ["-s", "-B1", test.SegmentsFolder]) { RedirectStandardOutput = true })!;
        var output = await du.StandardOutput.ReadToEndAsync();
        await du.WaitForExitAsync();
        return long.Parse(output.Split('\t')[0], CultureInfo.InvariantCulture);
    }
}
