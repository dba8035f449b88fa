using System.CommandLine;
using Headrace.Wire;
using Headrace.Wire.Signing;

namespace Headrace.Cli;

/// <summary>Which running engine a command talks to, and with which keys: options, else the environment, else this user's default data folder.</summary>
internal sealed class ClientOptions
{
    private readonly Option<string> _endpoint = new("--endpoint")
    {
        Description = "The engine to ask; default: $AWS_ENDPOINT_URL, else http://127.0.0.1:4566",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } url ? url : "http://127.0.0.1:4566",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Whose keys to sign with where $AWS_ACCESS_KEY_ID and $AWS_SECRET_ACCESS_KEY are not set: those kept in the engine's data folder",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataFolder.Default,
    };

    public void AddTo(Command command)
    {
        command.Add(_endpoint);
        command.Add(_data);
    }

    /// <summary>The endpoint that the command line itself names, or null.</summary>
    public string? GivenEndpoint(ParseResult parsed) => parsed.GetResult(_endpoint) is { Implicit: false } ? parsed.GetValue(_endpoint) : null;

    /// <exception cref="CommandException">The endpoint is no URL, or there are no keys.</exception>
    public RunningEngine Connect(ParseResult parsed)
    {
        var (endpoint, credentials, region) = Read(parsed);
        return new RunningEngine(endpoint, credentials, region);
    }

    /// <exception cref="CommandException">The endpoint is no URL, or there are no keys.</exception>
    public (Uri Endpoint, AwsCredentials Credentials, string Region) Read(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetValue(_endpoint), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"--endpoint must be a URL such as http://127.0.0.1:4566, not '{parsed.GetValue(_endpoint)}'.");
        }

        var (keys, region) = Keys(parsed.GetValue(_data)!);
        return (endpoint, keys, region);
    }

    /// <summary>The environment's keys and region, else those of a data folder.</summary>
    /// <exception cref="CommandException">There are none.</exception>
    public static (AwsCredentials Keys, string Region) Keys(string dataFolder)
    {
        var credentials = (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")) is ({ } id, { } secret)
            ? new AwsCredentials(id, secret, Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN"))
            : DataFolder.ReadCredentials(dataFolder);
        return (
            credentials ?? throw new CommandException("There are no keys to sign with: paste the lines that `headrace serve` prints, or name its --data folder."),
            Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? Scope.Default.Region);
    }
}
