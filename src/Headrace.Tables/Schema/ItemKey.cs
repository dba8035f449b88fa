namespace Headrace.Tables.Schema;

/// <summary>Where an item stands in its table or index.</summary>
/// <param name="Place">Four bytes of the hash key's hash, by which scans are cut into segments, then the hash key itself.</param>
/// <param name="Range">Bytes in the order of the range key; empty when there is none.</param>
internal readonly record struct ItemKey(byte[] Place, byte[] Range)
{
    public bool Equals(ItemKey other) => Place.AsSpan().SequenceEqual(other.Place) && Range.AsSpan().SequenceEqual(other.Range);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Place);
        hash.AddBytes(Range);
        return hash.ToHashCode();
    }
}
