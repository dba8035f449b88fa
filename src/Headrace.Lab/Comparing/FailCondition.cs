namespace Headrace.Lab.Comparing;

/// <summary>One <c>--fail-if</c>: a figure, and what it must not do.</summary>
/// <remarks>
/// <code>
/// condition = figure ( ">" | ">=" | "&lt;" | "&lt;=" ) limit
/// figure    = [ measure "." ] statistic [ "[" scope { "," scope } "]" ]        response is the measure where none is named
/// scope     = "cold" | "warm" | a group of the summary, as level=50 or memory=512
/// limit     = ( "+" | "-" ) number ( "%" | unit | "pp" )                       the change from A to B, relative or in the unit; pp: points of a share
///           | number ( unit | "%" )                                            B itself; % of a share only
/// unit      = "us" | "ms" | "s" | "min" | "MB" | "$" | "/s"
/// </code>
/// </remarks>
/// <param name="Limit">In the figure's unit, a relative change as a fraction.</param>
public sealed record FailCondition(string Text, FigureName Figure, LimitKind Kind, bool Above, bool OrEqual, double Limit)
{
    /// <exception cref="LabException">It is no condition: with the column.</exception>
    public static FailCondition Parse(string text) => new FailConditionParser(text).Parse();

    /// <exception cref="LabException">The runs do not both have the figure.</exception>
    public FailResult Apply(RunComparison comparison)
    {
        var change = comparison.Changes.FirstOrDefault(change => change.Metric == Figure.ToString())
            ?? throw new LabException($"--fail-if \"{Text}\": {comparison.A} and {comparison.B} do not both have {Figure}");
        var value = Kind switch { LimitKind.Value => change.B, LimitKind.Relative => change.Change, _ => change.Difference };
        if (double.IsNaN(value))
        {
            throw new LabException($"--fail-if \"{Text}\": {Figure} was 0 in {comparison.A}, so that no change is relative to it; state the limit as {(Figure.Unit == FigureUnit.Share ? "+0.5pp" : "+5ms or 5ms")}");
        }

        var beyond = Above ? value > Limit || (OrEqual && value == Limit) : value < Limit || (OrEqual && value == Limit);
        var says = $"{Figure} is {change.Unit.Says(change.B)}, was {change.Unit.Says(change.A)}";
        return beyond && Kind != LimitKind.Value && change.IsCertain == false
            ? new(Text, false, $"{says}: beyond the limit, but chance alone could do it")
            : new(Text, beyond, says + (beyond && Kind != LimitKind.Value && change.IsCertain is null ? $": not tested ({change.Note})" : ""));
    }
}
