using System.Diagnostics;
using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Bench;

/// <summary>1,000,000 records from events.csv to summary and report, beside reading the same file with Python's csv module and with pandas; and what recording an item costs whoever measures.</summary>
public static class LabImportBench
{
    private const int Records = 1_000_000;

    /// <summary>Seconds and MiB that the report of a million records may take.</summary>
    private const int LongestSeconds = 10, MostMemory = 600;

    public static async Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-lab-").FullName;
        try
        {
            var events = Path.Combine(folder, "events.csv");
            await RecordAsync(events, report);
            var (ours, memory) = Timed(Environment.GetEnvironmentVariable("HEADRACE")!, ["lab", "import", events, "--out", Path.Combine(folder, "run")]);
            var again = Timed(Environment.GetEnvironmentVariable("HEADRACE")!, ["lab", "report", Path.Combine(folder, "run")]);
            var python = Timed("/usr/bin/python3", ["-c", "import csv, sys; print(sum(1 for row in csv.reader(open(sys.argv[1]))))", events]);
            var pandas = Timed("/usr/bin/python3", ["-c", "import pandas, sys; print(len(pandas.read_csv(sys.argv[1])))", events]);
            report.Add($"lab import of {Records:#,0} records, with report", ours, "s", $"at most {LongestSeconds} s");
            report.Add("its memory at most", memory, "MiB", $"at most {MostMemory} MiB");
            report.Add("lab report of the run", again.Seconds, "s", $"csv.reader alone {python.Seconds:0.0} s, pandas.read_csv alone {pandas.Seconds:0.0} s");
            report.Add("its memory at most", again.MiB, "MiB", $"csv.reader {python.MiB:0} MiB, pandas {pandas.MiB:0} MiB");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes the file as a run does, an item at a time.</summary>
    private static async Task RecordAsync(string path, Report report)
    {
        var start = Moment.At(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        var random = new Random(1);
        var adding = 0L;
        await using (var recorder = EventsRecorder.Create(path, TimeProvider.System))
        {
            for (var number = 0; number < Records; number++)
            {
                var item = ItemOf(number, start, random);
                var from = Stopwatch.GetTimestamp();
                recorder.Add(in item);
                adding += Stopwatch.GetTimestamp() - from;
            }
        }

        report.Add("recording, for whoever adds an item", adding * 1e6 / Stopwatch.Frequency / Records, "µs", "3 % of 50 µs, an item at 20,000/s, are 1.5 µs");
        report.Add("events.csv", new FileInfo(path).Length / (1024.0 * 1024), "MiB");
    }

    private static Item ItemOf(int number, Moment start, Random random)
    {
        var sent = start.Plus(number * 0.5);
        var duration = Math.Round(20 + (random.NextDouble() * 300), 2);
        var isCold = number % 100 == 0;
        return new Item
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"image_{number:0000000}.jpg"),
            Level = 50 * (1 + (number % 6)),
            Repetition = 1 + (number % 3),
            Site = string.Create(CultureInfo.InvariantCulture, $"site{number % 300}"),
            Function = "gauge",
            Size = 150_000 + (number % 1000),
            Intended = sent,
            Sent = sent.Plus(0.05),
            Uploaded = sent.Plus(3.1),
            EventTime = sent.Plus(2.9),
            Started = sent.Plus(5),
            Ended = sent.Plus(5 + duration),
            Visible = sent.Plus(6 + duration),
            QueueAge = 2.1,
            RequestId = new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString(),
            Environment = string.Create(CultureInfo.InvariantCulture, $"2026/11/21/[$LATEST]{number % 300:x32}"),
            Cold = isCold,
            Init = isCold ? 123.45 : double.NaN,
            Duration = duration,
            Billed = Math.Ceiling(duration),
            MemorySize = 512,
            MaxMemoryUsed = 100 + (number % 50),
            Phases = new HandlerPhases(3.1f, 5.25f, (float)Math.Round(duration / 2, 2), 1.5f, 2.25f),
            Status = number % 1000 == 7 ? ItemStatus.Failed : ItemStatus.Succeeded,
            Error = number % 1000 == 7 ? "ImageRejected: not an image" : "",
        };
    }

    /// <returns>Wall-clock seconds, and the process's largest resident memory as the kernel kept it (VmHWM).</returns>
    private static (double Seconds, double MiB) Timed(string program, string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var peak = 0L;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? (seconds, peak / (1024.0 * 1024)) : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.StandardError.ReadToEnd()}");
    }
}
