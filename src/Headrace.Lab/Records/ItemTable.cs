using System.Collections;

namespace Headrace.Lab.Records;

/// <summary>All items of a run, in the order of <c>events.csv</c>. Grows by chunks: a million items are never copied to grow.</summary>
public sealed class ItemTable : IReadOnlyList<Item>
{
    private const int ChunkBits = 14;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<Item[]> _chunks = [];

    public int Count { get; private set; }

    public Item this[int index] => At(index);

    public static ItemTable Of(IEnumerable<Item> items)
    {
        var table = new ItemTable();
        foreach (var item in items)
        {
            table.Add(item);
        }

        return table;
    }

    /// <summary>The item where it lies: an item is some hundred bytes, so loops over a table take it by reference.</summary>
    public ref readonly Item At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];
    }

    public void Add(in Item item)
    {
        // After a Clear the next chunk may be there already.
        if (Count == _chunks.Count << ChunkBits)
        {
            _chunks.Add(new Item[ChunkSize]);
        }

        _chunks[Count >> ChunkBits][Count & (ChunkSize - 1)] = item;
        Count++;
    }

    public void Set(int index, in Item item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        _chunks[index >> ChunkBits][index & (ChunkSize - 1)] = item;
    }

    /// <summary>Empties the table and keeps its room.</summary>
    public void Clear()
    {
        foreach (var chunk in _chunks.Take((Count + ChunkSize - 1) >> ChunkBits))
        {
            Array.Clear(chunk);
        }

        Count = 0;
    }

    public IEnumerator<Item> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
