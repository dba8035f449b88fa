using System.Text;
using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Objects;

namespace Headrace.Store.Tests;

/// <summary>A store in a folder of its own, with the events it raised. It can be closed and opened again.</summary>
internal sealed class StoreUnderTest : IObjectChangeSink, IAsyncDisposable
{
    public static readonly ChangeOrigin Origin = new("REQ", "HOST", "caller", "127.0.0.1");

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-store-").FullName;

    public StoreUnderTest() => Open();

    public string SegmentsFolder => Path.Combine(_folder, "objects", "segments");

    public string LedgerPath => Path.Combine(_folder, "ledger.db");

    public ManualTime Time { get; } = new();

    public LedgerDatabase Ledger { get; private set; } = null!;

    public ObjectStore Store { get; private set; } = null!;

    public List<ObjectChange> Changes { get; } = [];

    public List<string> DeletedBuckets { get; } = [];

    /// <summary>When set, runs inside each transaction that raises an event.</summary>
    public Action? DuringChange { get; set; }

    public static async Task<StoreUnderTest> WithBucketAsync(string bucket = "bucket", VersioningState versioning = VersioningState.Unversioned)
    {
        var test = new StoreUnderTest();
        await test.Store.CreateBucketAsync(bucket, "us-east-1", default);
        if (versioning != VersioningState.Unversioned)
        {
            await test.Store.SetVersioningAsync(bucket, versioning, default);
        }

        return test;
    }

    public static PutObject Put(string key, string bucket = "bucket") => new() { Bucket = bucket, Key = key, Origin = Origin };

    public static DeleteObject Delete(string key, string? versionId = null, string? ifMatch = null) => new("bucket", key, versionId, Origin, ifMatch);

    public Task<ObjectVersion> PutAsync(string key, string body) => PutAsync(Put(key), Encoding.UTF8.GetBytes(body));

    public Task<ObjectVersion> PutAsync(string key, byte[] body) => PutAsync(Put(key), body);

    public async Task<ObjectVersion> PutAsync(PutObject put, byte[] body)
    {
        await using var staged = await Store.StageAsync(new MemoryStream(body), body.Length, default);
        return await Store.PutObjectAsync(put, staged, default);
    }

    public async Task<byte[]> ReadAsync(ObjectVersion version)
    {
        await using var stream = Store.OpenRead(version, 0, version.Size);
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    public async Task<string?> TextAsync(string key, string? versionId = null) =>
        Store.Find("bucket", key, versionId) is { IsDeleteMarker: false } found ? Encoding.UTF8.GetString(await ReadAsync(found)) : null;

    public async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public async Task CloseAsync()
    {
        await Store.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    public void Open()
    {
        Ledger = LedgerDatabase.Open(LedgerPath);
        Store = ObjectStore.Open(Ledger, Path.Combine(_folder, "objects"), this, Time);
    }

    public long Count(string table) => Ledger.Read(connection =>
    {
        using var statement = connection.Prepare($"SELECT count(*) FROM {table}");
        statement.Step();
        return statement.Int64(0);
    });

    public void OnChange(LedgerTransaction transaction, ObjectChange change)
    {
        DuringChange?.Invoke();
        Changes.Add(change);
    }

    public void OnBucketDeleted(LedgerTransaction transaction, string bucket) => DeletedBuckets.Add(bucket);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
