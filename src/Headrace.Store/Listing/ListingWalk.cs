using System.Text;
using Headrace.Ledger;

namespace Headrace.Store.Listing;

/// <summary>One page of a listing: reads rows in order, and when they roll up into a common prefix seeks past all of it.</summary>
internal sealed class ListingWalk<T>
{
    private readonly List<T> _entries = [];
    private readonly List<string> _commonPrefixes = [];

    private ListingWalk()
    {
    }

    public IReadOnlyList<T> Entries => _entries;

    public IReadOnlyList<string> CommonPrefixes => _commonPrefixes;

    /// <summary>There is more after this page.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>The page ends with a common prefix, not with an entry.</summary>
    public bool EndsWithCommonPrefix { get; private set; }

    /// <param name="seek">A statement over the rows from there on, in order; its first column is the key.</param>
    public static ListingWalk<T> Run(KeyRange range, ListingStart start, int most, Func<ListingStart, Statement> seek, Func<Statement, T> read)
    {
        var walk = new ListingWalk<T>();
        for (ListingStart? next = start; next is { } from && most > 0;)
        {
            using var rows = seek(from);
            next = walk.Take(range, rows, most, read);
        }

        return walk;
    }

    /// <summary>Returns where to go on after a common prefix, or null at the end.</summary>
    private ListingStart? Take(KeyRange range, Statement rows, int most, Func<Statement, T> read)
    {
        while (rows.Step())
        {
            if (_entries.Count + _commonPrefixes.Count == most)
            {
                IsTruncated = true;
                return null;
            }

            var common = range.CommonPrefixOf(rows.Blob(0));
            EndsWithCommonPrefix = !common.IsEmpty;
            if (EndsWithCommonPrefix)
            {
                _commonPrefixes.Add(Encoding.UTF8.GetString(common));
                return new ListingStart(KeyRange.Past(common));
            }

            _entries.Add(read(rows));
        }

        return null;
    }
}
