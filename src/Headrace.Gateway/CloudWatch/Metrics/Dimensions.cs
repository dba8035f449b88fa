using Headrace.Gateway.CloudWatch.Wire;

namespace Headrace.Gateway.CloudWatch.Metrics;

internal static class Dimensions
{
    private const int Most = 30;

    /// <summary>A metric's dimensions: name and value each.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(Structure of)
    {
        var dimensions = of.Structures("Dimensions").Select(dimension =>
        {
            var pair = KeyValuePair.Create(dimension.Required("Name"), dimension.Required("Value"));
            dimension.RefuseOthers();
            return pair.Key.Length <= 255 && pair.Value.Length <= 1024 && !pair.Key.StartsWith(':')
                ? pair
                : throw CloudWatchErrors.InvalidValue(pair.Key, dimension.At("Name"));
        }).ToList();
        return dimensions.Count <= Most
            ? dimensions
            : throw CloudWatchErrors.Invalid($"The collection {of.At("Dimensions")} must not have a size greater than {Most}.");
    }

    public static IReadOnlyList<object> Write(IEnumerable<KeyValuePair<string, string>> dimensions) =>
        Answer.List(dimensions.Select(dimension => new Answer { { "Name", dimension.Key }, { "Value", dimension.Value } }));
}
