using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Headrace.Lab.Costs;

/// <summary>Reads a price file: every price must be there, nothing else may.</summary>
public static class PriceFile
{
    /// <exception cref="LabException">The file cannot be read, or something in it is wrong: file, line, column, what.</exception>
    public static PriceList Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"the price file cannot be read: {failure.Message}", failure);
        }
    }

    /// <param name="file">Its name in messages.</param>
    /// <exception cref="LabException">Something in it is wrong: file, line, column, what.</exception>
    public static PriceList Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException failure)
        {
            throw LabException.At(file, failure.Start.Line, failure.Start.Column, failure.InnerException?.Message ?? failure.Message);
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            throw LabException.At(file, 1, 1, "a price file is one mapping with date, region, sources, init-billed and prices");
        }

        return new Reader(file).List(root);
    }

    private sealed class Reader(string file)
    {
        public PriceList List(YamlMappingNode root)
        {
            var entries = Entries(root, "date", "region", "sources", "init-billed", "prices");
            return new PriceList
            {
                Date = Scalar(root, entries, "date", "a date such as 2025-10-28", text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                Region = Scalar(root, entries, "region", "a region such as us-east-1", text => text.Length > 0 ? text : throw new FormatException()),
                Sources = Required(root, entries, "sources") is YamlSequenceNode sources
                    ? [.. sources.Select(source => source is YamlScalarNode { Value: { } url } ? url : throw At(source, "a source is an address"))]
                    : throw At(entries["sources"], "sources must be a list of addresses"),
                InitBilled = Scalar(root, entries, "init-billed", "true or false", bool.Parse),
                Prices = Required(root, entries, "prices") is YamlMappingNode prices ? Prices(prices) : throw At(entries["prices"], "prices must be a mapping"),
            };
        }

        private Dictionary<Meter, Price> Prices(YamlMappingNode node)
        {
            var prices = new Dictionary<Meter, Price>();
            foreach (var (key, value) in node.Children)
            {
                var meter = Meters.Find(Text(key)) ?? throw At(key, $"no such price: '{Text(key)}'");
                prices.Add(meter, value is YamlMappingNode price ? PriceOf(meter, price) : throw At(value, $"{Text(key)} must be a mapping with tiers"));
            }

            foreach (var meter in Enum.GetValues<Meter>().Where(meter => !prices.ContainsKey(meter)))
            {
                throw At(node, $"the price {meter.Name().Key} is missing");
            }

            return prices;
        }

        private Price PriceOf(Meter meter, YamlMappingNode node)
        {
            var entries = Entries(node, "free", "tiers");
            if (Required(node, entries, "tiers") is not YamlSequenceNode { Children.Count: > 0 } list)
            {
                throw At(entries["tiers"], "tiers must be a list with at least one price");
            }

            var tiers = new List<PriceTier>();
            foreach (var item in list)
            {
                var tier = item as YamlMappingNode ?? throw At(item, "a tier is { up-to: quantity, price: dollars }; the last has no up-to");
                var fields = Entries(tier, "up-to", "price");
                if (fields.ContainsKey("up-to") == (item == list.Children[^1]))
                {
                    throw At(item, item == list.Children[^1] ? "the last tier is open: it has no up-to" : "a tier with others after it needs up-to");
                }

                var upTo = fields.ContainsKey("up-to") ? Number(tier, fields, "up-to") : double.PositiveInfinity;
                if (upTo <= (tiers is [.., var before] ? before.UpTo : 0))
                {
                    throw At(fields["up-to"], "up-to must rise from tier to tier");
                }

                tiers.Add(new PriceTier(upTo, Number(tier, fields, "price")));
            }

            return new Price(meter, entries.ContainsKey("free") ? Number(node, entries, "free") : 0, tiers);
        }

        private Dictionary<string, YamlNode> Entries(YamlMappingNode node, params string[] known)
        {
            var entries = new Dictionary<string, YamlNode>();
            foreach (var (key, value) in node.Children)
            {
                if (!known.Contains(Text(key), StringComparer.Ordinal))
                {
                    throw At(key, $"'{Text(key)}' is none of {string.Join(", ", known)}");
                }

                entries.Add(Text(key), value);
            }

            return entries;
        }

        private YamlNode Required(YamlMappingNode node, Dictionary<string, YamlNode> entries, string key) =>
            entries.GetValueOrDefault(key) ?? throw At(node, $"{key} is missing");

        private double Number(YamlMappingNode node, Dictionary<string, YamlNode> entries, string key) =>
            Scalar(node, entries, key, "a number from 0", text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is >= 0 and < double.PositiveInfinity and var number
                ? number
                : throw new FormatException());

        private T Scalar<T>(YamlMappingNode node, Dictionary<string, YamlNode> entries, string key, string what, Func<string, T> parse)
        {
            var value = Required(node, entries, key);
            try
            {
                return parse(value is YamlScalarNode { Value: { } text } ? text : throw new FormatException());
            }
            catch (FormatException)
            {
                throw At(value, $"{key} must be {what}, not '{value}'");
            }
        }

        private string Text(YamlNode node) => node is YamlScalarNode { Value: { } text } ? text : throw At(node, "a name was expected here");

        private LabException At(YamlNode node, string message) => LabException.At(file, node.Start.Line, node.Start.Column, message);
    }
}
