namespace Headrace.Vision.Decoding.Luma;

/// <summary>Tables by what they were made from: one camera's images share them, and making one takes longer than using it.</summary>
internal sealed class HuffmanTables
{
    /// <summary>Two cameras' worth.</summary>
    private const int Kept = 8;

    private readonly List<HuffmanTable> recent = new(Kept);

    /// <param name="definition">Sixteen counts and the symbols, as in a DHT segment.</param>
    /// <returns>Null for a table that no encoder of baseline images writes.</returns>
    public HuffmanTable? Find(ReadOnlySpan<byte> definition, bool isAc)
    {
        for (var index = 0; index < recent.Count; index++)
        {
            var known = recent[index];
            if (known.IsAc == isAc && known.Definition.SequenceEqual(definition))
            {
                return known;
            }
        }

        if (HuffmanTable.TryMake(definition, isAc) is not { } made)
        {
            return null;
        }

        if (recent.Count == Kept)
        {
            recent.RemoveAt(0);
        }

        recent.Add(made);
        return made;
    }
}
