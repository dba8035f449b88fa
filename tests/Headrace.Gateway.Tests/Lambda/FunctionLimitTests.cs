using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Gateway.Tests.Lambda;

/// <summary>Limits and names of functions, in a region of their own: its concurrency is shared with no other test.</summary>
public sealed class FunctionLimitTests(LambdaHost host) : IDisposable
{
    private const string Region = "eu-north-1";
    private const string Functions = "/2015-03-31/functions";

    // An archive of one empty file named x, stored.
    private const string Zip =
        "UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAeFBLAQIUAxQAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAACkgQAAAAB4UEsFBgAAAAABAAEALwAAAB8AAAAAAA==";

    private readonly SignedHttpClient _http = new(host.Endpoint, host.Credentials, Region);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Reservations_leave_a_hundred_executions_to_the_rest()
    {
        var first = await CreateAsync();
        var second = await CreateAsync();
        const string Refusal = "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].";

        await AssertRefusedAsync(Refusal, await ReserveAsync(first, 901));
        Assert.Equal(HttpStatusCode.OK, (await ReserveAsync(first, 500)).StatusCode);
        await AssertRefusedAsync(Refusal, await ReserveAsync(second, 401));
        Assert.Equal(HttpStatusCode.OK, (await ReserveAsync(second, 400)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ReserveAsync(first, 0)).StatusCode);

        using var kept = await _http.SendAsync("lambda", HttpMethod.Get, $"/2019-09-30/functions/{second}/concurrency");
        Assert.Equal("{\"ReservedConcurrentExecutions\":400}", await kept.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("ä", 1)] // bytes, not characters
    public async Task Environment_variables_take_4096_bytes_as_json(string filler, int more)
    {
        // {"KEY":"…"}
        var value = new string('v', 4096 - 10 - 1 - more) + filler;
        using var fits = await PostAsync(NewName(), value);
        using var exceeds = await PostAsync(NewName(), value + "v");

        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        await AssertRefusedAsync(
            $"Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {{\"KEY\":\"{value}v\"}}",
            exceeds);
    }

    [Fact]
    public async Task A_function_is_found_by_name_partial_arn_and_arn_with_or_without_a_qualifier()
    {
        var name = await CreateAsync();
        foreach (var prefix in new[] { "", "000000000000:", "000000000000:function:", "function:", $"arn:aws:lambda:{Region}:000000000000:function:" })
        {
            foreach (var qualifier in new[] { "", ":$LATEST" })
            {
                using var answer = await _http.SendAsync("lambda", HttpMethod.Get, $"{Functions}/{Uri.EscapeDataString($"{prefix}{name}{qualifier}")}/configuration");
                Assert.Equal(
                    $"arn:aws:lambda:{Region}:000000000000:function:{name}{qualifier}",
                    (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("FunctionArn").GetString());
            }
        }

        using var elsewhere = await _http.SendAsync("lambda", HttpMethod.Get, $"{Functions}/{Uri.EscapeDataString($"arn:aws:lambda:us-west-2:000000000000:function:{name}")}/configuration");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    private static string NewName() => "limit-" + Guid.NewGuid().ToString("N");

    private static async Task AssertRefusedAsync(string message, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("InvalidParameterValueException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(message, (body.TryGetProperty("message", out var text) ? text : body.GetProperty("Message")).GetString());
    }

    private async Task<string> CreateAsync()
    {
        var name = NewName();
        using var created = await PostAsync(name, "value");
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        return name;
    }

    private Task<HttpResponseMessage> PostAsync(string name, string value) => _http.SendAsync("lambda", HttpMethod.Post, Functions, JsonContent.Create(new
    {
        FunctionName = name,
        Runtime = "python3.13",
        Role = "arn:aws:iam::000000000000:role/any",
        Handler = "x.handler",
        Code = new { ZipFile = Zip },
        Environment = new { Variables = new Dictionary<string, string> { ["KEY"] = value } },
    }, options: JsonSerializerOptions.Default));

    private Task<HttpResponseMessage> ReserveAsync(string name, int executions) => _http.SendAsync(
        "lambda", HttpMethod.Put, $"/2017-10-31/functions/{name}/concurrency", JsonContent.Create(new { ReservedConcurrentExecutions = executions }, options: JsonSerializerOptions.Default));
}
