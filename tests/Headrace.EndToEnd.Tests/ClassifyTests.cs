using System.Text;
using System.Text.Json.Nodes;
using Headrace.Harness;

namespace Headrace.EndToEnd.Tests;

/// <summary>The built-in <c>classify</c> in a real engine, in the smallest environment there is.</summary>
public sealed class ClassifyTests
{
    private const string Function = "classify";

    [Fact]
    public async Task A_bare_event_and_a_request_to_its_URL_have_their_predictions()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateFunctionAsync(Function, Function, memorySize: 128);
        Assert.Equal("""{"statusCode":200,"body":"{\"prediction\": [2]}"}""", await InvokeAsync(engine, """{"values":[[5.9,3.0,5.1,2.3]]}"""));
        Assert.Equal("""{"statusCode":400,"body":"\"Error: Missing input values.\""}""", await InvokeAsync(engine, "{}"));

        await engine.CallAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{Function}/policy", """
            {"StatementId":"everybody","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}
            """);
        var url = new Uri((string)JsonNode.Parse(await engine.CallAsync("lambda", HttpMethod.Post, $"/2021-10-31/functions/{Function}/url", """{"AuthType":"NONE"}"""))!["FunctionUrl"]!);
        foreach (var (body, status, answer) in new[]
        {
            ("""{"values":[[5.1,3.5,1.4,0.2],[6.3,3.3,6,2.5]]}""", 200, """{"prediction": [0, 2]}"""),
            ("{}", 400, "\"Error: Missing input values.\""),
            ("""{"values":[[1]]}""", 500, "\"Error: values[0] has 1 numbers, the model takes 4\""),
        })
        {
            using var response = await PostAsync(engine, url, body);
            Assert.Equal((status, answer), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Ten_thousand_rows_fit_into_the_smallest_environment_and_the_model_may_come_from_a_bucket()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CallAsync("s3", HttpMethod.Put, "/models");
        using (var model = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(EngineProcess.RepositoryRoot, "models", "iris", "iris.onnx"))))
        using (var put = await engine.Client.SendAsync("s3", HttpMethod.Put, "/models/flowers/v1.onnx", model))
        {
            Assert.True(put.IsSuccessStatusCode);
        }

        await engine.CreateFunctionAsync(Function, Function, memorySize: 128, new JsonObject { ["MODEL"] = "s3://models/flowers/v1.onnx" });
        var rows = string.Join(',', Enumerable.Repeat("[5.9,3.0,5.1,2.3]", 10_000));
        var answer = JsonNode.Parse(await InvokeAsync(engine, $$"""{"values":[{{rows}}]}"""))!;

        Assert.Equal(200, (int)answer["statusCode"]!);
        Assert.Equal(10_000, JsonNode.Parse((string)answer["body"]!)!["prediction"]!.AsArray().Count(label => (int)label! == 2));
    }

    private static Task<string> InvokeAsync(EngineProcess engine, string payload) =>
        engine.CallAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{Function}/invocations", payload);

    private static async Task<HttpResponseMessage> PostAsync(EngineProcess engine, Uri url, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(engine.Endpoint, "/predict"));
        request.Headers.Host = url.Authority;
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request);
    }
}
