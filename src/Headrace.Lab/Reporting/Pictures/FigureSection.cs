namespace Headrace.Lab.Reporting.Pictures;

/// <summary>Figures that answer one question, and what of them the run has no data for.</summary>
internal sealed class FigureSection(string id, string title)
{
    private readonly List<Figure> _figures = [];
    private readonly List<(string Title, string Why)> _missing = [];

    public string Id => id;

    public string Title => title;

    public IReadOnlyList<Figure> Figures => _figures;

    public IReadOnlyList<(string Title, string Why)> Missing => _missing;

    /// <summary>Tables below the figures; null: none.</summary>
    public Action<Html>? Tables { get; set; }

    public bool IsEmpty => _figures.Count == 0 && Tables is null;

    public void Add(Figure figure) => _figures.Add(figure);

    public void LeaveOut(string figure, string why) => _missing.Add((figure, why));
}
