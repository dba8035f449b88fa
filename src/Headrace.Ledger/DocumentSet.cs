using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Headrace.Ledger;

/// <summary>Where a document belongs: one name within an account and a region.</summary>
public readonly record struct DocumentKey(string Account, string Region, string Id);

/// <summary>Documents of one kind: held in memory as immutable values, kept in the ledger, changed one at a time.</summary>
/// <remarks>
/// For what is small and read much more often than written: descriptions, not data. Reads take no lock. A change is computed from the
/// current value, committed, then made visible: who sees it finds it on disk.
/// </remarks>
public sealed class DocumentSet<T> : IDisposable
    where T : class
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS documents(
            kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY(kind, account, region, id)) WITHOUT ROWID;
        """;

    private readonly LedgerDatabase _ledger;
    private readonly string _kind;
    private readonly JsonTypeInfo<T> _type;
    private readonly ConcurrentDictionary<DocumentKey, T> _documents = new();
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Creates the rows' table where it is not, and reads them.</summary>
    /// <param name="kind">The rows' name in the ledger, for as long as there are ledgers with such rows.</param>
    public DocumentSet(LedgerDatabase ledger, string kind, JsonTypeInfo<T> type)
    {
        _ledger = ledger;
        _kind = kind;
        _type = type;
        ledger.EnsureSchema(Schema);
        ledger.Read(Load);
    }

    /// <summary>Every document there is, in no order.</summary>
    public IEnumerable<KeyValuePair<DocumentKey, T>> All => _documents;

    public T? Find(DocumentKey key) => _documents.GetValueOrDefault(key);

    /// <summary>Those of an account and a region, by id.</summary>
    public IReadOnlyList<T> List(string account, string region) =>
        [.. _documents.Where(entry => entry.Key.Account == account && entry.Key.Region == region)
            .OrderBy(static entry => entry.Key.Id, StringComparer.Ordinal).Select(static entry => entry.Value)];

    /// <summary>Replaces a document by what <paramref name="change"/> makes of it: null is absence, before and after.</summary>
    /// <param name="change">Runs alone; throws to refuse. Giving back what it was given changes nothing.</param>
    public async Task<T?> ChangeAsync(DocumentKey key, Func<T?, T?> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var before = Find(key);
            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                // From here on the change happens: the caller going away must not leave memory and disk apart.
                await _ledger.CommitAsync(transaction => Save(transaction, key, after), CancellationToken.None);
                if (after is null)
                {
                    _documents.TryRemove(key, out _);
                }
                else
                {
                    _documents[key] = after;
                }
            }

            return after;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool Save(LedgerTransaction transaction, DocumentKey key, T? document)
    {
        using var statement = transaction.Prepare(document is null
            ? "DELETE FROM documents WHERE kind = ? AND account = ? AND region = ? AND id = ?"
            : "INSERT OR REPLACE INTO documents(kind, account, region, id, document) VALUES(?, ?, ?, ?, ?)");
        statement.Bind(1, _kind).Bind(2, key.Account).Bind(3, key.Region).Bind(4, key.Id);
        if (document is not null)
        {
            statement.Bind(5, JsonSerializer.Serialize(document, _type));
        }

        statement.Run();
        return true;
    }

    private bool Load(LedgerConnection connection)
    {
        using var query = connection.Prepare("SELECT account, region, id, document FROM documents WHERE kind = ?").Bind(1, _kind);
        while (query.Step())
        {
            _documents[new DocumentKey(query.Text(0), query.Text(1), query.Text(2))] = JsonSerializer.Deserialize(query.Text(3), _type)!;
        }

        return true;
    }
}
