using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>Reads a <see cref="FailCondition"/> from left to right; every fault names its column.</summary>
internal sealed class FailConditionParser(string text)
{
    private static readonly (string Unit, FigureUnit Of, double Factor)[] Units =
    [
        ("us", FigureUnit.Milliseconds, 0.001), ("ms", FigureUnit.Milliseconds, 1), ("s", FigureUnit.Milliseconds, 1000), ("min", FigureUnit.Milliseconds, 60_000),
        ("MB", FigureUnit.Megabytes, 1), ("$", FigureUnit.Dollars, 1), ("/s", FigureUnit.PerSecond, 1), ("%", FigureUnit.Share, 0.01), ("pp", FigureUnit.Share, 0.01),
    ];

    private int _at;

    public FailCondition Parse()
    {
        var figure = Figure();
        Spaces();
        var above = Peek() == '>';
        if (Peek() is not ('>' or '<'))
        {
            throw Fault($">, >=, < or <= is expected{Found()}");
        }

        _at++;
        var orEqual = Take('=');
        Spaces();
        var (kind, limit) = Limit(figure);
        Spaces();
        return _at == text.Length ? new(text, figure, kind, above, orEqual, limit) : throw Fault($"nothing more is expected{Found()}");
    }

    private FigureName Figure()
    {
        Spaces();
        var start = _at;
        var name = Word();
        var measure = FigureName.Measures.ToList().FindIndex(known => name.StartsWith(known + ".", StringComparison.OrdinalIgnoreCase));
        var statistic = measure < 0 ? name : name[(FigureName.Measures[measure].Length + 1)..];
        var ofRun = measure < 0 && FigureName.OfRuns.Contains(statistic);
        if (!ofRun && !FigureName.OfMeasures.Contains(statistic))
        {
            _at = start;
            throw Fault($"{(name.Length == 0 ? "a figure is expected" : $"\"{name}\" is no figure")}: {string.Join(", ", FigureName.OfMeasures)}, of another measure than the response as in duration.p95 ({string.Join(", ", FigureName.Measures)}), or {string.Join(", ", FigureName.OfRuns)}");
        }

        var (group, population) = Scope();
        return new(ofRun ? null : measure < 0 ? Measure.Response : (Measure)measure, statistic, group, population);
    }

    private (string Group, Population Population) Scope()
    {
        var (group, population) = ("", Population.All);
        if (!Take('['))
        {
            return (group, population);
        }

        var end = text.IndexOf(']', _at);
        if (end < 0)
        {
            throw Fault("the bracket is not closed");
        }

        foreach (var scope in text[_at..end].Split(','))
        {
            var next = _at + scope.Length + 1;
            Spaces();
            switch (scope.Trim())
            {
                case "cold": population = Population.Cold; break;
                case "warm": population = Population.Warm; break;
                case var named when named.Contains('=', StringComparison.Ordinal) && group.Length == 0: group = named; break;
                case var other: throw Fault($"\"{other}\" is no scope: cold, warm, or one group as level=50");
            }

            _at = next;
        }

        return (group, population);
    }

    private (LimitKind Kind, double Limit) Limit(FigureName figure)
    {
        var start = _at;
        var isChange = Peek() is '+' or '-';
        _at += isChange ? 1 : 0;
        while (char.IsAsciiDigit(Peek()) || Peek() == '.')
        {
            _at++;
        }

        if (!double.TryParse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            throw Fault($"a number is expected{Found()}");
        }

        Spaces();
        var unitAt = _at;
        var unit = text[_at..].TrimEnd();
        _at = text.Length;
        if (isChange && unit == "%")
        {
            return (LimitKind.Relative, number / 100);
        }

        var known = Array.Find(Units, known => known.Unit == unit);
        if (known.Unit is not null && known.Of == figure.Unit && (isChange || unit != "pp"))
        {
            return (isChange ? LimitKind.Difference : LimitKind.Value, number * known.Factor);
        }

        _at = unitAt;
        var units = string.Join(", ", Units.Where(row => row.Of == figure.Unit && row.Unit is not ("%" or "pp")).Select(row => row.Unit));
        throw Fault((unit.Length == 0 ? "a unit is expected" : $"\"{unit}\" is no unit of {figure}") + (figure.Unit == FigureUnit.Share
            ? ": +10% or +0.5pp for a change, 1% for the share itself"
            : $": +10% or +5{units.Split(',')[0]} for a change, {units} for the figure itself"));
    }

    private string Word()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '.' or '-')
        {
            _at++;
        }

        return text[start.._at];
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Take(char letter)
    {
        var found = Peek() == letter;
        _at += found ? 1 : 0;
        return found;
    }

    private void Spaces()
    {
        while (Peek() == ' ')
        {
            _at++;
        }
    }

    private string Found() => _at < text.Length ? $", not \"{text[_at..]}\"" : ", but here it ends";

    private LabException Fault(string message) => new($"--fail-if \"{text}\", column {_at + 1}: {message}");
}
