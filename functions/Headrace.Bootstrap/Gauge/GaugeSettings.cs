using Headrace.Bootstrap.Runtime;

namespace Headrace.Bootstrap.Gauge;

/// <summary>The function's environment, read once.</summary>
/// <param name="Sites"><c>SITES</c>: a file of the function or its layers, or <c>s3://bucket/key</c>; null where the <c>SITE_</c> variables describe the only site.</param>
/// <param name="SitesMaximumAge"><c>SITES_MAX_AGE</c>: after how many seconds S3 is asked whether the sites have changed.</param>
/// <param name="OutputBucket"><c>OUTPUT_BUCKET</c>; null when every site names its own.</param>
/// <param name="OutputPrefix"><c>OUTPUT_PREFIX</c>, put before an overlay's key; <c>{site}</c> in it is the site's id. Null: nothing for one site, <c>{site}/</c> for several.</param>
/// <param name="Table"><c>TABLE</c>: the DynamoDB table, where no database is set.</param>
/// <param name="Threads">The environment's share of processors, from its memory as on AWS: 1,769 MB are one.</param>
internal sealed record GaugeSettings(
    string? Sites,
    TimeSpan SitesMaximumAge,
    string? OutputBucket,
    string? OutputPrefix,
    string Table,
    long MaximumObjectBytes,
    long MaximumPixels,
    long MaximumMemory,
    int Threads)
{
    /// <summary>The program with ONNX Runtime and a small model: measured at 110 MiB.</summary>
    private const long Program = 128L << 20;

    /// <exception cref="HandlerException">A variable makes no sense.</exception>
    public static GaugeSettings Read(Func<string, string?> variable)
    {
        var variables = new Variables(variable);
        var memory = variables.Whole("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 1024, 1, 1 << 20);
        return new GaugeSettings(
            variables["SITES"],
            TimeSpan.FromSeconds(variables.Whole("SITES_MAX_AGE", 10, 0, 86_400)),
            variables["OUTPUT_BUCKET"],
            variable("OUTPUT_PREFIX"),
            variables["TABLE"] ?? Headrace.Gauge.Rows.ImageRow.Table,
            variables.Whole("MAX_OBJECT_BYTES", (memory << 20) / 4, 1, 1L << 31),
            variables.Whole("MAX_PIXELS", 100_000_000, 1, int.MaxValue),
            Math.Max(0, (memory << 20) - Program),
            ProcessorShare.Threads(memory));
    }
}
