using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Headrace.Cli.Tests.Serve;

public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_what_to_paste_serves_and_ends_with_0_when_told_to()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);

        Assert.Equal(["AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_SECRET_ACCESS_KEY"], engine.Exports.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, engine.ReadyBlock.Count(line => line.StartsWith("export ", StringComparison.Ordinal)));
        using var health = JsonDocument.Parse(await engine.HealthAsync());
        Assert.Equal("0.1.0", health.RootElement.GetProperty("version").GetString());

        await engine.Process.SignalAsync("TERM");
        Assert.Equal(0, await engine.Process.ExitAsync());
        Assert.Equal("", await engine.Process.ErrorAsync());
    }

    [Fact]
    public async Task Interrupting_it_is_no_failure()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);

        await engine.Process.SignalAsync("INT");

        Assert.Equal(0, await engine.Process.ExitAsync());
    }

    [Fact]
    public async Task It_ends_with_whoever_started_it_when_asked_to()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"], "--exit-with-parent");

        engine.Process.Input.Close();

        Assert.Equal(0, await engine.Process.ExitAsync());
    }

    [Fact]
    public async Task What_the_ready_block_says_signs_requests_and_nothing_else_does()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);
        using var right = engine.Client();
        using var wrong = new Wire.Signing.SignedHttpClient(engine.Endpoint, engine.Credentials with { SecretAccessKey = new string('x', 40) });

        using var answered = await right.SendAsync("s3", HttpMethod.Get, "/", cancellationToken: CancellationToken.None);
        using var refused = await wrong.SendAsync("s3", HttpMethod.Get, "/", cancellationToken: CancellationToken.None);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (answered.StatusCode, refused.StatusCode));
        Assert.Contains("SignatureDoesNotMatch", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_its_owners_only_and_stays_the_same()
    {
        string secret;
        await using (var first = await ServedEngine.StartAsync(_folder["data"]))
        {
            secret = first.Credentials.SecretAccessKey;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["data/credentials"]));

            // However it ends.
            await first.Process.SignalAsync("KILL");
            await first.Process.ExitAsync();
        }

        await using var second = await ServedEngine.StartAsync(_folder["data"]);
        Assert.Equal(secret, second.Credentials.SecretAccessKey);
    }

    [Fact]
    public async Task Two_engines_do_not_share_a_folder()
    {
        await using var first = await ServedEngine.StartAsync(_folder["data"]);

        var second = await HeadraceProcess.RunAsync("serve", "--port", "0", "--data", _folder["data"]);

        AssertFailed(second, $"Another engine is running on the data folder {_folder["data"]}.");
        Assert.Contains("0.1.0", await first.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var outcome = await HeadraceProcess.RunAsync("serve", "--port", $"{port}", "--data", _folder["data"]);

        AssertFailed(outcome, $"{port}");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_said_in_one_sentence()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        AssertFailed(await HeadraceProcess.RunAsync("serve", "--port", "0", "--data", _folder["file/data"]), "data folder");
    }

    [Fact]
    public async Task A_damaged_database_is_said_in_one_sentence()
    {
        Directory.CreateDirectory(_folder["data"]);
        await File.WriteAllTextAsync(_folder["data/headrace.db"], string.Concat(Enumerable.Repeat("this is no database\n", 1000)));

        AssertFailed(await HeadraceProcess.RunAsync("serve", "--port", "0", "--data", _folder["data"]), "database");
    }

    [Fact]
    public async Task Without_signatures_only_on_loopback() =>
        AssertFailed(await HeadraceProcess.RunAsync("serve", "--port", "0", "--host", "0.0.0.0", "--auth", "off", "--data", _folder["data"]), "without signatures");

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--port", "http")]
    [InlineData("--auth", "maybe")]
    [InlineData("--time-scale", "0")]
    [InlineData("--memory-budget", "lots")]
    [InlineData("--no-such-option", "1")]
    public async Task A_wrong_option_ends_with_2(string option, string value)
    {
        var outcome = await HeadraceProcess.RunAsync("serve", option, value, "--data", _folder["data"]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(option, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    private static void AssertFailed(Outcome outcome, string words)
    {
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("headrace: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(words, outcome.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }
}
