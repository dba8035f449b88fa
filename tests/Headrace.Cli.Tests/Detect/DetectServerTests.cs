using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Headrace.Cli.Detect;
using Headrace.Harness;
using Headrace.Vision.Photographs;
using Headrace.Vision.Tests;

namespace Headrace.Cli.Tests.Detect;

public sealed class DetectServerTests : IAsyncLifetime
{
    private static readonly string Photograph = Convert.ToBase64String(PhotographGenerator.Create(1, 320, 200));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private DetectServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var model = _folder["boat.onnx"];
        DetectorModels.WriteBoat(model);
        _server = await DetectServer.StartAsync(model, "127.0.0.1", 0, CancellationToken.None);
        _http.BaseAddress = _server.Endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_image_in_base64_is_answered_with_its_objects()
    {
        using var response = await _http.PostAsync("/api/object_detection", Json($$"""{"id": "one", "image_data": "{{Photograph}}"}"""));

        Assert.Equal(("""{"id":"one","objects":[{"label":"boat","accuracy":0.8,"box":[80,75,160,50]}]}""", HttpStatusCode.OK), (await response.Content.ReadAsStringAsync(), response.StatusCode));
        Assert.StartsWith("inference;dur=", Assert.Single(response.Headers.GetValues("Server-Timing")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"image_data\": \"AAAA\"}", "The field 'id' is missing or empty.")]
    [InlineData("{\"id\": \"1\"}", "The field 'image_data' is missing or empty.")]
    [InlineData("{\"id\": \"1\", \"image_data\": \"\"}", "The field 'image_data' is missing or empty.")]
    [InlineData("{\"id\": \"1\", \"image_data\": \"%%%\"}", "The field 'image_data' is not base64.")]
    [InlineData("{\"id\": \"1\", \"image_data\": \"AAAA\"}", "The field 'image_data' holds not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF).")]
    [InlineData("null", "The field 'id' is missing or empty.")]
    [InlineData("[1]", "The body is not JSON of the form {\"id\": \"…\", \"image_data\": \"<base64>\"}.")]
    [InlineData("{\"id\": 7, \"image_data\": \"AAAA\"}", "The body is not JSON of the form {\"id\": \"…\", \"image_data\": \"<base64>\"}.")]
    [InlineData("", "The body is not JSON of the form {\"id\": \"…\", \"image_data\": \"<base64>\"}.")]
    public async Task What_is_wrong_with_a_request_is_said_in_a_sentence_and_the_next_is_served(string body, string sentence)
    {
        using var response = await _http.PostAsync("/api/object_detection", Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(sentence, error.RootElement.GetProperty("error").GetString());
        Assert.Equal("ok\n", await _http.GetStringAsync("/healthz"));
    }

    public static TheoryData<string> OddPictureNames => OddPictures.Names;

    [Theory]
    [MemberData(nameof(OddPictureNames))]
    public async Task Whatever_is_uploaded_is_detected_in_or_refused_and_the_next_picture_is_served(string name)
    {
        foreach (var picture in (OddPicture[])[OddPictures.Named(name), OddPictures.Good])
        {
            // Zero bytes are no field at all in this protocol.
            var refusal = picture.File.Length == 0 ? "The field 'image_data' is missing or empty." : picture.Refusal;
            using var response = await _http.PostAsync("/api/object_detection", Json($$"""{"id": "one", "image_data": "{{Convert.ToBase64String(picture.File)}}"}"""));
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            if (refusal is not null)
            {
                Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
                Assert.Contains(refusal, answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
                continue;
            }

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(
                [(int)(picture.Width * 0.25), (int)(picture.Height * 0.375), (int)(picture.Width * 0.5), (int)(picture.Height * 0.25)],
                Assert.Single(answer.RootElement.GetProperty("objects").EnumerateArray()).GetProperty("box").EnumerateArray().Select(side => side.GetInt32()));
        }
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_with_413()
    {
        using var huge = new ByteArrayContent(new byte[DetectServer.MaximumBody + 1]);
        using var response = await _http.PostAsync("/api/object_detection", huge);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("is larger than", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ok\n", await _http.GetStringAsync("/healthz"));
    }

    [Theory]
    [InlineData("GET", "/api/object_detection", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_said_to_be_not_there(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Many_callers_at_once_all_have_their_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var response = await _http.PostAsync("/api/object_detection", Json($$"""{"id": "{{number}}", "image_data": "{{Photograph}}"}"""));
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        }));

        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number}"), answers);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
