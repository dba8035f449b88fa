using System.Net;
using System.Text.Json;
using Headrace.Vips;

namespace Headrace.Cli.Tests.Cameras;

public sealed class CamerasTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_writes_pictures_masks_the_gauges_sites_and_the_hydrograph()
    {
        var outcome = await HeadraceProcess.RunAsync(
            "cameras", "--sites", "3", "--images-per-site", "2", "--start", "2025-04-25T19:00", "--interval", "30m", "--size", "320x180", "--out", _folder["rivers"], "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal((3, 6), (report.RootElement.GetProperty("sites").GetInt32(), report.RootElement.GetProperty("images").GetInt32()));
        string[] names = ["image_capture_2025-04-25_19-00-00", "image_capture_2025-04-25_19-30-00"];
        string[] sites = ["site001", "site002", "site003"];
        Assert.Equal(
            [
                "hydrograph.csv",
                .. sites.SelectMany(site => names.Select(name => $"{site}/{name}.jpg")),
                "sites.json",
                .. sites.SelectMany(site => (string[])[$"truth/{site}/ground_truth.png", .. names.Select(name => $"truth/{site}/{name}.png")]),
            ],
            Directory.EnumerateFiles(_folder["rivers"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder["rivers"], path)).Order(StringComparer.Ordinal));
        using var picture = VipsImage.OpenFile(_folder[$"rivers/site002/{names[1]}.jpg"]);
        using var mask = VipsImage.OpenFile(_folder[$"rivers/truth/site002/{names[1]}.png"]);
        Assert.Equal((320, 180, 3), (picture.Width, picture.Height, picture.Bands));
        Assert.Equal((320, 180, 1), (mask.Width, mask.Height, mask.Bands));

        var stages = await File.ReadAllLinesAsync(_folder["rivers/hydrograph.csv"]);
        Assert.Equal("site_id,time,stage_m", stages[0]);
        Assert.Equal(sites.SelectMany(site => (string[])[$"{site},2025-04-25T19:00:00", $"{site},2025-04-25T19:30:00"]), stages.Skip(1).Select(line => line[..27]));
        using var configured = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["rivers/sites.json"]));
        Assert.All(configured.RootElement.GetProperty("sites").EnumerateArray(), site => Assert.True(File.Exists(_folder[$"rivers/{site.GetProperty("ground_truth").GetString()}"])));
    }

    [Fact]
    public async Task The_same_command_writes_the_same_bytes_and_another_seed_others()
    {
        foreach (var (folder, seed) in ((string, string)[])[("one", "5"), ("again", "5"), ("other", "6")])
        {
            var outcome = await HeadraceProcess.RunAsync("cameras", "--sites", "2", "--size", "160x96", "--seed", seed, "--objects", "--out", _folder[folder]);
            Assert.Equal(0, outcome.ExitCode);
        }

        var files = Directory.EnumerateFiles(_folder["one"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder["one"], path)).ToList();
        Assert.Equal(9, files.Count);
        foreach (var file in files)
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_folder["one"], file)), await File.ReadAllBytesAsync(Path.Combine(_folder["again"], file)));
        }

        const string picture = "site001/image_capture_2025-04-25_08-00-00.jpg";
        Assert.NotEqual(await File.ReadAllBytesAsync(Path.Combine(_folder["one"], picture)), await File.ReadAllBytesAsync(Path.Combine(_folder["other"], picture)));
    }

    [Fact]
    public async Task A_moment_is_the_same_everywhere_and_each_site_names_it_by_its_own_clock()
    {
        await HeadraceProcess.RunAsync("cameras", "--sites", "12", "--size", "64x64", "--start", "2025-07-01T12:00:00Z", "--out", _folder["rivers"]);

        var lines = (await File.ReadAllLinesAsync(_folder["rivers/hydrograph.csv"])).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.All(lines, line => Assert.Equal(new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero), DateTimeOffset.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(lines.Select(line => line[1]).Distinct().Count() > 1);
        Assert.All(lines, line => Assert.True(File.Exists(_folder[$"rivers/{line[0]}/image_capture_{line[1][..10]}_{line[1][11..19].Replace(':', '-')}.jpg"])));
    }

    [Fact]
    public async Task Objects_are_listed_with_their_boxes()
    {
        await HeadraceProcess.RunAsync("cameras", "--sites", "8", "--size", "640x360", "--objects", "--out", _folder["rivers"]);

        var lines = await File.ReadAllLinesAsync(_folder["rivers/objects.jsonl"]);
        Assert.Equal(8, lines.Length);
        var objects = 0;
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            Assert.True(File.Exists(_folder[$"rivers/{document.RootElement.GetProperty("image").GetString()}"]));
            foreach (var found in document.RootElement.GetProperty("objects").EnumerateArray())
            {
                Assert.Contains(found.GetProperty("label").GetString(), (string[])["boat", "person", "debris"]);
                Assert.Equal(4, found.GetProperty("box").GetArrayLength());
                objects++;
            }
        }

        Assert.True(objects > 5, $"{objects} objects");
    }

    [Fact]
    public async Task Live_it_uploads_each_sites_picture_to_its_bucket_round_after_round()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);

        var outcome = await HeadraceProcess.RunAsync(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = engine.Credentials.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = engine.Credentials.SecretAccessKey,
            },
            "cameras", "--sites", "2", "--size", "160x96", "--live", "--endpoint", engine.Endpoint.ToString(), "--interval", "1s", "--count", "2", "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal((2, 4, 0), (report.RootElement.GetProperty("rounds").GetInt32(), report.RootElement.GetProperty("uploaded").GetInt32(), report.RootElement.GetProperty("failed").GetInt32()));
        using var client = engine.Client();
        foreach (var bucket in (string[])["site001-image", "site002-image"])
        {
            using var listed = await client.SendAsync("s3", HttpMethod.Get, $"/{bucket}?list-type=2", cancellationToken: CancellationToken.None);
            var body = await listed.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
            Assert.Matches(@"<KeyCount>2</KeyCount>", body);
            Assert.Matches(@"<Key>image_capture_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.jpg</Key>", body);
        }
    }

    [Fact]
    public async Task Interrupting_a_live_source_is_how_it_ends()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);
        await using var source = HeadraceProcess.Start(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = engine.Credentials.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = engine.Credentials.SecretAccessKey,
            },
            "cameras", "--sites", "1", "--size", "160x96", "--live", "--endpoint", engine.Endpoint.ToString(), "--interval", "1h");

        using var client = engine.Client();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var body = ""; !body.Contains("<Key>image_capture_", StringComparison.Ordinal);)
        {
            using var listed = await client.SendAsync("s3", HttpMethod.Get, "/site001-image?list-type=2", cancellationToken: limit.Token);
            body = await listed.Content.ReadAsStringAsync(limit.Token);
        }

        await source.SignalAsync("INT");

        Assert.Matches("^uploaded [01], failed 0; sites 1, rounds [01]$", await source.ReadLineAsync());
        Assert.Equal(0, await source.ExitAsync());
    }

    [Fact]
    public async Task Live_without_an_engine_it_says_so()
    {
        var outcome = await HeadraceProcess.RunAsync(
            new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "000000000000", ["AWS_SECRET_ACCESS_KEY"] = "x" },
            "cameras", "--sites", "1", "--live", "--endpoint", "http://127.0.0.1:9", "--count", "1");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal("headrace: No engine answers at http://127.0.0.1:9: start one with `headrace serve`.\n", outcome.Error);
    }

    [Theory]
    [InlineData("--size", "1920")]
    [InlineData("--size", "10x10")]
    [InlineData("--start", "yesterday")]
    [InlineData("--interval", "0s")]
    [InlineData("--sites", "0")]
    [InlineData("--count", "0")]
    public async Task A_wrong_option_ends_with_2(string option, string value)
    {
        var outcome = await HeadraceProcess.RunAsync("cameras", option, value, "--out", _folder["rivers"]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(option, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["rivers"]));
    }

    [Fact]
    public async Task It_asks_where_to()
    {
        var outcome = await HeadraceProcess.RunAsync("cameras", "--sites", "1");

        Assert.Equal((2, "", "headrace: Say where to with --out DIR, or --live to upload.\n"), (outcome.ExitCode, outcome.Output, outcome.Error));
    }
}
