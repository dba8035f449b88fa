using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>
/// The columns of the original 300-site run: <c>id</c> (the image's name), <c>lambda_function_name</c>, <c>event_time</c>, <c>write_to_database_timestamp</c>,
/// <c>function_end_timestamp</c>, <c>billed_duration_ms</c>, <c>cold_start</c>; times without a zone.
/// </summary>
internal static class LogsDataImport
{
    internal static readonly string[] Columns =
        ["id", "lambda_function_name", "event_time", "write_to_database_timestamp", "function_end_timestamp", "billed_duration_ms", "cold_start"];

    private const string FunctionSuffix = "-lambdafunction";

    public static void Read(SourceFile file, ImportOptions options, ImportedParts parts)
    {
        using var rows = new ColumnRows(file);
        var columns = Array.ConvertAll(Columns, rows.Require);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            var (image, function) = (rows.Text(columns[0]), rows.Text(columns[1]));
            var site = function.EndsWith(FunctionSuffix, StringComparison.Ordinal) ? function[..^FunctionSuffix.Length] : function;
            parts.Items.Add(new Item
            {
                Id = Unique(ids, $"{site}/{image}"),
                Site = site,
                Function = function,
                EventTime = rows.Time(columns[2], options.TimeZone),
                Visible = rows.Time(columns[3], options.TimeZone),
                Ended = rows.Time(columns[4], options.TimeZone),
                Billed = rows.Number(columns[5]),
                Cold = rows.Text(columns[6]) switch
                {
                    "True" or "true" or "1" => true,
                    "False" or "false" or "0" => false,
                    "" => null,
                    _ => throw rows.Refuse(columns[6], "is neither True nor False"),
                },
            });
        }
    }

    /// <summary>The image's name as the column <c>id</c> has it.</summary>
    public static string ImageOf(in Item item)
    {
        var name = item.Id[(item.Id.LastIndexOf('/') + 1)..];
        return name.LastIndexOf('#') is > 0 and var mark && int.TryParse(name.AsSpan(mark + 1), out _) ? name[..mark] : name;
    }

    /// <summary>An image that a function was given again gets a number behind its name.</summary>
    private static string Unique(HashSet<string> ids, string id)
    {
        if (ids.Add(id))
        {
            return id;
        }

        for (var number = 2; ; number++)
        {
            if (ids.Add($"{id}#{number}"))
            {
                return $"{id}#{number}";
            }
        }
    }
}
