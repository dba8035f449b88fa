namespace Headrace.Lab.Costs;

/// <summary>One region's prices on one day.</summary>
public sealed record PriceList
{
    private const string EmbeddedName = "Headrace.Lab.Costs.prices.yaml";

    private static readonly Lazy<PriceList> Embedded = new(() => PriceFile.Parse(EmbeddedText(), "prices.yaml"));

    /// <summary>The file that ships.</summary>
    public static PriceList Default => Embedded.Value;

    public required DateOnly Date { get; init; }

    public required string Region { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Whether initialisation counts into the billed duration.</summary>
    public required bool InitBilled { get; init; }

    /// <summary>A price for every <see cref="Meter"/>.</summary>
    public required IReadOnlyDictionary<Meter, Price> Prices { get; init; }

    /// <summary><c>us-east-1, 2025-10-28</c>.</summary>
    public string Name => $"{Region}, {Date:yyyy-MM-dd}";

    /// <summary>US dollars of one more when a month has little of it yet.</summary>
    public double First(Meter meter) => Prices[meter].Tiers[0].UnitPrice;

    /// <summary>The shipped file as it stands, comments and all.</summary>
    public static string EmbeddedText()
    {
        using var reader = new StreamReader(typeof(PriceList).Assembly.GetManifestResourceStream(EmbeddedName)!);
        return reader.ReadToEnd();
    }
}
