using System.Globalization;
using Headrace.Gauge.Rows;

namespace Headrace.Cli.Lab;

/// <summary>What <c>lab scale</c> was asked for, and the plan that measures it.</summary>
/// <param name="Sites">As a plan's burst has them: <c>1,50..300/50</c>.</param>
/// <param name="Variants">Of <see cref="Layouts"/>.</param>
/// <param name="Memory">MB.</param>
internal sealed record ScalePlan(string Sites, IReadOnlyList<string> Variants, int Repetitions, bool IsCold, int Width, int Memory, int Seed)
{
    public const string Shared = "shared";
    public const string Own = "own";

    /// <summary>One function for all sites, or a function for each.</summary>
    public static readonly IReadOnlyList<string> Layouts = [Shared, Own];

    public (int Width, int Height) Size => (Width, ((Width * 9 / 16) + 1) & ~1);

    public static string Bucket(string layout, string site) => $"{layout}-{site}";

    public static string Function(string layout, string site) => layout == Own ? $"gauge-{site}" : "gauge";

    /// <summary>What both plans upload, and where to: the model's times are those of the pictures that are measured.</summary>
    private string Pictures => string.Create(CultureInfo.InvariantCulture, $$"""
        target:
          upload:
        {{Target(Variants[0], "    ")}}
            key: 'n{n}_capture_{time}.jpg'
            content-type: image/jpeg
        payload:
          cameras: {{Size.Width}}x{{Size.Height}}
        """);

    /// <summary>Single pictures, so often cold and so often warm.</summary>
    private const int Alone = 6;

    /// <summary>What a picture takes when nothing else is under way: the model's times. Ten together show what engine and generator do for each.</summary>
    public string ToAloneYaml() => string.Create(CultureInfo.InvariantCulture, $$"""
        # One picture at a time, on a new environment and on one that was there: the times that the model of Lambda is made of. Ten for what is done around each.
        name: alone
        seed: {{Seed}}
        repetitions: {{Alone}}
        warm-up: true
        pattern:
          burst:
            sites: [1, 10]
        {{Pictures}}
        sweep:
          start: [cold, warm]

        """);

    /// <summary>The row's key is the picture's path, so that a picture's row can be asked for before anything is known of its bytes.</summary>
    public string ToYaml() => string.Create(CultureInfo.InvariantCulture, $$"""
        # The original experiment: cameras that upload at the same instant, one function for all sites against a function for each.
        name: scale
        seed: {{Seed}}
        repetitions: {{Repetitions}}
        start: {{(IsCold ? "cold" : "warm")}}
        pattern:
          burst:
            sites: [{{Sites}}]
        {{Pictures}}
        sweep:
          layout:
        {{string.Join('\n', Variants.Select(layout => $"    {layout}:\n{Target(layout, "      ")}"))}}

        """);

    private static string Target(string layout, string indent)
    {
        var bucket = Bucket(layout, "site{site:000}");
        return string.Join('\n', new[]
        {
            $"bucket: '{bucket}'",
            $"function: '{Function(layout, "site{site:000}")}'",
            $"result: {{table: {ImageRow.Table}, key: {{image_path: '{bucket}/{{key}}'}}, every: 5ms, within: 2m}}",
        }.Select(line => indent + line));
    }
}
