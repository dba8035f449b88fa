using System.Globalization;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>
/// A structure of a request, whichever protocol it came in: members are texts, numbers, truths, instants, lists (<see cref="List{T}"/> of
/// <c>object?</c>) and structures. In the Query protocol every scalar is a text.
/// </summary>
internal sealed class Structure(IReadOnlyDictionary<string, object?> members, string path = "")
{
    private readonly HashSet<string> _read = [];

    /// <summary>Where it stands, as AWS's errors spell it: <c>MetricData.member.1.</c></summary>
    public string Path => path;

    public string At(string name) => path + name;

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        string text => text,
        var other => throw Wrong(other, "String"),
    };

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw CloudWatchErrors.Missing(At(name));

    public double? Number(string name) => Find(name) is { } value ? NumberOf(value, At(name)) : null;

    public int? Integer(string name)
    {
        var number = Number(name);
        return number is null ? null
            : number == Math.Truncate(number.Value) && Math.Abs(number.Value) <= int.MaxValue ? (int)number.Value
            : throw CloudWatchErrors.InvalidValue(number.Value.ToString(CultureInfo.InvariantCulture), At(name));
    }

    public bool? Truth(string name) => Find(name) switch
    {
        null => null,
        bool value => value,
        "true" => true,
        "false" => false,
        string text => throw CloudWatchErrors.InvalidValue(text, At(name)),
        var other => throw Wrong(other, "Boolean"),
    };

    public DateTimeOffset? Time(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case DateTimeOffset instant:
                return instant;
            case double seconds when seconds is > -62_135_596_800 and < 253_402_300_800:
                return DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000));
            case string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant):
                return instant;
            case string text:
                throw CloudWatchErrors.InvalidValue(text, At(name));
            case var other:
                throw Wrong(other, "Timestamp");
        }
    }

    public IReadOnlyList<Structure> Structures(string name) => [.. Items(name).Select((item, index) =>
        item is IReadOnlyDictionary<string, object?> inner
            ? new Structure(inner, $"{At(name)}.member.{index + 1}.")
            : throw Wrong(item, "Structure"))];

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(item => item as string ?? throw Wrong(item, "String"))];

    public IReadOnlyList<double> Numbers(string name) => [.. Items(name).Select((item, index) => NumberOf(item ?? throw Wrong(item, "Double"), $"{At(name)}.member.{index + 1}"))];

    public Structure? Inner(string name) => Find(name) switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> inner => new Structure(inner, At(name) + "."),
        var other => throw Wrong(other, "Structure"),
    };

    /// <summary>Every member has been read.</summary>
    /// <exception cref="WireException">There is one that is not implemented.</exception>
    public void RefuseOthers()
    {
        foreach (var (name, value) in members)
        {
            if (value is not null and not false && !_read.Contains(name))
            {
                throw CloudWatchErrors.NotImplemented($"The parameter {At(name)}");
            }
        }
    }

    private static double NumberOf(object value, string at) => value switch
    {
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        string text => throw CloudWatchErrors.InvalidValue(text, at),
        _ => throw Wrong(value, "Double"),
    };

    private static WireException Wrong(object? value, string wanted) => CloudWatchErrors.Serialization(value switch
    {
        IReadOnlyDictionary<string, object?> => "Start of structure or map found where not expected.",
        IReadOnlyList<object?> => "Start of list found where not expected",
        string => $"STRING_VALUE can not be converted to a {wanted}",
        double => $"NUMBER_VALUE can not be converted to a {wanted}",
        bool truth => $"{(truth ? "TRUE" : "FALSE")}_VALUE can not be converted to a {wanted}",
        _ => $"The value can not be converted to a {wanted}",
    });

    private IReadOnlyList<object?> Items(string name) => Find(name) switch
    {
        null or "" => [],
        IReadOnlyList<object?> list => list,
        var other => throw Wrong(other, "List"),
    };

    private object? Find(string name)
    {
        _read.Add(name);
        return members.GetValueOrDefault(name);
    }
}
