using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headrace.Lab.Costs;
using Headrace.Lab.Tuning;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab tune</c>: the cheapest memory size that is fast enough.</summary>
internal static class TuneCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("FUNCTION") { Description = "The function's name or ARN" };
        var memory = new Option<string>("--memory") { Description = "MB to try", HelpName = "128,256,512", DefaultValueFactory = _ => "128,256,512,1024,1769,3008" }
            .Check(text => Sizes(text) is not null, "sizes from 128 to 10240 MB, each once, such as 128,256,512");
        var payload = new Option<string>("--payload") { Description = "What to invoke with: JSON, or @FILE", HelpName = "JSON|@FILE", DefaultValueFactory = _ => "{}" };
        var latency = new Option<string?>("--latency") { Description = "What a percentile of the warm response may be", HelpName = "p95<300ms" }
            .Check(text => LatencyTarget.Parse(text) is not null, "a percentile and a time such as p95<300ms or p99.9<2s");
        var rounds = new Option<int>("--rounds") { Description = "Times round all sizes; each has one cold invocation", HelpName = "N", DefaultValueFactory = _ => 3 }.Between(1, 1000);
        var warm = new Option<int>("--invocations") { Description = "Warm invocations a size and round", HelpName = "N", DefaultValueFactory = _ => 10 }.Between(1, 100_000);
        var threads = new Option<double?>("--scale-cpu") { Description = "On an engine without --cpu-share, where a run kept so many processors busy: count runs as on AWS's processor share", HelpName = "THREADS" };
        var picture = new Option<string?>("--svg") { Description = "Write a picture", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table" };
        var prices = new PriceOptions();
        var client = new ClientOptions();
        var command = new DocumentedCommand("tune", "Find the cheapest memory size of a function that is fast enough: invokes it at each, cold and warm.", $"""
            Examples:
              headrace lab tune classify --memory 128,256,512 --payload '{"{"}"values":[[5.1,3.5,1.4,0.2]]{"}"}' --latency 'p95<300ms'
              headrace lab tune detect --payload @event.json --svg tune.svg --scale-cpu 1

            The function's memory is changed while it is tried and put back at the end, also after Ctrl+C. Exit code 1: no size is fast enough.
            A Headrace engine gives every memory size all processors unless it is started with serve --cpu-share; the result says which.
            """)
        {
            function, memory, payload, latency, rounds, warm, threads, picture, json,
        };
        prices.AddTo(command);
        client.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // What must be put back is put back after the first signal: the tuner needs to be running by then.
            await Task.Yield();
            var target = parsed.GetValue(latency) is { } text ? LatencyTarget.Parse(text) : null;
            var options = new TuningOptions
            {
                Function = parsed.GetValue(function)!,
                Memory = Sizes(parsed.GetValue(memory)!)!,
                Payload = await PayloadAsync(parsed.GetValue(payload)!, cancellationToken),
                Rounds = parsed.GetValue(rounds),
                Warm = parsed.GetValue(warm),
                Target = target,
                Threads = parsed.GetValue(threads) is null or > 0 ? parsed.GetValue(threads) : throw new CommandException("--scale-cpu must be above 0."),
            };
            var (endpoint, credentials, region) = client.Read(parsed);
            using var http = new SignedHttpClient(endpoint, credentials, region);
            var tuner = new PowerTuner(http, options, prices.Read(parsed, new LambdaSettings()), TimeProvider.System);
            TuningResult result;
            try
            {
                result = await tuner.RunAsync(line => Console.Error.WriteLine($"headrace: {line}"), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw new CommandException($"Interrupted; {options.Function} has the memory again that it had.");
            }

            if (parsed.GetValue(picture) is { } file)
            {
                await WriteAsync(file, result.ToChart(target).ToSvg(), cancellationToken);
            }

            Console.Out.WriteLine(parsed.GetValue(json) ? result.ToJson() : Text(result, target));
            return result.Chosen is null ? HeadraceCommand.Failed : HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static int[]? Sizes(string text)
    {
        var sizes = Array.ConvertAll(text.Split(',', StringSplitOptions.TrimEntries), part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0);
        return sizes.All(size => size is >= 128 and <= 10_240) && sizes.Distinct().Count() == sizes.Length ? sizes : null;
    }

    private static async Task<ReadOnlyMemory<byte>> PayloadAsync(string payload, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = payload.StartsWith('@') ? await File.ReadAllBytesAsync(payload[1..], cancellationToken) : Encoding.UTF8.GetBytes(payload);
            using var document = JsonDocument.Parse(bytes);
            return bytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The payload cannot be read: {failure.Message}", failure);
        }
        catch (JsonException failure)
        {
            throw new CommandException($"The payload is not JSON: line {failure.LineNumber + 1}, column {failure.BytePositionInLine + 1}.", failure);
        }
    }

    private static async Task WriteAsync(string file, string svg, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, svg, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The picture cannot be written: {failure.Message}", failure);
        }
    }

    private static string Text(TuningResult result, LatencyTarget? target)
    {
        var percentile = target is null or { Percent: 50 or 95 } ? null : string.Create(CultureInfo.InvariantCulture, $"p{target.Percent:0.###} ms");
        string[] headings = ["MB", "warm", "p50 ms", "p95 ms", percentile ?? "", "run ms", "cold", "cold ms", "init ms", "used MB", "$ a million warm", "$ a million cold", "failed"];
        var table = new TextTable([.. headings.Where(heading => heading.Length > 0)]);
        foreach (var point in result.Points)
        {
            string[] cells =
            [
                Number(point.Memory, "0"), Number(point.Warm, "0"), Number(point.P50), Number(point.P95), .. percentile is null ? (string[])[] : [Number(point.Percentile)], Number(point.Duration),
                Number(point.Cold, "0"), Number(point.ColdResponse), Number(point.Init), Number(point.MaxMemoryUsed, "0"), Number(point.Cost * 1e6, "0.00"), Number(point.ColdCost * 1e6, "0.00"),
                point.Failed == 0 ? "" : Number(point.Failed, "0"),
            ];
            table.Add(cells);
        }

        var failures = result.Points.Where(point => point.Failed > 0).Select(point => $"\n{point.Memory} MB failed {point.Failed} times, first with {point.Error}");
        return $"{table}\n{string.Concat(failures)}\n{result.Sentence}\n{string.Join('\n', result.Remarks)}\nPrices: {result.Prices}.";
    }

    private static string Number(double value, string format = "0.0") => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
