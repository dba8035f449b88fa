using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Bootstrap.Tables;
using Headrace.Vips.Jpeg;
using Headrace.Vision;
using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;

namespace Headrace.Bootstrap.Detect;

/// <summary>
/// An upload → the objects in it: one item <c>{id, time, objects: [{label, accuracy, box}]}</c> of the table, its id the object's key; and, where an output bucket is
/// named, the image with the objects drawn in. An image that is none gets an item with <c>error</c>, and the invocation fails.
/// </summary>
internal sealed class DetectHandler(DetectSettings settings, Detector detector, S3Client s3, TableClient? table, TimeProvider time) : IDisposable
{
    private const int Quality = 90;

    private readonly RgbDecoder decoder = new(settings.MaximumPixels, settings.MaximumMemory);
    private readonly TurboJpeg jpeg = new();
    private byte[] annotated = [];

    /// <summary>Handles every record; when some fail, the invocation fails once all were tried.</summary>
    /// <exception cref="HandlerException">ImageRejected, or what S3 or DynamoDB answered.</exception>
    public void Handle(Invocation invocation, IBufferWriter<byte> response)
    {
        var failures = new List<HandlerException>();
        using var json = new Utf8JsonWriter(response);
        json.WriteStartObject();
        json.WriteStartArray("images"u8);
        foreach (var source in S3Event.Created(invocation.Payload))
        {
            try
            {
                Detect(source, json);
            }
            catch (HandlerException failure)
            {
                failures.Add(failure);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (failures is [var first, ..])
        {
            throw failures.Count == 1 ? first : new HandlerException(first.ErrorType, string.Join("; ", failures.Select(failure => failure.Message)));
        }
    }

    public void Dispose()
    {
        decoder.Dispose();
        jpeg.Dispose();
        detector.Dispose();
        table?.Dispose();
        s3.Dispose();
    }

    private void Detect(S3Object source, Utf8JsonWriter json)
    {
        if (source.Bucket == settings.OutputBucket && (settings.OutputPrefix.Length == 0 || source.Key.StartsWith(settings.OutputPrefix, StringComparison.Ordinal)))
        {
            throw new HandlerException("BadConfiguration", $"{source}: OUTPUT_BUCKET is the bucket the image came from, so every result would be an upload again; name another bucket, or set OUTPUT_PREFIX");
        }

        var begun = Stopwatch.GetTimestamp();
        var input = s3.Get(source.Bucket, source.Key, settings.MaximumObjectBytes);
        var got = Phases.Add(Phase.Download, begun);
        RgbImage image;
        try
        {
            image = decoder.Decode(input, int.MaxValue, int.MaxValue);
        }
        catch (ImageRejected rejection)
        {
            Record(source, [], Milliseconds(got), rejection.Message);
            throw new HandlerException(nameof(ImageRejected), $"{source}: {rejection.Message}", rejection);
        }

        var decoded = Phases.Add(Phase.Decode, got);
        var objects = detector.Detect(image);
        Phases.Add(Phase.Infer, decoded);
        var inference = Milliseconds(got);
        Annotate(source, image, objects);
        Record(source, objects, inference, error: null);
        StandardOutput.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"detect {source} {image.Width}x{image.Height} -> {objects.Count} objects in {Milliseconds(begun):0.0} ms (get {Stopwatch.GetElapsedTime(begun, got).TotalMilliseconds:0.0}, image {inference:0.0}): {string.Join(", ", objects.Select(found => found.Label))}"));
        Write(json, source, objects);
    }

    private void Annotate(S3Object source, RgbImage image, IReadOnlyList<Detection> objects)
    {
        if (settings.OutputBucket is { } bucket)
        {
            var begun = Stopwatch.GetTimestamp();
            Annotation.Draw(image, objects);
            var length = jpeg.EncodeRgb(image.Pixels, image.Width, image.Height, Quality, ref annotated);
            var drawn = Phases.Add(Phase.Draw, begun);
            s3.Put(bucket, settings.OutputPrefix + Path.ChangeExtension(source.Key, ".jpg"), "image/jpeg", annotated.AsSpan(0, length));
            Phases.Add(Phase.Write, drawn);
        }
    }

    private void Record(S3Object source, IReadOnlyList<Detection> objects, double inference, string? error)
    {
        if (table is null || settings.Table is null)
        {
            StandardOutput.WriteLine($"detect {source}: no TABLE is configured, so no item is written");
            return;
        }

        var begun = Stopwatch.GetTimestamp();
        table.Put(settings.Table, item =>
        {
            item.Text("id", source.Key)
                .Text("time", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
                .Text("bucket", source.Bucket)
                .Number("inference_ms", Math.Round(inference, 3))
                .List("objects", objects, static (json, found) =>
                {
                    json.WriteStartObject("M"u8);
                    new ItemWriter(json)
                        .Text("label", found.Label)
                        .Number("accuracy", Math.Round(found.Accuracy, 4))
                        .Numbers("box", [found.Box.X, found.Box.Y, found.Box.Width, found.Box.Height]);
                    json.WriteEndObject();
                });
            if (error is not null)
            {
                item.Text("error", error);
            }
        });
        Phases.Add(Phase.Write, begun);
    }

    private static void Write(Utf8JsonWriter json, S3Object source, IReadOnlyList<Detection> objects)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, source.Key);
        json.WriteStartArray("objects"u8);
        foreach (var found in objects)
        {
            json.WriteStartObject();
            json.WriteString("label"u8, found.Label);
            json.WriteNumber("accuracy"u8, Math.Round(found.Accuracy, 4));
            json.WriteStartArray("box"u8);
            foreach (var side in (ReadOnlySpan<int>)[found.Box.X, found.Box.Y, found.Box.Width, found.Box.Height])
            {
                json.WriteNumberValue(side);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double Milliseconds(long since) => Stopwatch.GetElapsedTime(since).TotalMilliseconds;
}
