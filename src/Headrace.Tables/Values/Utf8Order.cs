namespace Headrace.Tables.Values;

/// <summary>Strings in the order of their UTF-8 bytes, which is not the order of UTF-16 where surrogates are about.</summary>
internal static class Utf8Order
{
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Rank(left[common]).CompareTo(Rank(right[common]));
    }

    /// <summary>A surrogate stands for a code point above every other.</summary>
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
