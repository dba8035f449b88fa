using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Reporting;

/// <summary>What one needs to make the run again: machine, versions, plan, seed, date, clocks.</summary>
internal static class AboutRun
{
    public static void Write(Html html, RunManifest run, RunFacts facts)
    {
        html.Open("section", ("id", "about"), ("aria-labelledby", "about-title"));
        html.Element("h2", "About this run", ("id", "about-title"));
        html.Open("dl", ("class", "about"));
        Line("started", Say.Time(run.Started));
        Line("ended", run.Ended is { } ended ? Say.Time(ended) : "it did not say so");
        Line("stopped because", run.Stopped);
        Line("endpoint", run.Endpoint);
        Line("region", run.Region);
        Line("machine", run.Machine is { } machine
            ? $"{machine.Processor}, {Say.Count(machine.Cores, "core", "cores")}, {Say.Bytes(machine.Memory)}, {machine.System}" : null);
        Line("versions", string.Join(", ", run.Versions));
        Line("seed", run.Seed?.ToString(CultureInfo.InvariantCulture));
        Line("clock offset", run.Clock is { } clock
            ? string.Create(CultureInfo.InvariantCulture, $"the service's clock was {Math.Abs(clock.Milliseconds):0.##} ms {(clock.Milliseconds < 0 ? "behind" : "ahead of")} the client's, ± {clock.Error:0.##} ms ({clock.Samples} samples)") : null);
        Line("generator", run.Generator is { } generator
            ? $"sent late by {Say.Duration(generator.LagP50)} (p50), {Say.Duration(generator.LagP99)} (p99), {Say.Duration(generator.LagMax)} (max); used {Say.Share(generator.ProcessorShare)} of a core" : null);
        Line("memory size", facts.MemorySizes.Count > 0 ? $"{Say.List([.. facts.MemorySizes.Select(size => Say.Count(size))])} MB" : null);
        Line("environments", facts.Environments > 0 ? Say.Count(facts.Environments) : null);
        Line("sources", string.Join(", ", run.Sources));
        html.Close();
        if (run.Plan.Length > 0)
        {
            html.Open("details");
            html.Element("summary", "The plan");
            html.Element("pre", run.Plan, ("tabindex", "0"), ("aria-label", "The plan"));
            html.Close();
        }

        html.Close();

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                html.Open("div");
                html.Element("dt", name);
                html.Element("dd", value);
                html.Close();
            }
        }
    }
}
