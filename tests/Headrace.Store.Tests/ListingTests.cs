using System.Text;
using Headrace.Store.Listing;
using Headrace.Store.Objects;
using Xunit;

namespace Headrace.Store.Tests;

public sealed class ListingTests
{
    [Fact]
    public async Task A_common_prefix_is_passed_by_with_one_seek_however_many_keys_it_holds()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => test.PutAsync($"cam{i % 3}/{i:D4}", "body")));
        await test.PutAsync("zero", "body");
        var range = new KeyRange("", "/");
        var seeks = 0;

        var walk = test.Ledger.Read(connection => ListingWalk<VersionRow>.Run(
            range, range.Start(null), 1000,
            start =>
            {
                seeks++;
                return ObjectTable.List(connection, 1, start, range.End);
            },
            row => ObjectTable.Row(row)));

        Assert.Equal(["cam0/", "cam1/", "cam2/"], walk.CommonPrefixes);
        Assert.Equal("zero", Encoding.UTF8.GetString(Assert.Single(walk.Entries).Key));
        Assert.Equal(4, seeks);
    }

    /// <summary>test_list_objects_marker_common_prefixes.</summary>
    [Fact]
    public async Task A_marker_inside_a_common_prefix_passes_the_whole_prefix_by()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        foreach (var key in new[] { "folder/aSubfolder/subFile1", "folder/aSubfolder/subFile2", "folder/file1", "folder/file2" })
        {
            await test.PutAsync(key, "body");
        }

        var start = test.Store.ListObjects(new("bucket", "folder/", "/", null, 1));
        Assert.Equal(["folder/aSubfolder/"], start.CommonPrefixes);
        Assert.Equal("folder/aSubfolder/", start.Next);
        var next = test.Store.ListObjects(new("bucket", "folder/", "/", start.Next, 1));
        Assert.Equal("folder/file1", Assert.Single(next.Objects).Key);
        Assert.Empty(next.CommonPrefixes);
        Assert.Equal("folder/file1", Assert.Single(test.Store.ListObjects(new("bucket", "folder/", "/", "folder/aSubfolder/subFile1", 1)).Objects).Key);
        Assert.Equal(3, test.Store.ListObjects(new("bucket", "folder/", null, "folder/aSubfolder/subFile1", 10)).Objects.Count);
    }

    [Fact]
    public async Task No_keys_asked_for_is_an_empty_page_and_the_end()
    {
        await using var test = await StoreUnderTest.WithBucketAsync();
        await test.PutAsync("k", "body");

        var listing = test.Store.ListObjects(new("bucket", "", null, null, 0));

        Assert.Empty(listing.Objects);
        Assert.Null(listing.Next);
    }

    [Fact]
    public async Task An_unknown_bucket_is_refused()
    {
        await using var test = new StoreUnderTest();
        Assert.Equal("NoSuchBucket", Assert.Throws<StoreException>(() => test.Store.ListObjects(new("none", "", null, null, 1))).Code);
        Assert.Equal("NoSuchBucket", Assert.Throws<StoreException>(() => test.Store.ListVersions(new("none", "", null, null, null, 1))).Code);
        Assert.Equal("NoSuchBucket", Assert.Throws<StoreException>(() => test.Store.ListUploads(new("none", "", null, null, null, 1))).Code);
    }

    /// <summary>test_list_objects_versions_with_prefix_only_and_pagination, page 2 after the newer versions were deleted.</summary>
    [Fact]
    public async Task A_page_of_versions_that_begins_inside_a_key_knows_which_is_latest()
    {
        await using var test = await StoreUnderTest.WithBucketAsync(versioning: Buckets.VersioningState.Enabled);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Insert(0, (await test.PutAsync("k", $"{i}")).VersionId);
        }

        Assert.Equal([false, false], Latest(ids[1]));
        await test.Store.DeleteObjectsAsync([StoreUnderTest.Delete("k", ids[0]), StoreUnderTest.Delete("k", ids[1])], default);
        Assert.Equal([true, false], Latest(ids[1]));
        Assert.Empty(test.Store.ListVersions(new("bucket", "", null, "k", null, 10)).Versions);
        Assert.Equal("InvalidArgument", Assert.Throws<StoreException>(() => Latest("nonsense")).Code);

        IEnumerable<bool> Latest(string marker) => test.Store.ListVersions(new("bucket", "", null, "k", marker, 10)).Versions.Select(version => version.IsLatest);
    }
}
