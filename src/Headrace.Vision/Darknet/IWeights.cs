namespace Headrace.Vision.Darknet;

/// <summary>Where layers get their numbers from, one after the other.</summary>
internal interface IWeights
{
    /// <summary>The next floats, as bytes.</summary>
    /// <param name="what">Biases, scales, means, variances or weights.</param>
    ReadOnlyMemory<byte> Take(CfgSection section, string what, long count);

    /// <summary>The last layer has been built.</summary>
    void ExpectEnd(CfgSection last);
}
