using System.CommandLine;
using System.Text;

namespace Headrace.Cli.Lab;

/// <summary>A plan by flags: each is a field of PLAN.yaml, and the run folder's plan.yaml is what they make, so that it can be run again.</summary>
internal sealed class RunFlags
{
    private static readonly (string Flag, string Path, string Description, string HelpName)[] _fields =
    [
        ("--burst", "pattern.burst.sites", "So many sites at the same instant, one level after the other", "1,20,50..300/50"),
        ("--batch", "pattern.batch.items", "So many items, one level after the other", "10,50,100"),
        ("--parallelism", "pattern.batch.parallelism", "batch: how many at once", "N"),
        ("--rate", "pattern.rate.rate", "So many per second, whatever becomes of them", "R"),
        ("--arrivals", "pattern.rate.arrivals", "rate: constant or poisson", "KIND"),
        ("--users", "pattern.users.users", "So many users, each waiting for its answer", "10"),
        ("--spawn-rate", "pattern.users.spawn-rate", "users: how many begin per second", "R"),
        ("--think", "pattern.users.think", "users: the pause after an answer", "1s..3s"),
        ("--replay", "pattern.replay.file", "The moments of a recorded run: events.csv or logsdata.csv", "FILE"),
        ("--speed", "pattern.replay.speed", "replay: 2 is twice as fast", "X"),
        ("--for", "pattern.{rate|users}.for", "rate, users: how long", "30s"),
        ("--sites", "pattern.{batch|rate}.sites", "batch, rate: how many sites take turns", "N"),
        ("--bucket", "target.upload.bucket", "Upload there; may hold {site}", "B"),
        ("--key", "target.upload.key", "upload: the objects' keys; default {run}/{n}-{file}", "KEY"),
        ("--invoke", "target.invoke.function", "Invoke that function", "F"),
        ("--mode", "target.invoke.mode", "invoke: sync or async", "M"),
        ("--url", "target.http.url", "Ask that address", "URL"),
        ("--method", "target.http.method", "http: the method; default GET", "M"),
        ("--sign", "target.http.sign", "http: sign the requests (SigV4) for that service: execute-api, lambda", "SERVICE"),
        ("--detect", "target.detect.url", "Ask that detection server", "URL"),
        ("--function", "target.{upload|http|detect}.function", "The function behind it", "F"),
        ("--result-bucket", "target.{upload|invoke}.result.bucket", "Wait for the result there", "B"),
        ("--result-suffix", "target.{upload|invoke}.result.suffix", "The result's key ends so in place of its extension", ".jpg"),
        ("--within", "target.{upload|invoke}.result.within", "A result that takes longer is lost; default 60s", "60s"),
        ("--bytes", "payload.bytes", "Send so many random bytes", "64KiB"),
        ("--json-body", "payload.json", "Send this JSON", "JSON"),
        ("--file", "payload.file", "Send this file", "FILE"),
        ("--folder", "payload.folder", "Send this folder's files in turn", "FOLDER"),
        ("--cameras", "payload.cameras", "Send generated pictures of each site's river", "640x480"),
        ("--memory", "sweep.memory", "Measure with each memory size", "512,1024"),
        ("--concurrency", "sweep.concurrency", "Measure with each reserved concurrency", "1,10"),
        ("--sizes", "sweep.size", "Measure with each payload size", "4KiB,1MiB"),
        ("--start", "start", "warm, or cold: the functions' environments are made old before every level", "cold"),
        ("--repetitions", "repetitions", "How often every level is measured", "N"),
        ("--pause", "pause", "Between levels", "10s"),
        ("--every", "every", "Levels start at these moments", "\"0,30 * * * *\""),
        ("--stop-time", "stop.time", "Stop after this time", "10m"),
        ("--stop-count", "stop.count", "Stop after so many items", "N"),
        ("--stop-errors", "stop.errors", "Stop when more fail", "5%"),
        ("--timeout", "timeout", "How long a request may go without its answer; default 60s", "30s"),
        ("--seed", "seed", "Of everything random", "N"),
        ("--name", "name", "What the run is called", "NAME"),
    ];

    private readonly Option<bool> _warmUp = new("--warm-up") { Description = "One repetition more before, which no figure counts" };
    private readonly List<(Option<string> Option, string Path)> _options =
        [.. _fields.Select(field => (new Option<string>(field.Flag) { Description = field.Description, HelpName = field.HelpName }, field.Path))];

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _options)
        {
            command.Add(option);
        }

        command.Add(_warmUp);
    }

    /// <summary>The plan that the flags make; null without any.</summary>
    /// <exception cref="CommandException">A flag belongs to what another one did not choose.</exception>
    public string? ToPlan(ParseResult parsed)
    {
        var given = _options.Where(field => parsed.GetResult(field.Option) is { Implicit: false }).ToList();
        if (given.Count == 0 && !parsed.GetValue(_warmUp))
        {
            return null;
        }

        var root = new Node();
        var chosen = given.Where(field => !field.Path.Contains('{', StringComparison.Ordinal)).Select(field => field.Path.Split('.')).ToList();
        foreach (var (option, path) in given)
        {
            root.Set(Resolve(path.Split('.'), chosen, option.Name), parsed.GetValue(option)!, option.Name);
        }

        if (parsed.GetValue(_warmUp))
        {
            root.Set(["warm-up"], "true", _warmUp.Name);
        }

        var text = new StringBuilder();
        root.Write(text, 0);
        return text.ToString();
    }

    /// <summary><c>pattern.{rate|users}.for</c> belongs to whichever of them another flag chose.</summary>
    private static string[] Resolve(string[] path, List<string[]> chosen, string flag)
    {
        var open = Array.FindIndex(path, part => part.StartsWith('{'));
        if (open < 0)
        {
            return path;
        }

        var names = path[open].Trim('{', '}').Split('|');
        var name = names.FirstOrDefault(name => chosen.Exists(other => other.Length > open && other.AsSpan(0, open).SequenceEqual(path.AsSpan(0, open)) && other[open] == name));
        return name is null
            ? throw new CommandException($"{flag} belongs to {string.Join(" or ", names)}, which no other flag chooses.")
            : [.. path[..open], name, .. path[(open + 1)..]];
    }

    private sealed class Node
    {
        private readonly List<(string Name, Node? Below, string Value, string Flag)> _fields = [];

        public void Set(ReadOnlySpan<string> path, string value, string flag)
        {
            if (path.Length == 1)
            {
                _fields.Add((path[0], null, value, flag));
                return;
            }

            var name = path[0];
            var below = _fields.Find(field => field.Name == name).Below;
            if (below is null)
            {
                _fields.Add((name, below = new Node(), "", flag));
            }

            below.Set(path[1..], value, flag);
        }

        public void Write(StringBuilder text, int depth)
        {
            foreach (var (name, below, value, flag) in _fields)
            {
                // Single quotes: nothing in them is YAML's but the quote itself.
                text.Append(' ', 2 * depth).Append(name).Append(':');
                text.AppendLine(below is null ? $" '{value.Replace("'", "''", StringComparison.Ordinal)}' # {flag}" : "");
                below?.Write(text, depth + 1);
            }
        }
    }
}
