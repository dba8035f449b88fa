using Headrace.Ledger;
using Headrace.Store.Objects;

namespace Headrace.Store.Contents;

/// <summary>Staged bytes, from inside the room.</summary>
internal abstract class ContentStage : StagedContent
{
    /// <summary>What must be on disk before the row commits, if anything.</summary>
    public abstract IDurableContent? Durable { get; }

    /// <summary>Adds the rows that keep the bytes; returns the encoded pieces for the owner's row, or null for a body.</summary>
    public abstract byte[]? Publish(LedgerTransaction transaction, long id);
}
