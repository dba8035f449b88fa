using Headrace.Ledger;

namespace Headrace.Store.Contents;

/// <summary>A small body, waiting in memory to be written with its row.</summary>
internal sealed class BodyStage : ContentStage
{
    private readonly byte[] _bytes;

    public BodyStage(byte[] bytes, byte[] md5)
    {
        _bytes = bytes;
        Size = bytes.Length;
        Md5 = md5;
    }

    public override IDurableContent? Durable => null;

    public byte[] Bytes => _bytes;

    public override byte[]? Publish(LedgerTransaction transaction, long id)
    {
        if (_bytes.Length > 0)
        {
            using var statement = transaction.Prepare("INSERT INTO body(id, bytes) VALUES(?, ?)");
            statement.Bind(1, id).Bind(2, _bytes).Run();
        }

        return null;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
