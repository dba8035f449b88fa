using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Headrace.Lab;
using Headrace.Lab.Comparing;
using Headrace.Lab.Statistics;
using CompareOptions = Headrace.Lab.Comparing.CompareOptions;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab compare</c>: what has changed from one run to another, how surely, and whether that may be.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("A") { Description = "The run before: its folder, or a summary.json" };
        var after = new Argument<string>("B") { Description = "The run after" };
        var failIf = new Option<FailCondition[]>("--fail-if")
        {
            Description = "End with 1 when this holds; may be given several times",
            HelpName = "CONDITION",
            CustomParser = ParseConditions,
            DefaultValueFactory = _ => [],
        };
        var margin = new Option<double>("--margin") { Description = "The change that matters, in per cent: a smaller one is no change", DefaultValueFactory = _ => 5, HelpName = "PERCENT" }.Between(0, 100);
        var all = new Option<bool>("--all") { Description = "Print the figures of every group too, not only those of the whole run" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document: every figure of every group, the warnings, the conditions" };
        var command = new DocumentedCommand("compare", "Hold run B against run A: every figure with its change, 95 % interval and verdict.", """
            Examples:
              headrace lab compare runs/main runs/branch
              headrace lab compare runs/main runs/branch --fail-if "p95>+10%" --fail-if "errors>1%"
              headrace lab compare runs/main runs/branch --fail-if "duration.p99[level=300]>2s" --fail-if "throughput<-5%" --json

            A CONDITION is a figure, > >= < or <=, and a limit. +10%, -5% limit the change, +50ms too, in its unit; 500ms limits what B measured.
            A change fails only when it is also more than chance, by its 95 % interval.
              figures   mean p50 p90 p95 p99 p99.9 max of the response, duration.p95 of another measure; throughput, errors, cold of the run
              measures  response lag upload queue-age init duration billed event-to-end memory cost
              groups    p95[level=50]  p95[cold]  mean[level=50, warm]
            """)
        {
            before, after, failIf, margin, all, json,
        };
        command.SetAction(parsed =>
        {
            var options = new CompareOptions { Margin = parsed.GetValue(margin) / 100 };
            var comparison = RunComparison.Of(ComparedRun.Read(parsed.GetValue(before)!, options, "A"), ComparedRun.Read(parsed.GetValue(after)!, options, "B"), options);
            FailResult[] results = [.. parsed.GetValue(failIf)!.Select(condition => condition.Apply(comparison))];
            var report = new ComparisonReport(comparison, results, results.Any(result => result.Failed));
            Console.Out.WriteLine(parsed.GetValue(json) ? report.ToJson() : Text(report, parsed.GetValue(all)));
            return report.Failed ? HeadraceCommand.Failed : HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static FailCondition[] ParseConditions(ArgumentResult result)
    {
        try
        {
            return [.. result.Tokens.Select(token => FailCondition.Parse(token.Value))];
        }
        catch (LabException fault)
        {
            result.AddError($"{fault.Message}.");
            return [];
        }
    }

    private static string Text(ComparisonReport report, bool all)
    {
        var comparison = report.Comparison;
        var changes = comparison.Changes.Where(change => all || !change.Metric.Contains('[', StringComparison.Ordinal)).ToList();
        var table = new TextTable("figure", comparison.A, comparison.B, "change", "95 % interval", "verdict");
        foreach (var change in changes)
        {
            Func<double, string> inUnit = value => change.Unit.Says(value);
            var inPoints = change.Unit == FigureUnit.Share || double.IsNaN(change.Change);
            table.Add(
                change.Metric, inUnit(change.A), inUnit(change.B),
                inPoints ? inUnit(change.Difference) : Percent(change.Change),
                Between(inPoints ? change.DifferenceInterval : change.ChangeInterval, inPoints ? inUnit : Percent),
                change.Note.Length > 0 ? $"{Figures.NameOf(change.Verdict)}: {change.Note}" : Figures.NameOf(change.Verdict));
        }

        var tested = changes.Count(change => change.Verdict != Verdict.Untested);
        string[] lines =
        [
            .. comparison.Warnings.Select(warning => $"Note: {warning}."),
            changes.Count == 0 ? "The two runs have no figure in common." : table.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"A change below {comparison.Margin * 100:0.##} % is none. Of {tested} intervals of 95 %, {tested * 0.05:0.#} miss the truth by chance."),
            .. report.Conditions.Select(result => $"{(result.Failed ? "FAILED" : "passed")}  {result.Condition}: {result.Sentence}"),
        ];
        return string.Join('\n', lines);
    }

    private static string Between(Interval interval, Func<double, string> says) => double.IsFinite(interval.Low) ? $"{says(interval.Low)} … {says(interval.High)}" : Figures.None;

    private static string Percent(double change) => (change * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
}
