using Headrace.Charts;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>One figure of the report: a picture, the sentence below it that says what it shows, and its data.</summary>
/// <param name="Id">Its anchor and the name of its downloads.</param>
internal sealed record Figure(string Id, string Sentence, Chart Chart, DataTable Data)
{
    /// <summary>How wide a figure is drawn: two stand beside each other on a screen, and their text can be read on a phone.</summary>
    public const int Width = 530, Height = 400;

    public const double TextRoom = 1.45;

    /// <summary>What the pointer looks for: the nearest row along <c>x</c>, along <c>y</c>, or the nearest point, <c>xy</c>.</summary>
    public string Nearest { get; init; } = "x";

    /// <summary>Twice as high as its neighbours.</summary>
    public bool IsTall { get; init; }

    public string Title => Chart.Title;

    /// <summary>Table and picture from the same series.</summary>
    public static Figure Of(string id, string sentence, Chart chart) => new(id, sentence, chart, DataTable.Of(chart));

    public static Chart Plot(string run, string title, Axis x, Axis y, params IReadOnlyList<Series> series) =>
        new() { Title = title, Subtitle = run, X = x, Y = y, Series = series, Width = Width, Height = Height, TextRoom = TextRoom };
}
