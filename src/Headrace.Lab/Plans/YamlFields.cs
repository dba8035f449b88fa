using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Headrace.Lab.Plans;

/// <summary>A mapping of a YAML file, read field by field; every complaint names the file, the place and the field.</summary>
public sealed class YamlFields
{
    private readonly string _file;
    private readonly string _name;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _known = [];

    private YamlFields(string file, string name, YamlMappingNode node) => (_file, _name, _node) = (file, name, node);

    /// <exception cref="LabException">Not YAML, or not one mapping.</exception>
    public static YamlFields Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException failure)
        {
            throw LabException.At(file, failure.Start.Line, failure.Start.Column, $"this is not YAML: {failure.Message}");
        }

        return stream.Documents switch
        {
            [] => throw LabException.At(file, 1, 1, "the plan is empty"),
            [{ RootNode: YamlMappingNode root }] => new YamlFields(file, "", root),
            _ => throw LabException.At(file, 1, 1, "a plan is one document of fields"),
        };
    }

    public LabException Error(string field, string message) => Error(_node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value : _node, Path(field), message);

    /// <summary>Everything that was not asked for is a mistake, most often one of spelling.</summary>
    public void RefuseOthers()
    {
        foreach (var key in _node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_known.Contains(name))
            {
                throw Error(key, Path($"{key}"), $"is not known here: there are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
            }
        }
    }

    public bool Has(string field) => Find(field) is not null;

    public YamlFields? Map(string field) => Find(field) switch
    {
        null => null,
        YamlMappingNode map => new YamlFields(_file, Path(field), map),
        var other => throw Error(other, Path(field), "must be fields, name: value"),
    };

    /// <summary>Elements that are mappings.</summary>
    public IReadOnlyList<YamlFields> Maps(string field) =>
        [.. Elements(field).Select((node, i) => node is YamlMappingNode map ? new YamlFields(_file, $"{Path(field)}[{i}]", map) : throw Error(node, $"{Path(field)}[{i}]", "must be fields, name: value"))];

    /// <summary>Fields with texts as values, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Pairs(string field) => Map(field) is not { } map ? []
        : [.. map._node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!).Select(name => (name, map.Text(name)!))];

    /// <summary>Names of all fields here; what they hold is still to be asked for.</summary>
    public IReadOnlyList<string> Names => [.. _node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value!)];

    public string? Text(string field) => Find(field) is { } node ? Scalar(node, Path(field)) : null;

    public string RequiredText(string field) => Text(field) ?? throw Error(_node, Path(field), "is missing");

    public Template? Template(string field) => Text(field) is not { } text ? null : Plans.Template.TryParse(text, out var error) ?? throw Error(field, error);

    public Template RequiredTemplate(string field) => Template(field) ?? throw Error(_node, Path(field), "is missing");

    public bool? Flag(string field) => Value(field, "true or false", text => bool.TryParse(text, out var value) ? value : (bool?)null);

    public long? Whole(string field, long least, long most = int.MaxValue) =>
        Value(field, Range(least, most), text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : (long?)null);

    /// <param name="above">Exclusive.</param>
    public double? Number(string field, double above, double most) =>
        Value(field, string.Create(CultureInfo.InvariantCulture, $"a number above {above}, at most {most}"),
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > above && value <= most ? value : (double?)null);

    public TimeSpan? Time(string field) => Value(field, "a time such as 250ms, 30s, 5m or 2h", text => Duration.TryParse(text, out var value) ? value : (TimeSpan?)null);

    /// <summary>As <c>5%</c> or <c>0.05</c>.</summary>
    public double? Share(string field) => Value(field, "a share such as 5%", text =>
        double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && (text.EndsWith('%') ? value /= 100 : value) is >= 0 and <= 1 ? value : (double?)null);

    public long? Size(string field) => Value(field, "a size such as 4KiB, 200K or 65536", text => ByteSize.TryParse(text, out var value) ? value : (long?)null);

    public IReadOnlyList<long> Sizes(string field) =>
        [.. Elements(field).Select(node => ByteSize.TryParse(Scalar(node, Path(field)), out var value) ? value : throw Error(node, Path(field), $"must be sizes such as 4KiB, not '{node}'"))];

    public IReadOnlyList<string> Texts(string field) => [.. Elements(field).Select(node => Scalar(node, Path(field)))];

    /// <summary>One number, a list, or a text such as <c>1, 20, 50..300/50</c>: ranges with their ends, by steps.</summary>
    public IReadOnlyList<int> Numbers(string field, int least, int most)
    {
        List<int> numbers = [];
        foreach (var node in Elements(field))
        {
            foreach (var part in Scalar(node, Path(field)).Split(',', StringSplitOptions.TrimEntries))
            {
                numbers.AddRange(NumberRange.TryParse(part, least, most) ?? throw Error(node, Path(field), $"must be {Range(least, most)} or ranges of them such as 50..300/50, not '{part}'"));
            }
        }

        return numbers;
    }

    private static string Range(long least, long most) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    private T? Value<T>(string field, string what, Func<string, T?> parse)
        where T : struct => Text(field) is not { } text ? null : parse(text) ?? throw Error(field, $"must be {what}, not '{text}'");

    private IEnumerable<YamlNode> Elements(string field) => Find(field) switch
    {
        null => [],
        YamlSequenceNode { Children: [] } empty => throw Error(empty, Path(field), "is an empty list"),
        YamlSequenceNode list => list.Children,
        var single => [single],
    };

    private YamlNode? Find(string field)
    {
        _known.Add(field);
        return _node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value : null;
    }

    private string Scalar(YamlNode node, string path) => node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Error(node, path, "must have one value");

    private string Path(string field) => _name.Length == 0 ? field : $"{_name}.{field}";

    private LabException Error(YamlNode node, string path, string message) => LabException.At(_file, node.Start.Line, node.Start.Column, $"{path} {message}");
}
