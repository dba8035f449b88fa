using System.Collections.Immutable;
using Headrace.Ledger;

namespace Headrace.Store.Buckets;

/// <summary>The committed buckets and their documents, in memory: every request looks one up.</summary>
/// <remarks>Changed on the ledger's writer thread only, when a change is on disk; readers see one snapshot or the next.</remarks>
internal sealed class BucketCache
{
    private ImmutableSortedDictionary<string, Entry> _entries;

    public BucketCache(LedgerConnection connection)
    {
        var documents = BucketTable.AllDocuments(connection).ToLookup(row => row.Bucket);
        _entries = BucketTable.All(connection).ToImmutableSortedDictionary(
            row => row.Bucket.Name,
            row => new Entry(row, documents[row.Id].ToImmutableDictionary(document => document.Kind, document => document.Document)),
            StringComparer.Ordinal);
    }

    public BucketRow? Find(string name) => Volatile.Read(ref _entries).GetValueOrDefault(name)?.Row;

    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public BucketRow Require(string name) => Find(name) ?? throw StoreErrors.NoSuchBucket(name);

    public string? Document(string name, string kind) =>
        (Volatile.Read(ref _entries).GetValueOrDefault(name) ?? throw StoreErrors.NoSuchBucket(name)).Documents.GetValueOrDefault(kind);

    public IReadOnlyList<Bucket> All() => [.. Volatile.Read(ref _entries).Values.Select(entry => entry.Row.Bucket)];

    public void Add(LedgerTransaction transaction, BucketRow row) =>
        OnCommitted(transaction, entries => entries.SetItem(row.Bucket.Name, new Entry(row, ImmutableDictionary<string, string>.Empty)));

    public void Remove(LedgerTransaction transaction, string name) => OnCommitted(transaction, entries => entries.Remove(name));

    public void SetVersioning(LedgerTransaction transaction, string name, VersioningState state) =>
        Change(transaction, name, entry => entry with { Row = entry.Row with { Bucket = entry.Row.Bucket with { Versioning = state } } });

    public void SetDocument(LedgerTransaction transaction, string name, string kind, string? document) => Change(
        transaction, name, entry => entry with { Documents = document is null ? entry.Documents.Remove(kind) : entry.Documents.SetItem(kind, document) });

    private void Change(LedgerTransaction transaction, string name, Func<Entry, Entry> change) =>
        OnCommitted(transaction, entries => entries.SetItem(name, change(entries[name])));

    private void OnCommitted(LedgerTransaction transaction, Func<ImmutableSortedDictionary<string, Entry>, ImmutableSortedDictionary<string, Entry>> change) =>
        transaction.OnCommitted(() => Volatile.Write(ref _entries, change(_entries)));

    private sealed record Entry(BucketRow Row, ImmutableDictionary<string, string> Documents);
}
