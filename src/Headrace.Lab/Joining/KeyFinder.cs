namespace Headrace.Lab.Joining;

/// <summary>Finds an item's key in a line of log: as a word of it, or as the end of one behind a slash (<c>s3://bucket/key</c>, <c>bucket/key</c>).</summary>
public sealed class KeyFinder
{
    private static readonly System.Buffers.SearchValues<char> Separators = System.Buffers.SearchValues.Create(" \t\r\n\"',;()[]{}<>");

    private readonly HashSet<string> _keys;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public KeyFinder(IEnumerable<string> keys)
    {
        _keys = new HashSet<string>(keys, StringComparer.Ordinal);
        _lookup = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string? Find(string line)
    {
        for (var rest = line.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOfAny(Separators);
            var word = (end < 0 ? rest : rest[..end]).TrimEnd(".:");
            rest = end < 0 ? default : rest[(end + 1)..];
            while (!word.IsEmpty)
            {
                if (_lookup.TryGetValue(word, out var key))
                {
                    return key;
                }

                var slash = word.IndexOf('/');
                word = slash < 0 ? default : word[(slash + 1)..];
            }
        }

        return null;
    }
}
