using Headrace.Lab.Costs;

namespace Headrace.Lab.Statistics;

/// <summary>What a summary needs to know besides the run.</summary>
public sealed record SummaryOptions
{
    /// <summary>Of the bootstrap: the same run gives the same summary.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Bootstrap replicates of a mean; 0: none, and its bootstrap interval is unknown.</summary>
    public int Replicates { get; init; } = 2000;

    /// <summary>US dollars for a second of 1 GB (1,024 MB): AWS Lambda, x86, us-east-1, first tier.</summary>
    public double GigabyteSecondPrice { get; init; } = PriceList.Default.First(new LambdaSettings().ComputeMeter);

    /// <summary>US dollars an invocation.</summary>
    public double RequestPrice { get; init; } = PriceList.Default.First(Meter.LambdaRequests);

    /// <summary>GB of items whose record says none; not a number: their cost is unknown.</summary>
    public double Memory { get; init; } = double.NaN;

    /// <summary>Which levels are compared; empty: all.</summary>
    public IReadOnlyCollection<int> Levels { get; init; } = [];
}
