namespace Headrace.Wire.Signing;

/// <summary>Single parameters of a raw query string.</summary>
internal static class QueryParameters
{
    public static bool Has(string rawQuery, string name) => Raw(rawQuery, name) >= 0;

    /// <summary>The first value, decoded; null when the parameter is absent.</summary>
    public static string? Find(string rawQuery, string name)
    {
        int start = Raw(rawQuery, name);
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = rawQuery.AsSpan(start);
        int end = rest.IndexOf('&');
        ReadOnlySpan<char> value = (end < 0 ? rest : rest[..end]).TrimStart('=');
        return Uri.UnescapeDataString(value);
    }

    /// <summary>Where the value starts (at its equals sign, if any); -1 when absent.</summary>
    private static int Raw(string rawQuery, string name)
    {
        for (int from = 0; (from = rawQuery.IndexOf(name, from, StringComparison.Ordinal)) >= 0; from += name.Length)
        {
            int end = from + name.Length;
            if ((from == 0 || rawQuery[from - 1] == '&') && (end == rawQuery.Length || rawQuery[end] is '=' or '&'))
            {
                return end;
            }
        }

        return -1;
    }
}
