using System.Text;
using System.Text.Json;
using Headrace.Vips;
using Headrace.Vision.Tests.Bootstrap;

namespace Headrace.Gauge.Tests.Function;

/// <summary>The gauge function, whole: events in; overlays, rows and answers out.</summary>
public sealed class GaugeFunctionTests
{
    [Fact]
    public async Task An_upload_becomes_an_overlay_and_a_row()
    {
        await using var river = await River.StartAsync();
        await UploadBecomesOverlayAndRowAsync(river);
    }

    [Fact]
    public async Task The_published_program_does_the_same()
    {
        Assert.SkipUnless(File.Exists(FunctionProcess.Published), "artifacts/bootstrap is not there (eng/publish-bootstrap)");
        await using var river = await River.StartAsync(program: FunctionProcess.Published);
        await UploadBecomesOverlayAndRowAsync(river);
    }

    private static async Task UploadBecomesOverlayAndRowAsync(River river)
    {
        var picture = River.Picture(waterline: 36);
        var outcome = await river.UploadAsync(picture, $"site001/2025/April/{River.Name}");

        Assert.Null(outcome.ErrorHeader);
        var item = river.Item();
        Assert.Equal("images_segmented", item.GetProperty("TableName").GetString());
        string? Text(string name) => item.GetProperty("Item").GetProperty(name).GetProperty("S").GetString();
        Assert.Equal($$"""{"statusCode":200,"body":"Processing completed successfully!","id":"{{Text("id")}}"}""", outcome.Text);
        Assert.Equal("site001", Text("site_id"));
        Assert.Equal($"site001-image/site001/2025/April/{River.Name}", Text("image_path"));
        Assert.Equal("2025-04-25 19:00:00", Text("image_timestamp"));
        Assert.Equal("2025-04-26T01:00:00Z", Text("image_time"));
        Assert.Equal(River.Md5(picture), Text("image_md5"));
        Assert.Equal("2025-04-25 19:00:05", Text("event_timestamp"));
        Assert.Equal("2025-04-25 19:00:03", Text("upload_timestamp"));
        Assert.Equal("overlays/2025/April/image_capture_2025-04-25_19-00-00_segmented.png", Text("segmented_path"));
        Assert.Equal($"https://site001-image.s3.amazonaws.com/site001/2025/April/{River.Name}", Text("original_image_url"));
        Assert.Equal("https://overlays.s3.amazonaws.com/2025/April/image_capture_2025-04-25_19-00-00_segmented.png", Text("segmented_image_url"));

        // 12 of 48 rows are water, 10 columns in each region; the truth has 24 rows.
        Assert.Equal(["120", "120"], item.GetProperty("Item").GetProperty("roi").GetProperty("L").EnumerateArray().Select(count => count.GetProperty("N").GetString()));
        Assert.Equal((0.75, 0.5), (River.Number(item, "stage_m"), River.Number(item, "iou_score")));
        Assert.False(item.GetProperty("Item").GetProperty("segmentation_verification").GetProperty("BOOL").GetBoolean());

        var (overlay, type) = river.Cloud.Objects["/overlays/2025/April/image_capture_2025-04-25_19-00-00_segmented.png"];
        Assert.Equal("image/png", type);
        using var image = VipsImage.Open(overlay);
        Assert.Equal((River.Width, River.Height, 3), (image.Width, image.Height, image.Bands));
        var pixels = image.ToPixels();
        Assert.Equal([255, 0, 0], Pixel(pixels, 30, 40)); // water
        Assert.Equal([0, 0, 255], Pixel(pixels, 5, 40)); // outline, over the water
        Assert.Equal([0, 0, 255], Pixel(pixels, 7, 20)); // outline, two pixels inside
        Assert.InRange(Pixel(pixels, 30, 10)[0], 200, 235); // land, as it was

        var log = await river.EndAsync();
        Assert.Equal([$"Image Name: {River.Name}", "Event Time: 2025-04-25 19:00:05, Site ID: site001", "Writing to database..."], log[..3]);
        Assert.StartsWith($"gauge site001-image/site001/2025/April/{River.Name} -> overlays/2025/April/", log[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_above_the_threshold_is_verified()
    {
        await using var river = await River.StartAsync();
        await river.UploadAsync(River.Picture(waterline: 23));
        var item = river.Item();

        Assert.Equal(0.96, River.Number(item, "iou_score"));
        Assert.True(item.GetProperty("Item").GetProperty("segmentation_verification").GetProperty("BOOL").GetBoolean());
    }

    [Theory]
    [InlineData("cm", 0.01)]
    [InlineData("ft", 0.3048)]
    [InlineData("m", 1)]
    public async Task A_regressors_unit_becomes_metres(string unit, double metres)
    {
        await using var river = await River.StartAsync(prepared => prepared.Write("regressor.onnx", River.Regressor(0.125f, new KeyValuePair<string, string>("headrace.unit", unit))));
        await river.UploadAsync(River.Picture(36));
        Assert.Equal(Math.Round(240 * 0.125 * metres, 2), River.Number(river.Item(), "stage_m"));
    }

    [Fact]
    public async Task A_redelivered_event_gives_the_same_row()
    {
        await using var river = await River.StartAsync();
        var first = await river.UploadAsync(River.Picture(30));
        var id = river.Item().GetProperty("Item").GetProperty("id").GetProperty("S").GetString();
        var second = await river.InvokeAsync(River.Event(("site001-image", River.Name)));

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(id, river.Item().GetProperty("Item").GetProperty("id").GetProperty("S").GetString());
        await river.UploadAsync(River.Picture(31));
        Assert.NotEqual(id, river.Item().GetProperty("Item").GetProperty("id").GetProperty("S").GetString());
    }

    [Fact]
    public async Task A_site_without_regressor_and_truth_has_counts_and_no_stage()
    {
        await using var river = await River.StartAsync($"[{River.Site("site001").Replace("\"regressor.onnx\"", "null").Replace("\"truth.png\"", "null")}]");
        await river.UploadAsync(River.Picture(36));
        var item = river.Item().GetProperty("Item");

        Assert.Equal("120", item.GetProperty("roi").GetProperty("L")[0].GetProperty("N").GetString());
        Assert.False(item.TryGetProperty("stage_m", out _) || item.TryGetProperty("iou_score", out _));
        Assert.False(item.GetProperty("segmentation_verification").GetProperty("BOOL").GetBoolean());
    }

    [Fact]
    public async Task Only_the_largest_region_counts_when_the_site_says_so()
    {
        using var picture = River.Draw(36);
        var pixels = picture.ToPixels();
        for (var y = 2; y < 6; y++)
        {
            pixels.AsSpan(((y * River.Width) + 6) * 3, 12).Clear();
            for (var x = 6; x < 10; x++)
            {
                pixels[(((y * River.Width) + x) * 3) + 2] = 220;
            }
        }

        using var puddle = VipsImage.FromPixels(pixels, River.Width, River.Height, 3);
        await using var all = await River.StartAsync();
        await all.UploadAsync(puddle.Encode(".png"));
        Assert.Equal("136", all.Item().GetProperty("Item").GetProperty("roi").GetProperty("L")[0].GetProperty("N").GetString());
        await using var largest = await River.StartAsync($"[{River.Site("site001", ",\"largest_region\":true")}]");
        await largest.UploadAsync(puddle.Encode(".png"));
        Assert.Equal("120", largest.Item().GetProperty("Item").GetProperty("roi").GetProperty("L")[0].GetProperty("N").GetString());
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("image_capture_2025-13-25_19-00-00.jpg")]
    public async Task A_name_without_a_time_is_answered_422(string name)
    {
        await using var river = await River.StartAsync();
        var outcome = await river.UploadAsync(River.Picture(30), name);

        Assert.Null(outcome.ErrorHeader);
        Assert.StartsWith($$$"""{"statusCode":422,"body":{"error":"Timestamp extraction failed","image_name":"{{{name}}}","reason":""", outcome.Text, StringComparison.Ordinal);
        Assert.Empty(river.Cloud.Items);
        Assert.Contains("\"statusCode\":200", (await river.UploadAsync(River.Picture(30))).Text, StringComparison.Ordinal);
        Assert.Contains((await river.EndAsync()), line => line.StartsWith("Image processing failed: {\"statusCode\":422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Images_of_every_kind_give_the_right_row_or_a_clear_400_from_the_same_process()
    {
        await using var river = await River.StartAsync(variables: ("MAX_PIXELS", "100000000"));
        using var sixteen = River.Draw(36).Cast(VipsFormat.UInt16, shift: true).As(VipsInterpretation.Rgb16);
        using var cmyk = River.Draw(36).ToColourSpace(VipsInterpretation.Cmyk);
        var jpeg = River.Picture(36, scale: 4, settings: ("Q", 95));
        (string What, byte[] File)[] right =
        [
            ("progressive JPEG", River.Picture(36, settings: ("interlace", 1))),
            ("16-bit PNG", sixteen.Encode(".png")),
            ("CMYK JPEG", cmyk.Encode(".jpg")),
            ("CMYK TIFF", cmyk.Encode(".tif")),
            ("PNG called .jpg", River.Picture(36, ".png")),
            ("WebP", River.Picture(36, ".webp")),
            ("GIF", River.Picture(36, ".gif")),
            ("larger", jpeg),
            ("held upside down", [.. UpsideDown(River.Draw(36)).Encode(".jpg") is var turned ? WithOrientation(turned, 3) : []]),
            ("bytes after the end", [.. jpeg, 1, 2, 3]),
        ];
        foreach (var (what, file) in right)
        {
            var outcome = await river.UploadAsync(file);
            Assert.True(outcome.Text.Contains("\"statusCode\":200", StringComparison.Ordinal), $"{what}: {outcome.Text}");
            Assert.True(Math.Abs(River.Number(river.Item(), "stage_m") - 0.75) <= 0.07, what);
        }

        (string What, byte[] File, string Reason)[] wrong =
        [
            ("zero bytes", [], "an empty object (0 bytes), not an image"),
            ("truncated JPEG", jpeg[..(jpeg.Length / 2)], "an unreadable JPEG image"),
            ("truncated PNG", River.Picture(36, ".png")[..120], "an unreadable PNG image"),
            ("text", "not a picture"u8.ToArray(), "not an image of a known format"),
            ("20,000×20,000", Headrace.Vision.Tests.Images.Black(".png", 20_000, 20_000), "an image of 20000x20000 = 400 megapixels"),
            ("SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"u8.ToArray(), "not an image of a known format"),
        ];
        foreach (var (what, file, reason) in wrong)
        {
            var outcome = await river.UploadAsync(file);
            Assert.Null(outcome.ErrorHeader);
            using var answer = JsonDocument.Parse(outcome.Body);
            Assert.True(answer.RootElement.GetProperty("statusCode").GetInt32() == 400, $"{what}: {outcome.Text}");
            var body = answer.RootElement.GetProperty("body");
            Assert.Equal(("Invalid image", River.Name), (body.GetProperty("error").GetString(), body.GetProperty("image_name").GetString()));
            Assert.Contains(reason, body.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        // One pixel is an image: all land.
        using var pixel = VipsImage.FromPixels([220, 0, 0], 1, 1, 3);
        Assert.Contains("\"statusCode\":200", (await river.UploadAsync(pixel.Encode(".png"))).Text, StringComparison.Ordinal);
        Assert.Equal(0, River.Number(river.Item(), "stage_m"));
        Assert.Empty(river.Cloud.Items);
        Assert.False(river.Function.HasExited);
    }

    [Fact]
    public async Task An_upload_that_belongs_to_no_site_fails_and_is_named()
    {
        await using var river = await River.StartAsync();
        var outcome = await river.UploadAsync(River.Picture(30), bucket: "elsewhere");

        Assert.Equal(("UnknownSite", "Function.UnknownSite"), (outcome.ErrorType, outcome.ErrorHeader));
        Assert.StartsWith($"elsewhere/{River.Name}: no site of ", outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Null((await river.UploadAsync(River.Picture(30))).ErrorHeader);
    }

    [Fact]
    public async Task Pictures_of_several_sites_taken_in_one_second_have_overlays_of_their_own()
    {
        var sites = $"[{River.Site("site001")},{River.Site("site002")}]";
        await using var river = await River.StartAsync(sites);
        await river.UploadAsync(River.Picture(30));
        await river.UploadAsync(River.Picture(36), bucket: "site002-image");

        Assert.True(river.Cloud.Objects.ContainsKey("/overlays/site001/2025/April/image_capture_2025-04-25_19-00-00_segmented.png"));
        Assert.True(river.Cloud.Objects.ContainsKey("/overlays/site002/2025/April/image_capture_2025-04-25_19-00-00_segmented.png"));
        await using var other = await River.StartAsync(sites, variables: ("OUTPUT_PREFIX", "of/{site}/"));
        await other.UploadAsync(River.Picture(30));
        Assert.True(other.Cloud.Objects.ContainsKey("/overlays/of/site001/2025/April/image_capture_2025-04-25_19-00-00_segmented.png"));
    }

    [Fact]
    public async Task An_overlay_in_the_cameras_own_bucket_is_not_gauged_again()
    {
        await using var river = await River.StartAsync(variables: ("OUTPUT_BUCKET", "site001-image"));
        await river.UploadAsync(River.Picture(30));
        _ = river.Item();
        var outcome = await river.InvokeAsync(River.Event(("site001-image", "2025/April/image_capture_2025-04-25_19-00-00_segmented.png")));

        Assert.Equal("""{"statusCode":204,"body":"A result already, left alone."}""", outcome.Text);
        Assert.Empty(river.Cloud.Items);
    }

    [Fact]
    public async Task Sites_in_S3_are_read_again_when_they_have_changed()
    {
        static void Configure(River river, string sites) =>
            river.Cloud.Objects["/config/gauge/sites.json"] = (Encoding.UTF8.GetBytes($"[{sites.Replace("\"model.onnx\"", $"\"{river.File("model.onnx")}\"")}]"), null);
        await using var river = await River.StartAsync(
            prepared =>
            {
                prepared.Cloud.Objects["/config/gauge/regressor.onnx"] = (River.Regressor(0.01f), null);
                prepared.Cloud.Objects["/config/gauge/truth.png"] = (River.Picture(24, ".png", black: true), null);
                Configure(prepared, River.Site("site001"));
            },
            variables: [("SITES", "s3://config/gauge/sites.json"), ("SITES_MAX_AGE", "0")]);

        await river.UploadAsync(River.Picture(36));
        Assert.Equal(2.4, River.Number(river.Item(), "stage_m"));
        Assert.Equal(1, river.Cloud.NotModified);
        // A regressor alone is not looked for again; sites that have changed bring it along.
        river.Cloud.Objects["/config/gauge/regressor.onnx"] = (River.Regressor(0.02f), null);
        Configure(river, River.Site("site001", ",\"iou_threshold\":0.4"));
        await river.UploadAsync(River.Picture(36));
        var item = river.Item();
        Assert.Equal(4.8, River.Number(item, "stage_m"));
        Assert.True(item.GetProperty("Item").GetProperty("segmentation_verification").GetProperty("BOOL").GetBoolean());
        // What makes no sense changes nothing.
        Configure(river, River.Site("site001", ",\"iou_threshold\":40"));
        Assert.Null((await river.UploadAsync(River.Picture(36))).ErrorHeader);
        Assert.Equal(4.8, River.Number(river.Item(), "stage_m"));
    }

    [Theory]
    [InlineData("ground_truth\":\"truth.png", "ground_truth\":\"gone.png", "site site001: ground_truth: there is no file gone.png")]
    [InlineData("[14,47]", "[14,48]", "site site001: rois[0]: [14, 48] is outside the frame of 64x48")]
    [InlineData("America/Denver", "Denver", "site site001: time_zone: there is no time zone Denver")]
    [InlineData("model.onnx", "truth.png", "site site001: model: ")]
    public async Task A_wrong_configuration_fails_the_initialisation_naming_site_and_field(string right, string wrong, string message)
    {
        await using var river = await River.StartAsync($"[{River.Site("site001").Replace(right, wrong)}]");
        var outcome = await river.Cloud.InitError.Task;

        Assert.Equal("BadConfiguration", outcome.ErrorType);
        Assert.Contains(message, outcome.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, await river.Function.WaitAsync());
    }

    [Theory]
    [InlineData("SITES", "", "SITES is not set")]
    [InlineData("SITES", "s3://config", "SITES is 's3://config': an object is s3://bucket/key")]
    [InlineData("MAX_PIXELS", "many", "MAX_PIXELS is 'many': it is a whole number from 1 to 2147483647")]
    [InlineData("DB_HOST", "localhost", "DB_HOST is set and DB_NAME is not")]
    public async Task A_variable_that_makes_no_sense_fails_the_initialisation(string name, string value, string message)
    {
        await using var river = await River.StartAsync(variables: (name, value));
        var outcome = await river.Cloud.InitError.Task;

        Assert.Equal("BadConfiguration", outcome.ErrorType);
        Assert.StartsWith(message, outcome.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_busy_is_asked_again_and_one_that_refuses_fails_the_event()
    {
        await using var river = await River.StartAsync();
        river.Cloud.ItemRefusals.Enqueue((500, """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"x"}"""));
        river.Cloud.ItemRefusals.Enqueue((400, """{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"x"}"""));
        Assert.Null((await river.UploadAsync(River.Picture(30))).ErrorHeader);
        _ = river.Item();

        river.Cloud.ItemRefusals.Enqueue((400, """{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}"""));
        var outcome = await river.UploadAsync(River.Picture(30));
        Assert.Equal("ResourceNotFoundException", outcome.ErrorType);
        Assert.Equal("PutItem images_segmented: 400 ResourceNotFoundException: Requested resource not found", outcome.ErrorMessage);
        Assert.Null((await river.UploadAsync(River.Picture(30))).ErrorHeader);
    }

    [Fact]
    public async Task An_object_that_is_gone_fails_under_S3s_own_code()
    {
        await using var river = await River.StartAsync();
        var outcome = await river.InvokeAsync(River.Event(("site001-image", River.Name)));

        Assert.Equal("NoSuchKey", outcome.ErrorType);
        Assert.Null((await river.UploadAsync(River.Picture(30))).ErrorHeader);
    }

    [Fact]
    public async Task Two_thousand_damaged_pictures_end_in_an_answer_each_from_the_same_process()
    {
        await using var river = await River.StartAsync(variables: ("MAX_PIXELS", "1000000"));
        byte[][] originals =
        [
            River.Picture(36), River.Picture(36, settings: ("interlace", 1)), River.Picture(36, ".png"), River.Picture(36, ".webp"), River.Picture(36, ".gif"), River.Picture(36, ".tif"),
            WithOrientation(River.Picture(36), 6),
        ];
        var random = new Random(20250425);
        var (made, refused) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            var keys = Enumerable.Range(0, 10).Select(number => ("site001-image", $"{round}/{number}/{River.Name}")).ToArray();
            foreach (var (bucket, key) in keys)
            {
                var file = (byte[])originals[random.Next(originals.Length)].Clone();
                for (var changes = random.Next(1, 8); changes > 0; changes--)
                {
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                }

                river.Cloud.Objects[$"/{bucket}/{key}"] = (random.Next(4) == 0 ? file[..random.Next(file.Length)] : file, null);
            }

            var outcome = await river.InvokeAsync(River.Event(keys));
            Assert.True(outcome.ErrorHeader is null, outcome.Text);
            using var answers = JsonDocument.Parse(outcome.Body);
            made += answers.RootElement.EnumerateArray().Count(answer => answer.GetProperty("statusCode").GetInt32() == 200);
            refused += answers.RootElement.EnumerateArray().Count(answer => answer.GetProperty("statusCode").GetInt32() == 400);
        }

        Assert.Equal(2000, made + refused);
        Assert.True(made > 100 && refused > 100, $"{made} made, {refused} refused: the damage is too much or too little to say anything");
        Assert.Equal(made, river.Cloud.Items.Count);
        Assert.False(river.Function.HasExited);
    }

    private static byte[] Pixel(byte[] pixels, int x, int y) => pixels[(((y * River.Width) + x) * 3)..((((y * River.Width) + x) * 3) + 3)];

    private static VipsImage UpsideDown(VipsImage image)
    {
        var pixels = image.ToPixels();
        var turned = new byte[pixels.Length];
        for (var at = 0; at < pixels.Length; at += 3)
        {
            pixels.AsSpan(at, 3).CopyTo(turned.AsSpan(pixels.Length - 3 - at));
        }

        return VipsImage.FromPixels(turned, image.Width, image.Height, 3);
    }

    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
        [.. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. jpeg[2..]];
}
