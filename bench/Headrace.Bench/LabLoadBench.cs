using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Headrace.Bench.Peers;

namespace Headrace.Bench;

/// <summary>The lab's generator beside Debian's Locust on the same echo server in a process of its own: requests per second of the generator's processor time; and how late it sends.</summary>
public static class LabLoadBench
{
    private const int Repetitions = 3;
    private const string Seconds = "10";

    public static async Task RunAsync(Report report)
    {
        using var echo = EchoProcess.Start();
        var folder = Directory.CreateTempSubdirectory("headrace-bench-load-");
        try
        {
            List<(double Rate, double PerCore)> ours = [], locusts = [];
            for (var round = 0; round < Repetitions; round++)
            {
                locusts.Add(await LocustAsync(echo.Url, folder.FullName));
                ours.Add(await UsersAsync(echo.Url, Path.Combine(folder.FullName, $"users{round}")));
            }

            var (locust, own) = (Median(locusts), Median(ours));
            report.Add("Locust, 10 users", locust.PerCore, "/s per core", string.Create(CultureInfo.InvariantCulture, $"{locust.Rate:#,0} /s"));
            report.Add("headrace lab run, 10 users", own.PerCore, "/s per core", string.Create(CultureInfo.InvariantCulture, $"{own.PerCore / locust.PerCore:0.0} × Locust's (want 8 ×, aim 15 ×)"));
            report.Add("headrace lab run, 10 users, rate", own.Rate, "/s", "want 12,000 /s, aim 20,000 /s, on the server's own cores");
            var lags = new List<double>();
            for (var round = 0; round < Repetitions; round++)
            {
                lags.Add(await RateAsync(echo.Url, Path.Combine(folder.FullName, $"rate{round}")));
            }

            report.Add("timing error p99, Poisson 2,000/s", lags.Order().ElementAt(Repetitions / 2), "ms", "want below 1 ms");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Rate, double PerCore)> UsersAsync(Uri url, string folder)
    {
        var run = await RunAsync("--users", "10", "--for", $"{Seconds}s", "--url", $"{url}x", "--method", "POST", "--bytes", "100", "--out", folder);
        var rate = run["items"]!.GetValue<double>() / double.Parse(Seconds, CultureInfo.InvariantCulture);
        return (rate, rate / run["generator"]!["processor_share"]!.GetValue<double>());
    }

    private static async Task<double> RateAsync(Uri url, string folder) =>
        (await RunAsync("--rate", "2000", "--arrivals", "poisson", "--for", $"{Seconds}s", "--url", $"{url}x", "--method", "POST", "--bytes", "100", "--out", folder))["lag_p99_ms"]!.GetValue<double>();

    /// <summary>The command as users run it; it also says when it was the bottleneck, which a figure here then shows.</summary>
    private static async Task<JsonNode> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Harness.EngineProcess.Command, ["lab", "run", "--json", .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonNode.Parse(output)!;
    }

    /// <summary>Locust 2.12 under Debian's Python; its processor time is that from the test's start to its stop.</summary>
    private static async Task<(double Rate, double PerCore)> LocustAsync(Uri url, string folder)
    {
        var file = Path.Combine(folder, "locustfile.py");
        await File.WriteAllTextAsync(file, """
            import resource
            from locust import HttpUser, constant, events, task

            class Echo(HttpUser):
                wait_time = constant(0)

                @task
                def post(self):
                    self.client.post("/x", data=b"x" * 100)

            def processor():
                used = resource.getrusage(resource.RUSAGE_SELF)
                return used.ru_utime + used.ru_stime

            @events.test_start.add_listener
            def start(environment, **_):
                environment.began = processor()

            @events.test_stop.add_listener
            def stop(environment, **_):
                print("RESULT", environment.stats.total.num_requests, environment.stats.total.num_failures, processor() - environment.began)
            """);
        using var process = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3", ["-m", "locust", "-f", file, "--headless", "-u", "10", "-r", "10", "-t", $"{Seconds}s", "-H", url.ToString().TrimEnd('/'), "--only-summary"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var result = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))?.Split(' ')
            ?? throw new InvalidOperationException($"Locust (apt install python3-locust) did not run: {await error}");
        var requests = double.Parse(result[1], CultureInfo.InvariantCulture);
        return result[2] == "0" ? (requests / double.Parse(Seconds, CultureInfo.InvariantCulture), requests / double.Parse(result[3], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{result[2]} of Locust's requests failed.");
    }

    private static (double Rate, double PerCore) Median(List<(double Rate, double PerCore)> runs) => runs.OrderBy(run => run.PerCore).ElementAt(runs.Count / 2);
}
