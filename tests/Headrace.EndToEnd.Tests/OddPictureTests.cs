using System.Globalization;
using System.Text.Json.Nodes;
using Headrace.Vips;
using Headrace.Vision.Tests;

namespace Headrace.EndToEnd.Tests;

/// <summary>Whatever is uploaded, the deployed functions answer with what is in it or say what is wrong with it, and the same environment serves the next picture.</summary>
public sealed class OddPictureTests(DeployedVision deployed) : IClassFixture<DeployedVision>
{
    public static TheoryData<string> Names => OddPictures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Preprocess(string name) => RightOrRefusedAsync("preprocess", name, "picture", async (picture, answer) =>
    {
        Assert.Equal("results/gray/picture", (string?)answer["images"]![0]!["output"]);
        using var image = VipsImage.Open(await deployed.GetAsync(DeployedVision.Results, "gray/picture"));
        Assert.Equal((256, 256), (image.Width, image.Height));
        if (picture.Height > 1)
        {
            // EXIF says nothing to it, as to the original: such a picture stays as it lies.
            var turn = picture != OddPictures.Good && name.Contains("EXIF", StringComparison.Ordinal) ? name.Split(' ')[^1] : "";
            var pixels = image.ToPixels();
            var ((landX, landY), (waterX, waterY)) = turn switch
            {
                "half" => ((128, 235), (128, 20)),
                "clockwise" => ((20, 128), (235, 128)),
                "anticlockwise" => ((235, 128), (20, 128)),
                _ => ((128, 20), (128, 235)),
            };
            var (land, water) = (Gray(landX, landY), Gray(waterX, waterY));
            Assert.True(land > water + 15, $"{land} of land, {water} of water");

            int Gray(int x, int y) => pixels[((y * 256) + x) * image.Bands];
        }
    });

    /// <summary>A picture under another format's name, under none, and under one that is no picture's.</summary>
    [Theory]
    [InlineData("WebP", "picture.jpg")]
    [InlineData("baseline JPEG", "picture.png")]
    [InlineData("8-bit PNG", "picture.jpeg")]
    [InlineData("animated GIF", "picture.txt")]
    [InlineData("16-bit TIFF", "picture")]
    [InlineData("CMYK JPEG", "picture.tar.gz")]
    public async Task A_names_extension_says_nothing_about_what_the_picture_is(string name, string key)
    {
        foreach (var function in (string[])["preprocess", "detect"])
        {
            var answer = await deployed.UploadAsync(function, key, OddPictures.Named(name).File);
            Assert.True(answer["errorType"] is null, answer.ToJsonString());
            var output = function == "detect" ? $"boats/{Path.ChangeExtension(key, ".jpg")}" : $"gray/{key}";
            using var image = VipsImage.Open(await deployed.GetAsync(DeployedVision.Results, output));
            Assert.True(image.Width > 1);
        }

        var row = await deployed.UploadAsync("gauge", $"image_capture_2025-04-25_19-00-00{Path.GetExtension(key)}", OddPictures.Named(name).File);
        Assert.Equal(200, (int)row["statusCode"]!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Detect(string name) => RightOrRefusedAsync("detect", name, "picture.jpg", async (picture, answer) =>
    {
        // The boat that the model sees everywhere: half as wide and a quarter as high as the upright picture, in its middle.
        var found = Assert.Single(answer["images"]![0]!["objects"]!.AsArray())!;
        Assert.Equal(
            [(int)(picture.Width * 0.25), (int)(picture.Height * 0.375), (int)(picture.Width * 0.5), (int)(picture.Height * 0.25)],
            found["box"]!.AsArray().Select(side => (int)side!));
        using var annotated = VipsImage.Open(await deployed.GetAsync(DeployedVision.Results, "boats/picture.jpg"));
        Assert.Equal((picture.Width, picture.Height), (annotated.Width, annotated.Height));
        if (picture.Height > 1)
        {
            var pixels = annotated.ToPixels();
            var (top, bottom) = (Pixel(5, 5), Pixel(picture.Width - 6, picture.Height - 6));
            Assert.True(top.Red > top.Blue + 100 && bottom.Blue > bottom.Red + 50, $"{top} above, {bottom} below");

            (int Red, int Blue) Pixel(int x, int y) => (pixels[((y * picture.Width) + x) * 3], pixels[(((y * picture.Width) + x) * 3) + 2]);
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public Task Gauge(string name) => RightOrRefusedAsync("gauge", name, "image_capture_2025-04-25_19-00-00.jpg", async (picture, answer) =>
    {
        Assert.Equal(200, (int)answer["statusCode"]!);
        var row = await deployed.Engine.CallAsync("dynamodb", "DynamoDB_20120810.GetItem", $$"""{"TableName":"images_segmented","Key":{"id":{"S":{{answer["id"]!.ToJsonString()}} } } }""");
        var stage = double.Parse((string)row["Item"]!["stage_m"]!["N"]!, CultureInfo.InvariantCulture);
        Assert.InRange(stage, picture.Height > 1 ? 0.68 : 0, picture.Height > 1 ? 0.82 : 0);
    });

    private async Task RightOrRefusedAsync(string function, string name, string key, Func<OddPicture, JsonNode, Task> check)
    {
        var odd = OddPictures.Named(name);
        var answer = await deployed.UploadAsync(function, key, odd.File);
        if (odd.Refusal is null)
        {
            await check(odd, answer);
        }
        else
        {
            Assert.Contains(odd.Refusal, Refusal(answer), StringComparison.Ordinal);
        }

        await check(OddPictures.Good, await deployed.UploadAsync(function, key, OddPictures.Good.File));
        Assert.Equal(1, await deployed.EnvironmentsAsync(function));
    }

    /// <summary>As an error of the function, or as gauge's original answers: 400, and why.</summary>
    private static string Refusal(JsonNode answer)
    {
        if ((string?)answer["errorType"] is { } error)
        {
            Assert.Equal("ImageRejected", error);
            return (string)answer["errorMessage"]!;
        }

        Assert.Equal((400, "Invalid image"), ((int)answer["statusCode"]!, (string?)answer["body"]!["error"]));
        return (string)answer["body"]!["reason"]!;
    }
}
