using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headrace.Onnx;
using Headrace.Onnx.Format;
using Headrace.Vips;
using Headrace.Vision.Tests.Bootstrap;
using Headrace.Vision.Tests.Segmentation;

namespace Headrace.Gauge.Tests.Function;

/// <summary>A camera whose picture is land (red) above and water (blue) below a line, and a function that gauges it.</summary>
internal sealed class River : IAsyncDisposable
{
    public const int Width = 64;
    public const int Height = 48;
    public const string Name = "image_capture_2025-04-25_19-00-00.jpg";

    /// <summary>Where it was built, with all it needs: beside these tests lacks what they have from ASP.NET's framework.</summary>
    private static readonly string Built = Path.Combine(
        Vision.Tests.Repository.Root, "functions", "Headrace.Bootstrap", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "bootstrap");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("headrace-gauge-");

    private River(FakeCloud cloud) => Cloud = cloud;

    public FakeCloud Cloud { get; }

    public FunctionProcess Function { get; private set; } = null!;

    /// <summary>Two regions of 10×48 pixels; the regressor is 3 m × their share of water.</summary>
    public static string Site(string id, string more = "") =>
        $$"""{"id":"{{id}}","bucket":"{{id}}-image","model":"model.onnx","mask_size":[64,48],"segmentation_size":[64,48],"rois":[[[5,0],[14,0],[14,47],[5,47]],[[40,0],[49,0],[49,47],[40,47]]],"regressor":"regressor.onnx","ground_truth":"truth.png","time_zone":"America/Denver"{{more}}}""";

    public static Task<River> StartAsync(string? sites = null, string? program = null, params (string, string?)[] variables) =>
        StartAsync(_ => { }, sites, program, variables);

    /// <param name="prepare">Done before the function starts.</param>
    public static async Task<River> StartAsync(Action<River> prepare, string? sites = null, string? program = null, params (string, string?)[] variables)
    {
        var river = new River(await FakeCloud.StartAsync());
        river.Write("model.onnx", Networks.BlueAgainstRed());
        river.Write("regressor.onnx", Regressor(3f / 480 / 2));
        river.Write("truth.png", Picture(24, ".png", black: true));
        river.Write("sites.json", Encoding.UTF8.GetBytes(sites ?? $$"""{"sites":[{{Site("site001")}}]}"""));
        prepare(river);
        river.Function = FunctionProcess.Start(
            program ?? Built, river.Cloud, "gauge",
            [("SITES", Path.Combine(river.folder.FullName, "sites.json")), ("OUTPUT_BUCKET", "overlays"), ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"), .. variables]);
        return river;
    }

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Write(string name, byte[] content) => System.IO.File.WriteAllBytes(File(name), content);

    /// <param name="waterline">The first row of water.</param>
    /// <param name="black">Land is black, as in a mask.</param>
    public static byte[] Picture(int waterline, string suffix = ".jpg", bool black = false, int scale = 1, params (string, int)[] settings)
    {
        using var image = Draw(waterline, black, scale);
        return image.Encode(suffix, settings);
    }

    public static VipsImage Draw(int waterline, bool black = false, int scale = 1)
    {
        var pixels = new byte[Width * Height * 3 * scale * scale];
        for (var at = 0; at < pixels.Length; at += 3)
        {
            var isWater = at / 3 / (Width * scale) >= waterline * scale;
            (pixels[at], pixels[at + 2]) = isWater ? ((byte)0, (byte)220) : (black ? (byte)0 : (byte)220, (byte)0);
        }

        return VipsImage.FromPixels(pixels, Width * scale, Height * scale, 3);
    }

    /// <summary>Stage = factor × (sum of the counts).</summary>
    public static byte[] Regressor(float factor, params KeyValuePair<string, string>[] metadata) => new ModelProto
    {
        ProducerName = "headrace-tests",
        MetadataProps = metadata,
        Graph = new GraphProto
        {
            Name = "stage",
            Node = [new NodeProto { OpType = "MatMul", Input = ["counts", "w"], Output = ["stage"] }],
            Initializer = [TensorProto.Of("w", [2, 1], (float[])[factor, factor])],
            Input = [ValueInfoProto.Tensor("counts", OnnxElementType.Float, "N", 2)],
            Output = [ValueInfoProto.Tensor("stage", OnnxElementType.Float, "N", 1)],
        },
        OpsetImport = [new("", 15)],
    }.ToBytes();

    public Task<Outcome> UploadAsync(byte[] picture, string key = Name, string bucket = "site001-image")
    {
        Cloud.Objects[$"/{bucket}/{key}"] = (picture, "image/jpeg");
        return InvokeAsync(Event((bucket, key)));
    }

    /// <summary>The outcome; of a function that could not start, that.</summary>
    public async Task<Outcome> InvokeAsync(byte[] payload) => await await Task.WhenAny(Cloud.InvokeAsync(payload), Cloud.InitError.Task);

    public static byte[] Event(params (string Bucket, string Key)[] uploads) => Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(',', uploads.Select(Record))}]}}");

    private static string Record((string Bucket, string Key) upload) => """
        {"eventVersion":"2.1","eventTime":"2025-04-25T19:00:05.123Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"BUCKET"},"object":{"key":"KEY","size":1,"eTag":"x"}}}
        """.Replace("BUCKET", upload.Bucket).Replace("KEY", Uri.EscapeDataString(upload.Key));

    /// <summary>The only item that PutItem brought since the last one.</summary>
    public JsonElement Item()
    {
        Assert.True(Cloud.Items.TryDequeue(out var text), "no row");
        Assert.True(Cloud.Items.IsEmpty, "more than one row");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    public static double Number(JsonElement item, string name) => double.Parse(item.GetProperty("Item").GetProperty(name).GetProperty("N").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>The function's log, once it has ended.</summary>
    public async Task<string[]> EndAsync()
    {
        await Cloud.DisposeAsync();
        await Function.WaitAsync();
        return (await Function.Log).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        Function.Dispose();
        await Cloud.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
