using System.Text.Json;
using Headrace.Vips;
using Headrace.Vision.Photographs;
using Headrace.Wire.Events;

namespace Headrace.Vision.Tests.Bootstrap;

/// <summary>The preprocess function, whole: events in, objects out.</summary>
public sealed class PreprocessFunctionTests
{
    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("site 7/2026-01-01 12:00 +1.jpg")]
    [InlineData("größe/日本/%41&?#.jpg")]
    [InlineData("a//b/../c.jpg")]
    public async Task An_upload_becomes_a_gray_image_under_the_same_key(string key)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess");
        var outcome = await InvokeAsync(cloud, (key, Images.Jpeg));

        Assert.Null(outcome.ErrorHeader);
        var (content, type) = Result(cloud, key);
        Assert.Equal("image/jpeg", type);
        using var image = VipsImage.Open(content);
        Assert.Equal((256, 256, 1), (image.Width, image.Height, image.Bands));
        using var answer = JsonDocument.Parse(outcome.Body);
        var entry = answer.RootElement.GetProperty("images")[0];
        Assert.Equal($"results/{key}", entry.GetProperty("output").GetString());
        Assert.Equal(content.Length, entry.GetProperty("bytes").GetInt32());
    }

    [Fact]
    public async Task Every_record_of_an_event_is_worked_on_and_the_ones_that_fail_are_named()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess");
        var outcome = await InvokeAsync(cloud, ("a.txt", "text"u8.ToArray()), ("b.png", Images.Photograph(".png")), ("c.txt", []), ("d.jpg", Images.Jpeg));

        Assert.Equal("Function.ImageRejected", outcome.ErrorHeader);
        Assert.StartsWith("2 of 4 records failed: uploads/a.txt: not an image", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("uploads/c.txt: an empty object", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("image/png", Result(cloud, "b.png").ContentType);
        Assert.Equal("image/jpeg", Result(cloud, "d.jpg").ContentType);
    }

    [Fact]
    public async Task Size_and_quality_come_from_the_environment()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess", ("IMAGE_SIZE", "100x50"), ("QUALITY", "20"), ("OUTPUT_PREFIX", "gray/"));
        await InvokeAsync(cloud, ("a.jpg", Images.Jpeg));

        var (content, _) = Result(cloud, "gray/a.jpg");
        using var image = VipsImage.Open(content);
        Assert.Equal((100, 50), (image.Width, image.Height));
        Assert.InRange(content.Length, 1, 2500);
    }

    [Fact]
    public async Task One_bucket_for_source_and_result_is_refused_without_a_prefix()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess", ("OUTPUT_BUCKET", "uploads"));
        var outcome = await InvokeAsync(cloud, ("a.jpg", Images.Jpeg));

        Assert.Equal("BadConfiguration", outcome.ErrorType);
        Assert.Contains("OUTPUT_BUCKET is the bucket the image came from", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(Images.Jpeg, cloud.Objects["/uploads/a.jpg"].Content);
    }

    [Fact]
    public async Task One_bucket_with_a_prefix_works_and_results_are_left_alone()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess", ("OUTPUT_BUCKET", "uploads"), ("OUTPUT_PREFIX", "gray/"));

        Assert.Null((await InvokeAsync(cloud, ("a.jpg", Images.Jpeg))).ErrorHeader);
        Assert.True(cloud.Objects.ContainsKey("/uploads/gray/a.jpg"));
        Assert.Equal("""{"images":[]}""", (await InvokeAsync(cloud, ("gray/a.jpg", Images.Jpeg))).Text);
        Assert.False(cloud.Objects.ContainsKey("/uploads/gray/gray/a.jpg"));
    }

    [Fact]
    public async Task An_object_that_is_gone_fails_under_S3s_own_code_and_the_next_one_works()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess");
        var outcome = await cloud.InvokeAsync(Event("gone.jpg"));

        Assert.Equal("NoSuchKey", outcome.ErrorType);
        Assert.Equal("GET uploads/gone.jpg: 404 NoSuchKey: The specified key does not exist.", outcome.ErrorMessage);
        Assert.Null((await InvokeAsync(cloud, ("a.jpg", Images.Jpeg))).ErrorHeader);
    }

    [Fact]
    public async Task A_busy_S3_is_asked_again()
    {
        await using var cloud = await FakeCloud.StartAsync();
        cloud.Refusals.Enqueue(503);
        cloud.Refusals.Enqueue(500);
        using var function = FunctionProcess.Start(cloud, "preprocess");

        Assert.Null((await InvokeAsync(cloud, ("a.jpg", Images.Jpeg))).ErrorHeader);
    }

    [Fact]
    public async Task An_object_larger_than_the_limit_is_not_read()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess", ("MAX_OBJECT_BYTES", "1000"));
        foreach (var length in new[] { 1001, 100_000 })
        {
            var outcome = await InvokeAsync(cloud, ("large.jpg", new byte[length]));

            Assert.Equal("ImageRejected", outcome.ErrorType);
            Assert.Contains("more than 1000 bytes", outcome.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Records":[{"s3":{}}]}""")]
    [InlineData("\"text\"")]
    public async Task An_event_of_another_kind_fails_and_says_so(string payload)
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess");
        var outcome = await cloud.InvokeAsync(System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.Equal("NotAnS3Event", outcome.ErrorType);
    }

    [Fact]
    public async Task The_log_has_one_line_for_each_image()
    {
        var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess");
        await InvokeAsync(cloud, ("a.jpg", Images.Jpeg), ("b.txt", "text"u8.ToArray()));
        await cloud.DisposeAsync();
        await function.WaitAsync();

        var lines = (await function.Log).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"preprocess uploads/a.jpg {Images.Jpeg.Length} B JPEG 300x200 -> results/a.jpg ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("[ERROR] ImageRejected: uploads/b.txt: not an image", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_thousand_damaged_images_end_in_an_answer_each_from_the_same_process()
    {
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(cloud, "preprocess", ("MAX_PIXELS", "1000000"), ("IMAGE_SIZE", "16"));
        byte[][] originals =
        [
            PhotographGenerator.Create(2, 90, 60),
            Images.Photograph(".jpg", 90, 60, ("interlace", 1)),
            Images.Photograph(".png", 60, 40),
            Images.Photograph(".png", 60, 40, ("interlace", 1)),
            Images.Photograph(".webp", 90, 60),
            Images.Photograph(".gif", 60, 40),
            Images.Photograph(".tif", 30, 20),
            Images.Photograph(".avif", 64, 64),
        ];
        var random = new Random(20260101);
        var (made, refused) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var uploads = Enumerable.Range(0, 10).Select(number => ($"{round}-{number}", Damage(originals[random.Next(originals.Length)], random))).ToArray();
            var outcome = await InvokeAsync(cloud, uploads);
            Assert.True(outcome.ErrorType is null or "ImageRejected", outcome.Text);
            var results = uploads.Count(upload => cloud.Objects.ContainsKey($"/results/{upload.Item1}"));
            (made, refused) = (made + results, refused + uploads.Length - results);
        }

        Assert.False(function.HasExited);
        Assert.Equal(3000, made + refused);
        Assert.True(made > 100 && refused > 100, $"{made} made, {refused} refused: the damage is too much or too little to say anything");
        Assert.StartsWith("{\"images\":[{", (await InvokeAsync(cloud, ("whole.jpg", Images.Jpeg))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_program_does_the_same_within_100_MiB()
    {
        Assert.SkipUnless(File.Exists(FunctionProcess.Published), "artifacts/bootstrap is not there (eng/publish-bootstrap)");
        await using var cloud = await FakeCloud.StartAsync();
        using var function = FunctionProcess.Start(FunctionProcess.Published, cloud, "preprocess");
        foreach (var (key, content) in new[]
        {
            ("large.jpg", PhotographGenerator.Create(1, 2040, 1536)),
            ("large.png", Images.Photograph(".png", 2040, 1536)),
            ("large.webp", Images.Photograph(".webp", 2040, 1536)),
            ("large.tif", Images.Photograph(".tif", 2040, 1536)),
        })
        {
            Assert.Null((await InvokeAsync(cloud, (key, content))).ErrorHeader);
            Assert.NotEmpty(Result(cloud, key).Content);
        }

        Assert.InRange(function.PeakMemory, 1, 100 << 20);
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var damaged = original.ToArray();
        for (var hits = random.Next(1, 12); hits > 0; hits--)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }

    private static (byte[] Content, string? ContentType) Result(FakeCloud cloud, string key) => cloud.Objects[$"/results/{key}"];

    private static Task<Outcome> InvokeAsync(FakeCloud cloud, params (string Key, byte[] Content)[] uploads)
    {
        foreach (var (key, content) in uploads)
        {
            cloud.Objects[$"/uploads/{key}"] = (content, null);
        }

        return cloud.InvokeAsync(Event([.. uploads.Select(upload => upload.Key)]));
    }

    private static byte[] Event(params string[] keys) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = keys.Select(key => new
        {
            eventName = "ObjectCreated:Put",
            s3 = new { bucket = new { name = "uploads" }, @object = new { key = S3EventKey.Encode(key) } },
        }),
    });
}
